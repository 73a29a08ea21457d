"""A difference between two sides: asked of both, settled by agreement, by giving way, or ruled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from gege.kernel.county_day import local_date
from gege.notices.api import Draft, post
from gege.registers.actions.scene import Scene
from gege.registers.models import Question, Record, Statement
from gege.registers.rules.declaration import Contract, Field, Sheet, Side
from gege.registers.rules.settling import How
from gege.staff.api import Actor
from gege.territory.api import load_atlas

QUESTION_DAYS: Final = 10
"""Days both sides have to settle a difference; afterwards it is shown as late."""


def ask(
    record: Record,
    one: Field,
    statement: Statement,
    question: Question | None,
    department: str,
    scene: Scene,
) -> list[Question]:
    """Open a question about a field for both sides, or name the newer proposal in an open one."""
    standing = Statement.objects.get(pk=record.standing[one.name][0])
    if question is not None:
        question.proposed = statement
        question.save(update_fields=["proposed"])
        return []
    asked = Question.objects.create(
        record=record,
        field=one.name,
        area_code=record.area_code,
        department=department,
        standing=standing,
        proposed=statement,
        opened_at=scene.now,
        due_on=scene.today + timedelta(days=QUESTION_DAYS),
    )
    if not scene.source.batch:
        # An import tells each unit once how many differences it opened.
        _tell_both(asked, record, scene)
    return [asked]


def settle_as_agreed(question: Question, statement: Statement, scene: Scene) -> Question:
    """Close a question because two sides say the same now; the other side is told why."""
    question.chosen = statement
    question.how = "agreed"
    question.settled_at = scene.now
    question.settled_by, question.settled_post = scene.source.by.name, scene.source.by.post
    question.reason = scene.source.note or ""
    question.save()
    tell_settled(question, scene.source.by.unit_id, scene.now)
    return question


def tell_settled(question: Question, own_unit: int | None, now: datetime) -> None:
    """Tell the units of both statements, but the one that settled it, who did so and why.

    The field is not named: a notice is read by more people than may see the record.
    """
    values = {"who": question.settled_by, "reason": question.reason or "—"}
    units = {
        unit
        for unit in (question.standing.unit_id, question.proposed.unit_id)
        if unit is not None and unit != own_unit
    }
    subject = f"register:{question.record.uid}"
    post(
        [
            Draft("question_settled", subject, to_unit_id=unit, values=values)
            for unit in sorted(units)
        ],
        now=now,
    )


def department_of(one: Field, sheet: Sheet, contract: Contract) -> str:
    """Return the department that a question about a field is for."""
    register = contract.register_of[sheet.code]
    return one.source or next(iter(sorted(register.departments())), "")


def end_questions(record: Record, by: Actor, now: datetime) -> None:
    """End the open questions about a record that ends."""
    Question.objects.filter(record=record, settled_at__isnull=True).update(
        settled_at=now, settled_by=by.name, settled_post=by.post, how=str(How.ENDED)
    )


def match_questions(
    record: Record,
    wanted: Mapping[str, tuple[int, int]],
    sheet: Sheet,
    contract: Contract,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Let the open questions of a record be those that its words open, newly weighed.

    `wanted` are the fields in question with the statement that stands and the one proposed. A
    question whose difference is gone is closed; one that two sides had agreed on is open again
    when the word of agreement was taken back. A record that ended is not asked about.
    """
    there = {
        one.field: one for one in Question.objects.filter(record=record, settled_at__isnull=True)
    }
    for name, gone in there.items():
        if name not in wanted:
            gone.settled_at, gone.how = now, str(How.TAKEN_BACK)
            gone.settled_by, gone.settled_post = by.name, by.post
            gone.save()
    for name, (standing, proposed) in wanted.items():
        if record.valid_to is not None:
            break
        one = there.get(name) or _agreed_before(record, name)
        if one is None:
            department = department_of(sheet.by_name[name], sheet, contract)
            _ask_anew(record, name, standing, proposed, department, now)
        elif (one.standing_id, one.proposed_id) != (standing, proposed) or one.settled_at:
            one.standing_id, one.proposed_id = standing, proposed
            one.settled_at, one.chosen, one.how, one.reason = None, None, "", ""
            one.settled_by, one.settled_post = "", ""
            one.save()


def _agreed_before(record: Record, name: str) -> Question | None:
    """Return the question that ended with a word which was taken back since."""
    rows = Question.objects.filter(
        record=record, field=name, how=str(How.AGREED), chosen__withdrawn_at__isnull=False
    )
    return rows.order_by("-pk").first()


def _ask_anew(
    record: Record, name: str, standing: int, proposed: int, department: str, now: datetime
) -> None:
    asked = Question.objects.create(
        record=record,
        field=name,
        area_code=record.area_code,
        department=department,
        standing_id=standing,
        proposed_id=proposed,
        opened_at=now,
        due_on=local_date(now) + timedelta(days=QUESTION_DAYS),
    )
    units = {one.unit_id for one in (asked.standing, asked.proposed)} - {None}
    values = {"due": asked.due_on.isoformat()}
    subject = f"register:{record.uid}"
    post(
        [
            Draft("question_asked", subject, to_unit_id=unit, values=values)
            for unit in units
            if unit
        ],
        now=now,
    )


def _tell_both(asked: Question, record: Record, scene: Scene) -> None:
    """Ask the side that did not speak just now: the grid's people, or the department."""
    unit_id = _unit_of_other_side(asked, record, scene)
    if unit_id is None:
        return
    values = {"due": asked.due_on.isoformat()}
    post(
        [Draft("question_asked", f"register:{record.uid}", to_unit_id=unit_id, values=values)],
        now=scene.now,
    )


def _unit_of_other_side(asked: Question, record: Record, scene: Scene) -> int | None:
    if asked.standing.side == Side.DEPARTMENT or scene.source.side is not Side.DEPARTMENT:
        unit = asked.standing.unit_id
        if unit is not None and unit != scene.source.by.unit_id:
            return unit
        found = load_atlas().unit_by_code(asked.department, scene.today)
        return found.id if found else None
    for length in (15, 12):
        found = load_atlas().platform_unit(record.area_code[:length], scene.today)
        if found is not None and len(record.area_code) >= length:
            return found.id
    return None
