"""Where it is: the grid's border and the point, drawn without tiles and without script."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from gege.desk.matter.presenters.reading import Reading

WIDTH, HEIGHT, MARGIN = 360, 240, 12
_COMMUNITY: Final = 12
Ring = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Borders as SVG paths in a box of WIDTH by HEIGHT, and the point in it."""

    own: str
    near: tuple[str, ...]
    point: tuple[str, str] | None
    width: int = WIDTH
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Place:
    """The place in words and as a drawing; `data` is the same for the script of the map."""

    label: str
    address: str
    coordinates: str
    placed: bool
    drawing: Drawing | None
    data: str


def place(reading: Reading) -> Place:
    """Return the place of a matter with the grids of its community around it."""
    matter, atlas = reading.matter, reading.setting.atlas
    area = atlas.area(matter.area_code)
    own = dict(area.boundary) if area and area.boundary and matter.placed else None
    siblings = atlas.children(matter.area_code[:_COMMUNITY]) if own else ()
    near = [dict(one.boundary) for one in siblings if one.boundary and one != area]
    point = (matter.lng, matter.lat) if matter.lng is not None and matter.lat is not None else None
    return Place(
        label=reading.place_label,
        address=matter.address,
        coordinates=f"{point[0]:.6f}, {point[1]:.6f} (WGS-84)" if point else "",
        placed=matter.placed,
        drawing=draw(own, near, point),
        data=json.dumps(
            {
                "own": own,
                "near": [
                    {"name": one.name(reading.language), "border": one.boundary}
                    for one in siblings
                    if one.boundary and one != area
                ],
                "name": area.name(reading.language) if area else "",
                "point": point,
            },
            default=dict,
            ensure_ascii=False,
        ),
    )


def draw(
    own: Mapping[str, Any] | None,
    near: list[dict[str, Any]],
    point: tuple[float, float] | None,
) -> Drawing | None:
    """Fit the own border and the point into the box, north up; None when there is nothing.

    Degrees of longitude are shortened by the cosine of the latitude: at the size of a grid the
    shape is then true.
    """
    shown = [spot for ring in _rings(own) for spot in ring] + ([point] if point else [])
    if not shown:
        return None
    west, east = min(x for x, _ in shown), max(x for x, _ in shown)
    south, north = min(y for _, y in shown), max(y for _, y in shown)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, high = max((east - west) * squeeze, 1e-5), max(north - south, 1e-5)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left = (WIDTH - wide * scale) / 2
    top = (HEIGHT - high * scale) / 2

    def at(spot: tuple[float, float]) -> tuple[float, float]:
        return left + (spot[0] - west) * squeeze * scale, top + (north - spot[1]) * scale

    def path(border: Mapping[str, Any] | None) -> str:
        return " ".join(
            "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in map(at, ring)) + "Z"
            for ring in _rings(border)
        )

    here = at(point) if point else None
    return Drawing(
        own=path(own),
        near=tuple(path(one) for one in near),
        point=(f"{here[0]:.1f}", f"{here[1]:.1f}") if here else None,
    )


def _rings(border: Mapping[str, Any] | None) -> Iterator[Ring]:
    if not border:
        return
    polygons = border["coordinates"]
    if border["type"] == "Polygon":
        polygons = [polygons]
    for polygon in polygons:
        for ring in polygon:
            yield [(float(spot[0]), float(spot[1])) for spot in ring]
