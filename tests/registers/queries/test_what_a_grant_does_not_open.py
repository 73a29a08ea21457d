"""A grant of the sharing catalogue opens the fields it names: no search or deed goes past."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    Invalid,
    NotFound,
    Question,
    RecordFilter,
    Refused,
    open_questions,
    question_sheet,
    record_sheet,
    records,
    say,
    settle,
    share,
)
from gege.staff.api import SYSTEM, Actor
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def grant(sheet: str, *fields: str, to: str = "minzheng", purpose: str = "contact") -> None:
    share(
        sheet=sheet,
        fields=fields,
        receiver=to,
        purpose=purpose,
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from=NOW.date(),
        valid_until=NOW.date() + timedelta(days=90),
        by=SYSTEM,
        now=NOW,
        editions=read_editions(),
    )


def titles(sheet: str, by: Actor, words: str = "") -> list[str]:
    page = records(
        sheet,
        RecordFilter(words=words),
        by=by,
        now=NOW,
        editions=read_editions(),
        language="zh-hans",
    )
    return [line.title for line in page.lines]


@pytest.mark.row("R-043")
def test_a_search_asks_only_what_the_grant_names(cast: Cast, home: Home) -> None:
    officer = cast.other_department_officer
    home.person(cast.grid_worker, name="陈有话", phone="10000000001")
    grant("resident", "phone")
    with pytest.raises(Invalid, match="search_beyond_grant"):
        titles("resident", officer, "陈有话")
    assert len(titles("resident", officer, "10000000001")) == 1
    grant("resident", "name")
    assert titles("resident", officer, "陈有话") == ["陈**"]


@pytest.mark.row("R-043")
def test_a_number_that_no_grant_names_finds_nobody(cast: Cast, home: Home) -> None:
    home.person(cast.grid_worker, name="陈有话", phone="10000000001")
    grant("resident", "name")
    assert titles("resident", cast.other_department_officer, "10000000001") == []


@pytest.mark.row("R-043")
def test_the_title_of_a_file_names_nobody_whom_the_grant_does_not_name(
    cast: Cast, home: Home
) -> None:
    enter("legal_file", {"person": home.resident.uid, "asked_on": "2026-05-01"}, cast.grid_worker)
    grant("legal_file", "asked_on", purpose="mediation")
    grant("resident", "name")
    officer = cast.other_department_officer
    assert titles("legal_file", officer)[0].startswith("法律服务档案 ")
    with pytest.raises(Invalid, match="search_beyond_grant"):
        titles("legal_file", officer, "王小明")


@pytest.mark.row("R-043")
def test_who_reads_by_a_grant_enters_nothing(cast: Cast, home: Home) -> None:
    grant("resident", "name")
    typed = {
        "name": "孙无权",
        "id_type": "990",
        "born": "1950-03",
        "residence_kind": "1",
        "dwelling": home.dwelling.uid,
    }
    grant("dwelling", "dwelling_no", purpose="rental")
    with pytest.raises(Refused, match="reads_only"):
        enter("resident", typed, cast.other_department_officer)


def dispute(cast: Cast, home: Home, **typed: Any) -> Question:
    for by in (cast.grid_worker, cast.department_officer):
        say(
            new_uid(),
            record=home.building.uid,
            typed={"floors": "6" if by is cast.grid_worker else "7"},
            evidence="document",
            evidence_note="竣工图第三页",
            by=by,
            now=LATER,
            editions=read_editions(),
        )
    return Question.objects.get(record=home.building)


@pytest.mark.row("R-044")
def test_who_reads_by_a_grant_is_asked_nothing_and_settles_nothing(cast: Cast, home: Home) -> None:
    question = dispute(cast, home)
    officer, about = cast.other_department_officer, {"now": LATER, "editions": read_editions()}
    grant("building", "floors", purpose="housing_safety")
    with pytest.raises(NotFound):
        settle(question.pk, choose="standing", reason="我们看过", by=officer, **about)
    with pytest.raises(NotFound):
        question_sheet(question.pk, by=officer, language="zh-hans", **about)
    Question.objects.update(department="minzheng")
    assert open_questions(by=officer, language="zh-hans", **about) == ((), 0)
    question.refresh_from_db()
    assert question.settled_at is None


@pytest.mark.row("R-043")
def test_the_history_tells_of_granted_fields_and_no_note(cast: Cast, home: Home) -> None:
    dispute(cast, home)
    grant("building", "structure", purpose="housing_safety")
    about = {"now": LATER, "editions": read_editions(), "language": "zh-hans"}
    seen = record_sheet(home.building.uid, by=cast.other_department_officer, **about)
    told = {name for step in seen.past for name in (*step.fields, *step.effects)}
    assert "floors" not in told
    assert {step.note for step in seen.past} == {""}
    own = record_sheet(home.building.uid, by=cast.grid_worker, **about)
    assert [step.note for step in own.past] == ["竣工图第三页", "竣工图第三页", ""]
    process = record_sheet(home.building.uid, by=cast.electronic_supervisor, **about)
    assert {step.note for step in process.past} == {""}
