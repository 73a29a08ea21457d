"""Gathering evidence for a review: each file one source, read as it stands at the moment."""

from collections.abc import Sequence
from datetime import datetime

from gege.matters.api import Matter, setting
from gege.supervision.models import Order
from gege.supervision.queries.evidence.messages import messages_about
from gege.supervision.queries.evidence.orders import of_orders
from gege.supervision.queries.evidence.rules import rules_in_force
from gege.supervision.queries.evidence.trails import of_matter, trail_of
from gege.supervision.rules.evidence import Item


def gathered(matters: Sequence[Matter], orders: Sequence[Order], now: datetime) -> list[Item]:
    """Return all evidence about matters and orders in the order in which it is listed.

    Orders about the matters count among them. Nobody's telephone or identity number is in it.
    """
    where = setting(now)
    about = {one.pk: one for one in Order.objects.filter(matter__in=matters).order_by("id")}
    about |= {one.pk: one for one in orders}
    found: list[Item] = []
    for matter in matters:
        found += of_matter(matter, where)
    found += of_orders(list(about.values()), where)
    found += rules_in_force(matters, where)
    subjects = [one for each in matters for one in (each.number, each.stream)]
    found += messages_about([*subjects, *(one.stream for one in about.values())], where)
    for matter in matters:
        found += trail_of(matter.stream, matter.number)
    for order in about.values():
        found += trail_of(order.stream, order.number)
    return found
