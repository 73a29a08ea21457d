"""A register whose impact record was refused shows nothing, by no other record's page either."""

from __future__ import annotations

import pytest

from gege.kernel.ids import new_uid
from gege.registers.api import (
    NotFound,
    Question,
    decide_assessment,
    open_questions,
    question_sheet,
    record_sheet,
    say,
    write_assessment,
)
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.registers.keeping_records import LATER, NOW, Home, enter, go_live


def shut(register: str) -> None:
    written = write_assessment(
        register=register,
        lawful="依法为居民提供服务所需",
        risks="可能被无关人员看到，已评估",
        measures="分级、遮挡、加密、留痕、到期删除",
        by=SYSTEM,
        now=LATER,
        editions=read_editions(),
    )
    decide_assessment(written.pk, approved=False, reason="措施不够", by=SYSTEM, now=LATER)


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


def test_a_file_of_a_register_that_was_shut_is_named_by_no_other_page(
    cast: Cast, home: Home
) -> None:
    enter("legal_file", {"person": home.resident.uid, "asked_on": "2026-05-06"}, cast.grid_worker)
    about = {"by": cast.grid_worker, "now": NOW, "editions": read_editions()}

    def named() -> set[str]:
        seen = record_sheet(home.resident.uid, language="zh-hans", **about)
        return {link.sheet.code for link in seen.incoming}

    assert named() == {"household", "legal_file"}
    shut("legal")
    assert named() == {"household"}


def test_a_difference_in_a_register_that_was_shut_is_asked_of_nobody(
    cast: Cast, home: Home
) -> None:
    about = {"now": LATER, "editions": read_editions()}
    for by, floors in ((cast.grid_worker, "6"), (cast.department_officer, "7")):
        typed = {"floors": floors}
        say(new_uid(), record=home.building.uid, typed=typed, evidence="seen", by=by, **about)
    question = Question.objects.get(record=home.building)
    shut("housing")
    reads = {"by": cast.grid_worker, "language": "zh-hans", **about}
    assert open_questions(**reads) == ((), 0)
    with pytest.raises(NotFound):
        question_sheet(question.pk, **reads)
