"""What time says about orders: a late receipt, near due, overdue, and again (R-091)."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.kernel.working_time import Limit, TimeUnit
from gege.staff.api import SYSTEM
from gege.supervision.actions.order_step import OrderStep
from gege.supervision.editions import current_order_rules
from gege.supervision.models import Order
from gege.supervision.rules.order_rules import OrderRules
from gege.supervision.rules.reminding import next_reminder, reminders_at
from gege.supervision.rules.words import Reminder
from gege.territory.api import load_calendar

_log: Final = logging.getLogger(__name__)
BATCH: Final = 100
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)
_TEMPLATES: Final = {
    Reminder.RECEIPT: "order_late_receipt",
    Reminder.NEAR_DUE: "order_late_near",
    Reminder.OVERDUE: "order_late",
    Reminder.AGAIN: "order_late",
}


def remind(*, now: datetime) -> int:
    """Say what is to be said about orders since the last run; return how many were seen.

    Each order is its own transaction: one that fails stops only itself and is written to the log.
    """
    due = list(
        Order.objects.filter(next_at__lte=now)
        .order_by("next_at", "pk")
        .values_list("pk", flat=True)[:BATCH]
    )
    rules = current_order_rules()
    for pk in due:
        try:
            with transaction.atomic():
                _remind(pk, rules, now)
        except Exception:
            _log.exception("order %s could not be reminded of", pk)
            Order.objects.filter(pk=pk).update(next_at=now + TRY_AGAIN_AFTER)
    return len(due)


def _remind(pk: int, rules: OrderRules, now: datetime) -> None:
    order = Order.objects.select_for_update(skip_locked=True).filter(pk=pk).first()
    if order is None:
        return
    found = reminders_at(order.order_clock, now)
    if not found:
        Order.objects.filter(pk=pk).update(next_at=next_reminder(order.order_clock))
        return
    for what in found:
        step = OrderStep(order, str(what), SYSTEM, now)
        order.said = sorted({*order.said, str(what)} - {str(Reminder.AGAIN)})
        step.tell(order.to_unit_id, _TEMPLATES[what])
        if what is not Reminder.NEAR_DUE:
            # The one above is told of what is late, never of what may still come in time.
            step.tell(order.by_unit_id, _TEMPLATES[what])
        if what in (Reminder.OVERDUE, Reminder.AGAIN):
            order.reminded += what is Reminder.AGAIN
            order.again_at = _again(order, rules, now)
        step.finish()


def _again(order: Order, rules: OrderRules, now: datetime) -> datetime | None:
    if order.reminded >= rules.again_most:
        return None
    return load_calendar().due(now, Limit(rules.again_days, TimeUnit.WORKING_DAYS)).at
