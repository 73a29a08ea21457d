"""What the unit that was ordered or asked does: receive, tell how far it is, reply (R-013)."""

from datetime import datetime
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.order_step import OrderStep, order_step, words_of
from gege.supervision.models import Order
from gege.supervision.rules.words import OrderDeed


def receive(uid: UUID, *, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Sign for an order."""
    with order_step(uid, OrderDeed.RECEIVE, by=by, now=now, seen=seen) as step:
        step.order.received_at = now
    return step.order


def progress(uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Tell how far it is. The clock goes on."""
    said = words_of("words", words)
    with order_step(uid, OrderDeed.PROGRESS, by=by, now=now, seen=seen) as step:
        _received(step)
        step.write(said)
        step.tell(step.order.by_unit_id, "order_progress", reason=said)
    return step.order


def reply(uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Answer. The clock stands until the issuer has read it; whoever answers does not close."""
    said = words_of("words", words)
    with order_step(uid, OrderDeed.REPLY, by=by, now=now, seen=seen) as step:
        _received(step)
        step.order.replied_at, step.order.replied_by_id = now, by.account_id
        step.write(said)
        step.tell(step.order.by_unit_id, "order_replied", reason=said)
    return step.order


def _received(step: OrderStep) -> None:
    step.order.received_at = step.order.received_at or step.now
