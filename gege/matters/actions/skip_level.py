"""Skip the levels (越级上报): a major matter reaches the county at once (R-069)."""

from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.escalate import climb
from gege.matters.actions.step import step
from gege.matters.models import Matter
from gege.matters.rules.words import LADDER, Move, Severity, State, Tier
from gege.staff.api import Actor


def skip_level(
    number: str,
    *,
    reason: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
    at: datetime | None = None,
) -> Matter:
    """Alarm the county; every level between is informed in the same transaction."""
    why = reasoned(reason)
    with step(number, Move.SKIP_LEVEL, by=by, now=now, seen=seen, at=at) as one:
        climb(one, Tier.COUNTY)
        one.matter.skipped, one.matter.downgraded = True, False
        one.matter.severity = Severity.GRAVE
        one.say(reason=why)
        one.tell(one.matter.holder_id, "skip_level", urgent=True)
        if one.matter.placed:
            for tier in LADDER[: LADDER.index(Tier.COUNTY)]:
                one.tell(one.platform(tier).id, "skip_level_informed")
    return one.matter


def downgrade(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Send a skipped matter back to its locality: no penalty for a report in good faith."""
    why = reasoned(reason)
    with step(number, Move.DOWNGRADE, by=by, now=now, seen=seen) as one:
        tier = Tier.STATION if one.matter.placed else Tier.COUNTY
        one.matter.downgraded = True
        one.matter.severity = one.kind.severity
        one.go(State.REPORTED, one.platform(tier))
        one.say(reason=why)
        one.tell(one.matter.holder_id, "downgraded", reason=why)
    return one.matter
