"""Opening and ending areas with their offices: the steps that the deeds are made of.

Everything here runs inside the transaction of a deed that holds the edition "areas".
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gege.kernel.area_codes import Level, level_of, parent_of
from gege.territory.editions import AREAS, bump
from gege.territory.models import Area, AreaSuccession, Edition, Unit, UnitKind
from gege.territory.rules.names import platform_unit_names
from gege.territory.rules.problems import refused

PLATFORM_KINDS = {
    Level.COUNTY: UnitKind.COUNTY_CENTRE,
    Level.TOWNSHIP: UnitKind.TOWNSHIP_CENTRE,
    Level.COMMUNITY: UnitKind.STATION,
    Level.GRID: UnitKind.GRID,
}


@dataclass(frozen=True, slots=True)
class NewArea:
    """An area to open. `boundary` is a GeoJSON Polygon, `centre` (lng, lat), both in WGS-84."""

    code: str
    name_zh: str
    official_zh: str = ""
    name_en: str = ""
    kind: str = "general"
    urban_code: str = ""
    boundary: Mapping[str, Any] | None = None
    centre: tuple[float, float] | None = None
    pilot: bool = False


def hold_areas(expected: int | None = None) -> None:
    """Take the edition "areas" for this deed, and give it a new number.

    Raises RefusedError when somebody changed the areas after the edition a plan was made on.
    """
    found = Edition.objects.select_for_update().filter(name=AREAS).values_list("number", flat=True)
    current = next(iter(found), 0)
    if expected is not None and current != expected:
        raise refused("changed_meanwhile")
    bump(AREAS)


def living_areas(codes: Iterable[str]) -> dict[str, Area]:
    """The areas that have not ended, by code, locked in the order of their codes."""
    rows = Area.objects.select_for_update(of=("self",)).filter(code__in=list(codes), valid_to=None)
    return {row.code: row for row in rows.order_by("code")}


def open_areas(news: Sequence[NewArea], on: date) -> dict[str, Area]:
    """Open areas and the platform unit of each, level by level. Returns the rows by code.

    Raises RefusedError when a parent is missing.
    """
    opened: dict[str, Area] = {}
    parents = living_areas({p for new in news if (p := parent_of(new.code)) is not None})
    for level in Level:
        rows: list[Area] = []
        for new in (n for n in news if level_of(n.code) is level):
            above = parent_of(new.code)
            parent = (opened.get(above) or parents.get(above)) if above is not None else None
            if above is not None and parent is None:
                raise refused("no_parent", new.code, parent=above)
            rows.append(_area_row(new, level, parent, on))
        for row in Area.objects.bulk_create(rows):
            opened[row.code] = row
    _open_units(opened, parents, on)
    return opened


def _area_row(new: NewArea, level: Level, parent: Area | None, on: date) -> Area:
    lng, lat = new.centre if new.centre is not None else (None, None)
    return Area(
        code=new.code,
        level=int(level),
        parent=parent,
        name_zh=new.name_zh,
        official_zh=new.official_zh or new.name_zh,
        name_en=new.name_en,
        kind=new.kind,
        urban_code=new.urban_code,
        boundary=dict(new.boundary) if new.boundary is not None else None,
        centre_lng=lng,
        centre_lat=lat,
        pilot=new.pilot,
        valid_from=on,
    )


def _open_units(opened: Mapping[str, Area], parents: Mapping[str, Area], on: date) -> None:
    above = {parent_of(code) for code in opened} - {None}
    rows = Unit.objects.filter(code__in=[c for c in above if c is not None], valid_to=None)
    units = {row.code: row for row in rows}
    known = {**parents, **opened}
    for level in Level:
        batch: list[Unit] = []
        for code in sorted(c for c in opened if level_of(c) is level):
            area, parent = opened[code], parent_of(code)
            community = known.get(parent) if parent is not None else None
            names = platform_unit_names(
                level,
                area.name_zh,
                area.name_en,
                community.name_zh if community else "",
                community.name_en if community else "",
            )
            batch.append(
                Unit(
                    kind=PLATFORM_KINDS[level],
                    area=area,
                    code=code,
                    parent=units.get(parent) if parent is not None else None,
                    name_zh=names.name_zh,
                    name_en=names.name_en,
                    short_zh=names.short_zh,
                    valid_from=on,
                )
            )
        for unit in Unit.objects.bulk_create(batch):
            units[unit.code] = unit


def rename_unit_of(area: Area, parent: Area | None) -> None:
    """Give the platform unit of a renamed area the name that follows from it."""
    names = platform_unit_names(
        Level(area.level),
        area.name_zh,
        area.name_en,
        parent.name_zh if parent else "",
        parent.name_en if parent else "",
    )
    Unit.objects.filter(code=area.code, valid_to=None).update(
        name_zh=names.name_zh, name_en=names.name_en, short_zh=names.short_zh
    )


def end_areas(
    areas: Sequence[Area], on: date, successors: Mapping[str, Sequence[Area]], note: str = ""
) -> None:
    """End areas and the units in them; `successors` by code of the ended area.

    The unit of an ended area is succeeded by the unit of its first successor; a grid in an ended
    community by the station that succeeded the community's; the branch of a department by its
    parent. Without a successor the unit ends without one, and what it held goes to a person's
    list. Raises RefusedError when an area would end on the day it began or before.
    """
    for area in areas:
        if area.valid_from >= on:
            raise refused("ends_too_early", area.code, begun=area.valid_from.isoformat())
    Area.objects.filter(id__in=[a.id for a in areas]).update(valid_to=on)
    AreaSuccession.objects.bulk_create(
        AreaSuccession(predecessor=area, successor=one, on=on, note=note)
        for area in areas
        for one in successors.get(area.code, ())
    )
    _end_units(areas, on, successors)


def _end_units(areas: Sequence[Area], on: date, successors: Mapping[str, Sequence[Area]]) -> None:
    heirs = {code: rows[0].code for code, rows in successors.items() if rows}
    for area in sorted(areas, key=lambda a: len(a.code)):
        above = parent_of(area.code)
        if area.code not in heirs and above in heirs:
            heirs[area.code] = heirs[above]
    found = Unit.objects.filter(code__in=set(heirs.values()), valid_to=None)
    heir_units = {unit.code: unit for unit in found}
    ended = Unit.objects.select_for_update(of=("self",)).filter(
        area_id__in=[a.id for a in areas], valid_to=None
    )
    by_area = {area.id: area.code for area in areas}
    changed: list[Unit] = []
    for unit in ended.order_by("id"):
        unit.valid_to = on
        if unit.kind == UnitKind.DEPARTMENT:
            unit.successor_id = unit.parent_id
        else:
            unit.successor = heir_units.get(heirs.get(by_area[unit.area_id], ""))
        changed.append(unit)
    Unit.objects.bulk_update(changed, ["valid_to", "successor"])


def below(areas: Iterable[Area]) -> list[Area]:
    """The living areas under some areas, not these themselves, highest first."""
    found: list[Area] = []
    layer = [a.id for a in areas]
    while layer:
        rows = list(Area.objects.filter(parent_id__in=layer, valid_to=None).order_by("code"))
        found.extend(rows)
        layer = [row.id for row in rows]
    return found


def grouped_codes(areas: Iterable[Area]) -> dict[str, list[str]]:
    """Codes by name of their level, for a line of the trail."""
    groups: dict[str, list[str]] = defaultdict(list)
    for area in areas:
        groups[Level(area.level).name.lower()].append(area.code)
    return {name: sorted(codes) for name, codes in groups.items()}
