"""Which cells of the tables of one kind of record are kept back (domain 5.15: at least ten)."""

from collections.abc import Mapping
from typing import Final

from gege.registers.rules.statistics.network import Arc, Cell, Network, Node, scopes_of
from gege.registers.rules.statistics.trees import Tree

LEAST: Final = 10
TOTAL: Final = ""
OTHERS: Final = "others"
"""The category that takes what a county has too few of to tell it apart at some depth."""
_WORLD: Final[Node] = ("world", "")


def hidden_totals(tree: Tree, totals: Mapping[str, int], *, least: int = LEAST) -> frozenset[str]:
    """Return the areas whose total is kept back: those below `least`, and enough beside them.

    That nobody at all is registered in an area says nothing of a person: it is told.
    `totals` has every area of the tree. All tables of one kind of record share the answer.
    """
    network = Network(list(_total_arcs(tree, totals, least)))
    if not network.protect(least):
        return frozenset(totals)
    return frozenset(arc.cell[0] for arc in network.arcs if arc.hidden)


def hidden_cells(
    tree: Tree,
    counts: Mapping[Cell, int],
    totals: Mapping[str, int],
    without_total: frozenset[str],
    groups: tuple[Mapping[str, str], ...],
    *,
    least: int = LEAST,
) -> frozenset[Cell]:
    """Return the cells of one table that are kept back; totals are those of `hidden_totals`.

    `counts` has every area and category. Of an area without a total everything is kept back, in
    every table; a total that is shown is kept back by no table.
    """
    network = table_network(tree, counts, totals, without_total, groups, least=least)
    if not network.protect(least):
        return frozenset(counts)
    return frozenset(arc.cell for arc in network.arcs if arc.hidden and arc.cell[1] != TOTAL)


def table_network(
    tree: Tree,
    counts: Mapping[Cell, int],
    totals: Mapping[str, int],
    without_total: frozenset[str],
    groups: tuple[Mapping[str, str], ...],
    *,
    least: int = LEAST,
    hidden: frozenset[Cell] | None = None,
) -> Network:
    """Return the network of a table; `hidden` names cells that are kept back, else the small."""
    arcs = []
    for (area, category), value in counts.items():
        above = tree.above.get(area)
        below = groups[depth_of(tree, area) + 1][category] if tree.below.get(area) else TOTAL
        tail: Node = (below, area)
        head: Node = (category, above) if above is not None else _WORLD
        nobody = totals[area] == 0
        small = (value < least and not nobody) or area in without_total
        kept = small if hidden is None else (area, category) in hidden
        scopes = scopes_of(tree.way_up(area))
        arcs.append(Arc((area, category), tail, head, value, kept, _cost(value, nobody), scopes))
    arcs += [
        arc for arc in _total_arcs(tree, totals, least, joined=True)
        if arc.cell[0] in without_total
    ]  # fmt: skip
    for arc in arcs:
        if arc.cell[1] == TOTAL:
            arc.hidden, arc.cost = True, None
    return Network(arcs)


def groups_by_depth(
    tree: Tree, counts: Mapping[Cell, int], *, least: int = LEAST
) -> tuple[Mapping[str, str], ...]:
    """Return for each depth of the tree which category each category is told as there.

    The more areas there are at a depth, the more a category needs in the whole county to be told
    apart: `least` for the county, and on the average twice that for each area below. The others
    become one, which takes the next smallest as well while it has too few itself. What is one at
    a depth is one below it too.
    """
    whole = sorted((number, name) for (area, name), number in counts.items() if area == tree.root)
    depths: dict[int, int] = {}
    for area in (tree.root, *tree.above):
        depth = depth_of(tree, area)
        depths[depth] = depths.get(depth, 0) + 1
    found = []
    taken = 0
    for depth in sorted(depths):
        wanted = least * (2 * depths[depth] if depth else 1)
        taken = max(taken, _too_few(whole, wanted))
        others = {name for _, name in whole[:taken]}
        names = {name: OTHERS if name in others else name for _, name in whole}
        found.append({**names, OTHERS: OTHERS})
    return tuple(found)


def grouped(
    tree: Tree, counts: Mapping[Cell, int], groups: tuple[Mapping[str, str], ...]
) -> dict[Cell, int]:
    """Return counts of every area by the categories that are told at its depth."""
    found: dict[Cell, int] = {}
    for (area, name), number in counts.items():
        cell = area, groups[depth_of(tree, area)][name]
        found[cell] = found.get(cell, 0) + number
    return found


def depth_of(tree: Tree, area: str) -> int:
    """Return how deep an area lies; the root is at 0."""
    return len(tree.way_up(area)) - 1


def _too_few(whole: list[tuple[int, str]], wanted: int) -> int:
    """Return how many of the smallest categories become one."""
    taken = number = 0
    for count, _name in whole:
        if count >= wanted and (not taken or number >= wanted):
            break
        taken, number = taken + 1, number + count
    return 0 if taken == 1 and len(whole) == 1 else taken


def _total_arcs(
    tree: Tree, totals: Mapping[str, int], least: int, *, joined: bool = False
) -> list[Arc]:
    """Return the totals as arcs from the county down; `joined` ends them at the tables' leaves."""
    arcs = []
    for area, value in totals.items():
        above = tree.above.get(area)
        tail: Node = ("total", "down", above) if above is not None else _WORLD
        if tree.below.get(area):
            head: Node = ("total", "down", area)
        else:
            head = (TOTAL, area) if joined else _WORLD
        scopes = scopes_of(tree.way_up(area))
        small = 0 < value < least
        arcs.append(Arc((area, TOTAL), tail, head, value, small, _cost(value, value == 0), scopes))
    return arcs


def _cost(value: int, nobody: bool) -> int | None:
    """Return what it costs to keep a cell back; where nobody is at all there is nothing to hide."""
    return None if nobody else value + 1
