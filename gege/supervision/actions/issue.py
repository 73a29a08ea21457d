"""Issue an order: of the supervision for a matter or a decision, or between two units (R-013)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gege.kernel.ids import new_uid
from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.api import Matter, Setting, local_date, matter_by_number, setting, unit_sees
from gege.matters.api import NotFound as NoMatter
from gege.staff.api import Actor
from gege.supervision.actions.order_step import OrderStep, words_of
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Order
from gege.supervision.rules.orders import Refusal, may_ask
from gege.supervision.rules.words import OrderDeed, OrderKind, Origin
from gege.territory.api import UnitFacts

_KINDS = frozenset({"county_centre", "township_centre", "station", "department"})
"""Units that have a desk: a grid's worker is ordered by their station."""
LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What an order says. `to` is a unit's code; `matter` a number, "" for none.

    `days` are working days, 0 for as many as the rules say. `decided_on` is the day of the
    leading group's decision, for an order that follows one (R-012); `origin` where it came from,
    when that was neither a person's own word nor such a decision.
    """

    kind: OrderKind
    to: str
    words: str
    title: str = ""
    matter: str = ""
    days: int = 0
    decided_on: date | None = None
    origin: Origin = Origin.PERSON


def issue(entry: NewOrder, *, by: Actor, now: datetime) -> Order:
    """Issue an order and tell the unit. Raises Refused, Invalid naming the entry."""
    if not may_ask(str(by.role), entry.kind):
        raise Refused(Refusal.NOT_YOURS)
    with transaction.atomic():
        where = setting(now)
        matter = _matter(entry, by)
        unit = _unit(entry, matter, by, where)
        origin = Origin.DECISION if entry.decided_on else entry.origin
        if entry.decided_on and entry.decided_on > local_date(now):
            raise Invalid("decided_on", "in_the_future")
        title = entry.title or (matter.title if matter else "")
        order = Order(
            kind=entry.kind,
            origin=origin,
            title=words_of("title", title, most=LONGEST_TITLE).replace("\n", " "),
            words=words_of("words", entry.words),
            matter=matter,
            decided_on=entry.decided_on,
            **_times(_limit(entry.days), where),
        )
        return opened(order, unit, by=by, now=now)


def opened(
    order: Order, unit: UnitFacts, *, by: Actor, now: datetime, on_matter: bool = True
) -> Order:
    """Write an order that was made, its line and its notice; inside a transaction."""
    order.uid = new_uid()
    order.by_unit_id = order.by_unit_id or by.unit_id  # type: ignore[assignment]  # never None here
    order.by_account_id, order.by_name = by.account_id, by.name
    order.to_unit_id, order.to_area = unit.id, unit.area_code
    order.issued_at = now
    order.save()
    step = OrderStep(order, str(OrderDeed.ISSUE), by, now)
    step.say(kind=order.kind, to=unit.name_zh, title=order.title, words=order.words)
    step.say(origin=order.origin, demand=order.demand, due=order.due_at)
    asked = order.kind == OrderKind.COORDINATION
    step.tell(unit.id, "order_asked" if asked else "order_issued", urgent=not asked)
    step.finish(on_matter=on_matter)
    return order


def times_until(due_at: datetime, limit: Limit, where: Setting) -> dict[str, Any]:
    """Return the times of an order that is due at a given moment, counted from now."""
    rules, calendar = current_order_rules(), where.calendar
    receipt = calendar.due(where.now, Limit(rules.receipt_hours, TimeUnit.WORKING_HOURS)).at
    near_due = where.book.thresholds.near_due
    return {
        "limit_amount": limit.amount,
        "limit_unit": str(limit.unit),
        "due_at": due_at,
        "warn_at": calendar.warn_at(where.now, due_at, limit, near_due),
        "receipt_due_at": min(receipt, due_at),
    }


def _times(limit: Limit, where: Setting) -> dict[str, Any]:
    due = where.calendar.due(where.now, limit)
    return times_until(due.at, limit, where) | {"provisional": due.provisional}


def _limit(days: int) -> Limit:
    days = days or current_order_rules().days
    if not 1 <= days <= 250:
        raise Invalid("days", "days")
    return Limit(days, TimeUnit.WORKING_DAYS)


def _matter(entry: NewOrder, by: Actor) -> Matter | None:
    if not entry.matter:
        return None
    try:
        return matter_by_number(entry.matter, by)
    except NoMatter:
        raise Invalid("matter", "unknown_matter", value=entry.matter[:40]) from None


def unit_with_desk(code: str, where: Setting, *, field: str = "to") -> UnitFacts:
    """Return the living unit of a code that may be ordered; raises Invalid."""
    named = where.atlas.unit_by_code(code)
    unit = where.atlas.effective_unit(named.id, local_date(where.now)) if named else None
    if unit is None or unit.kind not in _KINDS:
        raise Invalid(field, "unknown_unit", value=code[:20])
    return unit


def _unit(entry: NewOrder, matter: Matter | None, by: Actor, where: Setting) -> UnitFacts:
    unit = unit_with_desk(entry.to, where)
    if entry.kind is OrderKind.COORDINATION and unit.id == by.unit_id:
        raise Invalid("to", "own_unit")
    if matter is not None and not unit_sees(unit, matter):
        # Nobody is ordered to settle what they cannot see.
        raise Invalid("to", "not_concerned")
    return unit
