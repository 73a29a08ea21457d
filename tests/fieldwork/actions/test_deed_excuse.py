"""Excuses: asked by the worker, decided by the station, for the weather by all (R-080)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.actions import excusing
from gege.fieldwork.api import Excuse, Invalid, NotFound, Refused
from gege.notices.api import Message
from gege.staff.api import SYSTEM, Role, actor_for, substitute
from tests.cast import COMMUNITY, GRID, OTHER_GRID, SECOND_GRID, TOWN, VACANT_GRID, Cast
from tests.fieldwork.walks import DAY, Walks, at, deeds, told, walks_of


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def decide(walks: Walks, row: Excuse, granted: bool, **entry: Any) -> Excuse:
    given = {"by": walks.cast.station_clerk, "now": at("08:30"), "answer": "同意"} | entry
    return fieldwork.decide_excuse(row.uid, granted=granted, **given)


@pytest.mark.row("R-080")
def test_a_worker_asks_and_the_station_grants(walks: Walks) -> None:
    row = walks.excuse(note="去县里开会")
    assert (row.granted, row.decided_by) == (None, "")
    done = decide(walks, row, True)
    assert (done.granted, done.decided_by, done.answer) == (True, "张站员", "同意")
    assert deeds(f"excuse:{row.uid}") == [("ask", "王网格"), ("decide", "张站员")]
    assert told() == [
        ("excuse_asked", walks.cast.unit_id(COMMUNITY), None),
        ("excuse_granted", None, walks.cast.grid_worker.account_id),
    ]


def test_a_refusal_says_why(walks: Walks) -> None:
    row = walks.excuse()
    with pytest.raises(Invalid, match="refusal_needs_words"):
        decide(walks, row, False, answer=" ")
    decide(walks, row, False, answer="请另选时间")
    assert Message.objects.last().values["reason"] == "请另选时间"  # type: ignore[union-attr]
    assert walks.excuse().granted is None  # a refused one does not keep from asking again


def test_the_same_excuse_again_changes_nothing(walks: Walks) -> None:
    row = walks.excuse()
    assert walks.excuse(uid=row.uid).pk == row.pk
    with pytest.raises(Refused, match="excused_already"):
        walks.excuse()
    with pytest.raises(Refused, match="uid_used"):
        walks.excuse(uid=row.uid, by=walks.cast.second_grid_worker, area_code=SECOND_GRID)
    assert Excuse.objects.count() == 1


def test_the_weather_excuses_a_whole_community_at_once(walks: Walks) -> None:
    row = walks.excuse(area_code=COMMUNITY, reason="weather", by=walks.cast.station_clerk)
    assert (row.granted, row.decided_by) == (True, "张站员")
    assert told() == []
    with pytest.raises(Invalid, match="weather_only"):
        walks.excuse(
            area_code=COMMUNITY, half="afternoon", reason="leave", by=walks.cast.station_clerk
        )


def test_a_station_excuses_a_grid_itself(walks: Walks) -> None:
    row = walks.excuse(by=walks.cast.station_clerk, note="网格员住院")
    assert row.granted is True


def test_nobody_excuses_himself(walks: Walks) -> None:
    clerk = walks.cast.station_clerk
    post = substitute(
        by=SYSTEM,
        now=at("07:00"),
        account_id=clerk.account_id or 0,
        unit_id=walks.cast.unit_id(VACANT_GRID),
        valid_from=DAY,
        valid_to=DAY + timedelta(days=3),
    )
    with pytest.raises(Refused, match="own_excuse"):
        walks.excuse(area_code=VACANT_GRID, by=clerk)
    outdoors = actor_for(clerk.account_id or 0, post.pk, at("08:00"))
    assert outdoors is not None
    assert outdoors.role is Role.GRID_WORKER
    row = walks.excuse(area_code=VACANT_GRID, by=outdoors)
    with pytest.raises(Refused, match="own_excuse"):
        decide(walks, row, True)
    assert decide(walks, row, True, by=walks.cast.township_operator).granted is True


def test_a_decision_may_be_turned_until_its_day_is_over(walks: Walks) -> None:
    row = decide(walks, walks.excuse(), True)
    with pytest.raises(Refused, match="decided_already"):
        decide(walks, row, True)
    assert decide(walks, row, False, answer="天晴了").granted is False
    other = walks.excuse()
    with pytest.raises(Refused, match="excused_already"):
        decide(walks, row, True)
    decide(walks, other, True)
    with pytest.raises(Refused, match="decided_already"):
        decide(walks, other, False, now=at("08:30") + timedelta(days=1))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"half": "extra"}, "unknown_choice"),
        ({"half": "night"}, "unknown_choice"),
        ({"reason": "no idea"}, "unknown_choice"),
        ({"note": "长" * 201}, "too_long"),
        ({"day": DAY - timedelta(days=8)}, "not_a_day_ahead"),
        ({"day": DAY + timedelta(days=32)}, "not_a_day_ahead"),
        ({"area_code": COMMUNITY}, "not_found"),
        ({"area_code": SECOND_GRID}, "not_found"),
        ({"area_code": "x"}, "not_found"),
    ],
)
def test_what_cannot_be_excused_is_refused(walks: Walks, given: dict[str, Any], word: str) -> None:
    with pytest.raises((Invalid, NotFound, Refused), match=word):
        walks.excuse(**given)
    assert Excuse.objects.count() == 0


@pytest.mark.parametrize(
    ("who", "area"),
    [
        ("stranger", GRID),
        ("strange_township_operator", GRID),
        ("second_station_clerk", GRID),
        ("station_clerk", OTHER_GRID),
        ("township_operator", TOWN),
        ("county_dispatcher", GRID),
        ("administrator", GRID),
        ("electronic_supervisor", GRID),
    ],
)
def test_others_neither_ask_nor_decide(walks: Walks, who: str, area: str) -> None:
    row = walks.excuse(half="afternoon")
    person = walks.cast.people[who]
    with pytest.raises((NotFound, Refused)):
        walks.excuse(area_code=area, by=person)
    if area == GRID:
        with pytest.raises((NotFound, Refused)):
            decide(walks, row, True, by=person)
    row.refresh_from_db()
    assert (row.granted, Excuse.objects.count()) == (None, 1)


@pytest.mark.parametrize("deed", ["ask", "decide"])
def test_a_deed_without_its_line_leaves_nothing(
    walks: Walks, deed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = walks.excuse(half="afternoon")

    def broken(**_: Any) -> None:
        raise RuntimeError("the ledger is broken")

    monkeypatch.setattr(excusing, "record", broken)
    before = list(Excuse.objects.values()), Message.objects.count()
    with pytest.raises(RuntimeError):
        walks.excuse() if deed == "ask" else decide(walks, row, True)
    assert (list(Excuse.objects.values()), Message.objects.count()) == before
