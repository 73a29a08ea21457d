"""Counting the figures of a board, from what its reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db.models import Aggregate, Count, DurationField, F, Q, QuerySet
from django.db.models.functions import TruncDate

from gege.boards.figures import ALL, FIGURES, FIRST_TIMES, Base, Figure
from gege.boards.period import Period
from gege.matters.api import (
    LOCAL,
    Light,
    Matter,
    State,
    Tier,
    light_condition,
    open_rows,
    visible,
)
from gege.staff.api import Actor
from gege.territory.api import Atlas

LIGHTS: Final = (Light.RED, Light.YELLOW, Light.NONE)


class Median(Aggregate):
    """PostgreSQL's continuous median; a duration stays a duration."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = DurationField()


class Ninetieth(Median):
    """Nine in ten are not above it."""

    template = "%(function)s(0.9) WITHIN GROUP (ORDER BY %(expressions)s)"


@dataclass(frozen=True, slots=True)
class Share:
    """A counted figure. `median` is there for figures that measure a time."""

    figure: Figure
    counted: int
    of: int
    median: timedelta | None = None

    @property
    def percent(self) -> float | None:
        """None when there is nothing to count: no matter is not a hundred percent."""
        return 100 * self.counted / self.of if self.of else None

    @property
    def met(self) -> bool | None:
        if self.figure.target is None or self.percent is None:
            return None
        return self.percent >= self.figure.target


@dataclass(frozen=True, slots=True)
class OpenRow:
    """Open matters held at one tier, by light."""

    tier: Tier
    lights: Mapping[Light, int]

    @property
    def total(self) -> int:
        return sum(self.lights.values())


@dataclass(frozen=True, slots=True)
class Times:
    """The three measured times (R-076) of one unit or kind: (median, 90th percentile) each."""

    key: str | int
    count: int
    triage: tuple[timedelta | None, timedelta | None]
    response: tuple[timedelta | None, timedelta | None]
    handling: tuple[timedelta | None, timedelta | None]

    @property
    def spans(self) -> tuple[tuple[timedelta | None, timedelta | None], ...]:
        return self.triage, self.response, self.handling


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the trend."""

    on: date
    reported: int
    closed: int


def seen(by: Actor, area_code: str = "") -> QuerySet[Matter]:
    """Return the matters a board counts: the reader's scope, narrowed to an area inside it."""
    columns = {9: "township_code", 12: "community_code", 15: "area_code"}
    column = columns.get(len(area_code))
    rows = visible(by)
    return rows.filter(**{column: area_code}) if column else rows


def in_period(rows: QuerySet[Matter], base: Base, period: Period) -> QuerySet[Matter]:
    column = f"{base}_at"
    return rows.filter(**{f"{column}__gte": period.start, f"{column}__lt": period.end})


def shares(
    rows: QuerySet[Matter], period: Period, now: datetime
) -> tuple[list[Share], list[Share]]:
    """Return the general figures and the five "first time" clocks, in two statements."""
    counted: dict[str, Any] = {}
    for base in Base:
        wanted = [figure for figure in ALL.values() if figure.base is base]
        counted |= in_period(rows, base, period).aggregate(**_aggregates(wanted, now))
    made = {code: _share(figure, counted) for code, figure in ALL.items()}
    return [made[one.code] for one in FIGURES], [made[one.code] for one in FIRST_TIMES]


def records(
    rows: QuerySet[Matter], figure: Figure, period: Period, part: str, now: datetime
) -> QuerySet[Matter]:
    """Return the records behind a figure: those `counted`, those `missed`, or all of its base."""
    base = in_period(rows, figure.base, period).filter(figure.base_set(now))
    if part == "counted":
        return base.filter(figure.counted_set())
    if part == "missed":
        return base.exclude(pk__in=base.filter(figure.counted_set()).values("pk"))
    return base


def open_by_tier(rows: QuerySet[Matter], atlas: Atlas, now: datetime) -> list[OpenRow]:
    """Return open matters by the tier of their holder and by light, in one statement."""
    per_light = {str(light): Count("pk", filter=light_condition(light, now)) for light in LIGHTS}
    sums: dict[Tier, dict[Light, int]] = {tier: dict.fromkeys(LIGHTS, 0) for tier in Tier}
    held = open_rows(rows).order_by().values("holder_id").annotate(**per_light)
    for holder_id, *counts in held.values_list("holder_id", *per_light):
        unit = atlas.unit(holder_id)
        if unit is not None:
            for light, count in zip(LIGHTS, counts, strict=True):
                sums[Tier(unit.kind)][light] += count
    return [OpenRow(tier, lights) for tier, lights in sums.items()]


def open_at(rows: QuerySet[Matter], now: datetime, tier: str, light: str) -> QuerySet[Matter]:
    """Return the records behind one cell of `open_by_tier`; an unknown word narrows to nothing."""
    rows = open_rows(rows)
    if tier:
        rows = rows.filter(holder__kind=tier)
    if light:
        rows = rows.filter(light_condition(Light(light), now)) if light in LIGHTS else rows.none()
    return rows


def per_grid(rows: QuerySet[Matter], period: Period, now: datetime) -> dict[str, dict[str, int]]:
    """Return open, near-due, overdue and reported counts by grid, in two statements."""
    found: dict[str, dict[str, int]] = {}
    late = Count("pk", filter=light_condition(Light.RED, now))
    near = Count("pk", filter=light_condition(Light.YELLOW, now))
    held = open_rows(rows).order_by().values("area_code")
    held = held.annotate(held=Count("pk"), near=near, late=late)
    for code, count, soon, overdue in held.values_list("area_code", "held", "near", "late"):
        found[code] = {"open": count, "near_due": soon, "overdue": overdue}
    new = in_period(rows, Base.REPORTED, period).order_by().values("area_code")
    for code, count in new.annotate(n=Count("pk")).values_list("area_code", "n"):
        found.setdefault(code, {})["reported"] = count
    return found


def times(rows: QuerySet[Matter], period: Period, by: str, most: int = 12) -> list[Times]:
    """Return the three times of matters closed in the period, by `kind` or by `lead_id`.

    Triage runs from the report to the acceptance, response from the report to the moment that
    stops the matter's "first time" clock, handling from the instruction to the completion. The
    busiest come first; one statement.
    """
    spans = {
        "triage": F("accepted_at") - F("reported_at"),
        "response": F("first_at") - F("reported_at"),
        "handling": F("settled_at") - F("instructed_at"),
    }
    wanted: dict[str, Any] = {"n": Count("pk")}
    for name, span in spans.items():
        wanted |= {f"{name}_half": Median(span), f"{name}_most": Ninetieth(span)}
    closed = in_period(rows, Base.CLOSED, period).filter(
        state=State.CLOSED, **{f"{by}__isnull": False}
    )
    found = closed.order_by().values(by).annotate(**wanted).order_by("-n", by)[:most]
    pairs = found.values_list(by, *wanted)
    return [
        Times(key, n, (t50, t90), (r50, r90), (h50, h90))
        for key, n, t50, t90, r50, r90, h50, h90 in pairs
    ]


def days(rows: QuerySet[Matter], period: Period) -> list[Day]:
    """Return reports and closings by day of the period, in two statements."""
    counts: dict[Base, dict[date, int]] = {}
    for base in Base:
        day = TruncDate(f"{base}_at", tzinfo=LOCAL)
        found = in_period(rows, base, period)
        if base is Base.CLOSED:
            found = found.filter(state=State.CLOSED)
        by_day = found.order_by().annotate(on=day).values("on").annotate(n=Count("pk"))
        counts[base] = {row["on"]: row["n"] for row in by_day}
    return [
        Day(on, counts[Base.REPORTED].get(on, 0), counts[Base.CLOSED].get(on, 0))
        for on in (period.first + timedelta(days=n) for n in range(period.days))
    ]


def _aggregates(figures: list[Figure], now: datetime) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for figure in figures:
        base = figure.base_set(now)
        both: Q = base & figure.counted_set()
        wanted[f"{figure.code}_of"] = Count("pk", filter=base)
        wanted[f"{figure.code}_counted"] = Count("pk", filter=both)
        if figure in FIRST_TIMES:
            took = F("first_at") - F("reported_at")
            wanted[f"{figure.code}_median"] = Median(took, filter=base)
    return wanted


def _share(figure: Figure, counted: Mapping[str, Any]) -> Share:
    return Share(
        figure,
        counted[f"{figure.code}_counted"],
        counted[f"{figure.code}_of"],
        counted.get(f"{figure.code}_median"),
    )
