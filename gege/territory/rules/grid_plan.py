"""What a drawing of grids changes in the communities it shows, and what is wrong with it.

A file states every community it touches whole: a grid it lacks is gone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry import Polygon

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs
from gege.territory.rules.atlas import Atlas
from gege.territory.rules.drawings import Drawing, crs_named, polygon_of, read_drawings
from gege.territory.rules.facts import AreaFacts
from gege.territory.rules.problems import Problem, problem
from gege.territory.rules.sheets import SourceFile
from gege.territory.rules.topology import (
    DEFAULT_TOLERANCE_M,
    Tile,
    check_communities,
    check_tiling,
)


@dataclass(frozen=True, slots=True)
class GridPlan:
    """What an import would do. Nothing is saved while `problems` has anything.

    `outlines` are boundaries of communities and higher areas; `new` and `redrawn` are grids.
    """

    edition: int
    crs: str
    communities: tuple[str, ...]
    outlines: tuple[Drawing, ...]
    new: tuple[Drawing, ...]
    redrawn: tuple[Drawing, ...]
    kept: int
    gone: tuple[AreaFacts, ...]
    problems: tuple[Problem, ...]


def plan_grids(
    files: Sequence[SourceFile],
    crs_text: str,
    atlas: Atlas,
    edition: int,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> GridPlan:
    """Compare drawings with the atlas and check that the grids tile their communities."""
    crs = crs_named(crs_text)
    if crs is None:
        known = ", ".join(Crs)
        stopped = problem("unknown_crs_option", crs_text[:30], known=known)
        return GridPlan(edition, crs_text, (), (), (), (), 0, (), (stopped,))
    drawings: dict[str, Drawing] = {}
    problems: list[Problem] = []
    for file in files:
        found, wrong = read_drawings(file, crs)
        problems += wrong
        for one in found:
            first = drawings.setdefault(one.code, one)
            if first is not one:
                problems.append(problem("code_twice", one.where, code=one.code, first=first.where))
    grids = {code: d for code, d in drawings.items() if d.level is Level.GRID}
    outlines = {code: d for code, d in drawings.items() if d.level is not Level.GRID}
    problems += _homeless(grids, outlines, atlas)
    problems += _unnamed(grids, atlas)
    communities = tuple(sorted({code[: Level.COMMUNITY] for code in grids}))
    if not problems:
        # A ring that could not be read would show as a gap: topology waits until all are read.
        problems += _topology(communities, grids, outlines, atlas, tolerance_m)
    current = {a.code: a for code in communities for a in atlas.children(code)}
    return GridPlan(
        edition=edition,
        crs=str(crs),
        communities=communities,
        outlines=tuple(outlines[code] for code in sorted(outlines)),
        new=tuple(d for code, d in sorted(grids.items()) if code not in current),
        redrawn=tuple(
            d for code, d in sorted(grids.items()) if code in current and _differs(d, current[code])
        ),
        kept=sum(code in current and not _differs(d, current[code]) for code, d in grids.items()),
        gone=tuple(a for code, a in sorted(current.items()) if code not in grids),
        problems=tuple(problems),
    )


def _homeless(
    grids: dict[str, Drawing], outlines: dict[str, Drawing], atlas: Atlas
) -> list[Problem]:
    problems: list[Problem] = []
    for code, one in sorted({**outlines, **grids}.items()):
        home = code[: Level.COMMUNITY] if one.level is Level.GRID else code
        area = atlas.area(home)
        if area is None or area.valid_to is not None:
            kind = "no_community" if one.level is Level.GRID else "no_such_area"
            problems.append(problem(kind, one.where, code=code, community=home))
    return problems


def _unnamed(grids: dict[str, Drawing], atlas: Atlas) -> list[Problem]:
    return [
        problem("no_name", one.where, code=code)
        for code, one in sorted(grids.items())
        if not one.name_zh and ((area := atlas.area(code)) is None or area.valid_to is not None)
    ]


def _topology(
    communities: Sequence[str],
    grids: dict[str, Drawing],
    outlines: dict[str, Drawing],
    atlas: Atlas,
    tolerance_m: float,
) -> list[Problem]:
    problems: list[Problem] = []
    grounds: dict[str, Tile] = {}
    for area in atlas.areas(Level.COMMUNITY):
        drawn = outlines.get(area.code)
        polygon = drawn.polygon if drawn is not None else _stored(area.boundary)
        if polygon is not None:
            grounds[area.code] = Tile(area.code, area.name_zh, polygon)
    problems += check_communities([grounds[c] for c in sorted(grounds)], tolerance_m)
    for code in sorted({*communities, *(c for c in outlines if len(c) == Level.COMMUNITY)}):
        if code not in grounds:
            problems.append(problem("community_not_drawn", code))
            continue
        tiles = [
            Tile(d.code, d.name_zh, d.polygon) for c, d in sorted(grids.items()) if c[:12] == code
        ]
        if code not in communities:
            tiles = _stored_tiles(atlas, code)
        if tiles:
            others = [grounds[c] for c in sorted(grounds) if c != code]
            problems += check_tiling(grounds[code], tiles, others, tolerance_m)
    return problems


def stored_tile(area: AreaFacts) -> Tile | None:
    """An area of the atlas as the checks see it; None when nobody has drawn it."""
    polygon = _stored(area.boundary)
    return None if polygon is None else Tile(area.code, area.name_zh, polygon)


def _stored_tiles(atlas: Atlas, community: str) -> list[Tile]:
    found = (stored_tile(grid) for grid in atlas.children(community))
    return [tile for tile in found if tile is not None]


def _stored(boundary: Any) -> Polygon | None:
    return None if boundary is None else polygon_of(boundary)


def _differs(drawing: Drawing, area: AreaFacts) -> bool:
    """True when the drawing says anything else than the atlas. A drawing without name keeps it."""
    return (
        drawing.boundary != area.boundary
        or drawing.kind != area.kind
        or bool(drawing.name_zh and drawing.name_zh != area.name_zh)
        or bool(drawing.name_en and drawing.name_en != area.name_en)
    )


def check_coverage(atlas: Atlas, tolerance_m: float = DEFAULT_TOLERANCE_M) -> list[Problem]:
    """Is every drawn community tiled by its grids and has every grid a full chain? (R-035)

    `chain_broken`: a grid without a living community, township and county above it.
    `grid_not_drawn`, `community_not_drawn`: an area with no boundary where one is needed.
    """
    problems: list[Problem] = []
    for grid in atlas.areas(Level.GRID):
        chain = atlas.chain(grid.code)
        if [a.level for a in chain] != list(Level) or any(a.valid_to for a in chain):
            problems.append(problem("chain_broken", f"{grid.code} {grid.name_zh}"))
        if grid.boundary is None:
            problems.append(problem("grid_not_drawn", f"{grid.code} {grid.name_zh}"))
    grounds = [t for a in atlas.areas(Level.COMMUNITY) if (t := stored_tile(a)) is not None]
    problems += check_communities(grounds, tolerance_m)
    drawn = {ground.code for ground in grounds}
    for ground in grounds:
        tiles = _stored_tiles(atlas, ground.code)
        others = [one for one in grounds if one.code != ground.code]
        if tiles:
            problems += check_tiling(ground, tiles, others, tolerance_m)
        else:
            problems.append(problem("no_grids", f"{ground.code} {ground.name}"))
    for area in atlas.areas(Level.COMMUNITY):
        if area.code not in drawn and atlas.children(area.code):
            problems.append(problem("community_not_drawn", area.code))
    return problems
