"""Where the headings of a table stand, also over two lines and under a title."""

import re
from collections.abc import Sequence
from typing import Final

from gege.registers.files.tables import Line

LOOKED_AT: Final = 30
_NOISE: Final = re.compile(r"[\s*＊（(].*$|\s+")
_SPACE: Final = re.compile(r"\s+")
_HAS_DIGITS: Final = re.compile(r"[0-9]{4,}")
Area = tuple[int, int, int, int]


class Header(tuple[str, ...]):
    """The headings, one for each column; none is empty and none comes twice."""


def find_header(
    lines: Sequence[Line], merged: Sequence[Area] = ()
) -> tuple[int, int, Header] | None:
    """Return the index of the first line of headings, that of the first line of data, and them.

    Headings are the first line in which most columns of the table have a short text without long
    numbers. A second line of headings belongs to it where cells of the first are merged, or where
    it fills what the first leaves empty. None for a file without any.
    """
    widths = sorted(len([cell for cell in line.cells if cell.strip()]) for line in lines)
    if not widths or not widths[-1]:
        return None
    usual = widths[len(widths) // 2] or widths[-1]
    for index, line in enumerate(lines[:LOOKED_AT]):
        filled = [cell.strip() for cell in line.cells if cell.strip()]
        if len(filled) < max(1, round(usual * 0.5)) or not all(map(_is_heading, filled)):
            continue
        if len(filled) == 1 and usual > 1:
            continue
        first = _spread(line, index, merged)
        below = lines[index + 1] if index + 1 < len(lines) else None
        if below is not None and _continues(line, below, index, merged):
            second = _spread(below, index + 1, merged)
            return index, index + 2, _named(_joined(first, second))
        return index, index + 1, _named(first)
    return None


def _is_heading(cell: str) -> bool:
    return len(cell) <= 40 and not _HAS_DIGITS.search(cell) and any(map(str.isalpha, cell))


def _continues(line: Line, below: Line, index: int, merged: Sequence[Area]) -> bool:
    filled = [cell.strip() for cell in below.cells if cell.strip()]
    if not filled or not all(map(_is_heading, filled)):
        return False
    across = any(top <= index <= bottom and right > left for top, left, bottom, right in merged)
    down = any(top <= index < bottom for top, _left, bottom, _right in merged)
    if across or down:
        return True
    # Without merged cells: the second line fills exactly what the first leaves empty.
    gaps = [place for place, cell in enumerate(line.cells) if not cell.strip()]
    under = [place for place, cell in enumerate(below.cells) if cell.strip()]
    return bool(gaps) and set(gaps) <= set(under) and len(under) < len(line.cells)


def _spread(line: Line, index: int, merged: Sequence[Area]) -> list[str]:
    """The cells of a line; what a merged cell says holds for all cells that it covers."""
    cells = [_SPACE.sub("", cell) for cell in line.cells]
    for top, left, bottom, right in merged:
        if top <= index <= bottom and left < len(cells):
            text = cells[left] if top == index else ""
            for place in range(left, min(right + 1, len(cells))):
                cells[place] = text
    return cells


def _joined(first: list[str], second: list[str]) -> list[str]:
    width = max(len(first), len(second))
    ours = first + [""] * (width - len(first))
    theirs = second + [""] * (width - len(second))
    # An empty cell of the first line belongs to the heading on its left when the second line has
    # one of its own.
    found, last = [], ""
    for one, other in zip(ours, theirs, strict=True):
        last = one or last
        found.append(f"{last}/{other}" if other and last and other != last else one or other)
    return found


def _named(cells: list[str]) -> Header:
    """Give every column a name of its own: 列3 where there is none, 电话2 where it stands twice."""
    while cells and not cells[-1]:
        cells = cells[:-1]
    seen: dict[str, int] = {}
    names = []
    for place, cell in enumerate(cells, start=1):
        name = cell or f"列{place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name}{seen[name]}")
    return Header(names)
