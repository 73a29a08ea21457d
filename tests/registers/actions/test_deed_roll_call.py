"""Calling the roll of a building: who may, what is logged, ticks in any order, and forgetting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Invalid,
    NotFound,
    Record,
    Refused,
    RollCall,
    RollCallPerson,
    RollSheet,
    close_roll_call,
    forget_roll_calls,
    join_roll_call,
    mark_people,
    open_roll_call,
    roll_calls,
    roll_sheet,
)
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import AccessLine, Entry
from tests.cast import Cast
from tests.matters.conftest import set_up_once
from tests.matters.play import Play
from tests.registers.keeping_records import NOW, Home, enter, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-048")]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live("population", "households", "housing", "health")
    home = Home(cast.grid_worker)
    home.person(cast.grid_worker, name="王老二", phone="10000000009", language_help=["sign"])
    home.person(cast.grid_worker, name="王小宝", born="2020-02", phone="10000000008")
    enter(
        "health_file",
        {"person": home.resident.uid, "emergency_note": ["oxygen"]},
        cast.grid_worker,
    )
    return home


def call(home: Home, by: Actor, reason: str = "fire", **more: Any) -> RollCall:
    return open_roll_call(
        more.pop("uid", None) or new_uid(),
        building=home.building.uid,
        reason=reason,
        by=by,
        now=more.pop("now", NOW),
        editions=read_editions(),
        **more,
    )


def sheet_of(roll: RollCall, by: Actor) -> RollSheet:
    return roll_sheet(roll.uid, by=by, now=NOW, editions=read_editions(), language="zh-hans")


def incident(cast: Cast) -> str:
    """The number of an open matter in the grid of the building."""
    set_up_once()
    return Play(cast).report(kind="D05").number


def people(sheet: RollSheet) -> dict[str, tuple[str, tuple[str, ...], bool]]:
    return {
        one.called.name: (one.called.phone, one.called.notes, one.called.child)
        for floor in sheet.floors
        for house in floor.homes
        for one in house.people
    }


def test_a_roll_tells_what_rescuers_may_know_and_no_more(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    sheet = sheet_of(roll, cast.grid_worker)
    assert people(sheet) == {
        "王小明": ("", ("家中吸氧",), False),
        "王老二": ("100****0009", ("手语",), False),
        "王**": ("", (), True),
    }
    assert [(floor.number, floor.people) for floor in sheet.floors] == [(5, 3)]
    assert [(one.door, one.old, one.children) for one in sheet.floors[0].homes] == [("501", 2, 1)]


def test_a_drill_masks_names_and_leaves_out_what_is_for_rescuers(cast: Cast, home: Home) -> None:
    roll = call(home, cast.station_clerk, "drill")
    shown = [
        one.called
        for floor in sheet_of(roll, cast.station_clerk).floors
        for house in floor.homes
        for one in house.people
    ]
    assert {one.name for one in shown} == {"王**"}
    assert (len(shown), [one.notes for one in shown]) == (3, [()] * 3)


def test_the_reading_is_logged_for_everybody_once_for_each_reader(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    lines = AccessLine.objects.filter(purpose__contains="火灾")
    assert set(lines.values_list("subject", "fields")) == {
        (f"register:{uid}", fields)
        for uid, fields in (
            (home.resident.uid, "name,phone,language_help,dwelling"),
            (Record.objects.get(sheet="health_file").uid, "emergency_note"),
            *(
                (one.person.uid, "name,dwelling" if one.person.child_until else
                 "name,phone,language_help,dwelling")
                for one in RollCallPerson.objects.exclude(person=home.resident)
            ),
        )
    }  # fmt: skip
    before = lines.count()
    join_roll_call(roll.uid, by=cast.grid_worker, now=NOW, editions=read_editions())
    assert lines.count() == before
    join_roll_call(roll.uid, by=cast.station_clerk, now=NOW, editions=read_editions())
    assert lines.count() == 2 * before


def test_a_centre_reads_under_an_incident_near_the_building(cast: Cast, home: Home) -> None:
    number = incident(cast)
    for wrong in ("", "nothing", "202601010001X"):
        with pytest.raises(Invalid, match="no_incident_here"):
            call(home, cast.township_operator, case=wrong)
    roll = call(home, cast.township_operator, case=number)
    assert (roll.case, sheet_of(roll, cast.township_operator).case) == (number, number)
    assert "王小明" in people(sheet_of(roll, cast.township_operator))
    with pytest.raises(Refused, match="drill_by_the_station"):
        call(home, cast.township_operator, "drill", case=number)


def test_a_centre_takes_part_only_by_naming_the_incident(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    with pytest.raises(Invalid):
        join_roll_call(roll.uid, by=cast.county_dispatcher, now=NOW, editions=read_editions())
    with pytest.raises(Refused, match="roll_not_joined"):
        sheet_of(roll, cast.county_dispatcher)
    number = incident(cast)
    join_roll_call(
        roll.uid, case=number, by=cast.county_dispatcher, now=NOW, editions=read_editions()
    )
    assert "王小明" in people(sheet_of(roll, cast.county_dispatcher))


def test_others_call_no_roll_and_see_none(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    for who in ("stranger", "second_grid_worker", "department_officer", "hotline_operator",
                "administrator", "electronic_supervisor", "strange_township_operator"):  # fmt: skip
        by = cast.actor(who)
        with pytest.raises(NotFound):
            call(home, by)
        with pytest.raises(NotFound):
            join_roll_call(roll.uid, by=by, now=NOW, editions=read_editions())
        with pytest.raises(NotFound):
            mark_people(roll.uid, states={}, by=by, now=NOW)
        with pytest.raises(NotFound):
            close_roll_call(roll.uid, summary="完", others=0, by=by, now=NOW)


def test_of_two_ticks_the_one_seen_later_stands_in_any_order(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    uid = str(home.resident.uid)
    later = NOW + 30 * MINUTE
    assert mark_people(roll.uid, states={uid: "safe"}, by=cast.grid_worker, now=later) == 1
    early = NOW + 5 * MINUTE
    told = {"states": {uid: "missing"}, "by": cast.grid_worker, "now": later, "at": early}
    assert mark_people(roll.uid, **told) == 0
    assert mark_people(roll.uid, states={uid: "safe"}, by=cast.grid_worker, now=later) == 0
    line = RollCallPerson.objects.get(person=home.resident)
    assert (line.state, line.at, line.by_name) == ("safe", later, cast.grid_worker.name)


@pytest.mark.parametrize(
    ("states", "at", "field"),
    [
        ({"x": "safe"}, NOW, "states"),
        ({"{uid}": "dead"}, NOW, "states"),
        ({"{building}": "safe"}, NOW, "states"),
        ({str(number): "safe" for number in range(2001)}, NOW, "states"),
        ({"{uid}": "safe"}, NOW + DAY, "at"),
        ({"{uid}": "safe"}, NOW - DAY, "at"),
    ],
)
def test_odd_ticks_change_nothing(
    cast: Cast, home: Home, states: dict[str, str], at: Any, field: str
) -> None:
    roll = call(home, cast.grid_worker)
    named = {"{uid}": str(home.resident.uid), "{building}": str(home.building.uid)}
    said = {named.get(key, key): state for key, state in states.items()}
    with pytest.raises(Invalid) as refused:
        mark_people(roll.uid, states=said, by=cast.grid_worker, now=NOW, at=at)
    assert refused.value.field == field
    assert not RollCallPerson.objects.exclude(state="").exists()


def test_one_roll_of_a_building_is_open_and_the_same_is_opened_once(cast: Cast, home: Home) -> None:
    roll = call(home, cast.grid_worker)
    assert call(home, cast.grid_worker, uid=roll.uid).pk == roll.pk
    with pytest.raises(Refused) as refused:
        call(home, cast.station_clerk)
    assert (refused.value.word, refused.value.values) == ("roll_is_open", {"uid": str(roll.uid)})
    with pytest.raises(Refused, match="uid_used"):
        call(home, cast.station_clerk, uid=roll.uid)
    with pytest.raises(Invalid, match="unknown_choice"):
        call(home, cast.grid_worker, "because")


def test_closing_says_what_becomes_of_the_missing_and_writes_numbers_only(
    cast: Cast, home: Home
) -> None:
    roll = call(home, cast.grid_worker)
    with pytest.raises(Invalid, match="reason_needed"):
        close_roll_call(roll.uid, summary="", others=0, by=cast.grid_worker, now=NOW)
    closed = close_roll_call(
        roll.uid, summary="已交消防继续搜寻", others=2, by=cast.grid_worker, now=NOW
    )
    assert closed.counts == {"people": 3, "safe": 0, "away": 0, "missing": 0, "open": 3}
    last = Entry.objects.filter(stream=roll.stream).order_by("-seq")[0]
    assert (last.deed, "王" in last.payload) == ("close_roll_call", False)
    with pytest.raises(Refused, match="roll_closed"):
        mark_people(roll.uid, states={str(home.resident.uid): "safe"}, by=cast.grid_worker,
                    now=NOW)  # fmt: skip
    assert call(home, cast.grid_worker).pk != roll.pk


def test_who_was_on_a_roll_is_forgotten_and_the_numbers_stay(cast: Cast, home: Home) -> None:
    drill = call(home, cast.grid_worker, "drill")
    close_roll_call(drill.uid, summary="演练结束", others=0, by=cast.grid_worker, now=NOW)
    left = call(home, cast.grid_worker, "flood")
    assert forget_roll_calls(now=NOW + 29 * DAY) == (1, 0)
    assert forget_roll_calls(now=NOW + 31 * DAY) == (0, 1)
    assert forget_roll_calls(now=NOW + 31 * DAY) == (0, 0)
    drill.refresh_from_db()
    assert (drill.summary, drill.counts["people"]) == ("", 3)
    assert set(RollCallPerson.objects.values_list("roll_call", flat=True)) == {left.pk}
    assert forget_roll_calls(now=NOW + 400 * DAY) == (0, 1)
    with pytest.raises(Refused, match="roll_forgotten"):
        join_roll_call(left.uid, by=cast.station_clerk, now=NOW, editions=read_editions())


def test_the_supervisor_sees_who_opened_what_and_nobody_on_it(cast: Cast, home: Home) -> None:
    call(home, cast.grid_worker, words="三楼冒烟")
    told: dict[str, Any] = {"now": NOW, "editions": read_editions(), "language": "zh-hans"}
    lines, more = roll_calls(by=cast.electronic_supervisor, **told)
    assert [(one.reason, one.words, one.opened_by, one.may_open) for one in lines] == [
        ("fire", "", cast.grid_worker.name, False)
    ]
    assert more == 0
    assert len(roll_calls(by=cast.county_supervisor, **told)[0]) == 1
    assert roll_calls(by=cast.stranger, **told)[0] == ()
    assert roll_calls(by=cast.department_officer, **told)[0] == ()


@pytest.mark.parametrize("deed", ["open", "join", "mark", "close", "forget"])
def test_a_deed_whose_line_cannot_be_written_changes_nothing(
    cast: Cast, home: Home, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    roll = call(home, cast.grid_worker) if deed != "open" else None
    module = {
        "open": "open_roll_call", "join": "join_roll_call", "mark": "mark_people",
        "close": "close_roll_call", "forget": "forget_roll_calls",
    }[deed]  # fmt: skip
    if deed == "forget" and roll is not None:
        close_roll_call(roll.uid, summary="完毕", others=0, by=cast.grid_worker, now=NOW)
    before = _facts()

    def broken(**_kept: object) -> None:
        raise OSError("no ledger")

    monkeypatch.setattr(f"gege.registers.actions.{module}.record", broken)
    with pytest.raises(OSError, match="no ledger"):
        _do(deed, home, roll, cast)
    assert _facts() == before


def _do(deed: str, home: Home, roll: RollCall | None, cast: Cast) -> None:
    by = cast.grid_worker
    if roll is None:
        call(home, by)
    elif deed == "join":
        join_roll_call(roll.uid, by=cast.station_clerk, now=NOW, editions=read_editions())
    elif deed == "mark":
        mark_people(roll.uid, states={str(home.resident.uid): "safe"}, by=by, now=NOW)
    elif deed == "close":
        close_roll_call(roll.uid, summary="完毕", others=0, by=by, now=NOW)
    else:
        forget_roll_calls(now=NOW + 400 * DAY)


def _facts() -> tuple[Any, ...]:
    return (
        list(RollCall.objects.values_list("pk", "closed_at", "forgotten_at")),
        list(RollCallPerson.objects.values_list("pk", "state")),
        AccessLine.objects.count(),
    )
