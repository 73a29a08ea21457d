"""Ways to count records that no field of theirs tells: by the way on foot, by grids, by visits.

For the job that makes figures; no page asks this. What comes out is kept back like all figures of
the registers (0042). Nobody's way home is computed: reach is of dwellings, not of who lives there.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any, Final

from django.db.models import Count, QuerySet

from gege.kernel.coordinates import Crs, Point, distance_m
from gege.registers.models import Link, Record
from gege.registers.queries.live import live_registers
from gege.registers.rules.declaration import Contract
from gege.registers.rules.statistics.tables import CountedTable
from gege.territory.api import load_atlas

SERVICE_POINT: Final = "27"
"""The kind of place where a resident is served (`place_kind`)."""
_METRES_A_DEGREE: Final = 111_000.0

Counted = Counter[tuple[str, str]]
Marks = Callable[[date, int], Collection[int]]
"""The keys of the records of a sheet that something was done for, in so many days up to a day."""
_marks: Final[dict[str, Marks]] = {}


def set_marks(way: str, marks: Marks) -> None:
    """Name who knows which records count: a room above, that knows visits."""
    _marks[way] = marks


def counted_by_way(table: CountedTable, contract: Contract, today: date) -> Counted:
    """Return numbers by area and category; nothing where what is counted by is not in use."""
    if table.way == "reach":
        return _reach(contract, table.limit)
    if table.way == "one_grid":
        return _one_grid(today)
    marks = _marks.get(table.way)
    return _marked(table, marks(today, table.limit)) if marks is not None else Counter()


def _live(sheet: str) -> QuerySet[Record]:
    return Record.objects.filter(sheet=sheet, valid_to__isnull=True, merged_into__isnull=True)


def _reach(contract: Contract, metres: int) -> Counted:
    """Count dwellings by whether a service point lies within so many metres in a straight line."""
    needed = {contract.register_of[one].code for one in ("place", "building", "dwelling")}
    if not needed <= live_registers():
        return Counter()
    served = Near(_points(_live("place").filter(open__kind=SERVICE_POINT)).values(), metres)
    stands = {pk: served.reaches(point) for pk, point in _points(_live("building")).items()}
    found: Counted = Counter()
    homes = Link.objects.filter(
        field="building",
        until__isnull=True,
        source__sheet="dwelling",
        source__valid_to__isnull=True,
        source__merged_into__isnull=True,
    )
    grouped = homes.order_by().values_list("source__area_code", "target_id")
    for area, building, number in grouped.annotate(number=Count("pk")):
        within = stands.get(building)
        category = "no_position" if within is None else "within" if within else "beyond"
        found[area, category] += number
    return found


def _one_grid(today: date) -> Counted:
    """Count buildings by how many grids they lie in."""
    atlas, found = load_atlas(), Counter[tuple[str, str]]()
    for area, place in _live("building").values_list("area_code", "open__point").iterator():
        point = _point(place)
        if point is None:
            found[area, "no_position"] += 1
            continue
        grids = atlas.grids_around(point, Crs.WGS84, today)
        found[area, "none" if not grids else "one" if grids == 1 else "several"] += 1
    return found


def _marked(table: CountedTable, marked: Collection[int]) -> Counted:
    found: Counted = Counter()
    for pk, area in _live(table.sheet).values_list("pk", "area_code").iterator():
        found[area, "yes" if pk in marked else "no"] += 1
    return found


class Near:
    """Points by cells as wide as the distance asked for: only the nine around are looked at."""

    def __init__(self, points: Iterable[Point], metres: int) -> None:
        self._metres = metres
        self._cells: defaultdict[tuple[int, int], list[Point]] = defaultdict(list)
        known = list(points)
        lat = max((abs(one.lat) for one in known), default=0.0)
        # A cell is as wide as the distance where meridians stand closest, and wider elsewhere.
        self._high = metres / _METRES_A_DEGREE * 1.01
        self._wide = self._high / max(0.01, math.cos(math.radians(min(89.0, lat + 1))))
        for one in known:
            self._cells[self._cell(one)].append(one)

    def reaches(self, point: Point) -> bool:
        """Tell whether one of them lies within the distance."""
        x, y = self._cell(point)
        return any(
            distance_m(point, one) <= self._metres
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for one in self._cells.get((x + dx, y + dy), ())
        )

    def _cell(self, point: Point) -> tuple[int, int]:
        return math.floor(point.lng / self._wide), math.floor(point.lat / self._high)


def _points(rows: QuerySet[Record]) -> dict[int, Point]:
    found = {}
    for pk, place in rows.values_list("pk", "open__point").iterator():
        point = _point(place)
        if point is not None:
            found[pk] = point
    return found


def _point(place: Mapping[str, Any] | None) -> Point | None:
    """Return where a record stands; positions are kept in WGS-84."""
    return Point(float(place["lng"]), float(place["lat"])) if place else None
