"""Whoever reported a matter wants to be reached otherwise, or not any more."""

from datetime import datetime

from gege.matters.actions.report import Who, reporter_of
from gege.matters.actions.step import step
from gege.matters.errors import NotFound
from gege.matters.models import Matter, Reporting
from gege.matters.rules.words import Move
from gege.staff.api import Actor


def change_contact(number: str, *, reporting_id: int, who: Who, by: Actor, now: datetime) -> Matter:
    """Replace name, telephone and callback of one report. The ledger says that they changed, never
    what they are; tries of a callback count anew. Raises MatterError."""
    entry = reporter_of(who)
    with step(number, Move.NOTE, by=by, now=now) as one:
        rows = Reporting.objects.filter(pk=reporting_id, matter=one.matter)
        if not rows.update(**entry, contact="", tries=0, last_try_at=None):
            raise NotFound
        one.say(contact_changed=True)
    return one.matter
