"""Records that stand at a position and are of no person, for a map (R-051)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.keeping import values_of
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import reader, visible
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.declaration import Sheet, Type
from gege.registers.rules.sight import Sight
from gege.staff.api import Actor
from gege.territory.api import Editions

POINT = "point"


@dataclass(frozen=True, slots=True)
class Mapped:
    """A record on the map: what it is called, of which kind, and where it stands (WGS-84)."""

    uid: str
    title: str
    kind: str
    area_code: str
    lng: float
    lat: float


def mapped_records(
    sheet_code: str,
    area_code: str,
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    language: str,
    most: int,
) -> tuple[tuple[Mapped, ...], bool]:
    """Return the living records of a sheet that stand at a position, and whether there are more.

    Only of sheets that are not of persons, only within the reader's reach and an area, and only
    where the reader sees the position whole. Nothing where the register is not live.
    """
    contract, today = current_contract(editions), local_date(now)
    one, sheet = reader(by, today), contract.sheets.get(sheet_code)
    if sheet is None or sheet.is_of_persons or not by.area_code:
        return (), False
    register = contract.register_of[sheet_code]
    if not one.comes_across(sheet, register) or register.code not in live_registers():
        return (), False
    rows = visible(one, sheet, contract).filter(
        valid_to__isnull=True,
        merged_into__isnull=True,
        area_code__startswith=area_code,
        open__has_key=POINT,
    )
    found = list(rows.order_by("area_code", "pk")[: most + 1])
    more, found = len(found) > most, found[:most]
    view = View(one, contract, today, language)
    whole = [row for row in found if view.seen(row, sheet.by_name[POINT]).sight is Sight.WHOLE]
    titles = titles_of(whole, view)
    kinds = {row.pk: _kind(values_of(row, [_kind_field(sheet)]), sheet, view) for row in whole}
    return tuple(
        Mapped(
            str(row.uid),
            titles[row.pk],
            kinds[row.pk],
            row.area_code,
            float(row.open[POINT]["lng"]),
            float(row.open[POINT]["lat"]),
        )
        for row in whole
    ), more


def _kind_field(sheet: Sheet) -> str:
    """Return the first field of a code that is no person's: the kind of place, the class."""
    return next(
        (
            one.name
            for one in sheet.current
            if one.type is Type.CODE and not one.is_personal and not one.is_derived
        ),
        "",
    )


def _kind(values: Mapping[str, Any], sheet: Sheet, view: View) -> str:
    name = _kind_field(sheet)
    value = values.get(name)
    if not value:
        return ""
    return view.contract.code_lists[sheet.by_name[name].codes].label(str(value), view.language)
