"""What a resident says to their own matter: more words, solved, not solved, taken back.

Each is a deed of matters done by the resident of a ticket (decision 0025). A duplicate that was
merged is answered where the work goes on.
"""

from datetime import datetime

from django.db import transaction

from gege.matters import api as matters
from gege.matters.api import Matter, words
from gege.portal.errors import PortalError
from gege.portal.models import Ticket
from gege.staff.api import resident


def add(ticket: Ticket, *, text: str, now: datetime) -> Matter:
    """Add words for whoever works on it."""
    matter = root_of(ticket)
    return matters.add_words(matter.number, words=text, by=resident(matter.pk), now=now)


def rate(ticket: Ticket, *, satisfaction: str, text: str = "", now: datetime) -> Matter:
    """Say that it is solved, and how satisfied one is."""
    matter = root_of(ticket)
    if satisfaction == words.Satisfaction.NOT_ASKED:
        raise PortalError("choose", "satisfaction")
    return matters.call_back(
        matter.number,
        reporting_id=ticket.reporting_id,
        contact=words.Contact.CONFIRMED,
        satisfaction=satisfaction,
        words=text,
        by=resident(matter.pk),
        now=now,
    )


def disagree(ticket: Ticket, *, reason: str, now: datetime) -> Matter:
    """Say that it is not solved: the unit goes on, or a closed matter is opened again."""
    matter = root_of(ticket)
    by = resident(matter.pk)
    if matter.state == words.State.CLOSED:
        return matters.reopen(matter.number, reason=reason, by=by, now=now)
    if not reason.strip():
        raise PortalError("needed", "reason")
    return matters.call_back(
        matter.number,
        reporting_id=ticket.reporting_id,
        contact=words.Contact.UNSOLVED,
        words=reason,
        by=by,
        now=now,
    )


def take_back(ticket: Ticket, *, text: str = "", now: datetime) -> Matter:
    """Take the report back; name and telephone are erased."""
    matter = root_of(ticket)
    with transaction.atomic():
        done = matters.withdraw(
            matter.number,
            reporting_id=ticket.reporting_id,
            words=text,
            by=resident(matter.pk),
            now=now,
        )
        Ticket.objects.filter(pk=ticket.pk).update(withdrawn_at=now)
    return done


def root_of(ticket: Ticket) -> Matter:
    """Return the matter in which the work goes on: the one it was merged into, else its own."""
    own: Matter = ticket.matter
    return own.parent or own if own.state == words.State.MERGED else own
