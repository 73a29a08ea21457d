"""Columns of fixed width, as older systems of departments write them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from gege.registers.files.faults import FileError
from gege.registers.files.limits import Limits
from gege.registers.files.tables import BROKEN, Line, Mark


@dataclass(frozen=True, slots=True)
class FixedColumn:
    """A column from `start` (0 is the first place) over `length` places."""

    heading: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class FixedLayout:
    """The columns of a file; places are counted in bytes (as GBK systems do) or in characters."""

    columns: tuple[FixedColumn, ...]
    by_bytes: bool = True

    def problems(self) -> list[str]:
        """What is wrong: ``no_columns``, ``place`` (before the beginning), ``overlap``."""
        if not self.columns:
            return ["no_columns"]
        if any(column.start < 0 or column.length < 1 for column in self.columns):
            return ["place"]
        ordered = sorted(self.columns, key=lambda column: column.start)
        pairs = pairwise(ordered)
        overlap = any(one.start + one.length > other.start for one, other in pairs)
        return ["overlap"] if overlap else []


_LONGEST: Final = 100_000


def rows(path: Path, encoding: str, layout: FixedLayout, limits: Limits) -> Iterator[Line]:
    """Yield the lines of a file cut by a layout; spaces around a value are left out.

    Raises ValueError for a layout that cannot be, and FileError ``cell_too_long``.
    """
    if problems := layout.problems():
        raise ValueError(f"a layout that cannot be: {', '.join(problems)}")
    places = [(column.start, column.start + column.length) for column in layout.columns]
    with path.open("rb") as file:
        number = 0
        while raw := file.readline(_LONGEST):
            number += 1
            if len(raw) >= _LONGEST:
                raise FileError("cell_too_long", line=number, most=limits.cell)
            cells = _cut(raw.rstrip(b"\r\n"), places, encoding, by_bytes=layout.by_bytes)
            marks = {place: Mark.BROKEN for place, cell in enumerate(cells) if BROKEN in cell}
            yield Line(number, cells, marks)


def _cut(
    raw: bytes, places: Sequence[tuple[int, int]], encoding: str, *, by_bytes: bool
) -> tuple[str, ...]:
    if by_bytes:
        parts = (raw[start:end].decode(encoding, "replace") for start, end in places)
    else:
        text = raw.decode(encoding, "replace")
        parts = (text[start:end] for start, end in places)
    return tuple(part.replace("\0", "").strip() for part in parts)


def guess_layout(lines: Sequence[bytes]) -> FixedLayout | None:
    """Guess the columns of some lines, by the places (bytes) that are blank in all of them.

    None when the lines have less than two such columns. The headings are numbers: a person names
    and mends them.
    """
    whole = [line.rstrip(b"\r\n") for line in lines if line.strip()]
    if len(whole) < 3:
        return None
    width = max(len(line) for line in whole)
    blank = [
        all(place >= len(line) or line[place] in b" \t" for line in whole) for place in range(width)
    ]
    columns: list[FixedColumn] = []
    start = 0
    for place in range(1, width + 1):
        ends = place == width or (blank[place - 1] and not blank[place])
        if ends:
            columns.append(FixedColumn(str(len(columns) + 1), start, place - start))
            start = place
    return FixedLayout(tuple(columns)) if len(columns) > 1 else None
