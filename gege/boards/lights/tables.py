"""The tables of a board: open matters by tier, by area and by department, the gravest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from gege.boards.chosen import language
from gege.boards.lights.counting import LIGHTS, Counted, Counts
from gege.boards.lights.reach import Reach
from gege.matters.api import names
from gege.staff.api import Actor
from gege.territory.api import Atlas

BOARD: Final = "boards:lights"
LIST: Final = "boards:lights-matters"


@dataclass(frozen=True, slots=True)
class Cell:
    """A number with the list of exactly what it counts."""

    light: str
    count: int
    href: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table: its name, where its own board is, and its numbers."""

    name: str | Promise
    href: str
    cells: tuple[Cell, ...]
    total: Cell


@dataclass(frozen=True, slots=True)
class Table:
    """A table of open matters by light; `quiet` others have none."""

    key: str
    head: str | Promise
    column: str | Promise
    lines: list[Line]
    quiet: int = 0


def tables(by: Actor, atlas: Atlas, reach: Reach, counted: Counted) -> list[Table]:
    """Return the tables that have something to say."""
    parts = _table("parts", _("By area"), _("Area"), _by_part(atlas, reach, counted))
    if reach.unit is not None:
        made = [parts]
    else:
        tiers = [
            _line(names.TIERS[tier], "", counts, reach, tier=str(tier))
            for tier, counts in counted.tiers.items()
        ]
        units = _by_unit(by, atlas, reach, counted)
        made = [Table("tiers", _("By tier of the holder"), _("Held at"), tiers)]
        made += [parts] if len(reach.area_code) < 15 else []
        made += [_table("units", _("By department"), _("Department"), units)]
    return [table for table in made if table.lines]


def cell(word: str, count: int, reach: Reach, **more: str) -> Cell:
    """Return a number with the address of what it counts."""
    given = ({"light": word} if word else {}) | more
    return Cell(word, count, f"{reverse(LIST)}?{reach.query(**given)}")


def cells(counts: Counts, reach: Reach, **more: str) -> tuple[Cell, ...]:
    return tuple(cell(str(light), counts.lights[light], reach, **more) for light in LIGHTS)


def part_name(atlas: Atlas, code: str) -> str:
    """Return the name of a part; every community has a grid 1, so a grid has both names."""
    area = atlas.area(code)
    if area is None or len(code) < 9:
        return _("Place not yet found")
    if len(code) == 15 and area.parent_code:
        above = atlas.area(area.parent_code)
        return f"{above.name(language())} {area.name(language())}" if above else code
    return area.name(language())


def _table(key: str, head: str, column: str, lines: list[Line]) -> Table:
    busy = [line for line in lines if line.total.count]
    busy.sort(key=lambda line: [-one.count for one in (*line.cells, line.total)])
    return Table(key, head, column, busy, len(lines) - len(busy))


def _line(name: str | Promise, href: str, counts: Counts, reach: Reach, **more: str) -> Line:
    return Line(name, href, cells(counts, reach, **more), cell("", counts.total, reach, **more))


def _by_part(atlas: Atlas, reach: Reach, counted: Counted) -> list[Line]:
    found = dict(counted.parts)
    if reach.unit is None:
        found = {area.code: Counts() for area in atlas.children(reach.area_code)} | found
    return [
        _line(
            part_name(atlas, code),
            f"{reverse(BOARD)}?area={code}"
            if reach.unit is None and len(code) > len(reach.area_code)
            else "",
            counts,
            reach,
            part=code,
        )
        for code, counts in found.items()
    ]


def _by_unit(by: Actor, atlas: Atlas, reach: Reach, counted: Counted) -> list[Line]:
    found = [(atlas.unit(unit_id), counts) for unit_id, counts in counted.units.items()]
    return [
        _line(
            unit.short(language()),
            f"{reverse(BOARD)}?unit={unit.code}" if unit.area_code.startswith(by.area_code) else "",
            counts,
            reach,
            holder=unit.code,
        )
        for unit, counts in found
        if unit is not None and unit.is_department
    ]
