"""The drawing of a building: units, floors and rooms, as a table (domain 5.3; R-048)."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.keeping import values_of
from gege.registers.models import Link, Record
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import reader
from gege.registers.rules.building_plan import Room, Storey, Unit, drawn
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

MOST_DWELLINGS: Final = 2000
KNOWS_DOORS: Final = (Reach.OWN_GRID, Reach.COMMUNITY)
"""Who stands before the doors every day: numbers of rooms are no news to them (decision 0042)."""
LEAST_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class BuildingPlan:
    """A building's rooms by unit and floor. Without `with_doors` rooms have no numbers.

    `households` and `people` are None where the reader may not be told: fewer than ten, and the
    building is not in the own grid or community.
    """

    units: tuple[Unit, ...]
    floors: tuple[Storey, ...]
    dwellings: int
    empty: int
    households: int | None
    people: int | None
    with_doors: bool
    cut: bool


def building_plan(
    building: Record, *, by: Actor, now: datetime, editions: Editions
) -> BuildingPlan | None:
    """Return the rooms of a building in reach: four statements; None while no dwellings are kept.

    `building` comes from a read that asked for scope.
    """
    contract = current_contract(editions)
    one = reader(by, local_date(now))
    sheet = contract.sheets.get("dwelling")
    if sheet is None or contract.register_of["dwelling"].code not in live_registers():
        return None
    reach = one.reach(sheet, contract.register_of["dwelling"], building.area_code)
    if reach is Reach.NONE:
        return None
    rows = dwellings_of(building)
    cut, rows = len(rows) > MOST_DWELLINGS, rows[:MOST_DWELLINGS]
    ids = [row.pk for row in rows]
    households, people = _living(ids, "household"), _living(ids, "resident")
    with_doors = reach in KNOWS_DOORS
    rooms = [_room(row, households[row.pk], people[row.pk], with_doors=with_doors) for row in rows]
    units, floors = drawn(rooms)
    told = with_doors
    return BuildingPlan(
        units,
        floors,
        len(rows),
        sum(1 for row in rows if not (households[row.pk] or people[row.pk])) if told else 0,
        _told(sum(households.values()), told=told),
        _told(sum(people.values()), told=told),
        with_doors,
        cut,
    )


def dwellings_of(building: Record) -> list[Record]:
    """Return the dwellings that stand in a building today, in one statement."""
    inside = Link.objects.filter(field="building", target=building, until__isnull=True)
    rows = Record.objects.filter(
        pk__in=inside.values("source_id"),
        sheet="dwelling",
        valid_to__isnull=True,
        merged_into__isnull=True,
    )
    return list(rows.order_by("pk")[: MOST_DWELLINGS + 1])


def _living(dwellings: Iterable[int], sheet: str) -> Counter[int]:
    links = Link.objects.filter(
        field="dwelling",
        target_id__in=list(dwellings),
        until__isnull=True,
        source__sheet=sheet,
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )
    counted = links.values_list("target_id").annotate(number=Count("pk")).order_by()
    return Counter(dict(counted))


def _room(row: Record, households: int, people: int, *, with_doors: bool) -> Room:
    values: Mapping[str, Any] = values_of(row, ("unit_no", "floor_no", "dwelling_no"))
    floor = values.get("floor_no")
    return Room(
        uid=str(row.uid),
        unit=str(values.get("unit_no") or "") if with_doors else "",
        floor=int(floor) if floor is not None else None,
        door=str(values.get("dwelling_no") or "") if with_doors else "",
        households=households if with_doors else None,
        people=people if with_doors else None,
    )


def _told(number: int, *, told: bool) -> int | None:
    return number if told or number >= LEAST_SHOWN else None
