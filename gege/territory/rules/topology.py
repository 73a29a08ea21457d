"""Do the grids of a community tile it? Gaps, overlaps and strays in metres (R-033, R-035).

Positions are taken to a plane around the community: x east and y north in metres. Over the few
kilometres of a community that is exact to a millimetre, far below any tolerance.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely import STRtree
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from gege.territory.rules.problems import Problem, problem

DEFAULT_TOLERANCE_M = 1.0
"""Gaps and overlaps narrower than this are drawing noise."""

_METRES_PER_DEGREE = math.pi * 6371008.8 / 180


@dataclass(frozen=True, slots=True)
class Tile:
    """A grid as the checks see it; `name` is what a person knows it by."""

    code: str
    name: str
    polygon: Polygon


def plane_around(polygon: Polygon) -> Callable[[BaseGeometry], BaseGeometry]:
    """A projection to metres around the middle of a WGS-84 polygon."""
    west, south, east, north = polygon.bounds
    lng, lat = (west + east) / 2, (south + north) / 2
    scale = np.array([_METRES_PER_DEGREE * math.cos(math.radians(lat)), _METRES_PER_DEGREE])
    origin = np.array([lng, lat])
    return lambda geometry: shapely.transform(geometry, lambda xy: (xy - origin) * scale)


def check_tiling(
    community: Tile,
    grids: Sequence[Tile],
    neighbours: Sequence[Tile] = (),
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> list[Problem]:
    """What keeps grids from tiling their community; empty when they do.

    `overlap`: two grids share ground. `outside`: a grid leaves its community, or `in_other` when
    most of it lies in one of the `neighbours` (other communities). `gap`: ground of the community
    that no grid has. Each tells square metres and, for a gap, a place in it.
    """
    plane = plane_around(community.polygon)
    ground = plane(community.polygon)
    tiles = [plane(grid.polygon) for grid in grids]
    problems = _overlaps(grids, tiles, tolerance_m)
    for grid, tile in zip(grids, tiles, strict=True):
        stray = _wide(tile.difference(ground), tolerance_m)
        if stray.is_empty:
            continue
        home = next(
            (n for n in neighbours if plane(n.polygon).intersection(tile).area > tile.area / 2),
            None,
        )
        where = _called(grid)
        area = round(stray.area)
        if home is not None:
            problems.append(problem("in_other", where, area=area, other=_called(home)))
        else:
            problems.append(problem("outside", where, area=area, community=_called(community)))
    missing = _wide(ground.difference(shapely.union_all(tiles)), tolerance_m)
    for part in shapely.get_parts(missing):
        lng, lat = _place_in(part, community.polygon)
        problems.append(problem("gap", _called(community), area=round(part.area), lng=lng, lat=lat))
    return problems


def check_communities(
    communities: Sequence[Tile], tolerance_m: float = DEFAULT_TOLERANCE_M
) -> list[Problem]:
    """Communities that share ground."""
    if len(communities) < 2:
        return []
    plane = plane_around(communities[0].polygon)
    return _overlaps(communities, [plane(one.polygon) for one in communities], tolerance_m)


def _overlaps(
    tiles: Sequence[Tile], shapes: Sequence[BaseGeometry], tolerance_m: float
) -> list[Problem]:
    problems: list[Problem] = []
    pairs = STRtree(shapes).query(shapes, predicate="intersects")
    for first, second in sorted(map(tuple, pairs.T.tolist())):
        if first >= second:
            continue
        shared = _wide(shapes[first].intersection(shapes[second]), tolerance_m)
        if not shared.is_empty:
            problems.append(
                problem(
                    "overlap",
                    _called(tiles[first]),
                    other=_called(tiles[second]),
                    area=max(1, round(shared.area)),
                )
            )
    return problems


def _wide(ground: BaseGeometry, tolerance_m: float) -> BaseGeometry:
    """The parts of some ground that are wider than the tolerance, whole."""
    parts = [
        part
        for part in shapely.get_parts(ground)
        if part.area > 0 and not part.buffer(-tolerance_m / 2).is_empty
    ]
    return shapely.union_all(parts)


def _place_in(part: BaseGeometry, community: Polygon) -> tuple[float, float]:
    west, south, east, north = community.bounds
    lng, lat = (west + east) / 2, (south + north) / 2
    inside = part.representative_point()
    scale = _METRES_PER_DEGREE
    return (
        round(lng + inside.x / (scale * math.cos(math.radians(lat))), 6),
        round(lat + inside.y / scale, 6),
    )


def _called(tile: Tile) -> str:
    return f"{tile.code} {tile.name}".strip()
