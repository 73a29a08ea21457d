"""One step of an order: lock, ask the rule, change, write both trails, post the notices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.matters.api import LOCAL, trace
from gege.notices.api import Draft, post
from gege.staff.api import Actor
from gege.supervision.errors import Invalid, Refused, Stale
from gege.supervision.models import Order, OrderEntry
from gege.supervision.queries.orders import facts_of
from gege.supervision.queries.scope import order_by_uid
from gege.supervision.rules.orders import may, target_of
from gege.supervision.rules.reminding import next_reminder
from gege.supervision.rules.words import OrderDeed, OrderState
from gege.trail.api import record

LONGEST: Final = 1000
SHORTEST: Final = 2


class OrderStep:
    """An order under its lock, and what the deed does to it."""

    def __init__(self, order: Order, deed: str, by: Actor, now: datetime) -> None:
        self.order, self.deed, self.by, self.now = order, deed, by, now
        self.more: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self._was = order.state

    def say(self, **more: Any) -> None:
        """Keep words of this step on its ledger line."""
        self.more.update({key: value for key, value in more.items() if value not in (None, "")})

    def write(self, words: str) -> None:
        """Keep what somebody wrote, on the order's page and on the line."""
        OrderEntry.objects.create(
            order=self.order,
            deed=self.deed,
            words=words,
            at=self.now,
            account_id=self.by.account_id,
            name=self.by.name,
            unit_id=self.by.unit_id,
        )
        self.say(words=words)

    def tell(self, unit_id: int, template: str, *, urgent: bool = False, **values: Any) -> None:
        """Post a notice to a unit's people, unless it is the actor's own unit."""
        if unit_id == self.by.unit_id:
            return
        order = self.order
        said = {
            "number": order.number,
            "title": order.title,
            "unit": self.by.unit_name,
            "due": order.due_at.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M"),
        }
        draft = Draft(
            template=template,
            subject=order.stream,
            to_unit_id=unit_id,
            values=said | values,
            urgent=urgent,
        )
        self.drafts.append(draft)

    def finish(self, *, on_matter: bool = True) -> None:
        """Write the order, its line, the line of its matter, and the notices."""
        order, now = self.order, self.now
        order.version += 1
        order.next_at = next_reminder(order.order_clock)
        state = self._was
        head = record(
            stream=order.stream,
            deed=self.deed,
            by=self.by.signature(),
            now=now,
            before={"state": state} if state != order.state else {},
            after={"state": order.state} if state != order.state else {},
            more=self.more,
            head=order.head,
        )
        order.trail_seq, order.trail_hash = head.seq, head.hash
        order.save()
        if on_matter and order.matter_id is not None:
            said = {key: self.more[key] for key in ("words", "result") if key in self.more}
            trace(
                order.matter_id,
                f"order_{self.deed}",
                by=self.by,
                now=now,
                order=order.number,
                **said,
            )
        post(self.drafts, now=now)


@contextmanager
def order_step(
    uid: UUID, deed: OrderDeed, *, by: Actor, now: datetime, seen: int | None = None
) -> Iterator[OrderStep]:
    """Open one step of an order; what the deed raises undoes it.

    `seen` is the version the person had on screen. Raises NotFound, Stale, Refused.
    """
    with transaction.atomic():
        order = order_by_uid(uid, by, lock=True)
        if seen is not None and seen != order.version:
            raise Stale
        refusal = may(deed, facts_of(order, by))
        if refusal is not None:
            raise Refused(refusal)
        step = OrderStep(order, str(deed), by, now)
        order.state = target_of(deed, OrderState(order.state))
        yield step
        step.finish()


def words_of(field: str, text: str, *, most: int = LONGEST) -> str:
    """Return a cleaned text; raises Invalid when it is too short or too long."""
    text = cleaned(text)
    if len(text) < SHORTEST:
        raise Invalid(field, "needed")
    if len(text) > most:
        raise Invalid(field, "too_long", most=most)
    return text
