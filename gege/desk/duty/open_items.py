"""What is open when a shift ends: lines that stand on the handover for whoever comes.

Rooms of pages above add their own, such as calls that were handed on:

    handover_items.add(reader)

A reader gives lines of text for an actor and a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from gege.matters.api import Box, Filter, Order, page, words
from gege.notices.api import unanswered
from gege.staff.api import Actor, Role, duty

MOST: Final = 30
Reader = Callable[[Actor, int, datetime], Iterable[str]]
_readers: list[Reader] = []


def add(reader: Reader) -> None:
    """Add a reader of open items."""
    if reader not in _readers:
        _readers.append(reader)


def open_items(actor: Actor, desk: duty.DutyDesk, now: datetime) -> list[str]:
    """Return what is open at a desk now: urgent matters, instructions without an answer, calls."""
    found = [*_urgent(actor, now), *_unanswered(actor, desk)]
    for reader in _readers:
        found += reader(actor, desk.unit_id, now)
    return list(dict.fromkeys(one[:300] for one in found))


def _urgent(actor: Actor, now: datetime) -> Iterable[str]:
    listed = page(actor, Filter(box=Box.OPEN, order=Order.NEWEST), now=now, size=200)
    urgent = [one for one in listed.rows if one.severity != words.Severity.NORMAL]
    for matter in urgent[:MOST]:
        yield _("Urgent: %(number)s %(title)s") % {"number": matter.number, "title": matter.title}


def _unanswered(actor: Actor, desk: duty.DutyDesk) -> Iterable[str]:
    county = actor.role in (Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR, Role.HOTLINE_OPERATOR)
    for told in unanswered(None if county else desk.unit_id, most=MOST):
        yield _("Without an answer: %(text)s") % {"text": told}
