"""What the map shows of an area: the areas below it, its check-in points, its station."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID
from weakref import WeakKeyDictionary

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gege.fieldwork import api as fieldwork
from gege.kernel.coordinates import Point
from gege.matters.api import Setting
from gege.portal.queries.places import COMMUNITY, GRID, below
from gege.portal.rules.map_drawing import Frame, Region, Spotted, drawn, frame_of
from gege.territory.api import AreaFacts, Atlas

MOST_KEPT: Final = 500
_kept: Final[WeakKeyDictionary[Atlas, dict[tuple[str, date], Mapping[str, BaseGeometry]]]] = (
    WeakKeyDictionary()
)
MOST_POINTS: Final = 200
"""More points than that on one picture would tell nobody anything; the list has them all."""


@dataclass(frozen=True, slots=True)
class Known:
    """A check-in point that a resident may choose by its name."""

    uid: UUID
    grid: str
    name: str
    address: str
    at: Point | None


@dataclass(frozen=True)
class Sheet:
    """One picture: what is on it, and how it lies in the world."""

    code: str
    regions: tuple[Region, ...]
    frame: Frame | None
    points: tuple[Known, ...]
    station: Spotted | None

    def svg(self, words: str, chosen: Point | None = None) -> str:
        """Draw it; an empty text when there is nothing to draw."""
        if self.frame is None:
            return ""
        spots = [Spotted(one.name, one.at) for one in self.points[:MOST_POINTS] if one.at]
        return drawn(
            self.regions,
            self.frame,
            points=spots,
            station=self.station,
            chosen=chosen,
            words=words,
        )


def sheet(setting: Setting, code: str, language: str, on: date, size: int) -> Sheet:
    """Return the picture of the county ("" too), a township or a community."""
    atlas = setting.atlas
    county = atlas.county()
    code = code or (county.code if county else "")
    outlines = _outlines(atlas, code, on)
    regions = tuple(
        Region(one.code, one.name, outline)
        for one in below(atlas, code, language, on)
        if (outline := outlines.get(one.code)) is not None
    )
    inner = len(code) == COMMUNITY
    return Sheet(
        code=code,
        regions=regions,
        frame=frame_of(regions, size),
        points=known_points(atlas, code, on) if inner else (),
        station=_station(atlas, code, language) if inner else None,
    )


def known_points(atlas: Atlas, community: str, on: date) -> tuple[Known, ...]:
    """Return the check-in points of a community's grids; one statement."""
    grids = [one.code for one in atlas.children(community) if one.valid_on(on)]
    return tuple(
        Known(one.uid, one.area_code, one.name, one.address, _at(one.lng, one.lat))
        for one in fieldwork.points_of(grids, on)
    )


def known_point(atlas: Atlas, grid: str, uid: str, on: date) -> Known | None:
    """Return one point of a grid by what an address says of it."""
    return next(
        (one for one in known_points(atlas, grid[:COMMUNITY], on) if str(one.uid) == uid), None
    )


def _at(lng: float | None, lat: float | None) -> Point | None:
    return Point(lng, lat) if lng is not None and lat is not None else None


def _station(atlas: Atlas, code: str, language: str) -> Spotted | None:
    area, unit = atlas.area(code), atlas.platform_unit(code)
    if area is None or unit is None or area.centre is None:
        return None
    return Spotted(unit.name(language), area.centre)


def _grids(atlas: Atlas, code: str, on: date) -> list[AreaFacts]:
    found: list[AreaFacts] = []
    for one in atlas.children(code):
        if one.valid_on(on):
            found += [one] if len(one.code) == GRID else _grids(atlas, one.code, on)
    return found


def _outlines(atlas: Atlas, code: str, on: date) -> Mapping[str, BaseGeometry]:
    """Return the outline of each area below one, made of its grids; kept as long as its atlas."""
    kept = _kept.setdefault(atlas, {})
    if (code, on) not in kept:
        if len(kept) >= MOST_KEPT:
            kept.clear()
        kept[code, on] = _made(atlas, code, on)
    return kept[code, on]


def _made(atlas: Atlas, code: str, on: date) -> Mapping[str, BaseGeometry]:
    found: dict[str, BaseGeometry] = {}
    for one in atlas.children(code):
        grids = [one] if len(one.code) == GRID else _grids(atlas, one.code, on)
        shapes = [shape(dict(grid.boundary)) for grid in grids if grid.boundary is not None]
        if shapes:
            # A hair's width closes what was drawn a metre apart.
            found[one.code] = shapely.union_all(shapes).buffer(0.00002).buffer(-0.00002)
    return found
