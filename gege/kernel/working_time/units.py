"""The words of working time: units, limits, kinds of day, spans of the day."""

from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final, TypeAlias

# From opening to closing, both within one day.
Span: TypeAlias = tuple[time, time]

DEFAULT_SPANS: Final[tuple[Span, ...]] = (
    (time(8, 30), time(12, 0)),
    (time(14, 30), time(18, 0)),
)


class TimeUnit(StrEnum):
    """What a limit is counted in (GB/T 30428.8)."""

    CLOCK_HOURS = "clock_hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"


# About ten years in each unit: more is a slip of the finger, not a limit.
_LARGEST_AMOUNT: Final = {
    TimeUnit.CLOCK_HOURS: 87_600,
    TimeUnit.WORKING_HOURS: 20_000,
    TimeUnit.WORKING_DAYS: 2_500,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """How long something may take: a whole amount of a unit.

    Raises ValueError for an amount below 1 or above about ten years, TypeError for a fraction.
    """

    amount: int
    unit: TimeUnit

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError(f"a limit is a whole number of units, not {self.amount!r}")
        most = _LARGEST_AMOUNT[self.unit]
        if not 1 <= self.amount <= most:
            raise ValueError(f"a limit of {self.amount} {self.unit} is outside 1 to {most}")


@dataclass(frozen=True, slots=True)
class Due:
    """When a limit runs out; provisional when a day that decided it is not announced yet."""

    at: datetime
    provisional: bool


@dataclass(frozen=True, slots=True)
class NearDue:
    """When a light turns yellow: the share of the limit, not less, and not more than these.

    Remaining time <= max(`percent` of the limit, `at_least_hours`) and <= `at_most_days`. Hours and
    days are working ones for limits in working time, clock hours and days of 24 hours for limits
    in clock hours. Raises ValueError for a percentage outside 0-100, negative hours, or days < 1.
    """

    percent: int = 20
    at_least_hours: int = 2
    at_most_days: int = 1

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"{self.percent} % of a limit is outside 0 to 100")
        if self.at_least_hours < 0 or self.at_most_days < 1:
            raise ValueError("a warning takes 0 hours or more and 1 day or more")


class DayKind(StrEnum):
    """What a day of the calendar is."""

    WORKDAY = "workday"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    ADJUSTED_WORKDAY = "adjusted_workday"

    @property
    def is_working(self) -> bool:
        """True for a workday and for a weekend day worked in exchange for a holiday."""
        return self in (DayKind.WORKDAY, DayKind.ADJUSTED_WORKDAY)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day of the calendar; provisional while no notice has announced it."""

    date: date
    kind: DayKind
    provisional: bool
    name: str = ""


@dataclass(frozen=True, slots=True)
class Season:
    """Other working hours for a part of every year, such as summer afternoons that start later.

    `first` and `last` are (month, day), both included; a season may run over New Year. Raises
    ValueError for a (month, day) that no year has and for bad spans.
    """

    first: tuple[int, int]
    last: tuple[int, int]
    spans: tuple[Span, ...]

    def __post_init__(self) -> None:
        for month, day in (self.first, self.last):
            date(2024, month, day)
        check_spans(self.spans)

    def covers(self, day: date) -> bool:
        """True when the day falls into the season."""
        place = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= place <= self.last
        return place >= self.first or place <= self.last


def check_spans(spans: tuple[Span, ...]) -> None:
    """Raises ValueError unless there is a span and all follow one another without overlap."""
    if not spans:
        raise ValueError("a working day needs at least one span")
    edges = [edge for span in spans for edge in span]
    if any(edge.tzinfo is not None for edge in edges):
        raise ValueError("spans are wall-clock times, without a zone")
    if any(earlier >= later for earlier, later in spans):
        raise ValueError("a span must close after it opens")
    if edges != sorted(edges):
        raise ValueError("the spans of a day must follow one another")
