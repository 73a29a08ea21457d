"""What finding a door takes: buildings, dwellings by unit and room, household labels (R-039).

This is the one reading that a phone keeps. It holds addresses, the number of a household, masked
names and the wish not to be visited; a person's own values are never among it (decision 0041).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, Max, Q, QuerySet, Sum

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract, current_number
from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import in_area, reader
from gege.registers.queries.titles import View
from gege.registers.rules.declaration import Contract
from gege.registers.rules.showing import shown_text
from gege.registers.rules.sight import Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

BUILDING, DWELLING, HOUSEHOLD, RESIDENT = "building", "dwelling", "household", "resident"
SHEETS: Final = (BUILDING, DWELLING, HOUSEHOLD, RESIDENT)
MOST: Final = 12_000
"""Records of one area that are read at most; a grid has some two thousand."""
_READ: Final = ("uid", "sheet", "area_code", "open", "sealed", "child_until")
_LINKS: Final = ("building", "dwelling", "head", "members")
_KEPT: Final[Mapping[str, tuple[str, ...]]] = {
    BUILDING: ("name", "address"),
    DWELLING: ("unit_no", "floor_no", "dwelling_no"),
    HOUSEHOLD: ("household_no", "visit_refused"),
    RESIDENT: ("name",),
}
"""The only values that are read, and all that a phone may hold of these records."""


@dataclass(frozen=True, slots=True)
class Door:
    """A record on the way to a door. `values` are those of `_KEPT`, names masked.

    `links` maps a reference (`building`, `dwelling`, `head`, `members`) to uids.
    """

    uid: str
    sheet: str
    area_code: str
    values: Mapping[str, Any]
    links: Mapping[str, tuple[str, ...]]


def doors_at(*, by: Actor, now: datetime, editions: Editions, language: str) -> tuple[Door, ...]:
    """Return the live records of a post's area that lead to its doors; three statements."""
    contract, today = current_contract(editions), local_date(now)
    view = View(reader(by, today), contract, today, language)
    rows = list(_rows(by, _sheets(contract, view)).only(*_READ).order_by("pk")[:MOST])
    links = _links(row.pk for row in rows)
    return tuple(
        Door(
            str(row.uid),
            row.sheet,
            row.area_code,
            _values(row, view),
            _seen(row, links.get(row.pk, {}), view),
        )
        for row in rows
    )


def doors_stamp(*, by: Actor, now: datetime, editions: Editions) -> tuple[Any, ...]:
    """Return what changes whenever `doors_at` would answer otherwise; it reads no value."""
    contract, today = current_contract(editions), local_date(now)
    sheets = _sheets(contract, View(reader(by, today), contract, today, ""))
    counted = _rows(by, sheets).aggregate(
        rows=Count("pk"),
        versions=Sum("version"),
        newest=Max("changed_at"),
        children=Count("pk", filter=Q(child_until__gt=today)),
    )
    newest = counted["newest"]
    return (
        by.area_code,
        current_number(editions),
        sheets,
        counted["rows"],
        counted["versions"],
        counted["children"],
        newest.isoformat() if newest else "",
    )


def _sheets(contract: Contract, view: View) -> tuple[str, ...]:
    """Return the sheets that are declared, live, and come across by this post."""
    live = live_registers()
    return tuple(
        code
        for code in SHEETS
        if code in contract.sheets
        and contract.register_of[code].code in live
        and view.one.comes_across(contract.sheets[code], contract.register_of[code])
    )


def _rows(by: Actor, sheets: tuple[str, ...]) -> QuerySet[Record]:
    return Record.objects.filter(
        in_area(by), sheet__in=sheets, valid_to__isnull=True, merged_into__isnull=True
    )


def _links(ids: Iterable[int]) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    rows = Link.objects.filter(
        source_id__in=list(ids), field__in=_LINKS, until__isnull=True, target__valid_to__isnull=True
    )
    for source, name, uid in rows.order_by("pk").values_list("source_id", "field", "target__uid"):
        held = found.setdefault(source, {})
        held[name] = (*held.get(name, ()), str(uid))
    return found


def _seen(
    row: Record, links: Mapping[str, tuple[str, ...]], view: View
) -> dict[str, tuple[str, ...]]:
    """Return the references this reader sees; where a child under 14 lives is not told."""
    by_name = view.contract.sheets[row.sheet].by_name
    return {
        name: uids
        for name, uids in links.items()
        if name in by_name and view.seen(row, by_name[name]).sight in (Sight.WHOLE, Sight.MASKED)
    }


def _values(row: Record, view: View) -> dict[str, Any]:
    """Return the kept values of a record; a resident's name as this reader sees it, masked."""
    names = _KEPT[row.sheet]
    values = values_of(row, names)
    if row.sheet != RESIDENT:
        return {name: values[name] for name in names if values.get(name) is not None}
    field = view.contract.sheets[RESIDENT].by_name["name"]
    text = shown_text(
        values.get("name"), field, view.seen(row, field), {}, view.language, pseudonym=""
    )
    return {"name": text}
