"""Made-up outlines: a town tiled by communities, each tiled by grids. WGS-84, synthetic.

Cells are Voronoi cells around seeded points, pushed apart so that grids are of like size. All
their lines are then noded together on a raster of a millionth of a degree (0.1 m) and the faces
put together again, so that neighbours share every corner and every edge exactly.
"""

import math
import random
from collections.abc import Sequence
from typing import Final

import shapely
from shapely.geometry import MultiPoint, Point, Polygon

from gege.territory.demonstration.tables import Neighbourhood

RASTER_DEGREES: Final = 0.000001
KM_PER_DEGREE: Final = math.pi * 6371.0088 / 180
ROUNDS_OF_RELAXING: Final = 40


def tile_town(
    middle: tuple[float, float],
    radius_km: float,
    communities: Sequence[Neighbourhood],
    seed: int,
) -> tuple[dict[str, Polygon], dict[str, Polygon]]:
    """Community polygons and grid polygons by code, around a place (lng, lat)."""
    chance = random.Random(seed)  # noqa: S311 - the same seed draws the same town
    town = _outline(radius_km, chance)
    cells = _voronoi([Point(c.east, c.north) for c in communities], town)
    loose: dict[str, Polygon] = {}
    for community, cell in zip(communities, cells, strict=True):
        for number, tile in enumerate(_grids(cell, community.grids, chance), 1):
            loose[f"{community.code}{number:03d}"] = tile
    grids = _noded({code: _to_degrees(tile, middle) for code, tile in loose.items()})
    grounds: dict[str, Polygon] = {}
    for one in communities:
        tiles = [tile for code, tile in grids.items() if code[:12] == one.code]
        grounds[one.code] = _largest(shapely.coverage_union_all(tiles))
    return grounds, grids


def _outline(radius_km: float, chance: random.Random) -> Polygon:
    corners = [
        (
            radius_km * 1.15 * chance.uniform(0.9, 1.08) * math.cos(turn * math.tau / 18),
            radius_km * chance.uniform(0.9, 1.08) * math.sin(turn * math.tau / 18),
        )
        for turn in range(18)
    ]
    return Polygon(corners)


def _voronoi(seeds: Sequence[Point], ground: Polygon) -> list[Polygon]:
    """The cell of each seed within some ground, in the order of the seeds."""
    drawn = shapely.get_parts(
        shapely.voronoi_polygons(MultiPoint(seeds), extend_to=ground.buffer(1))
    )
    cells = [next(cell for cell in drawn if cell.intersects(seed)) for seed in seeds]
    return [_largest(cell.intersection(ground)) for cell in cells]


def _grids(community: Polygon, count: int, chance: random.Random) -> list[Polygon]:
    west, south, east, north = community.bounds
    seeds: list[Point] = []
    while len(seeds) < count:
        spot = Point(chance.uniform(west, east), chance.uniform(south, north))
        if community.contains(spot):
            seeds.append(spot)
    cells = _voronoi(seeds, community)
    for _ in range(ROUNDS_OF_RELAXING):
        cells = _voronoi([cell.centroid for cell in cells], community)
    # Numbered as a clerk would on a plan: by rows from the north-west.
    return sorted(cells, key=lambda c: (-round(c.centroid.y * 4), c.centroid.x))


def _largest(shape: shapely.Geometry) -> Polygon:
    parts = [part for part in shapely.get_parts(shape) if isinstance(part, Polygon)]
    return max(parts, key=lambda part: part.area)


def _to_degrees(tile: Polygon, middle: tuple[float, float]) -> Polygon:
    lng, lat = middle
    wide = KM_PER_DEGREE * math.cos(math.radians(lat))
    return Polygon([(lng + x / wide, lat + y / KM_PER_DEGREE) for x, y in tile.exterior.coords])


def _noded(loose: dict[str, Polygon]) -> dict[str, Polygon]:
    lines = shapely.union_all([tile.exterior for tile in loose.values()], grid_size=RASTER_DEGREES)
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(lines))))
    codes = list(loose)
    tree = shapely.STRtree([loose[code] for code in codes])
    found: dict[str, list[Polygon]] = {code: [] for code in codes}
    for face in faces:
        hit = int(tree.nearest(face.representative_point()))
        found[codes[hit]].append(face)
    whole = {code: shapely.coverage_union_all(parts) for code, parts in found.items()}
    return {code: Polygon(_rounded(_largest(shape))) for code, shape in whole.items()}


def _rounded(shape: Polygon) -> list[tuple[float, float]]:
    return [(round(x, 6), round(y, 6)) for x, y in shape.exterior.coords]
