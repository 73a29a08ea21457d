"""What the issuer of an order does with it: urge, send back, close with a result, withdraw."""

from datetime import datetime
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.order_step import order_step, words_of
from gege.supervision.models import Order
from gege.supervision.rules.words import OrderDeed


def urge(uid: UUID, *, words: str, by: Actor, now: datetime) -> Order:
    """Ask for speed (催办). It touches no clock."""
    why = words_of("words", words, most=500)
    with order_step(uid, OrderDeed.URGE, by=by, now=now) as step:
        step.order.urgings += 1
        step.write(why)
        step.tell(step.order.to_unit_id, "order_urged", urgent=True, reason=why)
    return step.order


def send_back(uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Send a reply back: it does not settle what was ordered. The due time stays as it was."""
    why = words_of("words", words, most=500)
    with order_step(uid, OrderDeed.SEND_BACK, by=by, now=now, seen=seen) as step:
        order = step.order
        order.replied_at, order.replied_by_id = None, None
        order.returns += 1
        step.write(why)
        step.tell(order.to_unit_id, "order_sent_back", urgent=True, reason=why)
    return step.order


def close(uid: UUID, *, result: str, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Close an order with its result, by somebody who did not answer it (R-012)."""
    what = words_of("result", result)
    with order_step(uid, OrderDeed.CLOSE, by=by, now=now, seen=seen) as step:
        step.order.result, step.order.closed_at = what, now
        step.say(result=what)
        step.tell(step.order.to_unit_id, "order_closed", reason=what)
    return step.order


def withdraw(uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None) -> Order:
    """Take an order back with a reason. What the leading group decided is not taken back."""
    why = words_of("words", words, most=500)
    with order_step(uid, OrderDeed.WITHDRAW, by=by, now=now, seen=seen) as step:
        step.order.closed_at = now
        step.write(why)
        step.tell(step.order.to_unit_id, "order_withdrawn", reason=why)
    return step.order
