"""The working calendar: the questions the other rooms ask of working time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from gege.kernel.working_time.day_table import (
    LAST_YEAR,
    DayTable,
    assumed_day,
    build_table,
    day_at,
    micros_of,
    place_of,
)
from gege.kernel.working_time.units import (
    DEFAULT_SPANS,
    CalendarDay,
    Due,
    Limit,
    NearDue,
    Season,
    Span,
    TimeUnit,
    check_spans,
)

_MICROSECOND: Final = timedelta(microseconds=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_NOTHING: Final = timedelta(0)


@dataclass(frozen=True, slots=True, eq=False)
class WorkingCalendar:
    """Days, working hours and a time zone; built once, never changed, shared by all threads.

    `days` are the known days (announced or marked provisional); any other day is assumed: Monday
    to Friday are worked except the holidays of fixed date, and the day counts as provisional.
    `spans` are the working hours, `seasons` parts of the year with other hours. The zone must be
    one without daylight saving, as Asia/Shanghai is in the years of reach.

    All moments taken must be aware (ValueError otherwise); all moments given are in the zone. A
    moment out of the reach of years raises OutOfReachError, which is a ValueError.
    """

    days: Mapping[date, CalendarDay] = field(repr=False)
    spans: tuple[Span, ...] = DEFAULT_SPANS
    zone: str = "Asia/Shanghai"
    seasons: tuple[Season, ...] = ()
    _table: DayTable = field(init=False, repr=False)
    _zone_info: ZoneInfo = field(init=False, repr=False)

    def __post_init__(self) -> None:
        check_spans(self.spans)
        days = dict(self.days)
        object.__setattr__(self, "days", MappingProxyType(days))
        object.__setattr__(self, "_table", build_table(days, self.spans, self.seasons))
        object.__setattr__(self, "_zone_info", ZoneInfo(self.zone))

    def day(self, on: date) -> CalendarDay:
        """The day as known, or as assumed and provisional."""
        place_of(on)
        return self.days.get(on) or assumed_day(on)

    def is_working(self, on: date) -> bool:
        """True for a workday or an adjusted workday."""
        return bool(self._table.spans[place_of(on)])

    def is_open(self, at: datetime) -> bool:
        """True within working hours; the opening moment counts, the closing moment does not."""
        place, micros = self._locate(at)
        return any(opens <= micros < closes for opens, closes in self._table.spans[place])

    def hours_of(self, on: date) -> timedelta:
        """The working time of one working day: of this day, or of the last one before it."""
        place = place_of(on)
        table = self._table
        index = table.working_before[place + 1] - 1
        if index < 0:
            return _NOTHING
        worked = table.working[index]
        return (table.micros_before[worked + 1] - table.micros_before[worked]) * _MICROSECOND

    def due(self, start: datetime, limit: Limit) -> Due:
        """When a limit that starts to run at `start` runs out.

        Clock hours run day and night, whatever the day: never provisional. Working hours run only
        within working hours and end at the first moment that completes them (12:00, not 14:30).
        Working days leave out the day of the start, whenever in the day that is, and end at the
        close of the last of them. The two are provisional when a day they counted or passed over
        is, for a notice may still turn it into a workday or a holiday.
        """
        if limit.unit is TimeUnit.CLOCK_HOURS:
            place_of(self._local(start).date())
            return Due(self._later(start, limit.amount * _HOUR), provisional=False)
        table = self._table
        place, micros = self._locate(start)
        if limit.unit is TimeUnit.WORKING_DAYS:
            first = place + 1
            last = table.following_working_day(place, limit.amount)
            at = self._moment(last, table.spans[last][-1][1])
        else:
            first = place
            target = table.worked(place, micros) + limit.amount * _HOUR // _MICROSECOND
            last, end = table.earliest(target)
            at = self._moment(last, end)
        return Due(at, table.has_provisional(first, last))

    def shift(self, start: datetime, working: timedelta) -> datetime:
        """The first moment, not before `start`, by which so much more has been worked.

        Nothing added gives `start` itself, working time or not. Raises ValueError when negative.
        """
        _check_amount(working)
        if not working:
            return self._local(start)
        worked = self._table.worked(*self._locate(start))
        return self._moment(*self._table.earliest(worked + working // _MICROSECOND))

    def subtract(self, end: datetime, working: timedelta) -> datetime:
        """The last moment, not after `end`, from which so much is worked until `end`.

        Nothing taken off gives `end` itself. Raises ValueError when negative.
        """
        _check_amount(working)
        if not working:
            return self._local(end)
        worked = self._table.worked(*self._locate(end))
        return self._moment(*self._table.latest(worked - working // _MICROSECOND))

    def working_between(self, a: datetime, b: datetime) -> timedelta:
        """Working time from `a` to `b`; negative when `b` is the earlier."""
        table = self._table
        return (table.worked(*self._locate(b)) - table.worked(*self._locate(a))) * _MICROSECOND

    def time_between(self, a: datetime, b: datetime, unit: TimeUnit) -> timedelta:
        """Time from `a` to `b` as a limit of this unit counts it: clock time or working time."""
        if unit is TimeUnit.CLOCK_HOURS:
            return self._local(b) - self._local(a)
        return self.working_between(a, b)

    def fraction_used(
        self, issued: datetime, due: datetime, now: datetime, unit: TimeUnit
    ) -> float:
        """The share of the time from `issued` to `due` that is over: 0.0 at first, past 1.0 late.

        Where no time lies between the two, 0.0 before `due` and 1.0 from then on.
        """
        whole = self.time_between(issued, due, unit)
        if whole <= _NOTHING:
            return 1.0 if now >= due else 0.0
        return max(0.0, self.time_between(issued, now, unit) / whole)

    def length_of(self, limit: Limit, on: date) -> timedelta:
        """A limit as a length of time; working days are as long as on that day."""
        if limit.unit is TimeUnit.WORKING_DAYS:
            return limit.amount * self.hours_of(on)
        return limit.amount * _HOUR

    def warn_at(self, issued: datetime, due: datetime, limit: Limit, near_due: NearDue) -> datetime:
        """From when on the time left is short enough for a yellow light; never before `issued`.

        `due` may lie elsewhere than `limit` alone would put it (extended, paused): the share is
        taken of the limit, and counted back from `due`.
        """
        due_on = self._local(due).date()
        share = self.length_of(limit, due_on) * near_due.percent // 100
        left = max(share, near_due.at_least_hours * _HOUR)
        if limit.unit is TimeUnit.CLOCK_HOURS:
            warning = self._later(due, -min(left, near_due.at_most_days * _DAY))
        else:
            warning = self.subtract(due, min(left, near_due.at_most_days * self.hours_of(due_on)))
        return max(warning, self._local(issued))

    def first_missing_day(self, after: date) -> date:
        """The first day later than `after` that no notice has announced.

        Not in `days` and marked provisional are the same here. When every day in reach is
        announced, the first day beyond it.
        """
        place = place_of(after) + 1
        provisional_before = self._table.provisional_before
        end = len(provisional_before) - 1
        while place < end and provisional_before[place + 1] == provisional_before[place]:
            place += 1
        return day_at(place) if place < end else date(LAST_YEAR + 1, 1, 1)

    def _local(self, at: datetime) -> datetime:
        if at.tzinfo is None:
            raise ValueError(f"a moment without a zone: {at}")
        return at.astimezone(self._zone_info)

    def _later(self, at: datetime, by: timedelta) -> datetime:
        return self._local(self._local(at).astimezone(UTC) + by)

    def _locate(self, at: datetime) -> tuple[int, int]:
        local = self._local(at)
        return place_of(local), micros_of(local.time())

    def _moment(self, place: int, micros: int) -> datetime:
        day = day_at(place)
        midnight = datetime(day.year, day.month, day.day, tzinfo=self._zone_info)
        return midnight + timedelta(microseconds=micros)


def _check_amount(working: timedelta) -> None:
    if working < _NOTHING:
        raise ValueError(f"a negative amount of working time: {working}")
