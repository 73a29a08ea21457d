"""Urge (催办): ask the holder for speed. It never touches a clock."""

from datetime import datetime

from gege.matters.actions.entries import reason as reasoned
from gege.matters.actions.step import step
from gege.matters.models import Matter
from gege.matters.rules.words import Move
from gege.staff.api import Actor


def urge(number: str, *, reason: str, by: Actor, now: datetime) -> Matter:
    """Send the holder a reminder that stands in the trail."""
    why = reasoned(reason)
    with step(number, Move.URGE, by=by, now=now) as one:
        one.say(reason=why)
        one.tell(one.matter.holder_id, "urged", urgent=True, reason=why)
    return one.matter
