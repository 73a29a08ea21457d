"""Files of departments for the tests of the staged import: made here, of invented people."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from gege.registers.intake.columns import map_columns
from gege.registers.intake.receive import receive_file
from gege.registers.intake.work import work
from gege.registers.models import Import, ImportRow, Record
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.registers.keeping_records import NOW, Home, citizen_number

PEOPLE = ("姓名", "身份证号", "性别", "出生日期", "联系电话", "现住址")
HOME = "解放路12号3栋501室"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV as a spreadsheet writes it."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def person(
    name: str, born: str = "19500307", *, serial: int = 1, phone: str = "", home: str = HOME
) -> tuple[str, ...]:
    """A line about somebody with a sound number that nobody has."""
    number = citizen_number(born, serial)
    return (
        name,
        number,
        "男" if serial % 2 else "女",
        f"{born[:4]}-{born[4:6]}-{born[6:]}",
        phone,
        home,
    )


def receive(content: bytes, by: Actor, *, sheet: str = "resident", **more: Any) -> Import:
    """Take a file in."""
    return receive_file(
        io.BytesIO(content),
        filename=more.pop("filename", "名单.csv"),
        sheet=sheet,
        source=more.pop("source", ""),
        by=by,
        now=more.pop("now", NOW),
        editions=read_editions(),
        **more,
    )


def mapped(one: Import, by: Actor, *, now: datetime = NOW, **more: Any) -> Import:
    """Say that the guessed columns are right, with what every row says besides."""
    if one.state == "checking":
        # Its columns were named with an earlier file.
        return work(one.uid, clock=lambda: now, editions=read_editions())
    columns = more.pop("columns", one.mapping["columns"])
    done = map_columns(one.uid, columns=columns, by=by, now=now, editions=read_editions(), **more)
    return work(done.uid, clock=lambda: now, editions=read_editions())


def previewed(
    rows: Sequence[Sequence[str]], by: Actor, *, header: Sequence[str] = PEOPLE, **more: Any
) -> Import:
    """A file about residents up to its preview."""
    fixed = more.pop("fixed", {"residence_kind": "1"})
    return mapped(receive(table(header, rows), by, **more), by, fixed=fixed)


def states(one: Import) -> list[tuple[int, str]]:
    """The lines of an import and their states."""
    rows = ImportRow.objects.filter(batch=one).order_by("number")
    return list(rows.values_list("number", "state"))


def faults(one: Import) -> dict[int, list[tuple[str, str]]]:
    """What is wrong with each line that is wrong."""
    rows = ImportRow.objects.filter(batch=one).exclude(faults=[]).order_by("number")
    return {row.number: [(name, word) for name, word, _values in row.faults] for row in rows}


def residents() -> list[Record]:
    """The live residents, in the order of their entering."""
    return list(Record.objects.filter(sheet="resident", valid_to__isnull=True).order_by("pk"))


__all__ = [
    "HOME",
    "Home",
    "faults",
    "mapped",
    "person",
    "previewed",
    "receive",
    "residents",
    "states",
    "table",
]
