"""Accept (受理): the locality takes it in hand, a centre takes it up to triage (decision 0008)."""

from datetime import datetime

from gege.matters.actions.instruct import instruct
from gege.matters.actions.step import step, target
from gege.matters.models import Matter
from gege.matters.rules.words import Move, State
from gege.staff.api import Actor


def accept(
    number: str,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Accept a reported matter. At grid and station this is its own instruction: the clock runs."""
    with step(number, Move.ACCEPT, by=by, now=now, seen=seen, at=at) as one:
        to = target(one)
        one.matter.accepted_at = one.matter.accepted_at or one.now
        if to is State.HANDLING:
            instruct(one, one.holder, acknowledged=True)
        one.go(to)
    return one.matter
