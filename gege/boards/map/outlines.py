"""The outlines of a county: areas as they were drawn, and those above them made of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from threading import Lock
from typing import Any, Final
from weakref import WeakKeyDictionary

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gege.boards.map.ground import Ground
from gege.boards.map.lattice import Box
from gege.kernel.area_codes import Level
from gege.territory.api import AreaFacts, Atlas

LEVELS: Final = (Level.GRID, Level.COMMUNITY, Level.TOWNSHIP, Level.COUNTY)
FINE_DEGREES: Final = 0.00002
"""About two metres: what a survey drew finer than that is not sent to a screen."""


class Outlines:
    """The outlines of one edition of the areas, and the spot of each."""

    def __init__(self, atlas: Atlas) -> None:
        self._atlas = atlas
        self._shapes: dict[str, BaseGeometry] = {}
        for level in LEVELS:
            self._shapes |= self._drawn(atlas.areas(level))
        self._spots = {code: _spot(atlas.area(code), one) for code, one in self._shapes.items()}

    def shape(self, code: str) -> BaseGeometry | None:
        """Return the outline of an area; None where neither it nor anything in it was drawn."""
        return self._shapes.get(code)

    def spot(self, code: str) -> tuple[float, float] | None:
        """Return the middle of an area, of the one above where it has none; None for nowhere."""
        for area in reversed(self._atlas.chain(code)):
            if area.code in self._spots:
                return self._spots[area.code]
        return None

    def own_spot(self, code: str) -> tuple[float, float] | None:
        """Return the middle of an area itself."""
        return self._spots.get(code)

    def around(self, codes: Iterable[str]) -> Box | None:
        """Return what holds the outlines of some areas."""
        shapes = [self._shapes[code] for code in codes if code in self._shapes]
        if not shapes:
            return None
        west, south, east, north = (float(side) for side in shapely.total_bounds(shapes))
        return Box(west, south, east, north)

    def _drawn(self, areas: tuple[AreaFacts, ...]) -> dict[str, BaseGeometry]:
        found: dict[str, BaseGeometry] = {}
        for area in areas:
            parts = [
                self._shapes[child.code]
                for child in self._atlas.children(area.code)
                if child.code in self._shapes
            ]
            if parts:
                found[area.code] = shapely.union_all(parts)
            elif area.boundary is not None:
                found[area.code] = shape(dict(area.boundary))
        if not areas or areas[0].level != Level.GRID or not found:
            return found
        # Neighbours keep their common border: it is simplified once, for both.
        fine = shapely.coverage_simplify(list(found.values()), FINE_DEGREES)
        return dict(zip(found, fine, strict=True))


_KEPT: WeakKeyDictionary[Atlas, Outlines] = WeakKeyDictionary()
_LOCK: Final = Lock()


def outlines(atlas: Atlas) -> Outlines:
    """Return the outlines of an atlas, made once while it is kept."""
    with _LOCK:
        kept = _KEPT.get(atlas)
    if kept is None:
        kept = Outlines(atlas)
        with _LOCK:
            _KEPT[atlas] = kept
    return kept


def within(atlas: Atlas, code: str) -> Iterator[AreaFacts]:
    """Return an area and everything in it, from the top down."""
    area = atlas.area(code)
    if area is not None:
        yield area
        for child in atlas.children(code):
            yield from within(atlas, child.code)


def shapes_of(atlas: Atlas, code: str, ground: Ground, language: str) -> Mapping[str, Any]:
    """Return the outlines of an area and of what lies in it, as a page draws them."""
    lines = outlines(atlas)
    areas = [area for area in within(atlas, code) if lines.shape(area.code) is not None]
    return {
        "areas": [
            {
                "code": area.code,
                "name": area.name(language),
                "rings": _rings(lines.shape(area.code), ground),
                "spot": ground.drawn(*(lines.own_spot(area.code) or (0.0, 0.0))),
            }
            for area in areas
        ]
    }


def _rings(outline: BaseGeometry | None, ground: Ground) -> list[list[tuple[float, float]]]:
    rings = []
    for part in shapely.get_parts(outline):
        if part.geom_type == "Polygon":
            rings += [
                [ground.drawn(lng, lat) for lng, lat in ring.coords[:-1]]
                for ring in (part.exterior, *part.interiors)
            ]
    return rings


def _spot(area: AreaFacts | None, outline: BaseGeometry) -> tuple[float, float]:
    if area is not None and area.centre is not None:
        return area.centre.lng, area.centre.lat
    inside = outline.representative_point()
    return inside.x, inside.y
