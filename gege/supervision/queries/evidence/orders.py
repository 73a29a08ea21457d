"""Orders as evidence: what was ordered until when, the answers, their files."""

from collections.abc import Sequence

from gege.matters.api import Setting
from gege.supervision.models import KeptFile, Order, OrderEntry
from gege.supervision.queries.evidence.trails import file_item
from gege.supervision.rules.evidence import Item, moment, without_numbers
from gege.supervision.rules.review_words import EvidenceKind


def of_orders(orders: Sequence[Order], where: Setting) -> list[Item]:
    """Return orders with everything that was written in them; their trails stand apart."""
    written: dict[int, list[OrderEntry]] = {}
    for entry in OrderEntry.objects.filter(order__in=orders).order_by("id"):
        written.setdefault(entry.order_id, []).append(entry)
    found = [_order(one, written.get(one.pk, []), where) for one in orders]
    numbers = {one.pk: one.number for one in orders}
    files = KeptFile.objects.filter(order__in=orders).order_by("id")
    return found + [file_item(one, numbers[one.order_id or 0]) for one in files]


def _order(order: Order, entries: Sequence[OrderEntry], where: Setting) -> Item:
    unit = where.unit(order.to_unit_id)
    late = order.replied_at or (where.now if order.closed_at is None else None)
    data = {
        "number": order.number,
        "kind": order.kind,
        "origin": order.origin,
        "by": where.unit(order.by_unit_id).name_zh,
        "words": without_numbers(order.words),
        "state": order.state,
        "issued_at": moment(order.issued_at),
        "limit": {"amount": order.limit_amount, "unit": order.limit_unit},
        "receipt_due_at": moment(order.receipt_due_at),
        "received_at": moment(order.received_at),
        "due_at": moment(order.due_at),
        "replied_at": moment(order.replied_at),
        "closed_at": moment(order.closed_at),
        "late": late is not None and late > order.due_at,
        "result": without_numbers(order.result),
        "urgings": order.urgings,
        "returns": order.returns,
        "entries": [
            {
                "deed": one.deed,
                "at": moment(one.at),
                "name": one.name,
                "words": without_numbers(one.words),
            }
            for one in entries
        ],
    }
    title = f"{order.number} {without_numbers(order.title)}"[:200]
    kind = EvidenceKind.ORDER
    return Item(kind, title, order.issued_at, data, unit_id=unit.id, unit=unit.name_zh)
