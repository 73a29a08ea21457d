"""Areas as a tree of codes; what belongs to an area and to no part of it is a leaf of its own."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

LEVELS: Final = (6, 9, 12, 15)
REST: Final = "."
"""Ends the code of a leaf that stands for what an area's parts do not say. It is shown nowhere."""


@dataclass(frozen=True, slots=True)
class Tree:
    """Areas from the county down; `above` maps each but the root to the area it lies in."""

    root: str
    above: Mapping[str, str]
    below: Mapping[str, tuple[str, ...]]

    @property
    def leaves(self) -> tuple[str, ...]:
        return tuple(code for code in (self.root, *self.above) if not self.below.get(code))

    def way_up(self, code: str) -> tuple[str, ...]:
        """Return an area and all it lies in, up to the root."""
        way = [code]
        while way[-1] in self.above:
            way.append(self.above[way[-1]])
        return tuple(way)


def tree_of(root: str, codes: Iterable[str], *, deepest: int) -> tuple[Tree, dict[str, str]]:
    """Return the tree of some areas down to a level, and to which leaf each code counts.

    Codes outside of the root are left out. A code of an area that has parts counts to its rest.
    """
    inside = {code for code in codes if code.startswith(root) and len(code) in LEVELS}
    nodes = {root}
    for code in inside:
        nodes |= {code[:length] for length in LEVELS if len(root) <= length <= len(code)}
    nodes = {code for code in nodes if len(code) <= deepest}
    parents = {code[: _up(code)] for code in nodes if code != root}
    leaf_of = {}
    for code in inside or {root}:
        shown = code[:deepest]
        leaf_of[code] = f"{shown}{REST}" if shown in parents else shown
    rests = {leaf for leaf in leaf_of.values() if leaf.endswith(REST)}
    above = {code: code[: _up(code)] for code in nodes if code != root}
    above |= {rest: rest[: -len(REST)] for rest in rests}
    below: dict[str, list[str]] = {}
    for code in sorted(above):
        below.setdefault(above[code], []).append(code)
    return Tree(root, above, {code: tuple(ones) for code, ones in below.items()}), leaf_of


def summed(tree: Tree, counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """Return counts of every area and category from those of the leaves; nobody is a nought."""
    categories = {category for _, category in counts}
    areas = (tree.root, *tree.above)
    found = {(area, category): 0 for area in areas for category in categories}
    for (leaf, category), number in counts.items():
        for area in tree.way_up(leaf):
            found[area, category] += number
    return found


def _up(code: str) -> int:
    return max((length for length in LEVELS if length < len(code)), default=0)
