"""Matters in cells: those of a period by step, and the open ones by light.

The period is found by its index, and the database adds up: what comes back is a line for each cell
and step, however many matters there are. What lies beyond the part looked at comes as one number.
A matter without a position stands in the middle of its grid, or of the smallest area that is known.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.db.models import (
    BigIntegerField,
    Case,
    Count,
    DateField,
    Expression,
    F,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Cast, Floor, TruncDate, TruncMonth, TruncWeek

from gege.boards.figures import Base
from gege.boards.map.lattice import COARSEST, Box, Cell, across, cell_of, up
from gege.boards.map.outlines import Outlines
from gege.boards.map.steps import Steps, Stride
from gege.boards.period import Period
from gege.boards.queries import LIGHTS, in_period
from gege.matters.api import LOCAL, Matter, light_condition, open_rows, words

NETS: Final = (words.Family.SERVICE, words.Family.MANAGEMENT)
"""The two nets (R-051): service, and safety."""
MOST: Final = 1000
"""Cells of one answer: where there are more, four become one."""
_BEGINS: Final = {Stride.DAY: TruncDate, Stride.WEEK: TruncWeek, Stride.MONTH: TruncMonth}


@dataclass(slots=True)
class Cluster:
    """What lies in a cell: a count for each net and column, and where the middle of it is."""

    cell: Cell
    counts: list[list[int]]
    _east: float = 0.0
    _north: float = 0.0
    _placed: int = 0

    @property
    def total(self) -> int:
        return sum(map(sum, self.counts))

    @property
    def middle(self) -> tuple[float, float]:
        """Return the middle of its matters, to about ten metres: no finer than a patrol's."""
        return round(self._east / self._placed, 4), round(self._north / self._placed, 4)

    def add(self, net: int, column: int, count: int, east: float, north: float) -> None:
        self.counts[net][column] += count
        self._east, self._north = self._east + east, self._north + north
        self._placed += count

    def join(self, other: Cluster) -> None:
        """Take in what lies in another cell."""
        for net, columns in enumerate(other.counts):
            for column, count in enumerate(columns):
                self.counts[net][column] += count
        self._east, self._north = self._east + other._east, self._north + other._north
        self._placed += other._placed


@dataclass(slots=True)
class Clusters:
    """The cells of one answer. `beyond` lies outside the part looked at, `nowhere` on no map."""

    level: int
    columns: int
    found: dict[Cell, Cluster] = field(default_factory=dict)
    beyond: int = 0
    nowhere: int = 0

    @property
    def total(self) -> int:
        return self.beyond + self.nowhere + sum(one.total for one in self.found.values())

    def at(self, cell: Cell) -> Cluster:
        if cell not in self.found:
            self.found[cell] = Cluster(cell, [[0] * self.columns for _net in NETS])
        return self.found[cell]

    def coarser(self) -> Clusters:
        """Return the same in cells four times as large."""
        made = Clusters(self.level - 1, self.columns, {}, self.beyond, self.nowhere)
        for cell, one in self.found.items():
            made.at(cell.at(made.level)).join(one)
        return made


def of_period(
    rows: QuerySet[Matter],
    period: Period,
    steps: Steps,
    level: int,
    box: Box | None,
    lines: Outlines,
) -> Clusters:
    """Return the matters reported in a period, in cells, by step; one statement."""
    begins = _BEGINS[steps.stride]("reported_at", tzinfo=LOCAL, output_field=DateField())
    found = in_period(rows, Base.REPORTED, period).order_by().annotate(begins=begins)
    numbers = steps.numbers()
    clusters = Clusters(level, len(numbers))
    wanted = {"n": Count("pk")}
    for place, net, begun, count in _counted(found, ("begins",), wanted, clusters, box, lines):
        _put(clusters, place, net, numbers[begun], count)
    return _few(clusters)


def open_now(
    rows: QuerySet[Matter], now: datetime, level: int, box: Box | None, lines: Outlines
) -> Clusters:
    """Return what is open, in cells, by light, the gravest first; one statement."""
    clusters = Clusters(level, len(LIGHTS))
    wanted = {str(light): Count("pk", filter=light_condition(light, now)) for light in LIGHTS}
    found = open_rows(rows).order_by()
    for place, net, *counts in _counted(found, (), wanted, clusters, box, lines):
        for column, count in enumerate(counts):
            _put(clusters, place, net, column, count, of=sum(counts))
    return _few(clusters)


def behind(
    rows: QuerySet[Matter], cell: Cell, lines: Outlines, known: frozenset[str]
) -> QuerySet[Matter]:
    """Return the matters of a cell: exactly those that were counted in it."""
    there = {
        code for code in known if (spot := lines.spot(code)) and cell_of(*spot, cell.level) == cell
    }
    placed = rows.annotate(x=_x(cell.level), y=_y(cell.level))
    without = Q(lng__isnull=True, area_code__in=sorted(there))
    return placed.filter(Q(lng__isnull=False, x=cell.x, y=cell.y) | without)


def nowhere(rows: QuerySet[Matter], lines: Outlines, known: frozenset[str]) -> QuerySet[Matter]:
    """Return the matters that no map can show: no position, and an area without an outline."""
    shown = sorted(code for code in known if lines.spot(code))
    return rows.filter(lng__isnull=True).exclude(area_code__in=shown)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where counted matters stand: in a cell with sums of their positions, beyond, or nowhere."""

    cell: Cell | None
    east: float = 0.0
    north: float = 0.0
    nowhere: bool = False


def _counted(
    rows: QuerySet[Matter],
    by: tuple[str, ...],
    wanted: dict[str, Any],
    clusters: Clusters,
    box: Box | None,
    lines: Outlines,
) -> Iterator[Any]:
    level = clusters.level
    inside = _inside(level, box)
    placed = rows.annotate(cx=_x(level), cy=_y(level))
    placed = placed.annotate(
        x=Case(When(inside, then=F("cx")), default=None),
        y=Case(When(inside, then=F("cy")), default=None),
        code=Case(When(lng__isnull=True, then=F("area_code")), default=Value("")),
    )
    sums = {"east": Sum("lng"), "north": Sum("lat")}
    found = placed.values("x", "y", "code", "family", *by).annotate(**wanted, **sums)
    for x, y, code, east, north, *line in found.values_list(
        "x", "y", "code", "east", "north", "family", *by, *wanted
    ):
        if code:
            yield (_in_area(code, sum(line[1 + len(by) :]), level, box, lines), *line)
        else:
            yield (_Place(Cell(level, x, y) if x is not None else None, east, north), *line)


def _in_area(code: str, count: int, level: int, box: Box | None, lines: Outlines) -> _Place:
    """Return where matters without a position stand: in the middle of their area."""
    spot = lines.spot(code)
    if spot is None:
        return _Place(None, nowhere=True)
    cell = cell_of(*spot, level)
    low_x, high_x, low_y, high_y = box.cells(level) if box else (cell.x, cell.x, cell.y, cell.y)
    seen = low_x <= cell.x <= high_x and low_y <= cell.y <= high_y
    return _Place(cell if seen else None, spot[0] * count, spot[1] * count)


def _put(clusters: Clusters, place: _Place, net: str, column: int, count: int, of: int = 0) -> None:
    """Add a count to where it stands; `of` shares the sums of positions among several columns."""
    if not count:
        return
    if place.nowhere:
        clusters.nowhere += count
    elif place.cell is None:
        clusters.beyond += count
    else:
        share = count / of if of else 1.0
        number = NETS.index(words.Family(net))
        clusters.at(place.cell).add(number, column, count, place.east * share, place.north * share)


def _few(clusters: Clusters) -> Clusters:
    while len(clusters.found) > MOST and clusters.level > COARSEST:
        clusters = clusters.coarser()
    return clusters


def _inside(level: int, box: Box | None) -> Q:
    if box is None:
        return Q(cx__isnull=False)
    low_x, high_x, low_y, high_y = box.cells(level)
    return Q(cx__range=(low_x, high_x), cy__range=(low_y, high_y))


def _x(level: int) -> Expression:
    return Cast(Floor((F("lng") + 180.0) * across(level)), BigIntegerField())


def _y(level: int) -> Expression:
    return Cast(Floor((F("lat") + 90.0) * up(level)), BigIntegerField())
