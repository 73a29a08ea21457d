"""The figures of a table, as the nightly job left them: what was kept back is not there to read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.db.models import Q

from gege.registers.books import current_contract
from gege.registers.declared.shipped import shipped_tables
from gege.registers.errors import NotFound
from gege.registers.models import Counting, Figure
from gege.registers.rules.statistics.suppressing import OTHERS, TOTAL
from gege.registers.rules.statistics.tables import (
    CountedTable,
    categories_of,
    is_of_persons,
    label_of,
    problems_of,
)
from gege.staff.api import Actor, Role
from gege.territory.api import Editions

COUNTERS: Final = frozenset(
    {
        Role.TOWNSHIP_OPERATOR,
        Role.COUNTY_DISPATCHER,
        Role.COUNTY_SUPERVISOR,
        Role.ELECTRONIC_SUPERVISOR,
    }
)
"""Who reads figures: the centres and supervision. There is no post of an analyst yet."""
_LONGEST_CODE: Final = 15


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One area: a number for each category, None where it is kept back."""

    area_code: str
    numbers: tuple[int | None, ...]
    deeper: bool


@dataclass(frozen=True, slots=True)
class FigureTable:
    """A table for one area: itself first, then the areas in it."""

    table: CountedTable
    day: date
    categories: tuple[tuple[str, str], ...]
    rows: tuple[FigureRow, ...]
    keeps_back: bool


def tables_for(by: Actor, editions: Editions) -> tuple[CountedTable, ...]:
    """Return the tables that were made and that this post reads."""
    if by.role not in COUNTERS:
        raise NotFound
    contract, run = current_contract(editions), _newest()
    if run is None:
        return ()
    made = set(
        Figure.objects.filter(counting=run, area_code__in=(by.area_code, by.area_code[:6]))
        .order_by()
        .values_list("table", flat=True)
        .distinct()
    )
    return tuple(
        one for one in shipped_tables() if one.code in made and not problems_of(one, contract)
    )


def figures(
    code: str, area_code: str, *, by: Actor, editions: Editions, language: str
) -> FigureTable:
    """Return one table for an area within the own: three statements. Raises NotFound."""
    found = {one.code: one for one in tables_for(by, editions)}
    table, run = found.get(code), _newest()
    if table is None or run is None or not by.area_code or not area_code.startswith(by.area_code):
        raise NotFound
    if len(area_code) > _LONGEST_CODE or not (area_code.isascii() and area_code.isdigit()):
        raise NotFound
    contract = current_contract(editions)
    step = 6 if not area_code else len(area_code) + 3
    inside = Q(area_code=area_code) | (
        Q(area_code__startswith=area_code) & Q(area_code__regex=rf"^.{{{step}}}$")
    )
    cells: dict[str, dict[str, int | None]] = {}
    for area, category, number in Figure.objects.filter(
        inside, counting=run, table=code
    ).values_list("area_code", "category", "number"):
        cells.setdefault(area, {})[category] = number
    if area_code not in cells:
        raise NotFound
    there = {category for one in cells.values() for category in one}
    names = (TOTAL, *(one for one in categories_of(table, contract) if one in there))
    keeps_back = is_of_persons(table, contract)
    return FigureTable(
        table,
        run.day,
        tuple((name, label_of(table, name, contract, language)) for name in names),
        tuple(
            FigureRow(
                area,
                tuple(_number(cells[area], name, keeps_back=keeps_back) for name in names),
                deeper=len(area) < table.deepest and area != area_code,
            )
            for area in sorted(cells)
        ),
        keeps_back,
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A share out of one table: what counts, of what; both None where it is kept back."""

    counted: int | None
    of: int | None
    day: date

    @property
    def percent(self) -> float | None:
        """None where there is nothing to count, or nothing that may be told."""
        return 100 * self.counted / self.of if self.of and self.counted is not None else None


def shares(wanted: Mapping[str, tuple[str, str]], area_code: str, *, by: Actor) -> dict[str, Share]:
    """Return shares of an area within the own by their tables. One statement.

    `wanted` names the category that counts, and the others that belong to its whole, with commas;
    what is in neither is left out. A table that was not made is not there.
    """
    if by.role not in COUNTERS or not by.area_code or not area_code.startswith(by.area_code):
        return {}
    newest = Counting.objects.order_by("-pk").values("pk")[:1]
    rows = Figure.objects.filter(counting=newest, area_code=area_code, table__in=list(wanted))
    cells: dict[str, dict[str, int | None]] = {}
    days: dict[str, date] = {}
    for table, category, number, day in rows.values_list(
        "table", "category", "number", "counting__day"
    ):
        cells.setdefault(table, {})[category] = number
        days[table] = day
    found = {}
    for table, (counts, others) in wanted.items():
        if table in cells:
            mine = _told(cells[table], counts)
            rest = [_told(cells[table], one) for one in others.split(",")]
            whole = None if mine is None or None in rest else mine + sum(one or 0 for one in rest)
            found[table] = Share(mine if whole is not None else None, whole, days[table])
    return found


def _told(cells: Mapping[str, int | None], category: str) -> int | None:
    """Return a number; what is taken together with others is not told apart."""
    return cells.get(category, None if OTHERS in cells else 0)


def _number(cells: Mapping[str, int | None], name: str, *, keeps_back: bool) -> int | None:
    """Return a number; a category that an area does not tell apart is told among the others."""
    return cells.get(name, None if keeps_back else 0)


def _newest() -> Counting | None:
    return Counting.objects.order_by("-pk").first()
