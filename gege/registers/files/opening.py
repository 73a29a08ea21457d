"""A file opened: what it is, its headings, and its lines of data."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from gege.registers.files import delimited, fixed_width, workbooks
from gege.registers.files.encodings import Encoding, detect
from gege.registers.files.faults import FileError
from gege.registers.files.fixed_width import FixedLayout
from gege.registers.files.headers import LOOKED_AT, Area, find_header
from gege.registers.files.limits import Limits
from gege.registers.files.tables import Line, Mark
from gege.registers.files.workbooks import Sheet

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_OTHERS: Final = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read. `kind` is csv, fixed or xlsx; `sha256` tells the same file again.

    `header` has the headings in order; `header_line` is the number of their (first) line.
    """

    path: Path
    kind: str
    sha256: str
    limits: Limits
    header: tuple[str, ...]
    header_line: int
    data_line: int
    encoding: Encoding | None = None
    delimiter: str = ""
    sheets: tuple[str, ...] = ()
    sheet: Sheet | None = None
    has_formulas: bool = False
    layout: FixedLayout | None = None

    def rows(self) -> Iterator[Line]:
        """Yield the lines of data, each with as many cells as headings.

        Empty lines and headings that come again on every printed page are left out.

        Cells beyond the headings follow as they are, with the mark MORE at the place of the
        first. Raises FileError ``too_many_rows`` and what the readers raise.
        """
        many, width = 0, len(self.header)
        for line in _all_lines(self):
            if line.number < self.data_line or not any(cell.strip() for cell in line.cells):
                continue
            again = self.header_line and line.cells[0].strip() == self.header[0]
            if again and _is_header(line, self.header):
                continue
            many += 1
            if many > self.limits.rows:
                raise FileError("too_many_rows", most=self.limits.rows)
            yield _fitted(line, width)


def open_file(
    path: Path,
    *,
    sheet: str = "",
    encoding: str = "",
    layout: FixedLayout | None = None,
    limits: Limits | None = None,
) -> Opened:
    """Open a table. `sheet`, `encoding` and `layout` are what a person chose instead of the guess.

    Raises FileError with the words of `gege.registers.files.faults`.
    """
    limits = limits or Limits()
    size = path.stat().st_size
    if size == 0:
        raise FileError("empty")
    if size > limits.size:
        raise FileError("too_large", most=limits.size // (1024 * 1024))
    with path.open("rb") as file:
        beginning = file.read(4_096)
    _refuse_others(path, beginning)
    digest = _digest(path)
    if beginning.startswith(b"PK"):
        return _workbook(path, digest, sheet, limits)
    found = Encoding(encoding, "chosen", 1.0) if encoding else detect(path)
    if layout is not None:
        header = tuple(column.heading for column in layout.columns)
        return Opened(path, "fixed", digest, limits, header, 0, 1, found, layout=layout)
    return _text(path, digest, found, limits)


def _text(path: Path, digest: str, found: Encoding, limits: Limits) -> Opened:
    delimiter = delimited.sniff(delimited.beginning(path, found.name))
    lines = list(islice(delimited.rows(path, found.name, delimiter, limits), LOOKED_AT + 20))
    first, data, header = _header(lines, ())
    return Opened(path, "csv", digest, limits, header, first, data, found, delimiter)


def _workbook(path: Path, digest: str, wanted: str, limits: Limits) -> Opened:
    inside = workbooks.look_inside(path, limits)
    sheets = workbooks.sheets_of(path)
    titles = tuple(one.title for one in sheets)
    chosen = [one for one in sheets if one.title == wanted] if wanted else sheets
    # Without a choice: the first sheet that people see and that has a table.
    for one in sorted(chosen, key=lambda one: not one.is_visible):
        formulas = one.part in inside.formulas
        lines = list(islice(workbooks.rows(path, one, limits, formulas=False), LOOKED_AT + 20))
        if not any(any(cell.strip() for cell in line.cells) for line in lines):
            continue
        first, data, header = _header(lines, inside.merged.get(one.part, ()))
        return Opened(
            path, "xlsx", digest, limits, header, first, data, None, "", titles, one, formulas
        )
    raise FileError("no_sheet")


def _header(lines: Sequence[Line], merged: Sequence[Area]) -> tuple[int, int, tuple[str, ...]]:
    found = find_header(lines, merged)
    if found is None:
        raise FileError("no_header")
    first, data, header = found
    after = lines[data].number if data < len(lines) else lines[-1].number + 1
    return lines[first].number, after, tuple(header)


def _all_lines(opened: Opened) -> Iterator[Line]:
    if opened.kind == "xlsx":
        assert opened.sheet is not None  # a workbook is opened at a sheet
        return workbooks.rows(
            opened.path, opened.sheet, opened.limits, formulas=opened.has_formulas
        )
    assert opened.encoding is not None  # text is opened in an encoding
    if opened.layout is not None:
        name = opened.encoding.name
        return fixed_width.rows(opened.path, name, opened.layout, opened.limits)
    return delimited.rows(opened.path, opened.encoding.name, opened.delimiter, opened.limits)


def _is_header(line: Line, header: tuple[str, ...]) -> bool:
    said = [cell.strip() for cell in line.cells if cell.strip()]
    return len(said) > 1 and said == [heading for heading in header if heading in said]


def _fitted(line: Line, width: int) -> Line:
    cells = line.cells
    if len(cells) == width:
        return line
    if len(cells) < width:
        return line._replace(cells=cells + ("",) * (width - len(cells)))
    more = cells[width:]
    if not any(cell.strip() for cell in more):
        return line._replace(cells=cells[:width])
    return Line(line.number, (*cells[:width], *more), {**line.marks, width: Mark.MORE})


def _refuse_others(path: Path, beginning: bytes) -> None:
    if beginning.startswith(_OLD_OFFICE):
        with path.open("rb") as file:
            encrypted = _ENCRYPTED in file.read(1 << 20)
        raise FileError("encrypted" if encrypted else "legacy_xls")
    if beginning.startswith(_OTHERS):
        raise FileError("unknown_kind")
    plain = beginning.removeprefix(b"\xef\xbb\xbf").lstrip()[:200].lower()
    if plain.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<style", b"<div")):
        raise FileError("html")
    if plain.startswith((b"<?xml", b"{\\rtf")):
        raise FileError("unknown_kind")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
