"""A folder of departments' files about the same people, at three levels of errors, and the truth.

Each department has its own form: CSV in UTF-8 or GBK, columns of fixed width, a workbook. Beside
each file stands which resident every one of its lines means: for tests of linkage, and never for
linkage itself.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from openpyxl import Workbook

from gege.simulate.population.departments import (
    HARD,
    LAYOUTS,
    LIGHT,
    PLAIN,
    Errors,
    Layout,
    Row,
    department_rows,
    write_rows,
)
from gege.simulate.population.records import Household

LEVELS: Final = {"light": LIGHT, "plain": PLAIN, "hard": HARD}
_GAP: Final = 2
_WIDTHS: Final = {"number": 40, "name": 30, "sex": 2, "born_on": 20, "phone": 40, "address": 120}
"""Bytes of a column of fixed width: a full-width digit takes two."""


@dataclass(frozen=True, slots=True)
class Form:
    """How a department's file is written, and how large a share of the people it knows."""

    ending: str
    write: Callable[[Iterable[Row], Path, Layout], int]
    knows: float
    first_line: int = 2
    """The line of the first row: behind the headings, where there are any."""


def write_files(
    folder: Path,
    households: Callable[[], Iterator[Household]],
    named: Callable[[int], str],
    seed: int,
    say_it: Callable[[str], None] = lambda _: None,
) -> int:
    """Write every department's file at every level; return how many rows.

    `households` begins anew each time: nobody has to keep all people at once. `named` says how the
    truth names a resident by the serial number.
    """
    many = 0
    for level, errors in LEVELS.items():
        inside = folder / level
        inside.mkdir(parents=True, exist_ok=True)
        for place, (code, form) in enumerate(FORMS.items()):
            layout = LAYOUTS[code]
            rows = department_rows(households(), seed + place, _knowing(errors, form.knows))
            path = inside / f"{layout.name}{form.ending}"
            with (inside / f"{layout.name}.truth.csv").open("w", newline="") as truth:
                many += form.write(_telling(rows, truth, form, named), path, layout)
            say_it(str(path))
    return many


def _knowing(errors: Errors, share: float) -> Errors:
    return replace(errors, absent=1 - share)


def _telling(
    rows: Iterable[Row], file: Iterable[str], form: Form, named: Callable[[int], str]
) -> Iterator[Row]:
    """Pass rows on, and write down whom each line means."""
    truth = csv.writer(file)  # type: ignore[arg-type]
    truth.writerow(["line", "resident"])
    for line, row in enumerate(rows, start=form.first_line):
        truth.writerow([line, named(row.serial)])
        yield row


def _write_fixed(rows: Iterable[Row], path: Path, layout: Layout) -> int:
    """Write columns of fixed width in GB 18030; their places stand beside the file."""
    fields = [field for _heading, field in layout.columns]
    places, start = [], 0
    for heading, field in layout.columns:
        places.append({"heading": heading, "start": start, "length": _WIDTHS[field]})
        start += _WIDTHS[field] + _GAP
    text = json.dumps({"encoding": layout.encoding, "columns": places}, ensure_ascii=False)
    path.with_suffix(".columns.json").write_text(text, "utf-8")
    many = 0
    with path.open("wb") as file:
        for row in rows:
            cells = _cells(row, fields, layout)
            parts = [
                cell.encode(layout.encoding)[: _WIDTHS[field]].ljust(_WIDTHS[field] + _GAP)
                for cell, field in zip(cells, fields, strict=True)
            ]
            file.write(b"".join(parts) + b"\r\n")
            many += 1
    return many


def _write_workbook(rows: Iterable[Row], path: Path, layout: Layout) -> int:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(layout.name)
    sheet.append([heading for heading, _field in layout.columns])
    fields = [field for _heading, field in layout.columns]
    many = 0
    for row in rows:
        sheet.append(_cells(row, fields, layout))
        many += 1
    book.save(path)
    return many


def _cells(row: Row, fields: list[str], layout: Layout) -> list[str]:
    sexed = row._replace(sex=layout.sexes[int(row.sex) - 1])
    return [getattr(sexed, field) for field in fields]


FORMS: Final = {
    "household_registration": Form(".csv", write_rows, 0.9),
    "assistance": Form(".csv", write_rows, 0.08),
    "social_security": Form(".txt", _write_fixed, 0.6, first_line=1),
    "health": Form(".xlsx", _write_workbook, 0.8),
}
