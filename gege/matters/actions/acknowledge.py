"""Acknowledge (签收): the unit has the instruction in hand."""

from datetime import datetime

from gege.matters.actions.step import step
from gege.matters.models import Instruction, Matter
from gege.matters.rules.words import Move, State
from gege.staff.api import Actor


def acknowledge(
    number: str,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Sign for an instruction; the clock has been running since it was issued."""
    with step(number, Move.ACKNOWLEDGE, by=by, now=now, seen=seen, at=at) as one:
        Instruction.objects.filter(matter=one.matter, ended_at__isnull=True).update(
            acknowledged_at=one.now
        )
        one.go(State.HANDLING)
    return one.matter
