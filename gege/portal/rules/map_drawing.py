"""A map without tiles and without script: a picture of areas by name, and what was pressed on it.

Plain geometry in WGS-84. At the size of a county an even grid of degrees, narrowed by the latitude,
is exact to less than a pixel.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from gege.kernel.coordinates import Point

SIZES: Final = (320, 640)
"""Pixels of a side: a phone's, and a screen's. The picture is never scaled: what was pressed comes
back in pixels."""
MARGIN: Final = 10
LEAST_HEIGHT: Final = 120
NEAR: Final = 3
"""Pixels beside an area that still mean it: fingers are wide."""
_LETTER: Final = 13
_PAPER, _INK, _LINE, _ACCENT, _RED = "#fbfaf7", "#1f2328", "#858279", "#0f5c63", "#b3261e"


@dataclass(frozen=True, slots=True)
class Region:
    """An area as it is drawn."""

    code: str
    name: str
    shape: BaseGeometry


@dataclass(frozen=True, slots=True)
class Spotted:
    """A place with a name."""

    name: str
    at: Point


@dataclass(frozen=True, slots=True)
class Frame:
    """Which part of the world a picture shows: its north-west corner, and pixels per degree.

    `size` is its width in pixels; it is as high as its areas need, and never higher than wide.
    """

    size: int
    height: int
    west: float
    north: float
    across: float
    down: float

    def pixel(self, lng: float, lat: float) -> tuple[float, float]:
        """Return where a position is drawn."""
        return (lng - self.west) * self.across, (self.north - lat) * self.down

    def place(self, x: int, y: int) -> Point | None:
        """Return the position under a pixel, None beside the picture."""
        if not (0 <= x <= self.size and 0 <= y <= self.height):
            return None
        return Point(round(self.west + x / self.across, 6), round(self.north - y / self.down, 6))


def frame_of(regions: Sequence[Region], size: int) -> Frame | None:
    """Return the frame that shows all regions; None where there is nothing to show."""
    if not regions:
        return None
    west, south, east, north = shapely.union_all([one.shape.envelope for one in regions]).bounds
    narrow = math.cos(math.radians((south + north) / 2))
    room = size - 2 * MARGIN
    scale = room / max((east - west) * narrow, north - south, 1e-6)
    across, down = scale * narrow, scale
    height = min(size, max(LEAST_HEIGHT, math.ceil((north - south) * down) + 2 * MARGIN))
    left = (west + east) / 2 - size / 2 / across
    top = (south + north) / 2 + height / 2 / down
    return Frame(size, height, left, top, across, down)


def region_at(regions: Sequence[Region], frame: Frame, x: int, y: int) -> Region | None:
    """Return the region that was pressed, or the one that nearly was."""
    point = frame.place(x, y)
    if point is None:
        return None
    spot = Spot(point.lng, point.lat)
    inside = next((one for one in regions if one.shape.intersects(spot)), None)
    if inside is not None:
        return inside
    near = [(one.shape.distance(spot), one.code, one) for one in regions]
    distance, _, nearest = min(near, default=(math.inf, "", None), key=lambda one: one[:2])
    return nearest if distance * frame.down <= NEAR else None


def drawn(
    regions: Sequence[Region],
    frame: Frame,
    *,
    points: Iterable[Spotted] = (),
    station: Spotted | None = None,
    chosen: Point | None = None,
    words: str = "",
) -> str:
    """Return the picture as SVG: regions with their names, places, and the one that was chosen."""
    size, height, labels = frame.size, frame.height, _Labels(frame)
    spots = [(one.name, *frame.pixel(one.at.lng, one.at.lat)) for one in points]
    for _name, x, y in spots:
        labels.keep_free(x, y)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{height}" '
        f'viewBox="0 0 {size} {height}" role="img" aria-label={quoteattr(words)}>',
        f'<rect width="{size}" height="{height}" fill="{_PAPER}"/>',
        f'<g fill="#fff" stroke="{_LINE}" stroke-width="1.2" stroke-linejoin="round">',
        *(f'<path d="{_path(one.shape, frame)}"/>' for one in regions),
        f'</g><g font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif" '
        f'font-size="{_LETTER}" text-anchor="middle" fill="{_INK}">',
    ]
    for one in sorted(regions, key=lambda one: (-one.shape.area, one.code)):
        inside = one.shape.representative_point()
        x, y = frame.pixel(inside.x, inside.y)
        parts.append(labels.put(one.name, x, y + 4, y + 22, y - 14))
    if station is not None:
        x, y = frame.pixel(station.at.lng, station.at.lat)
        parts.append(f'<path d="M{x - 6:.1f} {y - 6:.1f}h12v12h-12z" fill="{_ACCENT}"/>')
        parts.append(labels.put(station.name, x, y + 20, y - 10))
    for name, x, y in spots:
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{_ACCENT}"/>')
        parts.append(labels.put(name, x, y + 18, y - 8))
    if chosen is not None:
        x, y = frame.pixel(chosen.lng, chosen.lat)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="9" fill="none" stroke="{_RED}" '
            f'stroke-width="3"/><circle cx="{x:.1f}" cy="{y:.1f}" r="2" fill="{_RED}"/>'
        )
    parts.append("</g></svg>")
    return "".join(parts)


class _Labels:
    """Names that do not cover each other: who comes first is written, all stand in the list."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.taken: list[tuple[float, float, float, float]] = []

    def keep_free(self, x: float, y: float) -> None:
        """Let no name cover a place."""
        self.taken.append((x - 4, y - 4, x + 4, y + 4))

    def put(self, name: str, x: float, *heights: float) -> str:
        """Return the name at the first of its heights where it covers no other; else nothing."""
        wide = sum(_LETTER if ord(sign) > 0x2000 else _LETTER * 0.56 for sign in name)
        x = min(max(x, wide / 2 + 2), self.frame.size - wide / 2 - 2)
        for y in heights if name else ():
            box = (x - wide / 2, y - _LETTER, x + wide / 2, y + 4)
            outside = box[0] < 0 or box[1] < 0 or box[3] > self.frame.height
            if not outside and not any(_meet(box, other) for other in self.taken):
                self.taken.append(box)
                return (
                    f'<text x="{x:.1f}" y="{y:.1f}" stroke="#fff" stroke-width="3" '
                    f'paint-order="stroke">{escape(name)}</text>'
                )
        return ""


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _path(shape: BaseGeometry, frame: Frame) -> str:
    plain = shape.simplify(0.7 / frame.down)
    rings = []
    for part in shapely.get_parts(plain):
        if part.geom_type != "Polygon":
            continue
        for ring in (part.exterior, *part.interiors):
            pixels = [frame.pixel(lng, lat) for lng, lat in ring.coords[:-1]]
            rings.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pixels) + "Z")
    return "".join(rings)
