"""Counting one day: what came and went by township, kind and tier, and what stood at midnight."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Count, F, Q, QuerySet

from gege.boards.figures import Base
from gege.boards.indicators.counting import Measured, measure, measure_by
from gege.boards.indicators.declared import INDICATORS, Indicator
from gege.boards.period import Period
from gege.boards.queries import in_period
from gege.matters.api import Light, Matter, State, light_condition, open_rows
from gege.territory.api import Atlas

PEOPLE: Final = frozenset({"resolution", "satisfaction", "unreached", "satisfied"})
"""Indicators of what residents said: given for the whole county only, and not of a few people."""
LEAST_PEOPLE: Final = 10
_PLACE: Final = ("township_code", "kind", "family")
_OF_CLOSED: Final = ("closed", "closed_with_due", "closed_on_time")
_OF_MATTERS: Final = tuple(one for one in INDICATORS.values() if one.code not in PEOPLE)
_OF_PEOPLE: Final = tuple(one for one in INDICATORS.values() if one.code in PEOPLE)


@dataclass(frozen=True, slots=True, order=True)
class Cell:
    """One count; "" for what it is not divided by."""

    township: str
    kind: str
    family: str
    tier: str
    light: str
    measure: str
    count: int


@dataclass(frozen=True, slots=True)
class Value:
    """An indicator of the county ("") or a township; `kept_back` where it is of too few people."""

    township: str
    measured: Measured
    kept_back: bool = False


def flows(rows: QuerySet[Matter], period: Period) -> list[Cell]:
    """Return what was reported and closed in the day. Two statements."""
    cells: list[Cell] = []
    reported = in_period(rows, Base.REPORTED, period).order_by()
    places = reported.values("township_code", "kind", "family").annotate(n=Count("pk"))
    for township, kind, family, n in places.values_list(*_PLACE, "n"):
        cells.append(Cell(township, kind, family, "", "", "reported", n))
    closed = in_period(rows, Base.CLOSED, period).filter(state=State.CLOSED).order_by()
    counted = closed.values(*_PLACE, "settled_tier").annotate(
        closed=Count("pk"),
        closed_with_due=Count("pk", filter=Q(due_at__isnull=False)),
        closed_on_time=Count("pk", filter=Q(settled_at__lte=F("due_at"))),
    )
    for township, kind, family, tier, *counts in counted.values_list(
        *_PLACE, "settled_tier", *_OF_CLOSED
    ):
        for name, count in zip(_OF_CLOSED, counts, strict=True):
            if count:
                cells.append(Cell(township, kind, family, tier, "", name, count))
    return sorted(cells)


def standing(rows: QuerySet[Matter], atlas: Atlas, midnight: datetime) -> list[Cell]:
    """Return what was open at midnight by the tier that held it and by its light. One statement."""
    paused = Q(state=State.PAUSED)
    lights = {
        "none": light_condition(Light.NONE, midnight) & ~paused,
        "paused": paused,
        "red": light_condition(Light.RED, midnight) & ~paused,
        "yellow": light_condition(Light.YELLOW, midnight),
    }
    wanted: dict[str, Any] = {f"of_{name}": Count("pk", filter=of) for name, of in lights.items()}
    held = open_rows(rows).order_by().values(*_PLACE, "holder_id").annotate(**wanted)
    sums: Counter[tuple[str, str, str, str, str]] = Counter()
    for township, kind, family, holder, *counts in held.values_list(*_PLACE, "holder_id", *wanted):
        unit = atlas.unit(holder)
        tier = str(unit.kind) if unit else ""
        for name, count in zip(lights, counts, strict=True):
            sums[(township, kind, family, tier, name)] += count
    return sorted(Cell(*place, "open", count) for place, count in sums.items() if count)


def indicators(rows: QuerySet[Matter], period: Period, midnight: datetime) -> list[Value]:
    """Return the declared indicators of the day, of the county and of each township."""
    whole = measure(rows, period, midnight)
    by_place = measure_by(rows, period, midnight, "township_code", _OF_MATTERS)
    values = _values("", _OF_MATTERS, whole)
    for one in _OF_PEOPLE:
        found = whole[one.code]
        values.append(Value("", found, kept_back=0 < found.of < LEAST_PEOPLE))
    for township in sorted(by_place):
        values += _values(township, _OF_MATTERS, by_place[township])
    return [one for one in values if one.measured.of]


def _values(township: str, wanted: Sequence[Indicator], found: dict[str, Measured]) -> list[Value]:
    return [Value(township, found[one.code]) for one in wanted]
