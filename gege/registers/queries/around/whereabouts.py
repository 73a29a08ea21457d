"""By which addresses and telephones other rooms find what is of a record. Nobody is shown it."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from gege.registers.keeping import values_of
from gege.registers.models import Link, Record

_MOST: Final = 30


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where a record is, for a comparison inside the platform."""

    area_code: str
    addresses: tuple[str, ...]
    phones: tuple[str, ...]
    whole_building: bool


def whereabouts(record: Record, *, with_phones: bool) -> Whereabouts:
    """Return addresses and, when asked, telephones of a record and of whom it names.

    A child under 14 has none. At most five statements.
    """
    if record.sheet == "household":
        homes = _linked([record.pk], "dwelling")
        phones = _phones(_linked([record.pk], "members")) if with_phones else ()
        return Whereabouts(record.area_code, _rooms(homes), phones, whole_building=False)
    if record.sheet == "dwelling":
        return Whereabouts(record.area_code, _rooms([record]), (), whole_building=False)
    names = {"building": ("address",), "place": ("address",), "organisation": ("business_address",)}
    values = values_of(record, names.get(record.sheet, ()))
    addresses = tuple(str(value) for value in values.values() if value)
    return Whereabouts(record.area_code, addresses, (), whole_building=True)


def linked_records(record: Record, field: str) -> list[Record]:
    """Return what a record refers to by a field; the caller has asked for its scope."""
    return _linked([record.pk], field)


def _linked(sources: Collection[int], field: str) -> list[Record]:
    links = Link.objects.filter(source_id__in=list(sources), field=field, until__isnull=True)
    return [link.target for link in links.select_related("target").order_by("pk")[:_MOST]]


def _rooms(dwellings: list[Record]) -> tuple[str, ...]:
    ids = [one.pk for one in dwellings]
    links = Link.objects.filter(source_id__in=ids, field="building", until__isnull=True)
    buildings = {
        link.source_id: link.target for link in links.select_related("target").order_by("pk")
    }
    found = []
    for one in dwellings:
        building = buildings.get(one.pk)
        if building is None:
            continue
        values: dict[str, Any] = values_of(one, ("unit_no", "dwelling_no"))
        address = values_of(building, ("address",)).get("address")
        unit, door = values.get("unit_no"), values.get("dwelling_no")
        if address and door:
            stair = f"{unit}单元" if unit and str(unit).isdigit() else (unit or "")
            found.append(f"{address}{stair}{door}室")
    return tuple(found)


def _phones(people: list[Record]) -> tuple[str, ...]:
    """Return the telephones of grown people; everything personal of a child is left closed."""
    grown = [one for one in people if one.child_until is None and one.valid_to is None]
    values = [values_of(one, ("phone",)).get("phone") for one in grown]
    return tuple(str(one) for one in values if one)
