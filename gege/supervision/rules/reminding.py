"""When time says something about an order, and what (R-013, R-090, R-091)."""

from collections.abc import Set
from dataclasses import dataclass
from datetime import datetime, timedelta

from gege.supervision.rules.words import RUNNING, OrderState, Reminder

_AFTER = timedelta(microseconds=1)
"""An order is due *at* its minute; late is the moment after it."""


@dataclass(frozen=True, slots=True)
class OrderClock:
    """The times of an order. `said` are the reminders that went out; `again_at` is when an
    overdue one is reminded of again, None once that was often enough."""

    state: OrderState
    receipt_due_at: datetime
    warn_at: datetime
    due_at: datetime
    said: Set[str] = frozenset()
    again_at: datetime | None = None


def reminders_at(clock: OrderClock, now: datetime) -> tuple[Reminder, ...]:
    """Return what is to be said now. What was missed in between is not said behind it."""
    if clock.state not in RUNNING:
        return ()
    found = []
    if (
        clock.state is OrderState.ISSUED
        and now > clock.receipt_due_at
        and Reminder.RECEIPT not in clock.said
    ):
        found.append(Reminder.RECEIPT)
    if now > clock.due_at:
        if Reminder.OVERDUE not in clock.said:
            found.append(Reminder.OVERDUE)
        elif clock.again_at is not None and now >= clock.again_at:
            found.append(Reminder.AGAIN)
    elif now >= clock.warn_at and Reminder.NEAR_DUE not in clock.said:
        found.append(Reminder.NEAR_DUE)
    return tuple(found)


def next_reminder(clock: OrderClock) -> datetime | None:
    """Return when time will next say something; None when it never will."""
    if clock.state not in RUNNING:
        return None
    moments = []
    if clock.state is OrderState.ISSUED and Reminder.RECEIPT not in clock.said:
        moments.append(clock.receipt_due_at + _AFTER)
    if Reminder.OVERDUE in clock.said:
        moments += [clock.again_at] if clock.again_at is not None else []
    else:
        if Reminder.NEAR_DUE not in clock.said:
            moments.append(clock.warn_at)
        moments.append(clock.due_at + _AFTER)
    return min(moments, default=None)
