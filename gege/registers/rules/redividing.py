"""What could be done about a grid that has far more work than its like, or far less (L17).

Moves of buildings over a border that two grids share, a division, or a merger: a proposal from
counts and positions, which a person weighs with what no register knows.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.kernel.coordinates import Point, distance_m

MOST_PARTS: Final = 5


class Way(StrEnum):
    """How the work could be made even."""

    MOVE = "move"
    DIVIDE = "divide"
    TAKE = "take"
    MERGE = "merge"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Ground:
    """A grid with its work, and its middle where it is drawn."""

    code: str
    work: float
    centre: Point | None = None


@dataclass(frozen=True, slots=True)
class House:
    """A building of a grid with the work that lies in it; `id` is its record."""

    id: int
    grid: str
    work: float
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Handing:
    """Buildings that would go from one grid to its neighbour, and their work."""

    source: str
    target: str
    houses: tuple[int, ...]
    work: float


@dataclass(frozen=True, slots=True)
class Half:
    """One part of a division: towards `side` (north, south, east, west) of the grid's middle."""

    side: str
    houses: tuple[int, ...]
    work: float


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be done. `after` is the work that would be left in the grid.

    It is not `told` where, less what is told of a neighbour, it would be that of few households.
    """

    way: Way
    after: float
    handings: tuple[Handing, ...] = ()
    parts: int = 0
    halves: tuple[Half, ...] = ()
    told: bool = True


def proposal_for(
    grid: Ground,
    usual: float,
    tolerance_percent: int,
    neighbours: Sequence[Ground],
    houses: Sequence[House],
) -> Proposal | None:
    """Return what could be done about a grid; None while its work is within the tolerance.

    `usual` is the mean of its community's general grids; `neighbours` share a border with it and
    lie in its community; `houses` are its own and those of its neighbours.
    """
    most = usual * (1 + tolerance_percent / 100)
    least = usual * (1 - tolerance_percent / 100)
    if least <= grid.work <= most:
        return None
    own = [one for one in houses if one.grid == grid.code and one.work]
    if grid.work > most:
        return _lighten(grid, usual, most, neighbours, own)
    return _fill(grid, usual, (least, most), neighbours, [one for one in houses if one.work])


def _lighten(
    grid: Ground, usual: float, most: float, neighbours: Sequence[Ground], own: Sequence[House]
) -> Proposal:
    """Give buildings at the border to neighbours that have room; else divide the grid."""
    left, given, handings = grid.work, set[int](), []
    for one in sorted(neighbours, key=lambda near: (near.work, near.code)):
        room = usual - one.work
        rest = [house for house in own if house.id not in given]
        going = _nearest(rest, one.centre, left - most, room)
        if going:
            work = sum(house.work for house in going)
            left -= work
            given |= {house.id for house in going}
            handings.append(_handing(grid.code, one.code, going, work))
        if left <= most:
            return Proposal(Way.MOVE, left, tuple(handings))
    parts = min(MOST_PARTS, max(2, round(grid.work / usual)))
    halves = _halves(grid, own) if parts == 2 else ()
    return Proposal(Way.DIVIDE, grid.work / parts, parts=parts, halves=halves)


def _fill(
    grid: Ground,
    usual: float,
    bounds: tuple[float, float],
    neighbours: Sequence[Ground],
    houses: Sequence[House],
) -> Proposal:
    """Make one grid of it and a light neighbour; else take buildings from a heavy one."""
    least, most = bounds
    for one in sorted(neighbours, key=lambda near: (near.work, near.code)):
        if one.work + grid.work <= most:
            return Proposal(
                Way.MERGE, one.work + grid.work, (Handing(grid.code, one.code, (), grid.work),)
            )
    for one in sorted(neighbours, key=lambda near: (-near.work, near.code)):
        theirs = [house for house in houses if house.grid == one.code]
        going = _nearest(theirs, grid.centre, least - grid.work, one.work - usual)
        work = sum(house.work for house in going)
        if grid.work + work >= least:
            return Proposal(
                Way.TAKE, grid.work + work, (_handing(one.code, grid.code, going, work),)
            )
    return Proposal(Way.LOOK, grid.work)


def _nearest(
    houses: Sequence[House], goal: Point | None, wanted: float, room: float
) -> list[House]:
    """Return the buildings nearest to a grid's middle: as much work as wanted, within its room."""
    if goal is None:
        return []
    placed = [(distance_m(one.point, goal), one.id, one) for one in houses if one.point]
    taken: list[House] = []
    work = 0.0
    for _far, _id, one in sorted(placed, key=lambda each: each[:2]):
        if work >= wanted:
            break
        if work + one.work <= room:
            taken.append(one)
            work += one.work
    return taken


def _halves(grid: Ground, own: Sequence[House]) -> tuple[Half, ...]:
    """Cut the buildings across their longer side, so that both parts have about as much work."""
    placed = [(one, one.point) for one in own if one.point]
    if len(placed) < 2:
        return ()
    lats = [point.lat for _one, point in placed]
    narrow = math.cos(math.radians(sum(lats) / len(lats)))
    lngs = [point.lng * narrow for _one, point in placed]
    wide = max(lngs) - min(lngs) >= max(lats) - min(lats)
    line = sorted(placed, key=lambda each: (each[1].lng if wide else each[1].lat, each[0].id))
    first: list[House] = []
    whole, work = sum(one.work for one, _point in line), 0.0
    for one, _point in line[:-1]:
        if first and work + one.work / 2 > whole / 2:
            break
        first.append(one)
        work += one.work
    second = [one for one, _point in line[len(first) :]]
    sides = ("west", "east") if wide else ("south", "north")
    return tuple(
        Half(side, tuple(one.id for one in some), sum(one.work for one in some))
        for side, some in zip(sides, (first, second), strict=True)
    )


def _handing(source: str, target: str, houses: Sequence[House], work: float) -> Handing:
    return Handing(source, target, tuple(one.id for one in houses), work)
