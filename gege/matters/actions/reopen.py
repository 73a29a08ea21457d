"""Reopen: a resident disagrees after the closing; the last unit gets a new instruction."""

from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.instruct import instruct
from gege.matters.actions.step import step
from gege.matters.errors import Invalid
from gege.matters.models import Matter, Reporting
from gege.matters.rules.lights import light_of
from gege.matters.rules.words import Move, State
from gege.matters.zone import local_date
from gege.staff.api import Actor


def reopen(
    number: str, *, reason: str, by: Actor, now: datetime, seen: int | None = None
) -> Matter:
    """Open a closed matter again; the light it had is withdrawn and kept in the ledger."""
    why = reasoned(reason)
    with step(number, Move.REOPEN, by=by, now=now, seen=seen) as one:
        matter = one.matter
        one.say(reason=why, light_withdrawn=light_of(matter.clock, now))
        unit = (
            one.setting.atlas.effective_unit(matter.lead_id, local_date(now))
            if matter.lead_id is not None
            else None
        )
        if unit is None:
            raise Invalid("reason", "nobody_to_reopen_with")
        matter.reopenings += 1
        matter.outcome, matter.settled_tier, matter.closed_at = "", "", None
        matter.contact = matter.satisfaction = ""
        matter.final = False
        matter.dispatched_by_id = by.account_id
        everybody = [row.pk for row in one.situation.reporters]
        Reporting.objects.filter(pk__in=everybody).update(
            contact="", satisfaction="", tries=0, last_try_at=None
        )
        instruct(one, unit, words=why)
        one.go(State.DISPATCHED, unit)
        one.tell(unit.id, "reopened", reason=why)
    return one.matter
