"""The atlas: every area and unit of the county in memory, for questions without queries.

Positions come in with their coordinate system and are compared in WGS-84 (domain 2.9). The grids
themselves are the spatial index: a Shapely STRtree over their boundaries.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any, TypeVar

import shapely
from shapely import STRtree
from shapely.geometry import Point as ShapelyPoint
from shapely.geometry import shape

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs, Point, to_wgs84
from gege.territory.rules.facts import AreaFacts, FormerName, UnitFacts

BORDER_DEGREES = 0.00001
"""About one metre: a point this near to a grid and inside none belongs to it. Borders that were
drawn apart by less than that leave no holes."""

F = TypeVar("F", AreaFacts, UnitFacts)


class Misplaced(StrEnum):
    """Why a point is in no grid."""

    OUTSIDE = "outside"
    SWAPPED = "swapped"
    NOT_A_POSITION = "not_a_position"


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a point lies. Exactly one of `grid` and `problem` is there.

    `meant` is the grid that the point with longitude and latitude exchanged lies in.
    """

    grid: AreaFacts | None
    problem: Misplaced | None = None
    meant: AreaFacts | None = None


class Atlas:
    """All areas and units, past and present. Never changes; a new edition is a new atlas."""

    def __init__(
        self,
        areas: Iterable[AreaFacts],
        units: Iterable[UnitFacts],
        former_names: Mapping[int, tuple[FormerName, ...]] | None = None,
    ) -> None:
        self._areas = MappingProxyType({a.id: a for a in areas})
        self._units = MappingProxyType({u.id: u for u in units})
        self._former = MappingProxyType(dict(former_names or {}))
        self._by_code: dict[str, tuple[AreaFacts, ...]] = _grouped(self._areas.values())
        self._units_by_code: dict[str, tuple[UnitFacts, ...]] = _grouped(self._units.values())
        self._children: dict[int, tuple[AreaFacts, ...]] = {}
        for one in sorted(self._areas.values(), key=lambda a: a.code):
            if one.parent_id is not None and one.valid_to is None:
                self._children[one.parent_id] = (*self._children.get(one.parent_id, ()), one)
        drawn = [
            a for a in self._areas.values() if a.level == Level.GRID and a.boundary is not None
        ]
        self._grids = tuple(sorted(drawn, key=lambda a: (a.code, a.valid_from)))
        shapes = [shape(_mapping(a)) for a in self._grids]
        shapely.prepare(shapes)
        self._tree = STRtree(shapes)

    def area(self, code: str, on: date | None = None) -> AreaFacts | None:
        """The area of a code: on a day, or (without one) its newest row, ended or not."""
        rows = self._by_code.get(code, ())
        if on is None:
            return rows[-1] if rows else None
        return next((a for a in reversed(rows) if a.valid_on(on)), None)

    def area_by_id(self, area_id: int) -> AreaFacts | None:
        return self._areas.get(area_id)

    def areas(self, level: Level | None = None) -> tuple[AreaFacts, ...]:
        """Areas that have not ended, by code."""
        rows = (a for a in self._areas.values() if a.valid_to is None)
        return tuple(
            sorted((a for a in rows if level is None or a.level == level), key=lambda a: a.code)
        )

    def areas_on(self, on: date, level: Level) -> tuple[AreaFacts, ...]:
        """Areas of a level in force on a day, ended since or not, by code."""
        rows = (a for a in self._areas.values() if a.level == level and a.valid_on(on))
        return tuple(sorted(rows, key=lambda a: a.code))

    def former_areas(self) -> tuple[AreaFacts, ...]:
        """Areas that ended and whose code nothing living has, by code."""
        newest = (rows[-1] for rows in self._by_code.values())
        return tuple(sorted((a for a in newest if a.valid_to is not None), key=lambda a: a.code))

    def county(self) -> AreaFacts | None:
        counties = self.areas(Level.COUNTY)
        return counties[0] if counties else None

    def unit(self, unit_id: int) -> UnitFacts | None:
        return self._units.get(unit_id)

    def units(self) -> tuple[UnitFacts, ...]:
        """Units that have not ended, by code."""
        return tuple(
            sorted((u for u in self._units.values() if u.valid_to is None), key=lambda u: u.code)
        )

    def unit_by_code(self, code: str, on: date | None = None) -> UnitFacts | None:
        """The unit of a code: on a day, or (without one) its newest row, ended or not."""
        rows = self._units_by_code.get(code, ())
        if on is None:
            return rows[-1] if rows else None
        return next((u for u in reversed(rows) if u.valid_on(on)), None)

    def platform_unit(self, area_code: str, on: date | None = None) -> UnitFacts | None:
        """The centre, station or grid post of an area: it carries the area's code."""
        return self.unit_by_code(area_code, on)

    def departments(self, area_code: str | None = None) -> tuple[UnitFacts, ...]:
        """Living departments by code: all, or those that serve exactly one area."""
        return tuple(
            u
            for u in self.units()
            if u.is_department and (area_code is None or u.area_code == area_code)
        )

    def former_departments(self) -> tuple[UnitFacts, ...]:
        """Departments that were dissolved, the latest first."""
        ended = [u for u in self._units.values() if u.is_department and u.valid_to is not None]
        return tuple(sorted(ended, key=lambda u: (u.valid_to or date.max, u.code), reverse=True))

    def children(self, code: str) -> tuple[AreaFacts, ...]:
        """The areas directly below that have not ended, by code."""
        area = self.area(code)
        return self._children.get(area.id, ()) if area else ()

    def chain(self, code: str, on: date | None = None) -> tuple[AreaFacts, ...]:
        """County first, the area itself last; empty for an unknown code."""
        found: list[AreaFacts] = []
        one = self.area(code, on)
        while one is not None:
            found.append(one)
            one = self._areas.get(one.parent_id) if one.parent_id is not None else None
        return tuple(reversed(found))

    def name_on(self, area: AreaFacts, on: date) -> str:
        """The Chinese name the area had on a day."""
        for former in self._former.get(area.id, ()):
            if former.valid_from <= on < former.valid_to:
                return former.name_zh
        return area.name_zh

    def label(self, code: str, lang: str = "zh-hans", on: date | None = None) -> str:
        """The place in words from the township down, "沿口镇 · 印山社区 · 第3网格".

        With a day: the names of that day. An unknown code is its own label.
        """
        chain = self.chain(code, on) or self.chain(code)
        if not chain:
            return code
        shown = chain[1:] or chain
        if on is not None and not lang.startswith("en"):
            return " · ".join(self.name_on(a, on) for a in shown)
        return " · ".join(a.name(lang) for a in shown)

    def grid_at(self, point: Point, crs: Crs, on: date | None = None) -> AreaFacts | None:
        """The one grid a point lies in, or None. On a shared border the lower code has it."""
        return self.place(point, crs, on).grid

    def place(self, point: Point, crs: Crs, on: date | None = None) -> Placing:
        """Where a point lies, or why it lies nowhere. `on`: the grids of a day, else today's."""
        if not (-180 <= point.lng <= 180 and -180 <= point.lat <= 180):
            return Placing(None, Misplaced.NOT_A_POSITION)
        if -90 <= point.lat <= 90:
            grid = self._find(to_wgs84(point, crs), on)
            if grid is not None:
                return Placing(grid)
        if -90 <= point.lng <= 90:
            meant = self._find(to_wgs84(Point(point.lat, point.lng), crs), on)
            if meant is not None:
                return Placing(None, Misplaced.SWAPPED, meant)
        inside_the_world = -90 <= point.lat <= 90
        return Placing(None, Misplaced.OUTSIDE if inside_the_world else Misplaced.NOT_A_POSITION)

    def grids_around(self, point: Point, crs: Crs, on: date | None = None) -> int:
        """Count the grids a point lies in: one in a county without gap and overlap (R-035).

        On a border shared by two it lies in one, as with `place`.
        """
        spot = to_wgs84(point, crs)
        inside = self._tree.query(ShapelyPoint(spot.lng, spot.lat), predicate="within")
        codes = {one.code for n in inside.tolist() if (one := self._lowest([n], on)) is not None}
        return len(codes) or int(self.place(spot, Crs.WGS84, on).grid is not None)

    def _find(self, wgs84: Point, on: date | None) -> AreaFacts | None:
        spot = ShapelyPoint(wgs84.lng, wgs84.lat)
        inside = self._tree.query(spot, predicate="intersects")
        found = self._lowest(inside.tolist(), on)
        if found is not None:
            return found
        near = self._tree.query(spot, predicate="dwithin", distance=BORDER_DEGREES)
        return self._lowest(near.tolist(), on)

    def _lowest(self, places: Iterable[int], on: date | None) -> AreaFacts | None:
        for place in sorted(places):
            grid = self._grids[place]
            in_force = grid.valid_to is None if on is None else grid.valid_on(on)
            if in_force:
                return grid
        return None

    def successors(self, area: AreaFacts) -> tuple[AreaFacts, ...]:
        """The areas that directly took an ended area's place."""
        return tuple(self._areas[i] for i in area.successor_ids if i in self._areas)

    def effective_unit(self, unit_id: int, on: date) -> UnitFacts | None:
        """The unit that does a unit's work on a day: itself, or the end of its successors.

        None when the unit is unknown, was dissolved without successor, or the chain runs in a
        loop: the caller puts the matter on the list that a person sees (R-036).
        """
        seen: set[int] = set()
        one = self._units.get(unit_id)
        while one is not None and one.id not in seen:
            if one.valid_to is None or on < one.valid_to:
                return one
            seen.add(one.id)
            one = self._units.get(one.successor_id) if one.successor_id is not None else None
        return None

    def succession_loops(self) -> tuple[tuple[UnitFacts, ...], ...]:
        """Chains of unit successors that come back to their own beginning."""
        loops: list[tuple[UnitFacts, ...]] = []
        done: set[int] = set()
        for start in sorted(self._units):
            path: list[int] = []
            step: int | None = start
            while step is not None and step in self._units and step not in done | set(path):
                path.append(step)
                step = self._units[step].successor_id
            if step in path:
                loops.append(tuple(self._units[i] for i in path[path.index(step) :]))
            done.update(path)
        return tuple(loops)


def _grouped(rows: Iterable[F]) -> dict[str, tuple[F, ...]]:
    grouped: dict[str, list[F]] = {}
    for one in rows:
        grouped.setdefault(one.code, []).append(one)
    return {code: tuple(sorted(some, key=_age)) for code, some in grouped.items()}


def _age(row: AreaFacts | UnitFacts) -> tuple[date, int]:
    return row.valid_from, row.id


def _mapping(area: AreaFacts) -> dict[str, Any]:
    return dict(area.boundary or {})
