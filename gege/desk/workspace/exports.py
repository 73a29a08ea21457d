"""A list of matters as a spreadsheet: the same conditions, no reporter, no description."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from gege.desk.workspace.rows import Lines
from gege.matters.api import LOCAL, Light, Matter, light_of, names, rulebook

MOST: Final = 20_000
TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS: Final = (
    ("编号 Number", 20),
    ("事项 Matter", 44),
    ("类别 Kind", 22),
    ("地点 Place", 34),
    ("状态 State", 14),
    ("信号灯 Light", 12),
    ("承办单位 Held by", 28),
    ("上报时间 Reported", 18),
    ("到期时间 Due", 18),
    ("办结时间 Settled", 18),
    ("结案时间 Closed", 18),
    ("来源渠道 Channel", 14),
)
MORE: Final = (
    "还有更多：此表只含前 {most} 条，请缩小条件后再导出。"
    " There is more: this sheet holds the first {most} matters; narrow the list and export again."
)


def workbook(found: Iterable[Matter], lines: Lines, *, most: int = MOST) -> bytes:
    """Return an xlsx file with one line per matter, at most `most`; times are the county's.

    `found` gives one matter more than `most` where there are more; the last line then says so.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Matters")
    for number, (_heading, width) in enumerate(HEADINGS):
        sheet.column_dimensions[chr(ord("A") + number)].width = width
    sheet.freeze_panes = "A2"
    sheet.append([_text(sheet, heading, bold=True) for heading, _width in HEADINGS])
    for number, matter in enumerate(found):
        if number == most:
            sheet.append([_text(sheet, MORE.format(most=most), bold=True)])
            break
        sheet.append([_cell(sheet, value) for value in _line(matter, lines)])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _line(matter: Matter, lines: Lines) -> Iterator[str | datetime | None]:
    light = light_of(matter.clock, lines.setting.now)
    yield matter.number
    yield matter.title
    yield _kind(matter, lines.language)
    yield lines.place(matter)
    yield str(names.name_of(names.STATES, matter.state))
    yield "" if matter.ended and light is Light.NONE else str(names.name_of(names.LIGHTS, light))
    unit = lines.setting.atlas.unit(matter.holder_id)
    yield unit.name(lines.language) if unit else ""
    yield matter.reported_at
    yield matter.due_at
    yield matter.settled_at
    yield matter.closed_at
    yield str(names.name_of(names.CHANNELS, matter.channel))


def _kind(matter: Matter, language: str) -> str:
    """Return the kind's name in the edition that the matter was reported under."""
    try:
        return rulebook(matter.rulebook).kind(matter.kind).name(language)
    except LookupError:
        return matter.kind


def _cell(sheet: WriteOnlyWorksheet, value: str | datetime | None) -> Any:
    if isinstance(value, datetime):
        cell = WriteOnlyCell(sheet, value=value.astimezone(LOCAL).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    return _text(sheet, value or "")


def _text(sheet: WriteOnlyWorksheet, value: str, *, bold: bool = False) -> Any:
    """Return a cell that is text whatever it begins with: "=1+1" is never computed."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
