"""Every day of a century-long reach, with running totals, so that counting costs two look-ups.

A deadline is asked for in every dispatch and a warning in every row of a list, hence no loop over
days: the totals before each day are kept and searched by bisection. All amounts are whole
microseconds, so adding and subtracting are exact.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from itertools import accumulate
from typing import Final

from gege.kernel.working_time.units import CalendarDay, DayKind, Season, Span

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2079

_ORIGIN: Final = date(FIRST_YEAR, 1, 1).toordinal()
_LENGTH: Final = date(LAST_YEAR + 1, 1, 1).toordinal() - _ORIGIN

# Holidays on a fixed date by the State Council's order no. 795 (in force 2025-01-01). The lunar
# ones and Qingming move, so an assumed year lacks them: one reason why it is provisional.
_FIXED_HOLIDAYS: Final = {
    (1, 1): "元旦",
    (5, 1): "劳动节",
    (5, 2): "劳动节",
    (10, 1): "国庆节",
    (10, 2): "国庆节",
    (10, 3): "国庆节",
}

# Opening and closing in microseconds since midnight.
_Spans = tuple[tuple[int, int], ...]


class OutOfReachError(ValueError):
    """A day before FIRST_YEAR or after LAST_YEAR, or a working moment that never comes."""


def place_of(day: date) -> int:
    """The place of a day in the table, counted from 0. Raises OutOfReachError."""
    place = day.toordinal() - _ORIGIN
    if not 0 <= place < _LENGTH:
        raise OutOfReachError(f"{day} is outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return place


def day_at(place: int) -> date:
    """The day at a place of the table."""
    return date.fromordinal(place + _ORIGIN)


def assumed_day(day: date) -> CalendarDay:
    """What a day is taken for while nobody has announced it: always provisional."""
    name = _FIXED_HOLIDAYS.get((day.month, day.day))
    if name is not None:
        return CalendarDay(day, DayKind.HOLIDAY, provisional=True, name=name)
    kind = DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND
    return CalendarDay(day, kind, provisional=True)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DayTable:
    """The days in order; `x_before[i]` is the total of x over the days before place i.

    `spans[i]` is empty for a day off. `working` lists the places of the working days.
    """

    spans: tuple[_Spans, ...]
    working: tuple[int, ...]
    working_before: tuple[int, ...]
    micros_before: tuple[int, ...]
    provisional_before: tuple[int, ...]

    def worked(self, place: int, micros: int) -> int:
        """Working microseconds from the origin up to a moment of the day at `place`."""
        total = self.micros_before[place]
        for opens, closes in self.spans[place]:
            if micros <= opens:
                break
            total += min(micros, closes) - opens
        return total

    def earliest(self, worked: int) -> tuple[int, int]:
        """The first moment by which so much has been worked (more than 0): place, microseconds."""
        place = bisect_left(self.micros_before, worked) - 1
        if not 0 <= place < _LENGTH:
            raise OutOfReachError("the working time runs out of the calendar")
        rest = worked - self.micros_before[place]
        for opens, closes in self.spans[place]:
            if rest <= closes - opens:
                return place, opens + rest
            rest -= closes - opens
        raise AssertionError("a day's total and its spans disagree")

    def latest(self, worked: int) -> tuple[int, int]:
        """The last moment at which no more than so much has been worked: place, microseconds."""
        place = bisect_right(self.micros_before, worked) - 1
        if not 0 <= place < _LENGTH:
            raise OutOfReachError("the working time runs out of the calendar")
        rest = worked - self.micros_before[place]
        for opens, closes in self.spans[place]:
            if rest < closes - opens:
                return place, opens + rest
            rest -= closes - opens
        raise AssertionError("a day's total and its spans disagree")

    def following_working_day(self, place: int, count: int) -> int:
        """The place of the count-th (1, 2 ...) working day after the day at `place`."""
        index = self.working_before[place + 1] + count - 1
        if index >= len(self.working):
            raise OutOfReachError("the working days run out of the calendar")
        return self.working[index]

    def has_provisional(self, first: int, last: int) -> bool:
        """True when a day from `first` to `last`, both included, is provisional."""
        return first <= last and (
            self.provisional_before[last + 1] > self.provisional_before[first]
        )


def build_table(
    days: Mapping[date, CalendarDay], spans: tuple[Span, ...], seasons: tuple[Season, ...]
) -> DayTable:
    """The table of the announced days over the assumed ones.

    Raises ValueError when a day stands under another date, OutOfReachError for a day beyond reach.
    """
    is_working = list(_assumed_working())
    is_provisional = [True] * _LENGTH
    for key, day in days.items():
        if key != day.date:
            raise ValueError(f"the calendar has {day.date} under {key}")
        place = place_of(key)
        is_working[place] = day.kind.is_working
        is_provisional[place] = day.provisional
    hours = _hours_of_days(spans, seasons)
    spans_of = tuple(hours[i] if is_working[i] else () for i in range(_LENGTH))
    totals: dict[_Spans, int] = {(): 0}
    for one in set(hours):
        totals[one] = sum(closes - opens for opens, closes in one)
    return DayTable(
        spans=spans_of,
        working=tuple(i for i in range(_LENGTH) if is_working[i]),
        working_before=tuple(accumulate(is_working, initial=0)),
        micros_before=tuple(accumulate((totals[one] for one in spans_of), initial=0)),
        provisional_before=tuple(accumulate(is_provisional, initial=0)),
    )


def micros_of(moment: time) -> int:
    """Microseconds since midnight."""
    seconds = (moment.hour * 60 + moment.minute) * 60 + moment.second
    return seconds * 1_000_000 + moment.microsecond


def _hours_of_days(spans: tuple[Span, ...], seasons: tuple[Season, ...]) -> list[_Spans]:
    """The hours each day would have if it were worked; the first season that covers it wins."""
    usual = _in_micros(spans)
    if not seasons:
        return [usual] * _LENGTH
    one_year: dict[tuple[int, int], _Spans] = {}
    for offset in range(366):
        day = date(2024, 1, 1) + timedelta(days=offset)
        found = next((season.spans for season in seasons if season.covers(day)), None)
        one_year[day.month, day.day] = usual if found is None else _in_micros(found)
    return [one_year[day.month, day.day] for day in map(day_at, range(_LENGTH))]


def _in_micros(spans: tuple[Span, ...]) -> _Spans:
    return tuple((micros_of(opens), micros_of(closes)) for opens, closes in spans)


@cache
def _assumed_working() -> tuple[bool, ...]:
    return tuple(assumed_day(day_at(i)).kind.is_working for i in range(_LENGTH))
