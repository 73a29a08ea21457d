"""No cell below the least can be computed back: an independent solver finds it might be larger."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ortools.sat.python import cp_model

from gege.registers.rules.statistics.suppressing import (
    OTHERS,
    grouped,
    groups_by_depth,
    hidden_cells,
    hidden_totals,
)
from gege.registers.rules.statistics.trees import Tree, summed, tree_of

pytestmark = pytest.mark.row("R-048")
LEAST = 3
GRIDS = ("511622100001001", "511622100001002", "511622100002001", "511622101001001",
         "511622101001002")  # fmt: skip
Cells = Mapping[tuple[str, str], int]
numbers = st.integers(0, 9)
rows = st.lists(st.tuples(numbers, numbers, numbers), min_size=2, max_size=len(GRIDS))


class Published:
    """Two tables of the same people, as they are shown."""

    def __init__(self, people: list[tuple[int, int, int]], *, merging: bool) -> None:
        grids = GRIDS[: len(people)]
        self.tree, leaf = tree_of("511622", grids, deepest=15)
        first = {(leaf[g], c): n for g, row in zip(grids, people, strict=True)
                 for c, n in zip("abc", row, strict=True)}  # fmt: skip
        second = {(leaf[g], c): n for g, row in zip(grids, people, strict=True)
                  for c, n in (("x", sum(row) // 2), ("y", sum(row) - sum(row) // 2))}  # fmt: skip
        self.raw = [summed(self.tree, first), summed(self.tree, second)]
        areas = (self.tree.root, *self.tree.above)
        self.totals = {area: sum(self.raw[0][area, c] for c in "abc") for area in areas}
        self.without = hidden_totals(self.tree, self.totals, least=LEAST)
        self.groups = [self._groups(cells, merging=merging) for cells in self.raw]
        self.cells = [
            grouped(self.tree, cells, groups)
            for cells, groups in zip(self.raw, self.groups, strict=True)
        ]
        self.hidden = [
            hidden_cells(self.tree, cells, self.totals, self.without, groups, least=LEAST)
            for cells, groups in zip(self.cells, self.groups, strict=True)
        ]

    def _groups(self, cells: Cells, *, merging: bool) -> tuple[Mapping[str, str], ...]:
        if merging:
            return groups_by_depth(self.tree, cells, least=LEAST)
        names = {name: name for _, name in cells}
        return ({**names, OTHERS: OTHERS},) * 4


def might_be(shown: Published, table: int, cell: tuple[str, str]) -> bool:
    """Ask a solver whether what is published allows a cell to be `LEAST` or more."""
    model, tree = cp_model.CpModel(), shown.tree
    leaves = tree.leaves
    people = [
        {(leaf, c): model.new_int_var(0, 200, "") for leaf in leaves for _, c in _names(raw)}
        for raw in shown.raw
    ]
    for leaf in leaves:
        model.add(*_same(people, leaf))
    for area, total in shown.totals.items():
        inside = [leaf for leaf in leaves if area in tree.way_up(leaf)]
        everybody = sum(people[0][leaf, c] for leaf in inside for _, c in _names(shown.raw[0]))
        if area not in shown.without:
            model.add(everybody == total)
    for number, cells in enumerate(shown.cells):
        for at, value in cells.items():
            known = sum(_parts(shown, people[number], number, at))
            if at not in shown.hidden[number]:
                model.add(known == value)
            if (number, at) == (table, cell):
                model.add(known >= LEAST)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    return bool(solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE))


def _parts(shown: Published, people: Any, number: int, at: tuple[str, str]) -> list[Any]:
    tree, (area, name) = shown.tree, at
    groups = shown.groups[number][len(tree.way_up(area)) - 1]
    return [
        people[leaf, c]
        for leaf in tree.leaves
        if area in tree.way_up(leaf)
        for _, c in _names(shown.raw[number])
        if groups[c] == name
    ]


def _names(raw: Cells) -> set[tuple[str, str]]:
    return {("", name) for _, name in raw}


def _same(people: list[Any], leaf: str) -> tuple[Any]:
    sums = [sum(var for (at, _), var in one.items() if at == leaf) for one in people]
    return (sums[0] == sums[1],)


@pytest.mark.parametrize("merging", [False, True])
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(people=rows)
def test_no_small_cell_can_be_computed_back(
    merging: bool, people: list[tuple[int, int, int]]
) -> None:
    if sum(map(sum, people)) < LEAST:
        return
    shown = Published(people, merging=merging)
    for number, cells in enumerate(shown.cells):
        for cell, value in cells.items():
            if value < LEAST and shown.totals[cell[0]] > 0:
                assert cell in shown.hidden[number]
                assert might_be(shown, number, cell), (cell, value)
    for area, total in shown.totals.items():
        assert total == 0 or total >= LEAST or area in shown.without


def test_one_small_cell_takes_three_others_with_it_and_no_more() -> None:
    tree, leaf = tree_of("511622100001", [GRIDS[0], GRIDS[1]], deepest=15)
    counts = {(leaf[GRIDS[0]], "a"): 4, (leaf[GRIDS[0]], "b"): 50,
              (leaf[GRIDS[1]], "a"): 60, (leaf[GRIDS[1]], "b"): 40}  # fmt: skip
    hidden = _hidden(tree, counts)
    assert hidden == {(grid, name) for grid in GRIDS[:2] for name in "ab"}


def test_where_nothing_is_small_nothing_is_kept_back() -> None:
    tree, leaf = tree_of("511622100001", [GRIDS[0], GRIDS[1]], deepest=15)
    assert _hidden(tree, {(leaf[grid], name): 10 for grid in GRIDS[:2] for name in "ab"}) == set()


def test_an_area_with_few_people_takes_another_one_with_it() -> None:
    tree, leaf = tree_of("511622100001", [GRIDS[0], GRIDS[1]], deepest=15)
    totals = {tree.root: 104, leaf[GRIDS[0]]: 4, leaf[GRIDS[1]]: 100}
    assert hidden_totals(tree, totals) == {leaf[GRIDS[0]], leaf[GRIDS[1]]}


def test_what_lies_in_an_area_and_in_no_part_of_it_counts_to_its_rest() -> None:
    tree, leaf = tree_of("511622", [GRIDS[0], "511622100001", "999"], deepest=15)
    assert leaf == {GRIDS[0]: GRIDS[0], "511622100001": "511622100001."}
    assert summed(tree, {(GRIDS[0], "a"): 2, ("511622100001.", "a"): 3})["511622", "a"] == 5


def test_a_rare_category_is_told_apart_only_where_it_is_not_rare() -> None:
    tree, leaf = tree_of("511622", GRIDS, deepest=15)
    counts = summed(tree, {(leaf[grid], name): number for grid in GRIDS
                           for name, number in (("a", 500), ("b", 90), ("c", 3))})  # fmt: skip
    groups = groups_by_depth(tree, counts)
    assert [sorted({one[name] for name in "abc"}) for one in groups] == [
        ["a", "b", "c"], ["a", OTHERS], ["a", OTHERS], ["a", OTHERS],
    ]  # fmt: skip


def _hidden(tree: Tree, leaves: Cells) -> set[tuple[str, str]]:
    counts = summed(tree, leaves)
    names = sorted({name for _, name in counts})
    totals = {area: sum(counts[area, name] for name in names) for area in (tree.root, *tree.above)}
    groups = ({name: name for name in names},) * 4
    return set(hidden_cells(tree, counts, totals, hidden_totals(tree, totals), groups))
