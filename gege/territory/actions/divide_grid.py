"""Deeds: divide a grid, merge grids, keeping history and successors (R-033).

Matters keep the grid they had; what is open moves with the unit's successor (`effective_unit`).
"""

from collections.abc import Sequence
from datetime import date, datetime

import shapely
from django.db import transaction
from shapely.geometry import Polygon

from gege.kernel.area_codes import Level, level_of
from gege.territory.actions.import_grids import fingerprint, new_area
from gege.territory.models import Area
from gege.territory.rules.drawings import Drawing, polygon_of
from gege.territory.rules.problems import RefusedError, refused
from gege.territory.rules.topology import DEFAULT_TOLERANCE_M, Tile, check_tiling
from gege.territory.upkeep import end_areas, hold_areas, living_areas, open_areas
from gege.trail.api import Signature, record

CENTIMETRE_DEGREES = 1e-7


@transaction.atomic
def divide_grid(
    *,
    code: str,
    into: Sequence[Drawing],
    on: date,
    by: Signature,
    now: datetime,
    tolerance_m: float = DEFAULT_TOLERANCE_M,
) -> list[Area]:
    """End a grid and open the parts that take its place; the first has its unit's open work.

    Raises RefusedError unless there are two parts or more, with new codes of the same community,
    that tile the old grid.
    """
    hold_areas()
    old = _grids([code])[0]
    if len(into) < 2:
        raise refused("too_few_parts", code)
    for part in into:
        _check_new_code(part.code, old)
    if old.boundary is None:
        raise refused("grid_not_drawn", code)
    ground = Tile(old.code, old.name_zh, polygon_of(old.boundary))
    tiles = [Tile(part.code, part.name_zh, part.polygon) for part in into]
    problems = check_tiling(ground, tiles, (), tolerance_m)
    if problems:
        raise RefusedError(problems)
    opened = open_areas([new_area(part, pilot=old.pilot) for part in into], on)
    parts = [opened[part.code] for part in into]
    end_areas([old], on, {code: parts}, note="divided")
    _record("divide_grid", [old], parts, on, by, now)
    return parts


@transaction.atomic
def merge_grids(
    *,
    codes: Sequence[str],
    code: str,
    name_zh: str,
    on: date,
    by: Signature,
    now: datetime,
    name_en: str = "",
    kind: str = "general",
) -> Area:
    """End grids that touch and open one under a new code in their place.

    Raises RefusedError unless there are two grids or more, of one community and joined by their
    borders, and the new code is of that community.
    """
    hold_areas()
    olds = _grids(codes)
    if len(olds) < 2:
        raise refused("too_few_parts", code)
    if len({old.parent_id for old in olds}) != 1:
        raise refused("other_community", code)
    _check_new_code(code, olds[0])
    if not name_zh:
        raise refused("no_name", code)
    for old in olds:
        if old.boundary is None:
            raise refused("grid_not_drawn", old.code)
    shapes = [polygon_of(old.boundary) for old in olds]
    union = shapely.union_all(shapes)
    if not isinstance(union, Polygon):
        # Borders that a drawing computed differ in the last digit: a centimetre joins them.
        union = shapely.union_all(shapes, grid_size=CENTIMETRE_DEGREES)
    if not isinstance(union, Polygon):
        raise refused("not_joined", code)
    merged = Drawing(code, name_zh, name_en, kind, code, union)
    opened = open_areas([new_area(merged, pilot=olds[0].pilot)], on)
    end_areas(olds, on, {old.code: [opened[code]] for old in olds}, note="merged")
    _record("merge_grids", olds, [opened[code]], on, by, now)
    return opened[code]


def _grids(codes: Sequence[str]) -> list[Area]:
    found = living_areas(codes)
    for code in codes:
        if code not in found or found[code].level != Level.GRID:
            raise refused("no_such_grid", code)
    return [found[code] for code in dict.fromkeys(codes)]


def _check_new_code(code: str, old: Area) -> None:
    if level_of(code) is not Level.GRID or code[: Level.COMMUNITY] != old.code[: Level.COMMUNITY]:
        raise refused("other_community", code)
    if Area.objects.filter(code=code).exists():
        raise refused("code_used", code)


def _record(
    deed: str, olds: list[Area], news: list[Area], on: date, by: Signature, now: datetime
) -> None:
    for_trail = {area.code: fingerprint(area.boundary) for area in news}
    for old in olds:
        record(
            stream=f"territory:{old.code}",
            deed=deed,
            by=by,
            now=now,
            before={"name": old.name_zh, "boundary": fingerprint(old.boundary)},
            after={"on": on.isoformat(), "successors": for_trail},
        )
