"""What stands is what the words come to: weighed anew it is the same, one word less as before."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gege.kernel.county_day import local_date
from gege.registers.actions.restand import restand
from gege.registers.actions.take_back import take_back
from gege.registers.api import (
    Link,
    Question,
    Record,
    Statement,
    Turn,
    current_contract,
    settle,
)
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import GRID, NEIGHBOUR_GRID, SECOND_GRID, Cast, centre_of
from tests.registers.actions.merging import speak, state
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live

VALUES = {
    "floors": ("6", "7", ""),
    "safety_grade": ("A", "B"),
    "built_year": ("1990", "1995"),
}
SPEAKERS = ("grid_worker", "department_officer", "station_clerk")
WORDS = st.lists(
    st.tuples(
        st.sampled_from(SPEAKERS),
        st.sampled_from(sorted(VALUES)),
        st.integers(0, 2),
        st.sampled_from(["say", "say", "standing", "proposed"]),
    ),
    min_size=1,
    max_size=7,
)


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def again(record: Record, now: datetime = LATER) -> bool:
    record.refresh_from_db()
    return restand(
        record, contract=current_contract(read_editions()), now=now, today=local_date(now)
    )


def back(record: Record, *said: Statement, by: Actor, now: datetime = LATER) -> bool:
    contract = current_contract(read_editions())
    return take_back(record, said, why="录错了人", by=by, now=now, contract=contract)


@pytest.mark.row("R-044")
@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(words=WORDS)
def test_words_weighed_anew_come_to_what_stood_and_one_less_to_what_stood_before(
    cast: Cast, home: Home, words: list[tuple[str, str, int, str]]
) -> None:
    with transaction.atomic():
        _say_and_take_back(cast, home.building, words)
        transaction.set_rollback(True)


def _say_and_take_back(cast: Cast, record: Record, words: list[tuple[str, str, int, str]]) -> None:
    states: list[tuple[Statement, dict[str, Any]]] = []
    for hours, (who, name, choice, deed) in enumerate(words):
        now = LATER + timedelta(hours=hours)
        question = Question.objects.filter(record=record, settled_at__isnull=True).first()
        if deed != "say" and question is not None:
            about = {"by": cast.township_operator, "now": now, "editions": read_editions()}
            settle(question.pk, choose=deed, reason="核对过", **about)
            states.clear()
            continue
        before = state(record)
        choices = VALUES[name]
        if name == "safety_grade" and who == "station_clerk":
            continue
        said = speak(record, getattr(cast, who), now, **{name: choices[choice % len(choices)]})
        states.append((said, before))
    end = LATER + timedelta(days=2)
    whole = state(record)
    assert not again(record, end)
    assert state(record) == whole
    for said, before in reversed(states):
        assert back(record, said, by=cast.grid_worker, now=end)
        assert state(record) == before


def test_nothing_changes_where_everything_stands_as_it_was_said(cast: Cast, home: Home) -> None:
    home.person(cast.grid_worker, name="王小宝", born="2020-02", consent="guardian")
    for record in Record.objects.order_by("pk"):
        before, version = state(record), record.version
        assert not again(record)
        assert (state(record), record.version) == (before, version), record.sheet


def test_references_end_and_begin_on_their_days_and_those_to_the_record_stay(
    cast: Cast, home: Home
) -> None:
    child = home.person(cast.grid_worker, name="王小宝", born="2020-02")
    one, other = (
        {"uid": str(home.resident.uid), "relation": "02"},
        {"uid": str(child.uid), "relation": "41"},
    )
    speak(home.household, cast.grid_worker, members=[one, other])
    before = state(home.household)
    said = speak(home.household, cast.grid_worker, LATER + timedelta(days=3), members=[other])
    after = state(home.household)
    assert before["links"] != after["links"]
    to_the_child = list(Link.objects.filter(target=child).values_list("pk", flat=True))
    assert not again(home.household, LATER + timedelta(days=9))
    assert state(home.household) == after
    assert not again(child)
    assert list(Link.objects.filter(target=child).values_list("pk", flat=True)) == to_the_child
    assert back(home.household, said, by=cast.grid_worker, now=LATER + timedelta(days=9))
    assert state(home.household) == before


def test_a_child_stays_sealed_and_a_mistaken_birth_makes_nobody_a_child(
    cast: Cast, home: Home
) -> None:
    person = home.person(cast.grid_worker, name="王年幼", born="1981-05", phone="10000000007")
    grown = state(person)
    said = speak(person, cast.grid_worker, born="2018-05")
    child = state(person)
    assert {"name", "phone", "born"} <= set(child["sealed"])
    assert child["child_until"] is not None
    assert not again(person)
    assert state(person) == child
    assert back(person, said, by=cast.grid_worker)
    assert state(person) == grown
    first = Statement.objects.filter(record=person).order_by("pk")[0]
    assert "王年幼" not in str(first.open), "what was sealed once stays sealed in the word"


def test_a_record_lies_again_where_it_lay_before_the_word(cast: Cast, home: Home) -> None:
    lng, lat = centre_of(NEIGHBOUR_GRID)
    said = speak(home.building, cast.grid_worker, point=f"{lng}, {lat}")
    for record in (home.building, home.dwelling, home.resident, home.household):
        record.refresh_from_db()
        assert record.area_code == NEIGHBOUR_GRID
    back(home.building, said, by=cast.township_operator)
    for record in (home.building, home.dwelling, home.resident, home.household):
        record.refresh_from_db()
        assert record.area_code == GRID


def test_where_nothing_tells_the_place_any_more_it_lies_where_the_word_took_it_from(
    cast: Cast, home: Home
) -> None:
    lng, lat = centre_of(SECOND_GRID)
    typed = {"building_code": "B2", "address": "北门街1号", "use": "1", "self_built_business": "no"}
    typed |= {"name": "1栋", "point": f"{lng}, {lat}"}
    far = enter("building", typed, cast.station_clerk)
    typed = {"building": far.uid, "dwelling_no": "101", "occupancy": "1"}
    dwelling = enter("dwelling", typed, cast.station_clerk)
    speak(home.resident, cast.station_clerk, dwelling="")
    said = speak(home.resident, cast.station_clerk, dwelling=dwelling.uid)
    assert state(home.resident)["area"] == SECOND_GRID
    back(home.resident, said, by=cast.station_clerk)
    assert state(home.resident)["area"] == GRID


@pytest.mark.row("R-044")
def test_a_record_of_which_no_word_is_left_ends_as_a_mistake(cast: Cast, home: Home) -> None:
    first = Statement.objects.get(record=home.resident)
    assert back(home.resident, first, by=cast.grid_worker)
    home.resident.refresh_from_db()
    assert (home.resident.ended_why, home.resident.valid_to) == ("mistake", local_date(LATER))
    assert home.resident.open["name"] == "王小明", "kept until its time is over, like every ending"
    assert not Link.objects.filter(source=home.resident, until__isnull=True).exists()
    first.refresh_from_db()
    assert set(first.outcome.values()) == {"withdrawn"}
    assert not back(home.resident, first, by=cast.grid_worker)


def test_what_was_taken_back_is_forgotten_with_the_record(cast: Cast, home: Home) -> None:
    from gege.registers.api import end_record, forget_due  # inline: two names of this test

    said = speak(home.resident, cast.grid_worker, phone="10000000007")
    back(home.resident, said, by=cast.grid_worker)
    about = {"by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    end_record(home.resident.uid, on=NOW.date(), why="moved_out", note="", **about)
    for _ in range(2):
        forget_due(now=LATER + timedelta(days=4000), editions=read_editions())
        turns = Turn.objects.filter(record=home.resident, deed="forget").count()
        assert turns == 1, "once forgotten it is not forgotten every night"
    said.refresh_from_db()
    assert "phone" not in {**said.open, **said.sealed}


def test_the_trail_names_who_took_what_back_and_why_and_no_value(cast: Cast, home: Home) -> None:
    said = speak(home.resident, cast.grid_worker, phone="10000000007")
    back(home.resident, said, by=cast.grid_worker)
    line = Entry.objects.filter(stream=f"register:{home.resident.uid}").order_by("-seq")[0]
    assert (line.deed, "录错了人" in line.payload) == ("take_back", True)
    assert str(said.uid) in line.payload
    assert "10000000007" not in line.payload
    turn = Turn.objects.filter(record=home.resident).order_by("-version")[0]
    assert (turn.deed, turn.fields) == ("take_back", {"phone": 0})


def test_without_its_line_of_the_trail_nothing_is_taken_back(cast: Cast, home: Home) -> None:
    said = speak(home.building, cast.grid_worker, floors="6")
    before = state(home.building), home.building.version
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        back(home.building, said, by=cast.grid_worker)
    assert (state(home.building), home.building.version) == before
    said.refresh_from_db()
    assert said.withdrawn_at is None


def test_words_about_another_record_are_passed_over(cast: Cast, home: Home) -> None:
    said = speak(home.building, cast.grid_worker, floors="6")
    assert not back(home.dwelling, said, by=cast.grid_worker)
    said.refresh_from_db()
    assert said.withdrawn_at is None
