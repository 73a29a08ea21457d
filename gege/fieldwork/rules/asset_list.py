"""The county's list of devices as a CSV (R-022): serial, model, unit, note, one device a line."""

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from gege.kernel.typed_text import cleaned

MOST_LINES: Final = 5_000
HEADS: Final = {
    "serial": ("serial", "serial_number", "sn", "序列号", "设备序列号", "编号"),
    "model": ("model", "型号", "设备型号"),
    "unit_code": ("unit_code", "unit", "单位编码", "配发单位编码"),
    "note": ("note", "备注"),
}
LONGEST: Final = {"serial": 60, "model": 80, "unit_code": 40, "note": 200}


@dataclass(frozen=True, slots=True)
class Asset:
    """One device of the list; `unit_code` may be empty: in the county's own stock."""

    serial: str
    model: str = ""
    unit_code: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AssetProblem:
    """What is wrong with a line (counted from 1, the heads being line 1)."""

    line: int
    word: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class AssetPlan:
    """What an import would do. `known` are serial numbers that stand in the register already."""

    new: tuple[Asset, ...] = ()
    known: tuple[str, ...] = ()
    problems: tuple[AssetProblem, ...] = ()


def read_assets(data: bytes, *, known: Collection[str], units: Collection[str]) -> AssetPlan:
    """Read a list in UTF-8 or GB 18030; `units` are the codes of units in force.

    Nothing is taken while a line is wrong, so that a mended list can be read again.
    """
    text = _decoded(data)
    if text is None:
        return AssetPlan(problems=(AssetProblem(0, "not_a_text"),))
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return AssetPlan(problems=(AssetProblem(0, "not_a_csv"),))
    if len(rows) > MOST_LINES + 1:
        return AssetPlan(problems=(AssetProblem(0, "too_many_lines", str(MOST_LINES)),))
    places = _places(rows[0]) if rows else {}
    if "serial" not in places:
        return AssetPlan(problems=(AssetProblem(1, "no_serial_column"),))
    new: dict[str, Asset] = {}
    passed: list[str] = []
    problems: list[AssetProblem] = []
    for line, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        one = Asset(**{name: _cell(row, place) for name, place in places.items()})
        problem = _problem(one, new, units)
        if problem:
            problems.append(AssetProblem(line, *problem))
        elif one.serial in known:
            passed.append(one.serial)
        else:
            new[one.serial] = one
    if not problems and not new and not passed:
        problems.append(AssetProblem(0, "no_lines"))
    return AssetPlan(tuple(new.values()), tuple(passed), tuple(problems))


def _problem(one: Asset, new: Collection[str], units: Collection[str]) -> tuple[str, str] | None:
    if not one.serial:
        return "no_serial", ""
    for name, most in LONGEST.items():
        if len(getattr(one, name)) > most:
            return "too_long_cell", name
    if one.serial in new:
        return "serial_twice", one.serial
    if one.unit_code and one.unit_code not in units:
        return "unknown_unit", one.unit_code
    return None


def _decoded(data: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _places(heads: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for place, head in enumerate(heads):
        spelling = head.strip().lower().replace(" ", "_")
        for name, spellings in HEADS.items():
            if spelling in spellings:
                found.setdefault(name, place)
    return found


def _cell(row: list[str], place: int) -> str:
    return cleaned(row[place], lines=False) if place < len(row) else ""
