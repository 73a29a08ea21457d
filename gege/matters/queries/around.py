"""Matters at an address, or reported under telephones: what a household's page tells (R-006)."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Final

from django.db.models import Q, QuerySet

from gege.kernel.addresses import read_address
from gege.kernel.telephones import telephone
from gege.matters.models import Matter, Reporting
from gege.matters.models.reporting import PHONE_KEY
from gege.matters.queries.scope import visible
from gege.matters.rules.words import ENDED
from gege.registers.api import Record, own_values
from gege.staff.api import Actor

_DIGITS: Final = 8
_CANDIDATES: Final = 400
"""Open matters of one grid or community that are compared by their addresses."""


def matters_around(
    *,
    area_code: str,
    addresses: Collection[str],
    phones: Collection[str] = (),
    whole_building: bool = False,
    by: Actor,
    most: int = 10,
) -> list[Matter]:
    """Return open matters in scope that lie at one of some addresses or were reported by phone.

    Addresses meet in any of their spellings: by the room where both say one, otherwise only with
    `whole_building`. A confidential report is never found by its telephone (R-081): that would
    tell who reported. Two statements; the newest first.
    """
    rows = _open(visible(by)).filter(area_code__startswith=area_code or "-")
    found = {row.pk: row for row in _at(rows, addresses, whole_building=whole_building)}
    if phones:
        known = _reported(phones)
        found |= {row.pk: row for row in _open(visible(by)).filter(pk__in=known)}
    return [found[pk] for pk in sorted(found, reverse=True)][:most]


def open_matters(record: Record, today: date) -> int:
    """Return how many open matters lie at an organisation's address or came from its telephone.

    Source: domain 5.5 (`needs`).
    """
    values = own_values(record, ("business_address", "contact"))
    address, contact = values.get("business_address"), values.get("contact")
    phone = contact.get("phone") if isinstance(contact, dict) else None
    rows = _open(Matter.objects.all())
    found = _at(
        rows.filter(area_code__startswith=record.area_code),
        [str(address)] if address else [],
        whole_building=True,
    )
    known = {row.pk for row in found}
    if phone:
        known |= set(rows.filter(pk__in=_reported([str(phone)])).values_list("pk", flat=True))
    return len(known)


def _open(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.exclude(state__in=sorted(ENDED)).defer("search", "description")


def _at(
    rows: QuerySet[Matter], addresses: Collection[str], *, whole_building: bool
) -> Sequence[Matter]:
    """Return those whose address means one of some places, however it is spelt."""
    rooms = {key for text in addresses for key in read_address(text).room_keys}
    buildings = {key for text in addresses for key in read_address(text).building_keys}
    if not (rooms or (whole_building and buildings)):
        return ()
    candidates = rows.filter(~Q(address="") | ~Q(place_label="")).order_by("-id")[:_CANDIDATES]
    return [row for row in candidates if _meets(row, rooms, buildings if whole_building else set())]


def _meets(row: Matter, rooms: set[str], buildings: set[str]) -> bool:
    there = read_address(row.address or row.place_label)
    return bool(rooms & set(there.room_keys)) or bool(buildings & set(there.building_keys))


def _reported(phones: Collection[str]) -> set[int]:
    """Return the ids of matters reported openly under telephones; a duplicate stands for its own.

    A number of fewer than eight digits is nobody's.
    """
    numbers = {one for text in phones if (one := telephone(text)) and len(one) >= _DIGITS}
    keys = [one[-_DIGITS:] for one in sorted(numbers)]
    if not keys:
        return set()
    rows = Reporting.objects.annotate(phone_key=PHONE_KEY).filter(
        ~Q(phone=""), phone_key__in=keys, confidential=False
    )
    lines = rows.order_by("-id").values_list("phone", "matter_id", "matter__parent_id")
    return {
        parent or own for phone, own, parent in lines[:_CANDIDATES] if telephone(phone) in numbers
    }
