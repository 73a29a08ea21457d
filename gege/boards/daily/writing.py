"""A day's counts as JSON and CSV. The same counts are the same bytes: nothing tells of the making.

The form is described in docs/api.md; its name changes when a reader would have to.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from io import StringIO
from typing import Any, Final

from gege.boards.daily.counting import Cell, Value
from gege.boards.indicators.declared import Unit
from gege.supervision.api import DayContent

FORM: Final = "gege.daily/1"
COLUMNS: Final = (
    "county", "day", "township", "kind", "family", "tier", "light", "measure", "count", "of",
    "median_seconds", "ninetieth_seconds", "kept_back",
)  # fmt: skip


def written(county: str, day: date, cells: Sequence[Cell], values: Sequence[Value]) -> DayContent:
    """Return both files of a day."""
    document = {
        "form": FORM,
        "county": county,
        "day": f"{day}",
        "counts": [asdict(one) for one in cells],
        "indicators": [_indicator(one) for one in values],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    lines = [*(asdict(one) for one in cells), *map(_line, values)]
    out = StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({"county": county, "day": f"{day}"} | line for line in lines)
    return DayContent(FORM, text, out.getvalue(), len(lines))


def open_cells(document: str) -> list[Cell]:
    """Return what stood at midnight as a file of the same day tells it."""
    found = json.loads(document)["counts"]
    return [Cell(**one) for one in found if one["measure"] == "open"]


def _indicator(one: Value) -> dict[str, Any]:
    found = dict(_fields(one))
    return {"township": one.township, "indicator": one.measured.indicator.code} | found


def _line(one: Value) -> dict[str, Any]:
    """Return the same as a line of the table: numbers as they are, nothing for nothing."""
    found = {name: value for name, value in _fields(one) if value is not None}
    names = {"numerator": "count", "denominator": "of"}
    line = {names.get(name, name): value for name, value in found.items()}
    line["kept_back"] = "1" if one.kept_back else ""
    return {"township": one.township, "measure": one.measured.indicator.code} | line


def _fields(one: Value) -> Iterator[tuple[str, Any]]:
    """Yield the figures; of too few people there are none."""
    found, hidden = one.measured, one.kept_back
    yield "denominator", None if hidden else found.of
    if found.indicator.unit is Unit.PERCENT:
        yield "numerator", None if hidden else found.counted
    else:
        yield "median_seconds", _seconds(found.median)
        yield "ninetieth_seconds", _seconds(found.ninetieth)
    yield "kept_back", hidden


def _seconds(took: Any) -> int | None:
    return round(took.total_seconds()) if took is not None else None
