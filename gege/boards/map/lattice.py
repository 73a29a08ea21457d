"""The cells that matters are counted in: halves of halves of the world's degrees, plain arithmetic.

A cell of one level is exactly four of the next, whatever the position: both sides, here and in the
database, multiply the same numbers of double precision, and a factor of two changes no digit. So
counts of any level sum to those of every other.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

COARSEST: Final = 6
FINEST: Final = 20
"""About thirty metres: the map is never finer; an exact position stands on the matter's page."""
MOST_TOUCHED: Final = 2**16
"""Cells that a part looked at may touch; a screen touches some thousands."""
WIDE: Final = 360.0
HIGH: Final = 315.0
"""Degrees of one cell of level 0; a little flatter than wide, nearly square at thirty degrees."""
_KEY: Final = re.compile(r"([0-9]{1,2})-([0-9]{1,7})-([0-9]{1,7})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `x` counts to the east of the 180th meridian, `y` to the north of the pole."""

    level: int
    x: int
    y: int

    @property
    def key(self) -> str:
        return f"{self.level}-{self.x}-{self.y}"

    def at(self, level: int) -> Cell:
        """Return the cell of a coarser level that this one is a part of."""
        steps = self.level - level
        return Cell(level, self.x >> steps, self.y >> steps)


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the world in degrees (WGS-84)."""

    west: float
    south: float
    east: float
    north: float

    def cells(self, level: int) -> tuple[int, int, int, int]:
        """Return the first and last x, and the first and last y, of the cells it touches."""
        low, high = cell_of(self.west, self.south, level), cell_of(self.east, self.north, level)
        return low.x, high.x, low.y, high.y


WORLD: Final = Box(-180.0, -90.0, 180.0, 90.0)


def across(level: int) -> float:
    """Return the cells of a level to a degree of longitude."""
    return 2.0**level / WIDE


def up(level: int) -> float:
    """Return the cells of a level to a degree of latitude."""
    return 2.0**level / HIGH


def cell_of(lng: float, lat: float, level: int) -> Cell:
    """Return the cell that a position lies in."""
    return Cell(
        level, math.floor((lng + 180.0) * across(level)), math.floor((lat + 90.0) * up(level))
    )


def level_for(zoom: int, part: Box | None = None) -> int:
    """Return the level whose cells are some sixty pixels wide at a zoom of a map.

    It is coarser where the part looked at would touch more cells than any screen has: what is
    asked for costs no more memory than what can be looked at.
    """
    level = min(max(zoom + 2, COARSEST), FINEST)
    while part is not None and level > COARSEST and _touched(part, level) > MOST_TOUCHED:
        level -= 1
    return level


def _touched(part: Box, level: int) -> int:
    low_x, high_x, low_y, high_y = part.cells(level)
    return (high_x - low_x + 1) * (high_y - low_y + 1)


def read_cell(text: str) -> Cell | None:
    """Return the cell of a key; None for what is none."""
    found = _KEY.fullmatch(text)
    if found is None:
        return None
    cell = Cell(*(int(part) for part in found.groups()))
    most = 2**cell.level
    known = COARSEST <= cell.level <= FINEST and cell.x <= most and cell.y <= most
    return cell if known else None


def read_box(text: str) -> Box | None:
    """Return the box of "west,south,east,north"; None for what is none: no number, or turned."""
    parts = text.split(",")
    if len(parts) != 4 or any(len(part) > 25 for part in parts):
        return None
    try:
        west, south, east, north = (float(part) for part in parts)
    except ValueError:
        return None
    known = -180 <= west < east <= 180 and -90 <= south < north <= 90
    return Box(west, south, east, north) if known else None
