"""Timed work outdoors: rounds before each half-day, forgotten patrols, old tracks."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Invalid, NotFound
from gege.fieldwork.jobs import half_to_come, make_rounds
from gege.fieldwork.models import Round
from gege.fieldwork.rules.words import Half
from gege.fieldwork.sentences import merged
from gege.staff.api import SYSTEM
from tests.cast import COMMUNITY, GRID, SECOND_GRID, VACANT_GRID, Cast, centre_of
from tests.fieldwork.walks import DAY, Walks, at, walks_of


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


@pytest.mark.parametrize(
    ("now", "half"),
    [
        ("04:14", None),
        ("04:15", "morning"),
        ("11:30", "morning"),
        ("11:31", None),
        ("13:14", None),
        ("13:15", "afternoon"),
        ("18:00", "afternoon"),
        ("18:01", None),
    ],
)
def test_rounds_are_made_before_their_half_day(walks: Walks, now: str, half: str | None) -> None:
    assert half_to_come(at(now)) == (Half(half) if half else None)


@pytest.mark.row("R-080")
def test_every_grid_with_a_worker_and_points_has_its_round(walks: Walks) -> None:
    walks.three_points()
    walks.point("无坐标", SECOND_GRID, lng=None, lat=None)
    walks.point("无人", VACANT_GRID)
    assert make_rounds(now=at("05:00")) == 1
    assert make_rounds(now=at("05:10")) == 0
    found = fieldwork.rounds_of((GRID, SECOND_GRID, VACANT_GRID), DAY)
    assert [(one.area_code, one.half, len(one.stops)) for one in found] == [(GRID, "morning", 3)]
    assert make_rounds(now=at("13:20")) == 1
    assert [one.half for one in fieldwork.rounds_of((GRID,), DAY)] == ["morning", "afternoon"]


def test_no_rounds_on_a_day_off(walks: Walks) -> None:
    walks.three_points()
    assert make_rounds(now=at("05:00", date(2026, 11, 28))) == 0


@pytest.mark.row("R-080")
def test_the_afternoon_goes_where_the_morning_was_not(walks: Walks) -> None:
    lng, lat = centre_of(GRID)
    spots = {"东": (0.004, 0.0), "西": (-0.004, 0.0), "南": (0.0, -0.004)}
    points = {
        name: walks.point(name, lng=lng + east, lat=lat + north)
        for name, (east, north) in spots.items()
    }
    fieldwork.publish_field_rules(
        fieldwork.FieldRules(round_minutes=25), note="短些", by=SYSTEM, now=at("08:00")
    )
    patrol = walks.start()
    walks.check_in(patrol, points["东"])
    walks.end(patrol)
    kept = fieldwork.suggest_round(GRID, day=DAY, half="afternoon", now=at("13:20"))
    names = {str(point.uid): name for name, point in points.items()}
    assert {names[uid] for uid, _ in kept.stops} == {"西", "南"}


def test_a_round_made_anew_takes_the_place_of_the_one_before(walks: Walks) -> None:
    walks.three_points()
    fieldwork.suggest_round(GRID, day=DAY, half="morning", now=at("05:00"))
    again = fieldwork.suggest_round(GRID, day=DAY, half="morning", now=at("09:00"))
    assert (Round.objects.count(), again.made_at) == (1, at("09:00"))


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ({"half": "extra"}, Invalid),
        ({"half": "noon"}, Invalid),
        ({"area_code": COMMUNITY}, NotFound),
        ({"area_code": "x"}, NotFound),
    ],
)
def test_a_round_is_of_a_grid_and_a_half_day(
    walks: Walks, given: dict[str, Any], error: type[Exception]
) -> None:
    entry = {"area_code": GRID, "half": "morning"} | given
    with pytest.raises(error):
        fieldwork.suggest_round(entry.pop("area_code"), day=DAY, now=at("05:00"), **entry)


def test_every_word_has_one_sentence() -> None:
    found = merged()
    assert "not_found" in found
    assert all(str(text) for text in found.values())
