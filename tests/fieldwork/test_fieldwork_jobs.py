"""Timed work outdoors: rounds before each half-day, forgotten patrols, old tracks."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
import shapely
import shapely.ops

from gege.fieldwork import api as fieldwork
from gege.fieldwork.actions.resettle_points import resettle_points
from gege.fieldwork.api import CheckPoint, Invalid, NotFound
from gege.fieldwork.jobs import half_to_come, make_rounds
from gege.fieldwork.models import Round
from gege.fieldwork.rules.words import Half
from gege.fieldwork.sentences import merged
from gege.staff.api import SYSTEM
from gege.territory.api import AREAS, bump
from gege.territory.models import Area
from tests.cast import COMMUNITY, GRID, SECOND_GRID, VACANT_GRID, Cast, centre_of, square
from tests.fieldwork.walks import DAY, Walks, at, deeds, walks_of


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


@pytest.mark.row("R-036")
def test_points_of_an_ended_grid_move_to_the_grid_they_lie_in(walks: Walks) -> None:
    west, east = centre_of(GRID)[0] - 0.003, centre_of(GRID)[0] + 0.003
    points = {
        name: walks.point(name, lng=lng, lat=30.345) for name, lng in (("西", west), ("东", east))
    }
    points["无坐标"] = walks.point("无坐标", lng=None, lat=None)
    cut = shapely.LineString([(106.285, 30.0), (106.285, 31.0)])
    parts = shapely.ops.split(shapely.geometry.shape(square(106.28, 30.34)), cut)
    codes = {"西": f"{COMMUNITY}011", "东": f"{COMMUNITY}012"}
    _divide(walks, parts, codes)
    assert resettle_points(now=at("10:00")) == (0, 2)
    assert resettle_points(now=at("10:00")) == (0, 0)
    found = dict(CheckPoint.objects.values_list("name", "area_code"))
    assert found == codes | {"无坐标": GRID}
    assert deeds(f"point:{points['东'].uid}") == [("add_point", "gege"), ("amend_point", "gege")]


def _divide(walks: Walks, parts: Any, codes: dict[str, str]) -> None:
    """End the first grid today and put two in its place."""
    Area.objects.filter(code=GRID).update(valid_to=DAY)
    for name, code in codes.items():
        shape = next(one for one in parts.geoms if (one.centroid.x < 106.285) == (name == "西"))
        Area.objects.create(
            code=code,
            level=15,
            parent=walks.cast.areas[COMMUNITY],
            name_zh=name,
            boundary=json.loads(shapely.to_geojson(shape)),
            valid_from=DAY,
        )
    bump(AREAS)


def test_every_word_has_one_sentence() -> None:
    found = merged()
    assert "not_found" in found
    assert all(str(text) for text in found.values())
