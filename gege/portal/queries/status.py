"""A resident's own matter, as far as a public page may tell of it.

Reading starts from number and code: without both there is nothing, and no answer tells which of
them was wrong.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.conf import settings

from gege.kernel.numbers import parse_number
from gege.matters import api as matters
from gege.matters.api import Matter, MatterPage, Move, Remark, Reporting, Setting, local_date, words
from gege.portal.actions.answer import root_of
from gege.portal.models import Ticket
from gege.portal.queries.thanks import may_thank
from gege.portal.queries.tickets import public_remarks, ticket_of
from gege.portal.rules.codes import hash_of, same, typed_code
from gege.staff.api import resident

_NOBODY = "0" * 64


@dataclass(frozen=True)
class Status:
    """What a ticket opens. `matter` is where the work goes on."""

    ticket: Ticket
    setting: Setting

    @cached_property
    def own(self) -> Matter:
        return self.ticket.matter

    @cached_property
    def matter(self) -> Matter:
        return root_of(self.ticket)

    @property
    def now(self) -> datetime:
        return self.setting.now

    @property
    def merged(self) -> bool:
        return self.own.pk != self.matter.pk

    @property
    def withdrawn(self) -> bool:
        return self.ticket.withdrawn_at is not None

    @cached_property
    def replies(self) -> list[Remark]:
        """The public answers, newest first; also those given before the report was merged."""
        known = {self.own.pk, self.matter.pk}
        return public_remarks(known)

    @cached_property
    def reporting(self) -> Reporting:
        return self.ticket.reporting

    @cached_property
    def moves(self) -> frozenset[Move]:
        if self.withdrawn:
            return frozenset()
        page = MatterPage(self.matter, resident(self.matter.pk), self.setting)
        return frozenset(page.moves)

    @property
    def may_rate(self) -> bool:
        return Move.CALL_BACK in self.moves

    @property
    def may_disagree(self) -> bool:
        verified = self.matter.state == words.State.VERIFIED
        return Move.REOPEN in self.moves or (verified and self.may_rate)

    @property
    def may_add(self) -> bool:
        return Move.NOTE in self.moves

    @property
    def may_take_back(self) -> bool:
        return self.may_add

    @cached_property
    def may_thank(self) -> bool:
        return may_thank(self.ticket, self.matter)

    @property
    def late(self) -> bool:
        matter = self.matter
        return matter.due_at is not None and matter.settled_at is None and self.now > matter.due_at


def ticket_by_code(number: str, code: str) -> Ticket | None:
    """Return the ticket of a number and its code; None for anything else."""
    parsed, typed = parse_number(number), typed_code(code)
    found = ticket_of(parsed.serial) if parsed else None
    if found is not None and parsed and local_date(found.matter.reported_at) != parsed.reported_on:
        found = None
    # Compared in any case: the time of the answer tells nothing either.
    written = found.matter.number if found else ""
    given = hash_of(typed or "", written, settings.SECRET_KEY)
    right = same(given, found.code_hash if found else _NOBODY)
    return found if right and typed else None


def status_of(ticket: Ticket, now: datetime) -> Status:
    """Open a ticket at a moment."""
    return Status(ticket, matters.setting(now))
