"""Counting the registers into a table of figures, with what has few people kept back."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final

from django.db import transaction

from gege.kernel.area_codes import Level
from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.declared.shipped import shipped_tables
from gege.registers.models import Counting, Figure
from gege.registers.queries.counting import counted
from gege.registers.queries.live import live_registers
from gege.registers.rules.declaration import Contract
from gege.registers.rules.statistics.suppressing import (
    TOTAL,
    grouped,
    groups_by_depth,
    hidden_cells,
    hidden_totals,
)
from gege.registers.rules.statistics.tables import (
    CountedTable,
    is_of_persons,
    problems_of,
    sheets_of,
)
from gege.registers.rules.statistics.trees import REST, Tree, summed, tree_of
from gege.staff.api import SYSTEM
from gege.territory.api import Editions, load_atlas
from gege.trail.api import record

_GRID: Final = 15
Cells = dict[tuple[str, str], int | None]


def count_registers(*, now: datetime, editions: Editions, again: bool = False) -> Counting | None:
    """Make the figures of this month, and drop those before; None when they are there already.

    Figures stand for a month: from two sets of a week apart it could be told who moved in between.
    `again` makes them anew, after a register went live. One transaction, one line of the trail.
    """
    contract, today = current_contract(editions), local_date(now)
    last = Counting.objects.order_by("-pk").first()
    this_month = last is not None and (last.day.year, last.day.month) == (today.year, today.month)
    if this_month and not again:
        return None
    with transaction.atomic():
        run = Counting.objects.create(at=now, day=today)
        for table, cells in _tables(contract, today):
            Figure.objects.bulk_create(
                (
                    Figure(
                        counting=run,
                        table=table.code,
                        area_code=area,
                        category=category,
                        number=number,
                    )
                    for (area, category), number in cells.items()
                ),
                batch_size=2000,
            )
            run.cells += len(cells)
            run.hidden += sum(1 for number in cells.values() if number is None)
        run.save()
        Figure.objects.exclude(counting=run).delete()
        record(
            stream="register_figures",
            deed="count_registers",
            by=SYSTEM.signature(),
            now=now,
            after={"cells": run.cells, "hidden": run.hidden},
        )
    return run


def _tables(contract: Contract, today: date) -> Iterator[tuple[CountedTable, Cells]]:
    live, totals = live_registers(), _Totals()
    for table in shipped_tables():
        if problems_of(table, contract):
            continue
        registers = {contract.register_of[one.code].code for one in sheets_of(table, contract)}
        if not registers <= live and not (table.files and registers & live):
            continue
        counts = counted(table, contract, today)
        if table.way and not counts:  # what it is counted by is not in use
            continue
        if is_of_persons(table, contract):
            yield table, totals.kept_back(table, counts, today)
        else:
            yield table, _whole(counts, today, table.deepest)


class _Totals:
    """Which totals are kept back, once for all tables of one sheet.

    It is decided over grids, so that a table that ends higher shows no total another one hides.
    """

    def __init__(self) -> None:
        self._known: dict[str, frozenset[str]] = {}

    def kept_back(
        self, table: CountedTable, counts: Counter[tuple[str, str]], today: date
    ) -> Cells:
        """Return the cells of a table of persons, those that are kept back without a number."""
        tree, cells = _summed(counts, today, table.deepest)
        totals = _sums(cells)
        without = self._known.get(table.sheet)
        if without is None:
            deep, all_cells = _summed(counts, today, _GRID if table.sheet else table.deepest)
            without = hidden_totals(deep, _sums(all_cells))
            self._known[table.sheet] = without
        without = frozenset(without & set(totals))
        groups = groups_by_depth(tree, cells)
        shown = grouped(tree, cells, groups)
        hidden = hidden_cells(tree, shown, totals, without, groups)
        found: Cells = {cell: None if cell in hidden else number for cell, number in shown.items()}
        found |= {
            (area, TOTAL): None if area in without else number for area, number in totals.items()
        }
        return {cell: number for cell, number in found.items() if not cell[0].endswith(REST)}


def _whole(counts: Counter[tuple[str, str]], today: date, deepest: int) -> Cells:
    _tree, cells = _summed(counts, today, deepest)
    found: Cells = {cell: number for cell, number in cells.items() if number}
    found |= {(area, TOTAL): number for area, number in _sums(cells).items()}
    return {cell: number for cell, number in found.items() if not cell[0].endswith(REST)}


def _summed(
    counts: Counter[tuple[str, str]], today: date, deepest: int
) -> tuple[Tree, dict[tuple[str, str], int]]:
    atlas = load_atlas()
    county = atlas.county()
    root = county.code if county is not None else ""
    known = [
        area.code
        for level in (Level.TOWNSHIP, Level.COMMUNITY, Level.GRID)
        for area in atlas.areas_on(today, level)
    ]
    tree, leaf_of = tree_of(root, [*known, *(area for area, _ in counts)], deepest=deepest)
    leaves: Counter[tuple[str, str]] = Counter()
    for (area, category), number in counts.items():
        if area in leaf_of:
            leaves[leaf_of[area], category] += number
    return tree, summed(tree, leaves)


def _sums(cells: dict[tuple[str, str], int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for (area, _category), number in cells.items():
        found[area] = found.get(area, 0) + number
    return found
