"""A difference between two sides: asked of both, settled by agreement, by giving way, or ruled."""

from datetime import datetime, timedelta
from typing import Final

from gege.notices.api import Draft, post
from gege.registers.actions.scene import Scene
from gege.registers.models import Question, Record, Statement
from gege.registers.rules.declaration import Field, Side
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
