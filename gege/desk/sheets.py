"""A list as a spreadsheet that officials open: text stays text, times are the county's."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any, Final

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gege.matters.api import LOCAL

MOST: Final = 20_000
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MORE: Final = (
    "还有更多：此表只含前 {most} 条，请缩小条件后再导出。"
    " There is more: this sheet holds the first {most} lines; narrow the list and export again."
)
CSV_TYPE: Final = "text/csv; charset=utf-8"
Value = str | int | float | date | datetime | None
BOM: Final = "\ufeff".encode()
_NOT_IN_TITLES: Final = re.compile(r"[\[\]:*?/\\]+")
_FORMULA: Final = re.compile(r"^[=+\-@\t\r＝＋－＠]")
_NUMBER: Final = re.compile(r"^[+-]?\d+(\.\d+)?$")


def sheet_of(
    headings: Sequence[tuple[str, int]],
    lines: Iterable[Iterable[Value]],
    *,
    title: str,
    most: int = MOST,
    more: str = MORE,
) -> bytes:
    """Return an xlsx file; `headings` are (text, width).

    Past `most` lines the last one says so, with the words of `more`.
    """
    book = Workbook(write_only=True)
    sheet = _begun(book, headings, title)
    for number, line in enumerate(lines):
        if number == most:
            sheet.append([_text(sheet, more.format(most=most), bold=True)])
            break
        sheet.append([_cell(sheet, value) for value in line])
    return _saved(book)


def file_of(
    kind: str,
    headings: Sequence[tuple[str, int]],
    lines: Iterable[Iterable[Value]],
    *,
    title: str,
    name: str,
    most: int = MOST,
) -> HttpResponse:
    """Return a list as an answer: CSV where `kind` says so, else xlsx; `name` has no ending."""
    if kind == "csv":
        return download(csv_of(headings, _at_most(lines, most)), f"{name}.csv", CSV_TYPE)
    return download(sheet_of(headings, lines, title=title, most=most), f"{name}.xlsx")


def _at_most(lines: Iterable[Iterable[Value]], most: int) -> Iterator[Iterable[Value]]:
    for number, line in enumerate(lines):
        if number == most:
            yield [MORE.format(most=most)]
            return
        yield line


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of a file: its title, its heads, its lines."""

    title: str
    heads: Sequence[str]
    lines: Iterable[Iterable[Value]] = ()


def as_file(kind: str, sheets: Sequence[Sheet], name: str) -> HttpResponse:
    """Return tables as an answer: xlsx with a sheet for each, or CSV with one below the other.

    Columns are as wide as their words, within bounds; a table of several has its title above it
    in CSV.
    """
    if kind == "csv":
        parts = [csv_of([(head, 0) for head in one.heads], one.lines) for one in sheets]
        if len(parts) > 1:
            above = [csv_of([(one.title, 0)], []) for one in sheets]
            parts = [head + body.removeprefix(BOM) for head, body in zip(above, parts, strict=True)]
        whole = b"\r\n".join(part.removeprefix(BOM) for part in parts)
        return download(BOM + whole, name, CSV_TYPE)
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for one in sheets:
        lines = [list(line) for line in one.lines]
        headings = [
            (head, _width(head, lines[:100], place)) for place, head in enumerate(one.heads)
        ]
        sheet = _begun(book, headings, _title(one.title, taken))
        for line in lines:
            sheet.append([_cell(sheet, value) for value in line])
    return download(_saved(book), name)


def _begun(book: Workbook, headings: Sequence[tuple[str, int]], title: str) -> Any:
    """Return a new sheet with its heads, which stay in sight."""
    sheet: Any = book.create_sheet(title)
    for number, (_heading, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    heads = (_text(sheet, one, bold=True) if one else None for one, _width in headings)
    sheet.append(list(heads))
    return sheet


def _saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _title(wanted: str, taken: set[str]) -> str:
    """Return a title that office software takes: short, of plain signs, and the only one."""
    plain = _NOT_IN_TITLES.sub(" ", ILLEGAL_CHARACTERS_RE.sub("", wanted)).strip().strip("'")
    title, number = plain[:31] or "1", 2
    while title.casefold() in taken:
        title, number = f"{plain[:25]} {number}", number + 1
    taken.add(title.casefold())
    return title


def _width(head: str, lines: Sequence[Sequence[Value]], place: int) -> int:
    """Return a width in signs; one Chinese sign is as wide as two."""
    texts = [head, *(_plain(line[place]) for line in lines if place < len(line))]
    longest = max(sum(2 if sign > "\u2e7f" else 1 for sign in text) for text in texts)
    return min(60, max(8, longest + 2))


def csv_of(headings: Sequence[tuple[str, int]], lines: Iterable[Iterable[Value]]) -> bytes:
    """Return the same as CSV in UTF-8 with its mark, which old spreadsheets need for Chinese."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([never_a_formula(heading) for heading, _width in headings])
    writer.writerows([_plain(value) for value in line] for line in lines)
    return out.getvalue().encode("utf-8-sig")


def never_a_formula(value: str) -> str:
    """Return a text that no spreadsheet takes for a formula; numbers stay numbers."""
    return f"'{value}" if _FORMULA.match(value) and not _NUMBER.match(value) else value


def download(data: bytes, name: str, content_type: str = TYPE) -> HttpResponse:
    """Return a sheet as an answer that no cache keeps."""
    answer = HttpResponse(data, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _cell(sheet: WriteOnlyWorksheet, value: Value) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=value.astimezone(LOCAL).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, value=datetime.combine(value, time()))
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, int | float):
        return WriteOnlyCell(sheet, value=value)
    return _text(sheet, value) if value else None


def _plain(value: Value) -> str:
    if isinstance(value, datetime):
        return f"{value.astimezone(LOCAL):%Y-%m-%d %H:%M}"
    return never_a_formula("" if value is None else str(value))


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Any:
    """Return a cell that is text whatever it begins with: "=1+1" is never computed."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
