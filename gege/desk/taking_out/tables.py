"""The tables of a page as plain values: what its reader sees, and nothing else.

A moment is read from its machine-readable form, a number from where the page marks it as one;
everything else is its text. Buttons, forms and pictures are no values.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html.parser import HTMLParser
from typing import Final

from django.utils.translation import pgettext

from gege.desk.sheets import Value

NOTHING: Final = "—"
_VOID: Final = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr")
)
_SILENT: Final = frozenset(
    ("button", "form", "label", "noscript", "script", "select", "style", "svg", "template",
     "textarea")
)  # fmt: skip
_SILENT_CLASSES: Final = frozenset(("away", "button", "meaning", "turns"))
_HEADINGS: Final = frozenset(("h1", "h2", "h3"))
_BLOCKS: Final = frozenset(
    ("br", "dd", "details", "div", "dl", "dt", "li", "ol", "p", "summary", "ul")
)
_NUMBER: Final = re.compile(r"^[-\u2212]?(0|[1-9]\d{0,2}(,\d{3})+|[1-9]\d{0,14})(\.\d{1,9})?$")


@dataclass(slots=True)
class Table:
    """One table of a page: its title, its heads, its rows; `paged` where a pager stands below."""

    title: str = ""
    heads: list[str] = field(default_factory=list)
    rows: list[list[Value]] = field(default_factory=list)
    paged: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """What was read of a page: its tables, and the address of the next page of the list."""

    tables: Sequence[Table]
    next: str = ""


@dataclass(slots=True)
class _Cell:
    words: list[str] = field(default_factory=list)
    moment: str = ""
    said: str = ""
    number: bool = False
    span: int = 1


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[Table] = []
        self.next = ""
        self._open: list[tuple[str, bool, str]] = []
        self._silent = 0
        self._main = self._pager = self._caption = self._head = False
        self._depth = 0
        self._cell: _Cell | None = None
        self._row: list[_Cell] | None = None
        self._time = False
        self._heading: list[str] = []
        self._in_heading = False

    def handle_starttag(self, tag: str, given: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            self._break(tag)
            return
        said = {name: value or "" for name, value in given}
        classes = frozenset(said.get("class", "").split())
        silent = (
            tag in _SILENT
            or bool(classes & _SILENT_CLASSES)
            or said.get("aria-hidden") == "true"
            or "hidden" in said
        )
        figures = ("div", "table") in ((name, part) for name, _silent, part in self._open)
        part = _part_of(tag, classes, figures) if self._main else ""
        self._open.append((tag, silent, part))
        self._silent += silent
        self._main = self._main or said.get("id") == "main"
        if tag == "nav" and "pager" in classes:
            self._pager = True
            if self.tables:
                self.tables[-1].paged = True
        if self._pager and tag == "a" and said.get("rel") == "next":
            self.next = said.get("href", "")
        if self._main and tag in _HEADINGS:
            self._heading, self._in_heading = [], True
        if self._main:
            self._table_part(part, said)
        self._break(tag)
        if self._cell is not None and not self._silent:
            self._cell.number = self._cell.number or "number" in classes
            if tag == "time":
                self._cell.moment, self._time = said.get("datetime", ""), True

    def _table_part(self, tag: str, said: dict[str, str]) -> None:
        if tag == "table":
            self._depth += 1
            if self._depth == 1:
                figures = "figures" in said.get("class", "").split()
                heads = _heads_of_figures() if figures else []
                self.tables.append(Table("".join(self._heading), heads))
        if self._depth != 1:
            return
        if tag == "caption":
            self._caption, self.tables[-1].title = True, ""
        elif tag == "thead":
            self._head = True
        elif tag == "tr":
            self._row = []
        elif tag in ("td", "th") and self._row is not None:
            span = said.get("colspan", "1")
            self._cell = _Cell(span=int(span) if span.isdecimal() and len(span) < 4 else 1)
            self._cell.number = "number" in said.get("class", "").split()
            self._row.append(self._cell)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID or all(tag != name for name, _silent, _part in self._open):
            return
        while self._open:
            name, silent, part = self._open.pop()
            self._silent -= silent
            self._close(name, part)
            if name == tag:
                break

    def _close(self, tag: str, part: str) -> None:
        self._break(tag)
        if tag == "time":
            self._time = False
        elif tag == "nav":
            self._pager = False
        elif tag == "main":
            self._main = False
        elif tag in _HEADINGS:
            self._in_heading = False
        elif part == "table" and self._depth:
            self._depth -= 1
        if self._depth != 1:
            return
        if part == "caption":
            self._caption = False
        elif part == "thead":
            self._head = False
        elif part in ("td", "th"):
            self._cell = None
        elif part == "tr" and self._row is not None:
            self._keep(self._row)
            self._row = None

    def _keep(self, row: list[_Cell]) -> None:
        table = self.tables[-1]
        if self._head and not table.rows:
            spread = [text for cell in row for text in [_text(cell), *[""] * (cell.span - 1)]]
            # A head of two lines has its exact words in the last.
            table.heads = spread
            return
        values: list[Value] = []
        for cell in row:
            values += [_value(cell), *[None] * (cell.span - 1)]
        if values:
            table.rows.append(values)

    def handle_data(self, data: str) -> None:
        if self._silent or not self._main:
            return
        if self._in_heading:
            self._heading.append(data)
        if self._caption and self._depth == 1:
            self.tables[-1].title += data
        if self._cell is not None:
            self._cell.words.append(data)
            if self._time:
                self._cell.said += data

    def _break(self, tag: str) -> None:
        """Words of two blocks do not run into each other."""
        if tag in _BLOCKS and self._cell is not None and not self._silent:
            self._cell.words.append(" ")


def _heads_of_figures() -> list[str]:
    return [pgettext("file", "Figure"), pgettext("file", "Value"), pgettext("file", "Period")]


def _part_of(tag: str, classes: frozenset[str], figures: bool) -> str:
    """Return what an element is to a table: a block of big figures is one, a line for each."""
    if tag == "div" and "figures" in classes:
        return "table"
    if figures and tag == "div":
        return "tr" if "figure" in classes else ""
    if figures and tag == "p":
        return "td" if classes & {"name", "value", "period"} else ""
    return tag


def read_page(html: str) -> Page:
    """Return the tables inside the main part of a page, and where its list goes on."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    for one in reader.tables:
        one.title = " ".join(one.title.split())
    return Page([one for one in reader.tables if one.heads or one.rows], reader.next)


def _text(cell: _Cell) -> str:
    return " ".join("".join(cell.words).split())


def _value(cell: _Cell) -> Value:
    text = _text(cell)
    if text in ("", NOTHING):
        return None
    if cell.moment and text == " ".join(cell.said.split()):
        return _moment(cell.moment) or text
    if cell.number and _NUMBER.match(text):
        plain = text.replace(",", "").replace("\u2212", "-")
        return float(plain) if "." in plain else int(plain)
    return text


def _moment(text: str) -> date | datetime | None:
    try:
        if len(text) == 10:
            return date.fromisoformat(text)
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


def without_empty_columns(table: Table) -> None:
    """Leave out columns without a head and without a value: those of buttons."""
    width = max([len(table.heads), *map(len, table.rows)])
    heads = [*table.heads, *[""] * (width - len(table.heads))]
    rows = [[*row, *[None] * (width - len(row))] for row in table.rows]
    keep = [
        place
        for place, head in enumerate(heads)
        if head or any(row[place] is not None for row in rows)
    ]
    table.heads = [heads[place] for place in keep]
    table.rows = [[row[place] for place in keep] for row in rows]
