"""A table with its sums as a network: what anybody can compute about a cell that is kept back.

A table of areas by categories, with sums over both and areas within areas, is a circulation: people
flow from an area's leaf through its category up to the county. Numbers that are shown are fixed,
those that are kept back may be anything that keeps every sum. By how much one can be more than it
is, is the flow that finds a way round it; so a small cell is safe when that reaches `least`: then
nobody can tell that it is small. Where there is no way, the cheapest further cells are kept back.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

Node = tuple[str, ...]
"""A sum. The last of its words is the area whose sum it is, empty for the whole."""
Cell = tuple[str, str]
Way = list[tuple[int, bool]]
_FARTHEST: Final = 1 << 62


@dataclass(slots=True)
class Arc:
    """One cell: from and to which sums its people flow. `cost` None: it is never kept back.

    `scopes` are the areas within which a way round is looked for, the nearest first.
    """

    cell: Cell
    tail: Node
    head: Node
    value: int
    hidden: bool
    cost: int | None
    scopes: tuple[str, ...] = ("",)


@dataclass(slots=True)
class Network:
    """The arcs of a table, and by which node each is met."""

    arcs: list[Arc]
    at: dict[Node, list[tuple[int, bool]]] = field(init=False)

    def __post_init__(self) -> None:
        self.at = {}
        for number, arc in enumerate(self.arcs):
            self.at.setdefault(arc.tail, []).append((number, True))
            self.at.setdefault(arc.head, []).append((number, False))

    def protect(self, least: int) -> bool:
        """Keep back further cells until every hidden cell below `least` might be `least` or more.

        What is below `least` has to be hidden already. Sums go before their parts, and the
        smallest first, so that one way round serves many. False where there is no way at all: then
        nothing of the table can be shown.
        """
        small = [number for number, arc in enumerate(self.arcs) if arc.hidden and arc.value < least]
        order = sorted(small, key=lambda one: (*_size(self.arcs[one]), one))
        return all(self._protect(number, least - self.arcs[number].value) for number in order)

    def most(self, number: int, enough: int) -> int:
        """Return by how much a hidden cell may be more than it is, at most `enough`."""
        best = 0
        for scope in self.arcs[number].scopes:
            found = 0
            for _way, room in self._ways(number, scope, enough, hiding=False):
                found += room
            best = max(best, found)
            if best >= enough:
                break
        return best

    def _protect(self, number: int, wanted: int) -> bool:
        for scope in self.arcs[number].scopes:
            found = list(self._ways(number, scope, wanted, hiding=True))
            if sum(room for _way, room in found) >= wanted:
                for way, _room in found:
                    for one, _forward in way:
                        self.arcs[one].hidden = True
                return True
        return False

    def _ways(
        self, number: int, scope: str, wanted: int, *, hiding: bool
    ) -> Iterator[tuple[Way, int]]:
        """Return ways round a cell within an area, and how many people each takes."""
        changed: dict[int, int] = {}
        opened: set[int] = set()
        while wanted > 0:
            way = self._way(number, scope, changed, opened, hiding=hiding)
            if way is None:
                return
            backward = [
                self.arcs[one].value + changed.get(one, 0) for one, forward in way if not forward
            ]
            room = min([wanted, *backward])
            for one, forward in way:
                changed[one] = changed.get(one, 0) + (room if forward else -room)
                opened.add(one)
            wanted -= room
            yield way, room

    def _way(
        self,
        number: int,
        scope: str,
        changed: Mapping[int, int],
        opened: set[int],
        *,
        hiding: bool,
    ) -> Way | None:
        """Return the cheapest way from a cell's head back to its tail; None where there is none."""
        start, goal = self.arcs[number].head, self.arcs[number].tail
        costs: dict[Node, int] = {start: 0}
        came: dict[Node, tuple[Node, int, bool]] = {}
        queue: list[tuple[int, int, Node]] = [(0, 0, start)]
        done: set[Node] = set()
        turn = 0
        while queue:
            cost, _turn, node = heapq.heappop(queue)
            if node in done:
                continue
            if node == goal:
                return _back(came, start, goal)
            done.add(node)
            for one, forward in self.at[node]:
                arc = self.arcs[one]
                there = arc.head if forward else arc.tail
                if one == number or there in done or not there[-1].startswith(scope):
                    continue
                if not forward and arc.value + changed.get(one, 0) <= 0:
                    continue
                price = 0 if arc.hidden or one in opened else arc.cost if hiding else None
                if price is not None and cost + price < costs.get(there, _FARTHEST):
                    turn += 1
                    costs[there] = cost + price
                    came[there] = (node, one, forward)
                    heapq.heappush(queue, (cost + price, turn, there))
        return None


def _size(arc: Arc) -> tuple[int, int]:
    return len(arc.cell[0]), arc.value


def _back(came: Mapping[Node, tuple[Node, int, bool]], start: Node, goal: Node) -> Way:
    way, node = [], goal
    while node != start:
        node, one, forward = came[node]
        way.append((one, forward))
    return way[::-1]


def scopes_of(way_up: Iterable[str]) -> tuple[str, ...]:
    """Return where a way round a cell is looked for: beside it, then farther, then everywhere."""
    return (*list(way_up)[1:], "")
