"""What fills the areas: open matters by light, matters reported, or an indicator, by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, DateField, F, Q, QuerySet
from django.db.models.functions import TruncDate, TruncMonth, TruncWeek

from gege.boards.figures import Base
from gege.boards.indicators.counting import base_of
from gege.boards.indicators.declared import Indicator
from gege.boards.map.asked import OPEN, Asked
from gege.boards.map.steps import Stride
from gege.boards.queries import LIGHTS, Median, in_period
from gege.kernel.area_codes import Level
from gege.matters.api import LOCAL, Matter, light_condition, open_rows, words

COLUMNS: Final[Mapping[Level, str]] = {
    Level.GRID: "area_code",
    Level.COMMUNITY: "community_code",
    Level.TOWNSHIP: "township_code",
}
_BEGINS: Final = {Stride.DAY: TruncDate, Stride.WEEK: TruncWeek, Stride.MONTH: TruncMonth}


@dataclass(frozen=True, slots=True)
class Value:
    """What one area came to: over the whole period, and in each step; None where nothing counts."""

    whole: float | None
    of: int
    counted: int
    steps: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Lit:
    """The open matters of one area by light, the gravest first."""

    counts: tuple[int, ...] = (0,) * len(LIGHTS)

    @property
    def total(self) -> int:
        return sum(self.counts)

    @property
    def light(self) -> str:
        """The gravest light; "" where nothing is open."""
        found = [str(light) for light, count in zip(LIGHTS, self.counts, strict=True) if count]
        return found[0] if found else ""


def values_of(rows: QuerySet[Matter], asked: Asked, now: datetime) -> dict[str, Value]:
    """Return what fills each area, by its code; at most two statements, none for open matters."""
    if asked.of == OPEN:
        return {}
    one = asked.indicator
    found = _stepped(rows, asked, one, now)
    if one is not None and one.span is not None:
        return _times(rows, asked, one, now, found)
    return {code: _summed(lines, asked) for code, lines in found.items()}


def open_by_area(rows: QuerySet[Matter], level: Level, now: datetime) -> dict[str, Lit]:
    """Return the open matters of each area by light, in one statement."""
    wanted = {str(light): Count("pk", filter=light_condition(light, now)) for light in LIGHTS}
    column = COLUMNS[level]
    held = open_rows(rows).order_by().values(column).annotate(**wanted)
    return {code: Lit(tuple(counts)) for code, *counts in held.values_list(column, *wanted)}


def reported_by_area(rows: QuerySet[Matter], asked: Asked) -> dict[str, dict[str, int]]:
    """Return the matters reported in the period, by area and net, in one statement."""
    column = COLUMNS[asked.level]
    new = in_period(rows, Base.REPORTED, asked.chosen.period).order_by()
    found: dict[str, dict[str, int]] = {}
    counted = new.values(column, "family").annotate(n=Count("pk"))
    for code, net, count in counted.values_list(column, "family", "n"):
        found.setdefault(code, dict.fromkeys(map(str, words.Family), 0))[net] = count
    return found


_Line = tuple[int, int, int, timedelta | None]


def _stepped(
    rows: QuerySet[Matter], asked: Asked, one: Indicator | None, now: datetime
) -> dict[str, list[_Line]]:
    """Return (step, of, counted, median) of each area, in one statement."""
    base = one.base if one else Base.REPORTED
    begins = _BEGINS[asked.steps.stride](f"{base}_at", tzinfo=LOCAL, output_field=DateField())
    column, numbers = COLUMNS[asked.level], asked.steps.numbers()
    found = in_period(rows, base, asked.chosen.period).order_by().annotate(begins=begins)
    wanted = _wanted(one, now)
    counted = found.values(column, "begins").annotate(**wanted)
    lines: dict[str, list[_Line]] = {}
    for code, begun, of, of_them, took in counted.values_list(
        column, "begins", "of", "counted", "took" if "took" in wanted else "of"
    ):
        median = took if isinstance(took, timedelta) else None
        lines.setdefault(code, []).append((numbers[begun], of, of_them, median))
    return lines


def _wanted(one: Indicator | None, now: datetime) -> dict[str, Any]:
    if one is None:
        return {"of": Count("pk"), "counted": Count("pk")}
    base = base_of(one, now)
    counted: Q = base & one.share.counted_set() if one.share is not None else base
    wanted: dict[str, Any] = {
        "of": Count("pk", filter=base),
        "counted": Count("pk", filter=counted),
    }
    if one.span is not None:
        wanted["took"] = Median(F(one.span.ends) - F(one.span.begins), filter=base)
    return wanted


def _summed(lines: Iterable[_Line], asked: Asked) -> Value:
    """Return a count, or a share in percent, from its steps."""
    share = asked.indicator is not None
    steps: list[float | None] = [None if share else 0.0] * len(asked.steps.spans)
    of = counted = 0
    for step, many, reached, _took in lines:
        of, counted = of + many, counted + reached
        steps[step] = _percent(reached, many) if share else float(many)
    whole = _percent(counted, of) if share else float(of)
    return Value(whole, of, counted, tuple(steps))


def _times(
    rows: QuerySet[Matter],
    asked: Asked,
    one: Indicator,
    now: datetime,
    found: Mapping[str, Iterable[_Line]],
) -> dict[str, Value]:
    """Return medians in hours: that of the whole is no sum of its steps and is asked for itself."""
    column = COLUMNS[asked.level]
    base = in_period(rows, one.base, asked.chosen.period).order_by()
    counted = base.values(column).annotate(**_wanted(one, now))
    values: dict[str, Value] = {}
    for code, of, took in counted.values_list(column, "of", "took"):
        steps: list[float | None] = [None] * len(asked.steps.spans)
        for step, _many, _reached, median in found.get(code, ()):
            steps[step] = _hours(median)
        values[code] = Value(_hours(took), of, of, tuple(steps))
    return values


def _percent(counted: int, of: int) -> float | None:
    return round(100 * counted / of, 1) if of else None


def _hours(took: timedelta | None) -> float | None:
    return None if took is None else round(took.total_seconds() / 3600, 2)
