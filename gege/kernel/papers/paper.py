"""What a paper says, block by block. How it looks is a matter of who writes it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from gege.kernel.typed_text import cleaned

Language = Literal["zh-hans", "en"]

TAGS: Final[Mapping[str, str]] = {"zh-hans": "zh-CN", "en": "en-GB"}
"""The language of a paper as readers of files know it (BCP 47)."""
PAGES: Final[Mapping[str, tuple[str, str, str]]] = {
    "zh-hans": ("第 ", " 页，共 ", " 页"),
    "en": ("Page ", " of ", ""),
}
"""What stands before, between and after the number of a page and that of all pages."""
MANY_COLUMNS: Final = 8
"""A paper with a table of more columns lies on its side."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; levels 1 to 3."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.level <= 3:
            raise ValueError("A heading has a level from 1 to 3.")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. A line end in it begins a new line."""

    text: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values, one below the other."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table; its heads stand on every page again. `numeric` are the places of columns of
    numbers, `widths` the shares of the width (by what the cells hold, where none are given)."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.heads:
            raise ValueError("A table has at least one column.")
        if any(len(row) != len(self.heads) for row in self.rows):
            raise ValueError("Each row of a table has as many cells as the table has heads.")
        if self.widths and (
            len(self.widths) != len(self.heads) or not all(one > 0 for one in self.widths)
        ):
            raise ValueError("The widths of a table are positive, one for each column.")


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: label, value of 0 or more, and what is written at the bar's end."""

    title: str
    rows: tuple[tuple[str, float, str], ...]

    def __post_init__(self) -> None:
        if any(not math.isfinite(value) or value < 0 for _label, value, _said in self.rows):
            raise ValueError("The values of bars are finite and not negative.")


@dataclass(frozen=True, slots=True)
class Items:
    """A list of points."""

    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark in small letters."""

    text: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a page."""


Block = Heading | Text | Facts | Table | Bars | Items | Note | PageBreak


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `number` and `issuer` stand at the head of each page, `foot` at its foot."""

    title: str
    number: str
    issuer: str
    dated: date
    language: Language
    blocks: tuple[Block, ...]
    foot: str = ""

    @property
    def wide(self) -> bool:
        """Whether it lies on its side, for a table of many columns."""
        return any(isinstance(one, Table) and len(one.heads) > MANY_COLUMNS for one in self.blocks)

    @property
    def day(self) -> str:
        """Its date as it is written in its language."""
        if self.language == "zh-hans":
            return f"{self.dated.year}年{self.dated.month}月{self.dated.day}日"
        return self.dated.isoformat()


def plain(text: str, *, lines: bool = True) -> str:
    """Return a text as both kinds of file can hold it: no control or direction marks (XML 1.0
    knows none); without `lines` in one line."""
    return cleaned(text, lines=lines).replace("\t", "    ")


def shares(table: Table) -> tuple[float, ...]:
    """Return the share of the width for each column, as given or by its longest cell."""
    weights = table.widths or tuple(
        _weight([head, *(row[place] for row in table.rows[:200])])
        for place, head in enumerate(table.heads)
    )
    whole = sum(weights)
    return tuple(one / whole for one in weights)


def _weight(cells: list[str]) -> float:
    """Weigh a column: about the characters of its longest line, Chinese ones double."""
    longest = max(
        sum(2 if ord(sign) > 0x2E7F else 1 for sign in line)
        for cell in cells
        for line in (cell[:200].splitlines() or [""])
    )
    return float(min(max(longest, 5), 36))
