"""Notices as evidence: to whom they went, by which way, when they were read and acknowledged."""

from collections.abc import Iterable, Sequence
from typing import Any

from gege.matters.api import Setting
from gege.notices.api import Delivery, Message, Notice
from gege.staff.api import names_of
from gege.supervision.rules.evidence import Item, moment, without_numbers
from gege.supervision.rules.review_words import EvidenceKind


def messages_about(subjects: Sequence[str], where: Setting) -> list[Item]:
    """Return the notices about some subjects; five statements, however many there are."""
    rows = list(Message.objects.filter(subject__in=subjects).order_by("id"))
    copies: dict[int, list[Notice]] = {}
    for copy in Notice.objects.filter(message__in=rows).order_by("id"):
        copies.setdefault(copy.message_id, []).append(copy)
    ways: dict[int, list[Delivery]] = {}
    for way in Delivery.objects.filter(message__in=rows).order_by("id"):
        ways.setdefault(way.message_id, []).append(way)
    accounts = {one.to_account_id for one in rows}
    accounts |= {one.account_id for some in copies.values() for one in some}
    accounts |= {one.account_id for some in ways.values() for one in some}
    names = names_of([one for one in accounts if one is not None])
    return [_item(one, copies.get(one.pk, ()), ways.get(one.pk, ()), names, where) for one in rows]


def _item(
    row: Message,
    copies: Iterable[Notice],
    ways: Iterable[Delivery],
    names: dict[int, str],
    where: Setting,
) -> Item:
    data: dict[str, Any] = {
        "about": row.subject,
        "template": row.template,
        "values": {
            name: without_numbers(value) if isinstance(value, str) else value
            for name, value in row.values.items()
        },
        "urgent": row.urgent,
        "state": row.state,
        "posted_at": moment(row.created_at),
        "sent_at": moment(row.sent_at),
        "copies": [
            {
                "name": names.get(one.account_id, ""),
                "delivered_at": moment(one.delivered_at),
                "read_at": moment(one.read_at),
                "acknowledged_at": moment(one.acknowledged_at),
            }
            for one in copies
        ],
        "deliveries": [
            {
                "channel": one.channel,
                "name": names.get(one.account_id or 0, one.shown),
                "state": one.state,
                "sent_at": moment(one.sent_at),
                "delivered_at": moment(one.delivered_at),
                "acknowledged_at": moment(one.acknowledged_at),
            }
            for one in ways
        ],
    }
    unit = where.atlas.unit(row.to_unit_id) if row.to_unit_id else None
    return Item(
        EvidenceKind.MESSAGE,
        row.template,
        row.created_at,
        data,
        account_id=row.to_account_id,
        name=names.get(row.to_account_id or 0, ""),
        unit_id=row.to_unit_id,
        unit=unit.name_zh if unit else "",
    )
