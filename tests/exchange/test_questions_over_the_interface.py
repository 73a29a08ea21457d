"""Differences between field and department, answered by the department's own system (R-044)."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import timezone

from gege.kernel.ids import new_uid
from gege.notices.models import Message
from gege.registers.api import Question, Statement, own_values, say
from gege.territory.api import read_editions
from tests.cast import CIVIL_AFFAIRS, HOUSING, Cast
from tests.exchange.asking import System, refused
from tests.exchange.conftest import opened
from tests.registers.keeping_records import Home

pytestmark = pytest.mark.row("R-044")


@pytest.fixture
def bureau(county: Cast) -> System:
    return opened(county, name="住建系统", unit_code=HOUSING)


@pytest.fixture
def question(county: Cast, home: Home) -> Question:
    """The housing bureau says another floor count than the grid worker saw."""
    for by, floors in ((county.grid_worker, "6"), (county.department_officer, "7")):
        say(
            new_uid(), record=home.building.uid, typed={"floors": floors}, evidence="seen",
            by=by, now=timezone.now(), editions=read_editions(),
        )  # fmt: skip
    return Question.objects.get()


def answer(system: System, question: Question, choose: str, **more: Any) -> Any:
    body = {"choose": choose, "reason": "现场核实为6层"}
    return system.post(f"register-questions/{question.pk}/answer", body, **more)


def test_a_bureau_reads_its_differences_and_gives_way(
    county: Cast, home: Home, bureau: System, question: Question
) -> None:
    (line,) = bureau.get("register-questions").json()["questions"]
    assert (line["id"], line["field"], line["late"]) == (question.pk, "floors", False)
    one = bureau.get(f"register-questions/{question.pk}").json()
    assert (one["standing"]["text"], one["proposed"]["text"]) == ("6", "7")
    assert one["may"] == ["standing"]
    done = answer(bureau, question, "standing")
    assert done.json() == {"id": question.pk, "how": "gave_way", "again": False}
    question.refresh_from_db()
    assert question.settled_by == "住建系统 [API]"
    assert own_values(home.building.__class__.objects.get(pk=home.building.pk))["floors"] == 6
    assert Message.objects.filter(template="question_settled").exists()
    # The same again is the same, with a key and without; another answer is not.
    assert answer(bureau, question, "standing").json()["again"] is True
    assert refused(answer(bureau, question, "proposed")) == (422, "settled_otherwise")
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    assert answer(bureau, question, "standing", **key).json()["again"] is True
    assert bureau.get("register-questions").json() == {"questions": [], "next": None}


def test_nobody_decides_for_their_own_word(bureau: System, question: Question) -> None:
    assert refused(answer(bureau, question, "proposed")) == (422, "not_yours_to_settle")
    question.refresh_from_db()
    assert question.settled_at is None


def test_a_stranger_is_asked_nothing(county: Cast, system: System, question: Question) -> None:
    """The civil affairs bureau has no part in the register of housing."""
    assert system.get("register-questions").json()["questions"] == []
    assert refused(system.get(f"register-questions/{question.pk}")) == (404, "not_found")
    assert refused(answer(system, question, "standing")) == (404, "not_found")
    for number in ("0", "x", "9" * 30, "1 OR 1=1"):
        assert system.get(f"register-questions/{number}").status_code == 404


def word(uid: str, floors: str, **more: Any) -> dict[str, Any]:
    return {"uid": uid, "fields": [{"name": "floors", "value": floors}]} | more


def test_a_bureau_says_something_of_its_own_register(
    county: Cast, home: Home, bureau: System
) -> None:
    path, uid = f"register-records/{home.building.uid}/words", str(new_uid())
    said = bureau.post(path, word(uid, "8"))
    assert said.json() == {
        "uid": uid, "again": False, "effects": [{"name": "floors", "effect": "stands"}],
        "questions": [],
    }  # fmt: skip
    assert bureau.post(path, word(uid, "9")).json()["again"] is True
    kept = Statement.objects.get(uid=uid)
    assert (kept.side, kept.unit_id, kept.evidence) == (
        "department", county.unit_id(HOUSING), "register",
    )  # fmt: skip
    assert refused(bureau.post(path, word(str(new_uid()), "很多"))) == (422, "faults")
    strange = {"uid": str(new_uid()), "fields": [{"name": "nothing", "value": "1"}]}
    assert bureau.post(path, strange).status_code == 422
    far = f"register-records/{new_uid()}/words"
    assert refused(bureau.post(far, word(str(new_uid()), "1"))) == (404, "not_found")
    assert refused(bureau.post("register-records/x/words", word(str(new_uid()), "1"))) == (
        404,
        "not_found",
    )


def test_the_id_of_a_word_is_of_the_unit_that_said_it(
    county: Cast, home: Home, bureau: System
) -> None:
    """Systems have no account: another bureau learns nothing of the ids of this one."""
    path, uid = f"register-records/{home.building.uid}/words", str(new_uid())
    bureau.post(path, word(uid, "8"))
    other = opened(county, name="民政系统", unit_code=CIVIL_AFFAIRS)
    assert refused(other.post(path, word(uid, "8"))) == (422, "uid_used")


def test_who_may_only_read_says_nothing(county: Cast, home: Home, system: System) -> None:
    path = f"register-records/{home.building.uid}/words"
    assert system.post(path, word(str(new_uid()), "8")).status_code == 404
