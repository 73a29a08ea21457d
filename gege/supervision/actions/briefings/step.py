"""One step of a briefing: lock, ask the table, change, write the line, post the notices."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.notices.api import Draft, post
from gege.staff.api import Actor
from gege.supervision.errors import Invalid, Refused, Stale
from gege.supervision.models import Briefing
from gege.supervision.queries.briefings import briefing_by_uid, briefing_facts
from gege.supervision.rules.briefing_words import BriefingDeed, BriefingState
from gege.supervision.rules.briefings import leads_to, may_do
from gege.trail.api import record

LONGEST_PART: Final = 4000
LONGEST_CONCLUSION: Final = 500
LONGEST_NOTE: Final = 300
_PERSONS: Final = re.compile(r"(?<![0-9])(?:1[0-9]{10}|[0-9]{17}[0-9Xx]|[0-9]{16,19})(?![0-9])")
"""Mobile, identity and bank numbers: a briefing is about matters and places."""


class BriefingStep:
    """A briefing under its lock, and what the deed does to it."""

    def __init__(self, briefing: Briefing, deed: str, by: Actor, now: datetime) -> None:
        self.briefing, self.deed, self.by, self.now = briefing, deed, by, now
        self.more: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self._was = briefing.state

    def say(self, **more: Any) -> None:
        """Keep words of this step on its ledger line."""
        self.more.update({key: value for key, value in more.items() if value not in (None, "")})

    def sign(self) -> None:
        """Note that the actor wrote a word of it: they may not publish it."""
        if self.by.account_id is not None:
            self.briefing.writers = sorted({*self.briefing.writers, self.by.account_id})

    def tell(self, template: str, *, unit_id: int, **values: Any) -> None:
        """Post a notice to a unit's people."""
        one = self.briefing
        said = {"first": str(one.first), "last": str(one.last), "unit": self.by.unit_name}
        self.drafts.append(Draft(template, one.stream, to_unit_id=unit_id, values=said | values))

    def finish(self) -> None:
        """Write the briefing, its line and the notices."""
        one = self.briefing
        one.revision += 1
        moved = self._was != one.state
        head = record(
            stream=one.stream,
            deed=f"briefing_{self.deed}",
            by=self.by.signature(),
            now=self.now,
            before={"state": self._was} if moved else {},
            after={"state": one.state} if moved else {},
            more=self.more,
            head=one.head,
        )
        one.trail_seq, one.trail_hash = head.seq, head.hash
        one.save()
        post(self.drafts, now=self.now)


@contextmanager
def briefing_step(
    uid: UUID, deed: BriefingDeed, *, by: Actor, now: datetime, seen: int | None = None
) -> Iterator[BriefingStep]:
    """Open one step of a briefing; what the deed raises undoes it.

    `seen` is the revision the person had on screen. Raises NotFound, Stale, Refused.
    """
    with transaction.atomic():
        one = briefing_by_uid(uid, by, lock=True)
        if seen is not None and seen != one.revision:
            raise Stale
        refusal = may_do(deed, briefing_facts(one, by))
        if refusal is not None:
            raise Refused(refusal)
        step = BriefingStep(one, str(deed), by, now)
        one.state = leads_to(deed, BriefingState(one.state))
        yield step
        step.finish()


def written(field: str, text: str, *, most: int, least: int = 0) -> str:
    """Return a cleaned text; raises Invalid when it is too short, too long or holds the number of
    a person."""
    text = cleaned(text)
    if len(text) < least:
        raise Invalid(field, "needed")
    if len(text) > most:
        raise Invalid(field, "too_long", most=most)
    if _PERSONS.search(text):
        raise Invalid(field, "number_of_a_person")
    return text
