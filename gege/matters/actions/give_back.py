"""Return (退单): once with a reason; a second return is settled by a county ruling (R-067)."""

from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.step import step
from gege.matters.models import Matter
from gege.matters.rules.words import Move, State, Tier
from gege.staff.api import Actor


def give_back(
    number: str,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Say that an instruction is not for this unit. Two units cannot play ping-pong with it."""
    why = reasoned(reason)
    with step(number, Move.RETURN, by=by, now=now, seen=seen, at=at) as one:
        matter = one.matter
        instructor = one.setting.living(matter.instructor_id or matter.holder_id)
        one.end_instruction("returned", why)
        one.stop_clock()
        matter.returns += 1
        matter.lead_id = None
        if matter.returns > 1:
            one.go(State.DISPUTED, one.platform(Tier.COUNTY))
            one.tell(matter.holder_id, "disputed", reason=why)
        else:
            one.go(State.RETURNED, instructor)
            one.tell(instructor.id, "returned", reason=why)
        one.say(reason=why)
    return one.matter
