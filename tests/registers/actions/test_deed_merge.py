"""Two records of one person become one person with one history (decision 0039)."""

from __future__ import annotations

from datetime import date, timedelta
from unittest.mock import patch
from uuid import UUID

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Consent,
    Invalid,
    Link,
    Merge,
    NotFound,
    Pair,
    Question,
    Record,
    Refused,
    RightsRequest,
    Stale,
    Statement,
    Turn,
    end_record,
    merge,
    own_data,
    receive_request,
    record_sheet,
    reveal,
    say,
    settle,
)
from gege.registers.keeping import values_of
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import Cast
from tests.registers.actions.merging import (
    WHY,
    Twice,
    a_pair,
    members,
    one_of,
    police,
    speak,
)
from tests.registers.keeping_records import LATER, NOW, citizen_number, enter, go_live

MINUTE = timedelta(minutes=1)


@pytest.fixture
def twice(cast: Cast) -> Twice:
    go_live()
    return Twice(cast)


@pytest.mark.row("R-044")
def test_what_is_in_question_about_a_merged_record_is_settled_as_it_was_sealed(
    cast: Cast, twice: Twice
) -> None:
    """A word is sealed for the record it is about: it has to be sealed anew for the one kept."""
    ours, theirs = citizen_number(serial=3), citizen_number(serial=7)
    officer = police(cast)
    speak(twice.kept, officer, id_type="111", id_number=theirs)
    speak(twice.other, cast.grid_worker, LATER + MINUTE, id_type="111", id_number=ours)
    speak(twice.other, officer, LATER + 2 * MINUTE, sex="1")
    merged = one_of(twice.kept, twice.other, cast.station_clerk)
    assert values_of(merged)["id_number"] == theirs
    question = Question.objects.get(record=merged, settled_at__isnull=True)
    assert question.field == "id_number"
    about = {"reason": "换过证件", "now": LATER, "editions": read_editions()}
    settle(question.pk, choose="proposed", by=officer, **about)
    merged.refresh_from_db()
    assert values_of(merged)["id_number"] == ours


@pytest.mark.row("R-044")
def test_a_difference_between_the_two_is_asked_and_can_be_settled(cast: Cast, twice: Twice) -> None:
    officer = police(cast)
    speak(twice.kept, cast.grid_worker, language_help=["sign"])
    speak(twice.other, officer, language_help=["dialect"])
    merged = one_of(twice.kept, twice.other, cast.station_clerk)
    question = Question.objects.get(record=merged, settled_at__isnull=True)
    assert question.field == "language_help"
    about = {"reason": "问过本人", "now": LATER, "editions": read_editions()}
    settle(question.pk, choose="proposed", by=cast.station_clerk, **about)
    merged.refresh_from_db()
    assert values_of(merged)["language_help"] == ["dialect"], "sealed there, read and sealed here"


@pytest.mark.row("R-044")
def test_a_temporary_and_a_real_number_become_one_person_with_one_history(
    cast: Cast, twice: Twice
) -> None:
    number = citizen_number()
    speak(twice.other, cast.grid_worker, LATER, id_type="111", id_number=number, sex="1")
    before = Turn.objects.filter(record__in=[twice.kept, twice.other]).count()
    merged = one_of(twice.kept, twice.other, cast.station_clerk, LATER + timedelta(hours=1))
    values = values_of(merged)
    assert (values["id_number"], values["phone"]) == (number, "10000000007")
    assert values["name"] == "王晓明", "said last by the same side"
    sheet = record_sheet(
        twice.other.uid,
        by=cast.station_clerk,
        now=LATER,
        editions=read_editions(),
        language="en",
    )
    assert sheet.record.pk == twice.kept.pk, "the old address leads to the one kept"
    assert len(sheet.past) == before + 1
    assert [step.deed for step in sheet.past][:2] == ["merge", "say"]
    gone = Record.objects.get(pk=twice.other.pk)
    assert (gone.open, gone.sealed, gone.standing, gone.terms, gone.marks) == ({}, {}, {}, [], [])
    assert (gone.ended_why, gone.merged_into_id) == ("merged", twice.kept.pk)


def test_a_household_with_both_has_one_member_less(cast: Cast, twice: Twice) -> None:
    home = twice.home
    both = [
        {"uid": str(twice.kept.uid), "relation": "02"},
        {"uid": str(twice.other.uid), "relation": "51"},
    ]
    speak(home.household, cast.grid_worker, members=both, head=twice.other.uid)
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert members(home.household) == [(twice.kept.pk, "02")]
    home.household.refresh_from_db()
    head = Link.objects.get(source=home.household, field="head", until__isnull=True)
    assert head.target_id == twice.kept.pk
    told = speak(home.household, cast.grid_worker, members=both)
    assert told.outcome == {"members": "repeats"}, "a phone that still knows both says the same"
    assert members(home.household) == [(twice.kept.pk, "02")]


@pytest.mark.row("R-044")
def test_consents_requests_files_and_readings_come_along(cast: Cast, twice: Twice) -> None:
    speak(twice.other, cast.grid_worker, language_help=["sign"])
    about = {"by": cast.station_clerk, "now": LATER, "editions": read_editions()}
    asked, _code = receive_request(
        twice.other.uid, kind="see", asked_by="self", identity="card_shown", words="", **about
    )
    typed = {"person": twice.other.uid, "asked_on": "2026-05-06"}
    file = enter("legal_file", typed, cast.grid_worker)
    reveal(twice.other.uid, fields=["phone"], purpose="contact", **about)
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert Consent.objects.filter(record=twice.kept).count() == 1
    asked.refresh_from_db()
    assert asked.record_id == twice.kept.pk
    link = Link.objects.get(source=file, field="person", until__isnull=True)
    assert link.target_id == twice.kept.pk
    own = own_data(
        RightsRequest.objects.select_related("record").get(pk=asked.pk),
        now=LATER,
        editions=read_editions(),
        language="en",
    )
    assert [one.fields for one in own.readings] == [("phone",)], "who looked before is told after"
    assert len(own.records) == 3, "the person, the household, the file"


def test_a_child_stays_sealed_whichever_of_the_two_was_known_to_be_one(
    cast: Cast, twice: Twice
) -> None:
    child = twice.home.person(cast.grid_worker, name="王小宝", born="2020-02", consent="guardian")
    one_of(twice.kept, child, cast.station_clerk)
    kept = Record.objects.get(pk=twice.kept.pk)
    assert kept.child_until == date(2034, 3, 1)
    said = [one.open for one in Statement.objects.filter(record=kept)]
    assert not any("王" in str(words) for words in [kept.open, *said])


def test_each_of_the_two_gets_its_line_and_no_line_holds_a_value(cast: Cast, twice: Twice) -> None:
    one_of(twice.kept, twice.other, cast.station_clerk)
    for record in (twice.kept, twice.other):
        line = Entry.objects.filter(stream=f"register:{record.uid}").order_by("-seq")[0]
        assert line.deed == "merge"
        assert WHY in line.payload
        assert "10000000007" not in line.payload
        assert "晓明" not in line.payload


def test_what_is_sent_again_after_a_merge_was_said_before(cast: Cast, twice: Twice) -> None:
    uid, about = new_uid(), {"evidence": "seen", "by": cast.grid_worker, "now": LATER}
    said = {"record": twice.other.uid, "typed": {"phone": "10000000008"}, **about}
    assert say(uid, editions=read_editions(), **said) is not None
    one_of(twice.kept, twice.other, cast.station_clerk)
    assert say(uid, editions=read_editions(), **said) is None
    typed = {"name": "王晓明", "id_type": "990", "born": "1950-03", "residence_kind": "1"}
    typed["dwelling"] = str(twice.home.dwelling.uid)
    again = enter("resident", typed, cast.grid_worker, uid=twice.other.uid)
    assert again.pk == twice.kept.pk


def test_without_its_line_of_the_trail_nothing_was_merged(cast: Cast, twice: Twice) -> None:
    with (
        patch("gege.registers.actions.chronicle.write", side_effect=RuntimeError("broken")),
        pytest.raises(RuntimeError, match="broken"),
    ):
        one_of(twice.kept, twice.other, cast.station_clerk)
    twice.other.refresh_from_db()
    assert (twice.other.merged_into_id, twice.other.valid_to) == (None, None)
    assert values_of(twice.other)["phone"] == "10000000007"
    assert not Merge.objects.exists()


def test_a_pair_is_decided_by_the_merge(cast: Cast, twice: Twice) -> None:
    pair = a_pair(twice.kept, twice.other)
    third = twice.home.person(cast.grid_worker, name="王小敏")
    other = a_pair(twice.other, third)
    one_of(twice.kept, twice.other, cast.station_clerk)
    pair.refresh_from_db()
    assert (pair.how, pair.decided_by, pair.reason) == ("merged", "张站员", WHY)
    other.refresh_from_db()
    assert {other.one_id, other.other_id} == {twice.kept.pk, third.pk}
    assert other.how == "gone", "the next run looks at it anew"


@pytest.mark.row("R-044")
def test_who_may_not_merge(cast: Cast, twice: Twice) -> None:
    kept, other = twice.kept, twice.other
    for by in (cast.stranger, cast.second_station_clerk, cast.second_grid_worker):
        with pytest.raises(NotFound):
            one_of(kept, other, by)
    with pytest.raises(Refused, match="not_yours_to_merge"):
        one_of(kept, other, cast.grid_worker)
    with pytest.raises(NotFound):
        one_of(kept, other, cast.department_officer)
    with pytest.raises(Refused, match="not_yours_to_merge"):
        one_of(kept, other, police(cast))
    with pytest.raises(Refused, match="no_pair_found"):
        one_of(kept, other, cast.township_operator)
    a_pair(kept, other)
    assert one_of(kept, other, cast.township_operator).pk == kept.pk


def test_a_machine_merges_nothing_that_is_not_certain(cast: Cast, twice: Twice) -> None:
    for band in ("review", "likely"):
        a_pair(twice.kept, twice.other, band=band)
        with pytest.raises((Refused, NotFound)):
            one_of(twice.kept, twice.other, SYSTEM)
        Pair.objects.all().delete()


def test_what_cannot_be_merged_is_refused_in_words(cast: Cast, twice: Twice) -> None:
    kept, other, by = twice.kept, twice.other, cast.station_clerk
    with pytest.raises(Refused, match="one_record"):
        one_of(kept, kept, by)
    with pytest.raises(Refused, match="not_of_one_kind"):
        one_of(kept, twice.home.building, by)
    for reason in ("", " ", "x", "长" * 301):
        with pytest.raises(Invalid):
            one_of(kept, other, by, reason=reason)
    with pytest.raises(NotFound):
        merge(kept.uid, UUID(int=1), reason=WHY, by=by, now=LATER, editions=read_editions())
    with pytest.raises(Stale):
        one_of(kept, other, by, versions=(kept.version, other.version + 1))
    about = {"by": by, "now": LATER, "editions": read_editions()}
    end_record(other.uid, on=NOW.date(), why="moved_out", note="", **about)
    with pytest.raises(Refused, match="has_ended"):
        one_of(kept, other, by)


def test_of_two_clerks_at_once_the_second_is_told(cast: Cast, twice: Twice) -> None:
    seen = (twice.kept.version, twice.other.version)
    one_of(twice.kept, twice.other, cast.station_clerk, versions=seen)
    for first, second in ((twice.kept, twice.other), (twice.other, twice.kept)):
        with pytest.raises(Refused, match=r"one_record|merged_already"):
            one_of(first, second, cast.station_clerk, versions=seen)
    third = twice.home.person(cast.grid_worker, name="王小敏")
    with pytest.raises(Refused, match="merged_already"):
        one_of(third, twice.other, cast.station_clerk)
