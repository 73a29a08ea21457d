"""Workbooks (.xlsx): looked into before they are opened, read row by row, never computed."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from gege.registers.files.faults import FileError
from gege.registers.files.limits import Limits
from gege.registers.files.tables import NONE, Line, Mark

_BLOCK: Final = 1 << 18
_MERGED: Final = re.compile(
    rb'<(?:\w+:)?mergeCell [^>]*ref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"'
)
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ >/]")
_SHEET: Final = re.compile(r"xl/worksheets/[^/]+\.xml$")
_LEAST_SUSPECT: Final = 20 * 1024 * 1024
_TAIL: Final = 200
# A spreadsheet keeps fifteen digits of a number.
_DIGITS: Final = 10**15
_FAILURES: Final = (
    zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, TypeError, OSError, EOFError,
    IndexError, AttributeError, SyntaxError, NotImplementedError, zipfile.LargeZipFile,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Inside:
    """What a look into a workbook has found: merged cells and formulas by the part of a sheet."""

    merged: dict[str, list[tuple[int, int, int, int]]] = field(default_factory=dict)
    formulas: set[str] = field(default_factory=set)


def look_inside(path: Path, limits: Limits) -> Inside:
    """Unpack every part once without keeping it, and count.

    Raises FileError ``bomb`` (by what really comes out, whatever the headers say), ``unsafe_xml``
    (a document type or entities) and ``damaged``.
    """
    packed = max(path.stat().st_size, 1)
    found, unpacked = Inside(), 0
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            if len(parts) > limits.parts:
                raise FileError("bomb")
            for part in parts:
                with archive.open(part) as stream:
                    for block in _blocks(stream, part.filename, found):
                        unpacked += block
                        too_much = unpacked > _LEAST_SUSPECT and unpacked > packed * limits.ratio
                        if too_much or unpacked > limits.unpacked:
                            raise FileError("bomb")
    except FileError:
        raise
    except (
        RuntimeError,
        zipfile.BadZipFile,
        OSError,
        EOFError,
        NotImplementedError,
        ValueError,
    ) as error:
        raise FileError("damaged") from error
    except zipfile.zlib.error as error:  # type: ignore[attr-defined]
        raise FileError("damaged") from error
    return found


def _blocks(stream: Any, name: str, found: Inside) -> Iterator[int]:
    """Yield the sizes of the blocks of a part, and note what is in them."""
    is_xml = name.endswith((".xml", ".rels"))
    is_sheet = bool(_SHEET.fullmatch(name))
    tail = b""
    while block := stream.read(_BLOCK):
        yield len(block)
        if not is_xml:
            continue
        if not tail and block[:2] in (b"\xff\xfe", b"\xfe\xff"):
            raise FileError("unsafe_xml")
        text = tail + block
        if b"<!DOCTYPE" in text or b"<!ENTITY" in text:
            raise FileError("unsafe_xml")
        if is_sheet:
            if _FORMULA.search(text):
                found.formulas.add(name)
            for match in _MERGED.finditer(text):
                area = _area(*match.groups())
                areas = found.merged.setdefault(name, [])
                if len(areas) < 1_000 and area not in areas[-3:]:
                    areas.append(area)
        tail = text[-_TAIL:]


def _area(left: bytes, top: bytes, right: bytes, bottom: bytes) -> tuple[int, int, int, int]:
    """First row, first column, last row, last column: counted from 0."""
    return int(top) - 1, _column(left), int(bottom) - 1, _column(right)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook: its title, the part that holds it, and whether people see it."""

    title: str
    part: str
    is_visible: bool


class _Sheet(ReadOnlyWorksheet):
    """A sheet whose size is not asked for: without a note of it, openpyxl reads the whole sheet."""

    def _get_size(self) -> None:
        """What a sheet says of its own size is often wrong, and not needed."""


class _Reader(ExcelReader):
    """Reads what rows need, and leaves charts, names, themes and properties alone."""

    def opened(self, *, strings: bool = True) -> Any:
        self.read_manifest()
        if strings:
            self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        book: Any = self.wb
        for sheet, part in self.parser.find_sheets():
            if part.target in self.valid_files and "chartsheet" not in part.Type:
                found = _Sheet(self.wb, sheet.name, part.target, self.shared_strings)
                found.sheet_state = sheet.state or "visible"
                book._sheets.append(found)
        return book


def _opened(path: Path, *, data_only: bool = True, strings: bool = True) -> Any:
    return _Reader(path, read_only=True, data_only=data_only, keep_links=False).opened(
        strings=strings
    )


def sheets_of(path: Path) -> list[Sheet]:
    """Return the sheets in their order. Raises FileError ``damaged`` and ``no_sheet``."""
    try:
        with closing(_opened(path, strings=False)) as book:
            found = [
                Sheet(sheet.title, sheet._worksheet_path, sheet.sheet_state == "visible")
                for sheet in book.worksheets
            ]
    except _FAILURES as error:
        raise FileError("damaged") from error
    if not found:
        raise FileError("no_sheet")
    return found


def rows(path: Path, sheet: Sheet, limits: Limits, *, formulas: bool) -> Iterator[Line]:
    """Yield all rows of a sheet. With `formulas` each cell is also asked whether it is one.

    Raises FileError ``damaged``, ``too_many_columns``, ``cell_too_long``.
    """
    try:
        with closing(_opened(path)) as book:
            values = _rows_of(book, sheet)
            if not formulas:
                yield from (_line(number, row, (), limits) for number, row in enumerate(values, 1))
                return
            with closing(_opened(path, data_only=False)) as written:
                both = zip_longest(values, _rows_of(written, sheet), fillvalue=())
                for number, (row, source) in enumerate(both, start=1):
                    yield _line(number, row, source, limits)
    except FileError:
        raise
    except _FAILURES as error:
        raise FileError("damaged") from error


def _rows_of(book: Any, sheet: Sheet) -> Iterator[tuple[Any, ...]]:
    reader = next(one for one in book.worksheets if one.title == sheet.title)
    return iter(reader.iter_rows(values_only=True))


def _line(number: int, row: tuple[Any, ...], source: tuple[Any, ...], limits: Limits) -> Line:
    if len(row) > limits.columns and any(value is not None for value in row[limits.columns :]):
        raise FileError("too_many_columns", most=limits.columns)
    cells: list[str] = []
    marks: dict[int, Mark] = {}
    for place, value in enumerate(row):
        text, mark = _text(value)
        if len(text) > limits.cell:
            raise FileError("cell_too_long", line=number, most=limits.cell)
        cells.append(text)
        if mark is not None:
            marks[place] = mark
    for place, value in enumerate(source):
        is_plain = isinstance(value, str) and value.startswith("=") and len(value) > 1
        if is_plain or isinstance(value, ArrayFormula | DataTableFormula):
            marks[place] = Mark.FORMULA
    return Line(number, tuple(cells), marks or NONE)


def _text(value: Any) -> tuple[str, Mark | None]:
    if value is None:
        return "", None
    if isinstance(value, str):
        return value, Mark.ERROR if value.startswith("#") and value.endswith(
            ("!", "A", "?")
        ) else None
    if isinstance(value, bool):
        return str(value).upper(), None
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return (f"{value:%Y-%m-%d}" if midnight else f"{value:%Y-%m-%d %H:%M:%S}"), None
    if isinstance(value, date | time):
        return value.isoformat(), None
    return str(value), None


def _number(value: int | float) -> tuple[str, Mark | None]:
    """Numbers of sixteen digits and more have lost some: they are written as such."""
    if abs(value) >= _DIGITS:
        return f"{value:.14E}", Mark.DAMAGED
    if float(value).is_integer():
        return str(int(value)), Mark.NUMERIC
    return repr(value), Mark.NUMERIC
