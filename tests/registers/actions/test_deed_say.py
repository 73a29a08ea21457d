"""Two sides speak about one record: grid and department, and the resident (R-044)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

import gege.registers.actions.say as word_deed
from gege.kernel.ids import new_uid
from gege.notices.api import Message
from gege.registers.api import (
    Faults,
    Link,
    NotFound,
    Question,
    Record,
    Refused,
    Stale,
    Statement,
    Told,
    Turn,
    Verified,
    end_record,
    say,
    settle,
)
from gege.staff.api import Actor
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import GRID, NEIGHBOUR_GRID, Cast, centre_of
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def speak(record: Record, by: Actor, *, now: Any = LATER, **typed: Any) -> Told:
    told = say(
        new_uid(),
        record=record.uid,
        typed=typed,
        evidence="seen",
        by=by,
        now=now,
        editions=read_editions(),
    )
    assert told is not None
    return told


def kept(record: Record, name: str) -> tuple[Any, Verified]:
    record.refresh_from_db()
    return record.open[name], Verified(record.standing[name][2])


@pytest.mark.row("R-044")
def test_what_both_sides_say_is_verified(cast: Cast, home: Home) -> None:
    speak(home.building, cast.grid_worker, floors="6")
    told = speak(home.building, cast.department_officer, floors="6")
    assert told.effects == {"floors": "confirms"}
    assert kept(home.building, "floors") == (6, Verified.BY_DEPARTMENT)


@pytest.mark.row("R-044")
def test_two_different_values_open_one_question_and_both_sides_are_told(
    cast: Cast, home: Home
) -> None:
    speak(home.building, cast.grid_worker, floors="6")
    speak(home.building, cast.department_officer, floors="7")
    speak(home.building, cast.department_officer, floors="8")

    question = Question.objects.get(record=home.building, settled_at__isnull=True)
    assert (question.field, question.department, question.area_code) == ("floors", "zhujian", GRID)
    assert kept(home.building, "floors") == (6, Verified.DISPUTED)
    asked = Message.objects.get(template="question_asked")
    assert asked.to_unit_id == cast.grid_worker.unit_id

    settled = settle(
        question.pk,
        choose="proposed",
        reason="到现场数过，是八层",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
    )
    assert (settled.how, settled.chosen_id) == ("gave_way", question.proposed_id)
    assert kept(home.building, "floors") == (8, Verified.BY_FIELD)
    told = Message.objects.get(template="question_settled")
    assert (told.to_unit_id, told.values["reason"]) == (
        cast.department_officer.unit_id,
        "到现场数过，是八层",
    )
    loser = Statement.objects.get(pk=question.standing_id)
    assert loser.outcome["floors"] == "refuted"


def test_a_question_ends_by_itself_when_one_side_comes_to_say_the_same(
    cast: Cast, home: Home
) -> None:
    speak(home.building, cast.grid_worker, floors="6")
    speak(home.building, cast.department_officer, floors="7")
    told = speak(home.building, cast.grid_worker, floors="7")
    assert told.effects == {"floors": "settles"}
    assert kept(home.building, "floors") == (7, Verified.BY_FIELD)
    assert Question.objects.get(record=home.building).how == "agreed"


def test_a_question_ends_when_the_other_side_comes_back_to_what_stands(
    cast: Cast, home: Home
) -> None:
    speak(home.building, cast.grid_worker, floors="6")
    speak(home.building, cast.department_officer, floors="7")
    told = speak(home.building, cast.department_officer, floors="6")
    assert told.effects == {"floors": "confirms"}
    assert kept(home.building, "floors") == (6, Verified.BY_DEPARTMENT)
    assert Question.objects.get(record=home.building).how == "agreed"


def test_nobody_settles_for_their_own_word_and_the_township_rules(cast: Cast, home: Home) -> None:
    speak(home.building, cast.grid_worker, floors="6")
    speak(home.building, cast.department_officer, floors="7")
    question = Question.objects.get()
    asked: dict[str, Any] = {"reason": "核对过", "now": LATER, "editions": read_editions()}
    with pytest.raises(Refused, match="not_yours_to_settle"):
        settle(question.pk, choose="standing", by=cast.grid_worker, **asked)
    with pytest.raises(NotFound):
        settle(question.pk, choose="standing", by=cast.strange_township_operator, **asked)
    ruled = settle(question.pk, choose="standing", by=cast.township_operator, **asked)
    assert ruled.how == "ruled"
    with pytest.raises(Refused, match="settled_already"):
        settle(question.pk, choose="standing", by=cast.township_operator, **asked)


def test_the_source_of_an_item_settles_it_and_the_field_is_not_asked(
    cast: Cast, home: Home
) -> None:
    speak(home.building, cast.grid_worker, safety_grade="B")
    told = speak(home.building, cast.department_officer, safety_grade="A")
    assert told.effects == {"safety_grade": "settles"}
    assert kept(home.building, "safety_grade") == ("A", Verified.BY_DEPARTMENT)
    assert not Question.objects.exists()


def test_the_same_word_twice_is_one_statement(cast: Cast, home: Home) -> None:
    uid = new_uid()
    said: dict[str, Any] = {
        "record": home.building.uid,
        "typed": {"floors": "6"},
        "evidence": "seen",
        "by": cast.grid_worker,
        "now": LATER,
        "editions": read_editions(),
    }
    assert say(uid, **said) is not None
    assert say(uid, **said) is None
    assert Statement.objects.filter(uid=uid).count() == 1
    with pytest.raises(Refused, match="uid_used"):
        say(uid, **{**said, "by": cast.station_clerk})


def test_somebody_who_saw_an_older_version_is_told(cast: Cast, home: Home) -> None:
    version = home.building.version
    speak(home.building, cast.station_clerk, floors="6")
    with pytest.raises(Stale):
        say(
            new_uid(),
            record=home.building.uid,
            typed={"floors": "7"},
            evidence="seen",
            by=cast.grid_worker,
            now=LATER,
            editions=read_editions(),
            version=version,
        )


def test_an_entry_with_faults_names_all_of_them_and_changes_nothing(cast: Cast, home: Home) -> None:
    before = Statement.objects.count(), Entry.objects.count(), home.building.version
    with pytest.raises(Faults) as caught:
        speak(home.building, cast.grid_worker, floors="many", lifts="-1", hazard_open="3", roof="x")
    assert {name: wrong.word for name, wrong in caught.value.fields.items()} == {
        "floors": "not_a_number",
        "lifts": "out_of_range",
        "hazard_open": "derived",
        "roof": "unknown_field",
    }
    home.building.refresh_from_db()
    assert (Statement.objects.count(), Entry.objects.count(), home.building.version) == before


def test_a_word_without_its_line_of_the_trail_never_was(cast: Cast, home: Home) -> None:
    before = Statement.objects.count(), Turn.objects.count()
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        speak(home.building, cast.grid_worker, floors="6")
    assert (Statement.objects.count(), Turn.objects.count()) == before
    home.building.refresh_from_db()
    assert "floors" not in home.building.open


def test_the_trail_tells_what_changed_and_never_the_value(cast: Cast, home: Home) -> None:
    speak(home.resident, cast.grid_worker, phone="10000000009")
    line = Entry.objects.filter(stream=f"register:{home.resident.uid}").order_by("-seq")[0]
    assert '"phone"' in line.payload
    assert "10000000009" not in line.payload
    assert "王小明" not in line.payload


def test_a_stranger_can_say_nothing_and_learns_nothing(cast: Cast, home: Home) -> None:
    for by in (cast.stranger, cast.second_grid_worker, cast.second_station_clerk):
        with pytest.raises(NotFound):
            speak(home.resident, by, phone="10000000009")
    with pytest.raises(Refused, match="not_a_collector"):
        speak(home.resident, cast.township_operator, phone="10000000009")


def test_when_somebody_moves_the_old_link_ends_and_the_record_lies_elsewhere(
    cast: Cast, home: Home
) -> None:
    lng, lat = centre_of(NEIGHBOUR_GRID)
    assert home.resident.area_code == GRID
    speak(home.building, cast.grid_worker, point=f"{lng}, {lat}")
    for record in (home.building, home.dwelling, home.resident, home.household):
        record.refresh_from_db()
        assert record.area_code == NEIGHBOUR_GRID
    with pytest.raises(NotFound):
        speak(home.resident, cast.grid_worker, phone="10000000009")


def test_a_member_who_left_is_history_and_no_member(cast: Cast, home: Home) -> None:
    child = home.person(cast.grid_worker, name="王小宝", born="2020-02")
    both = [
        {"uid": str(home.resident.uid), "relation": "02"},
        {"uid": str(child.uid), "relation": "41"},
    ]
    speak(home.household, cast.grid_worker, members=both)
    speak(home.household, cast.grid_worker, now=LATER + timedelta(days=2), members=both[1:])
    links = Link.objects.filter(source=home.household, field="members").order_by("pk")
    assert [(link.target_id, link.until is None) for link in links] == [
        (home.resident.pk, False),
        (child.pk, True),
    ]


def test_a_record_that_ended_is_said_no_more(cast: Cast, home: Home) -> None:
    end_record(
        home.resident.uid,
        on=NOW.date(),
        why="moved_out",
        note="",
        by=cast.grid_worker,
        now=LATER,
        editions=read_editions(),
    )
    with pytest.raises(Refused, match="has_ended"):
        speak(home.resident, cast.grid_worker, phone="10000000009")


def test_a_register_takes_nothing_before_its_impact_was_approved(cast: Cast) -> None:
    go_live("population")
    with pytest.raises(Refused, match="not_live"):
        Home(cast.grid_worker)


def test_a_second_resident_with_the_same_number_is_shown_the_first(cast: Cast, home: Home) -> None:
    from tests.registers.keeping_records import citizen_number  # inline: one name of this test

    typed = {
        "name": "张三",
        "id_type": "111",
        "id_number": citizen_number(),
        "born": "1950-03",
        "residence_kind": "1",
        "dwelling": home.dwelling.uid,
    }
    first = enter("resident", typed, cast.grid_worker)
    with pytest.raises(Refused, match="already_there") as caught:
        enter("resident", {**typed, "name": "张叁"}, cast.grid_worker)
    assert caught.value.values == {"uid": str(first.uid)}
    second = enter("resident", typed, cast.grid_worker, although_there=True)
    assert second.pk != first.pk


def test_people_without_a_number_are_never_taken_for_one(cast: Cast, home: Home) -> None:
    others = [home.person(cast.grid_worker, name=name) for name in ("王小明", "李大明")]
    assert len({home.resident.pk, *(one.pk for one in others)}) == 3


def test_a_word_sent_twice_at_the_same_moment_is_one_statement(cast: Cast, home: Home) -> None:
    """The second request looks before the first is done, and finds it under the lock."""
    uid = new_uid()
    about = {"evidence": "seen", "by": cast.grid_worker, "now": LATER, "editions": read_editions()}
    first = lambda: say(uid, record=home.building.uid, typed={"floors": "6"}, **about)  # noqa: E731
    found = word_deed.record_by_uid

    def while_another_is_faster(*args: Any, **named: Any) -> Record:
        with patch.object(word_deed, "record_by_uid", found):
            first()
        return found(*args, **named)

    with patch.object(word_deed, "record_by_uid", while_another_is_faster):
        assert first() is None
    assert Statement.objects.filter(uid=uid).count() == 1
