"""Counting the declared indicators, whole or divided, over what a reader may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from gege.boards.figures import Base
from gege.boards.indicators.declared import INDICATORS, Better, Indicator
from gege.boards.indicators.parts import Division
from gege.boards.period import Period
from gege.boards.queries import Median, Ninetieth, in_period
from gege.matters.api import Matter, State

MOST_PARTS: Final = 200


@dataclass(frozen=True, slots=True)
class Measured:
    """What one indicator came to: a share by its two counts, a time by its middle and its tail."""

    indicator: Indicator
    of: int
    counted: int = 0
    median: timedelta | None = None
    ninetieth: timedelta | None = None

    @property
    def percent(self) -> float | None:
        """None where there is nothing to count: no matter is not a hundred percent."""
        return 100 * self.counted / self.of if self.of else None

    @property
    def misses(self) -> bool:
        """Whether a target stands and is not met."""
        target, value = self.indicator.target, self.percent
        if target is None or value is None:
            return False
        return value < target if self.indicator.better is Better.HIGH else value > target


def measure(
    rows: QuerySet[Matter],
    period: Period,
    now: datetime,
    only: Sequence[Indicator] = tuple(INDICATORS.values()),
) -> dict[str, Measured]:
    """Return indicators by their code; one statement a base, and the thresholds of entering."""
    found: dict[str, Measured] = {}
    for base in Base:
        wanted = [one for one in only if one.base is base]
        if wanted:
            counted = in_period(rows, base, period).aggregate(**_aggregates(wanted, now))
            found |= {one.code: _measured(one, counted) for one in wanted}
    return {one.code: found[one.code] for one in only}


def measure_by(
    rows: QuerySet[Matter], period: Period, now: datetime, column: str, only: Sequence[Indicator]
) -> dict[str, dict[str, Measured]]:
    """Return indicators of each value of a column, by their code; one statement a base."""
    found: dict[str, dict[str, Measured]] = {}
    for base in Base:
        wanted = [one for one in only if one.base is base]
        counted = in_period(rows, base, period).order_by().values(column)
        for row in counted.annotate(**_aggregates(wanted, now)) if wanted else ():
            of_it = found.setdefault(str(row[column]), {one.code: Measured(one, 0) for one in only})
            of_it |= {one.code: _measured(one, row) for one in wanted}
    return found


def divide(
    rows: QuerySet[Matter], one: Indicator, division: Division, period: Period, now: datetime
) -> dict[str, Measured]:
    """Return one indicator by the parts of a division, the fullest first; one statement.

    A part is named by the value in its column as text, "" for what belongs to no part.
    """
    base = in_period(rows, one.base, period).order_by()
    found = base.annotate(part=division.expression(one.base)).values("part")
    counted = found.annotate(**_aggregates([one], now)).filter(**{f"{one.code}_of__gt": 0})
    ordered = counted.order_by(f"-{one.code}_of", "part")[:MOST_PARTS]
    return {
        str(row["part"] if row["part"] is not None else ""): _measured(one, row) for row in ordered
    }


def behind(
    rows: QuerySet[Matter], one: Indicator, period: Period, which: str, now: datetime
) -> QuerySet[Matter]:
    """Return the records of an indicator: all `of` it, those `counted`, or those `missed`."""
    base = in_period(rows, one.base, period).filter(base_of(one, now))
    if one.share is None or which == "of":
        return base
    counted = base.filter(one.share.counted_set())
    return counted if which == "counted" else base.exclude(pk__in=counted.values("pk"))


def base_of(one: Indicator, now: datetime) -> Q:
    """Return the condition of the denominator at a moment."""
    if one.share is not None:
        return one.share.base_set(now)
    assert one.span is not None
    return Q(state=State.CLOSED) & one.span.known


def _aggregates(indicators: Iterable[Indicator], now: datetime) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for one in indicators:
        base = base_of(one, now)
        wanted[f"{one.code}_of"] = Count("pk", filter=base)
        if one.share is not None:
            wanted[f"{one.code}_counted"] = Count("pk", filter=base & one.share.counted_set())
        if one.span is not None:
            took = F(one.span.ends) - F(one.span.begins)
            wanted[f"{one.code}_median"] = Median(took, filter=base)
            wanted[f"{one.code}_ninetieth"] = Ninetieth(took, filter=base)
    return wanted


def _measured(one: Indicator, counted: Mapping[str, Any]) -> Measured:
    return Measured(
        one,
        counted[f"{one.code}_of"],
        counted.get(f"{one.code}_counted", 0),
        counted.get(f"{one.code}_median"),
        counted.get(f"{one.code}_ninetieth"),
    )
