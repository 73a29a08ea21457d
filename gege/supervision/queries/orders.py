"""Lists of orders by key, and the page of one in a fixed number of statements."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import F, Q, QuerySet

from gege.kernel.paging import newest_first
from gege.matters.api import Light, Matter, visible
from gege.staff.api import Actor, Role
from gege.supervision.models import KeptFile, Order, OrderEntry
from gege.supervision.queries.scope import order_by_uid, visible_orders
from gege.supervision.rules.orders import OrderFacts, may_attach, possible
from gege.supervision.rules.words import (
    OPEN,
    RUNNING,
    OrderDeed,
    OrderKind,
    OrderState,
    Origin,
)

PAGE: Final = 50


class Box(StrEnum):
    """The ready-made lists: to my unit, by my unit, all that are open, all there are."""

    RECEIVED = "received"
    ISSUED = "issued"
    OPEN = "open"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class OrderPage:
    """One order as one person sees it. `matter` is None where there is none for them to see."""

    order: Order
    entries: Sequence[OrderEntry]
    matter: Matter | None
    deeds: tuple[OrderDeed, ...]
    files: Sequence[KeptFile] = ()
    may_attach: bool = False


def light_of_orders(light: Light, now: datetime) -> Q:
    """Return the light of an order as a condition over columns."""
    running = Q(state__in=sorted(RUNNING))
    answered = Q(state__in=(OrderState.REPLIED, OrderState.CLOSED))
    late = answered & Q(replied_at__gt=F("due_at"))
    red = late | running & Q(due_at__lt=now)
    yellow = running & Q(due_at__gte=now, warn_at__lte=now)
    green = Q(state=OrderState.CLOSED) & ~late
    conditions = {Light.RED: red, Light.YELLOW: yellow, Light.GREEN: green}
    return conditions.get(light, ~(red | yellow | green))


def orders(
    by: Actor, kind: OrderKind, *, box: Box = Box.OPEN, light: str = "", now: datetime
) -> QuerySet[Order]:
    """Return the orders of a list, the newest first, from what the person may see."""
    rows = visible_orders(by).filter(kind=kind)
    if box is Box.RECEIVED:
        rows = rows.filter(to_unit_id=by.unit_id, state__in=sorted(OPEN))
    elif box is Box.ISSUED:
        rows = rows.filter(by_unit_id=by.unit_id)
    elif box is Box.OPEN:
        rows = rows.filter(state__in=sorted(OPEN))
    if light:
        rows = (
            rows.filter(light_of_orders(Light(light), now)) if light in list(Light) else rows.none()
        )
    return rows.order_by("-id")


def page_of_orders(
    rows: QuerySet[Order], *, after: str = "", size: int = PAGE
) -> tuple[list[Order], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


def order_page(uid: UUID, *, by: Actor) -> OrderPage:
    """Open an order; four statements, one less without a matter. Raises NotFound."""
    order = order_by_uid(uid, by)
    entries = list(OrderEntry.objects.filter(order=order).order_by("id"))
    matter = None
    if order.matter_id is not None:
        matter = visible(by).filter(pk=order.matter_id).defer("search").first()
    files = list(KeptFile.objects.filter(order=order).order_by("id"))
    facts = facts_of(order, by)
    return OrderPage(order, entries, matter, possible(facts), files, may_attach(facts) is None)


def orders_of_matter(matter: Matter, *, by: Actor) -> list[Order]:
    """Return the orders about a matter that a person may see, the oldest first."""
    return list(visible_orders(by).filter(matter=matter).order_by("id"))


def waiting(by: Actor, most: int = 1000) -> int:
    """Count what waits for a receipt, an answer, or somebody to read one, up to `most` and one."""
    return len(waiting_orders(by).values_list("pk", flat=True)[: most + 1])


def waiting_orders(by: Actor) -> QuerySet[Order]:
    """Return what waits for a receipt, an answer, or somebody to read one."""
    rows = visible_orders(by)
    answered = Q(state=OrderState.REPLIED)
    if by.role is Role.COUNTY_SUPERVISOR:
        return rows.filter(answered, kind=OrderKind.FOLLOW_UP)
    running = Q(to_unit_id=by.unit_id, state__in=sorted(RUNNING))
    own = answered & Q(by_unit_id=by.unit_id, kind=OrderKind.COORDINATION)
    return rows.filter(running | own)


def facts_of(order: Order, by: Actor) -> OrderFacts:
    """Gather what the table of deeds asks about one order and one person."""
    return OrderFacts(
        kind=OrderKind(order.kind),
        origin=Origin(order.origin),
        state=OrderState(order.state),
        role=str(by.role),
        at_addressee=by.unit_id == order.to_unit_id,
        at_issuer=by.unit_id == order.by_unit_id,
        replied_by_me=by.account_id is not None and by.account_id == order.replied_by_id,
    )
