"""Escalate (上报): one step up the ladder, never without a reason and what was tried (R-066)."""

from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.step import Step, step
from gege.matters.models import Matter
from gege.matters.rules.moves import tier_above
from gege.matters.rules.words import Move, State, Tier
from gege.staff.api import Actor


def escalate(
    number: str,
    *,
    reason: str,
    tried: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Hand a matter to the next platform up; its own instruction, if any, ends here."""
    why, attempt = reasoned(reason), reasoned(tried, "tried")
    with step(number, Move.ESCALATE, by=by, now=now, seen=seen, at=at) as one:
        upper = tier_above(one.tier)
        assert upper is not None  # the table lets nobody escalate from the top
        climb(one, upper)
        one.say(reason=why, tried=attempt)
        one.tell(one.matter.holder_id, "escalated", reason=why)
    return one.matter


def climb(one: Step, tier: Tier) -> None:
    """Put the matter before a higher platform as newly reported there."""
    matter = one.matter
    one.end_instruction("escalated")
    one.stop_clock()
    matter.lead_id = matter.instructor_id = None
    matter.final = False
    matter.escalated = matter.escalated or tier in (Tier.TOWNSHIP, Tier.COUNTY)
    matter.to_county = matter.to_county or tier is Tier.COUNTY
    one.go(State.REPORTED, one.platform(tier))
