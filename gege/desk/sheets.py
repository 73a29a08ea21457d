"""A list as a spreadsheet that officials open: text stays text, times are the county's."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from io import BytesIO
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
Value = str | int | date | datetime | None


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


def download(data: bytes, name: str) -> HttpResponse:
    """Return a sheet as an answer that no cache keeps."""
    answer = HttpResponse(data, content_type=TYPE)
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
    return (
        WriteOnlyCell(sheet, value=value) if isinstance(value, int) else _text(sheet, value or "")
    )


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Any:
    """Return a cell that is text whatever it begins with: "=1+1" is never computed."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
