"""Answers as tables: one line per door, one table more for each part of the form that repeats.

Text stays text: what begins like a formula is never computed, neither in a spreadsheet (cells of
the type text) nor in CSV (an apostrophe before it).
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.utils.timezone import localtime
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from gege.desk.campaigns.answers import said_in
from gege.desk.sheets import never_a_formula
from gege.fieldwork.api import (
    Entry,
    Exported,
    Item,
    XForm,
    in_language,
    names,
    parsed,
    read_answer,
    rows_of,
)
from gege.territory.api import Atlas

LEAD: Final = (
    ("uid", "编号 Entry", 16),
    ("place", "地点 Place", 32),
    ("building", "楼栋 Building", 18),
    ("door", "门牌 Door", 12),
    ("outcome", "结果 Outcome", 12),
    ("note", "备注 Note", 24),
    ("made_at", "采集时间 Done at", 18),
    ("received_at", "收到时间 Received", 18),
    ("by", "采集人 By", 12),
    ("via", "方式 Via", 10),
    ("version", "表单版本 Version", 12),
    ("check", "复核 Second look", 12),
    ("check_note", "复核说明 What differs", 24),
)
_SHEET_SIGNS: Final = re.compile(r"[\\/*?:\[\]]")
_WIDTH: Final = 20


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its name, its columns as (key, heading, width), its lines."""

    name: str
    columns: tuple[tuple[str, str, int], ...]
    lines: list[list[str]]


class Tables:
    """The tables of an export, made in one pass over its entries."""

    def __init__(self, found: Exported, atlas: Atlas, language: str, *, in_words: bool) -> None:
        self._atlas, self._language, self._in_words = atlas, language, in_words
        forms = [parsed(one) for one in found.forms]
        self._items = {item.path: item for form in reversed(forms) for item in form.questions()}
        self._paths = _paths(forms)
        self.tables = self._made(found)

    def _made(self, found: Exported) -> list[Table]:
        main = [*LEAD, *self._columns("")]
        made = {"": Table("answers", tuple(main), [])}
        for repeat in [one for one in self._paths if one]:
            columns = [LEAD[0], ("number", "序号 Number", 8), *self._columns(repeat)]
            made[repeat] = Table(repeat.rpartition("/")[2], tuple(columns), [])
        for entry in found.rows.iterator(chunk_size=500):
            self._take(entry, made)
        return list(made.values())

    def _columns(self, repeat: str) -> list[tuple[str, str, int]]:
        return [(path, self._heading(path), _WIDTH) for path in self._paths.get(repeat, ())]

    def _heading(self, path: str) -> str:
        name = path.split("/", 2)[-1]
        item = self._items.get(path)
        label = in_language(item.label, self._language) if item and self._in_words else ""
        return label or name

    def _take(self, entry: Entry, made: dict[str, Table]) -> None:
        values: dict[str, str] = {}
        for row in _rows(entry):
            said = {path: self._said(path, text) for path, text in row.values}
            if not row.table:
                values = said
            elif row.table in made:
                table = made[row.table]
                told = [said.get(path, "") for path, _heading, _width in table.columns[2:]]
                table.lines.append([entry.uid, str(row.number), *told])
        main = made[""]
        told = [values.get(path, "") for path, _heading, _width in main.columns[len(LEAD) :]]
        main.lines.append([*self._lead(entry), *told])

    def _said(self, path: str, text: str) -> str:
        item: Item | None = self._items.get(path)
        return said_in(item, text, self._language) if self._in_words else text

    def _lead(self, entry: Entry) -> Iterator[str]:
        words = self._in_words
        yield entry.uid
        label = self._atlas.label(entry.area_code, self._language) if entry.area_code else ""
        yield label if words else entry.area_code
        yield entry.assignment.point.name if entry.assignment else ""
        yield entry.door
        yield str(names.name_of(names.OUTCOMES, entry.outcome)) if words else entry.outcome
        yield entry.note
        yield f"{localtime(entry.made_at):%Y-%m-%d %H:%M}"
        yield f"{localtime(entry.received_at):%Y-%m-%d %H:%M}"
        yield entry.by_name
        yield entry.via
        yield entry.form.version
        check = str(names.name_of(names.CHECK_STATES, entry.check_state))
        yield check if words and entry.check_state else entry.check_state
        yield entry.check_note


def as_workbook(found: Tables) -> bytes:
    """Return an xlsx file with a sheet per table."""
    book = Workbook(write_only=True)
    taken: set[str] = set()
    for table in found.tables:
        sheet = book.create_sheet(_sheet_name(table.name, taken))
        for number, (_key, _heading, width) in enumerate(table.columns, start=1):
            sheet.column_dimensions[get_column_letter(number)].width = width
        sheet.freeze_panes = "A2"
        headings = [heading for _key, heading, _width in table.columns]
        sheet.append([_text(sheet, heading, bold=True) for heading in headings])
        for line in table.lines:
            sheet.append([_text(sheet, value) for value in line])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(found: Tables) -> tuple[bytes, str, str]:
    """Return CSV with its media type and ending; a zip where a part of the form repeats."""
    if len(found.tables) == 1:
        return _csv(found.tables[0]), "text/csv; charset=utf-8", "csv"
    file, taken = io.BytesIO(), set[str]()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in found.tables:
            archive.writestr(f"{_sheet_name(table.name, taken)}.csv", _csv(table))
    return file.getvalue(), "application/zip", "zip"


def _csv(table: Table) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([never_a_formula(key) for key, _heading, _width in table.columns])
    writer.writerows([never_a_formula(value) for value in line] for line in table.lines)
    return out.getvalue().encode("utf-8-sig")


def _rows(entry: Entry) -> Iterable[Any]:
    return rows_of(read_answer(entry.xml.encode()), parsed(entry.form)) if entry.xml else ()


def _paths(forms: list[XForm]) -> dict[str, list[str]]:
    """Return the columns of each table: those of the newest version first, then earlier ones'."""
    found: dict[str, list[str]] = {"": []}
    for form in forms:
        for field in form.fields:
            columns = found.setdefault(field.repeat, [])
            if field.path not in columns:
                columns.append(field.path)
    return found


def _sheet_name(name: str, taken: set[str]) -> str:
    """Return a name that a sheet may have and no other sheet has."""
    base = _SHEET_SIGNS.sub("_", name)[:26] or "part"
    made, number = base, 1
    while made.lower() in taken:
        number += 1
        made = f"{base}-{number}"
    taken.add(made.lower())
    return made


def _text(sheet: Any, value: str, *, bold: bool = False) -> Any:
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("", value))
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    return cell
