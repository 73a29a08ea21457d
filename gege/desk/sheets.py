"""A list as a spreadsheet that officials open: text stays text, times are the county's."""

import csv
import re
from collections.abc import Iterable, Sequence
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
_FORMULA: Final = re.compile(r"^[=+\-@\t\r]")
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
    sheet = book.create_sheet(title)
    for number, (_heading, width) in enumerate(headings, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading, _width in headings])
    for number, line in enumerate(lines):
        if number == most:
            sheet.append([_text(sheet, more.format(most=most), bold=True)])
            break
        sheet.append([_cell(sheet, value) for value in line])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


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
    return _text(sheet, value or "")


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
