"""What the call chain of a notice asks of the order it is about, and writes into its trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from gege.staff.api import SYSTEM
from gege.supervision.actions.order_step import OrderStep
from gege.supervision.models import Order
from gege.supervision.rules.words import RUNNING, OrderState


class OrderSubject:
    """An order under its lock, as the outbox knows it."""

    def __init__(self, order: Order, now: datetime) -> None:
        self._order = order
        self._now = now

    def waits(self, template: str, unit_id: int | None) -> bool:
        """Tell whether the unit still has to sign for it, or to hurry."""
        if unit_id != self._order.to_unit_id:
            return False
        if template == "order_issued":
            return self._order.state == OrderState.ISSUED
        return self._order.state in RUNNING

    def write(self, deed: str, **more: Any) -> None:
        """Write a line into the order's trail."""
        step = OrderStep(self._order, deed, SYSTEM, self._now)
        step.say(**more)
        step.finish(on_matter=False)


def chronicle(subject: str, now: datetime) -> OrderSubject | None:
    """Lock the order that a notice is about; None when it is about none."""
    kind, _colon, word = subject.partition(":")
    if kind != "order":
        return None
    try:
        uid = UUID(word)
    except ValueError:
        return None
    order = Order.objects.select_for_update().filter(uid=uid).first()
    return OrderSubject(order, now) if order is not None else None
