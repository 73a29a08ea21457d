"""A record that moves takes along what lies in it, and what is open about it (R-044)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Question,
    Side,
    Turn,
    current_contract,
    open_questions,
    receive_request,
    requests_of,
    say,
    settle,
    share,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import GRID, NEIGHBOUR_GRID, Cast, centre_of
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live, sample


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def speak(record: Any, by: Actor, **typed: Any) -> None:
    about = {"by": by, "now": LATER, "editions": read_editions()}
    say(new_uid(), record=record.uid, typed=typed, evidence="seen", **about)


def move(home: Home, by: Actor) -> None:
    lng, lat = centre_of(NEIGHBOUR_GRID)
    speak(home.building, by, point=f"{lng}, {lat}")


def grant(sheet: str, *fields: str) -> None:
    """Let civil affairs see who a file is about."""
    share(
        sheet=sheet,
        fields=fields,
        receiver="minzheng",
        purpose="contact" if sheet == "resident" else "verification",
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from=NOW.date(),
        valid_until=NOW.date() + timedelta(days=90),
        by=SYSTEM,
        now=NOW,
        editions=read_editions(),
    )


@pytest.mark.row("R-044")
def test_an_open_difference_moves_with_its_record_and_is_settled_there(
    cast: Cast, home: Home
) -> None:
    speak(home.dwelling, cast.grid_worker, floor_no="5")
    speak(home.dwelling, cast.department_officer, floor_no="6")
    question = Question.objects.get(record=home.dwelling)
    move(home, cast.grid_worker)
    question.refresh_from_db()
    assert question.area_code == NEIGHBOUR_GRID
    about = {"now": LATER, "editions": read_editions()}
    lines, _more = open_questions(by=cast.second_station_clerk, language="zh-hans", **about)
    assert [one.id for one in lines] == [question.pk]
    assert open_questions(by=cast.grid_worker, language="zh-hans", **about) == ((), 0)
    settle(
        question.pk, choose="proposed", reason="那边说得对", by=cast.second_station_clerk, **about
    )


def test_whatever_moved_along_says_so_in_its_history_and_in_the_trail(
    cast: Cast, home: Home
) -> None:
    move(home, cast.grid_worker)
    for record in (home.dwelling, home.resident, home.household):
        turn = Turn.objects.filter(record=record).order_by("-version").first()
        assert turn is not None
        assert (turn.deed, turn.version) == ("move", 2)
        line = Entry.objects.filter(stream=f"register:{record.uid}").order_by("-seq").first()
        assert line is not None
        assert line.deed == "move"


def test_a_file_stays_with_its_person_when_the_household_moves(cast: Cast, home: Home) -> None:
    other = Home(cast.grid_worker, name="李大明", door="502")
    contract = current_contract(read_editions())
    targets = {"resident": other.resident.uid, "household": home.household.uid}
    for sheet, fields in (("resident", ["name"]), ("household", ["household_no"])):
        grant(sheet, *fields)
    typed = sample(contract.sheets["assistance_file"], contract, targets, side=Side.DEPARTMENT)
    file = enter("assistance_file", typed, cast.other_department_officer)
    move(home, cast.grid_worker)
    file.refresh_from_db()
    assert file.area_code == GRID


def test_a_request_is_answered_where_its_person_lies(cast: Cast, home: Home) -> None:
    asked, _code = receive_request(
        home.resident.uid,
        kind="correct",
        asked_by="self",
        identity="card_shown",
        words="电话不对",
        by=cast.station_clerk,
        now=NOW,
        editions=read_editions(),
    )
    move(home, cast.grid_worker)
    asked.refresh_from_db()
    assert asked.area_code == NEIGHBOUR_GRID
    assert [one.pk for one in requests_of(cast.second_station_clerk, state="open")] == [asked.pk]


def test_what_is_found_after_midnight_is_found_today(cast: Cast, home: Home) -> None:
    """At two in the morning in the county it is still yesterday by the clock of the world."""
    night = datetime(2026, 6, 10, 18, 0, tzinfo=UTC)
    contract = current_contract(read_editions())
    targets = {"building": home.building.uid}
    typed = sample(contract.sheets["hazard"], contract, targets, side=Side.FIELD)
    for name in ("rectified_on", "rectified_by", "verified_on", "verified_by"):
        typed.pop(name, None)
    typed |= {"found_on": "2026-06-11", "due_on": "2026-06-20"}
    record = enter("hazard", typed, cast.grid_worker, now=night)
    assert record.standing["found_on"][3] == "2026-06-11"
