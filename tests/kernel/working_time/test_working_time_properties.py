"""What holds of working time for all moments and limits, and against a slow count by minutes."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from gege.kernel.working_time import CalendarDay, Limit, NearDue, TimeUnit, WorkingCalendar

SHANGHAI = ZoneInfo("Asia/Shanghai")

moments = st.datetimes(
    min_value=datetime(2025, 12, 1), max_value=datetime(2027, 3, 1), timezones=st.just(SHANGHAI)
)
whole_minutes = moments.map(lambda moment: moment.replace(second=0, microsecond=0))
amounts = st.timedeltas(min_value=timedelta(0), max_value=timedelta(hours=400))
limits = st.builds(Limit, st.integers(1, 60), st.sampled_from(TimeUnit))


@given(moments, amounts)
def test_a_shift_adds_exactly_what_was_asked(
    calendar: WorkingCalendar, start: datetime, amount: timedelta
) -> None:
    end = calendar.shift(start, amount)
    assert end >= start
    assert calendar.working_between(start, end) == amount


@given(moments, amounts)
def test_a_subtraction_takes_exactly_what_was_asked(
    calendar: WorkingCalendar, end: datetime, amount: timedelta
) -> None:
    start = calendar.subtract(end, amount)
    assert start <= end
    assert calendar.working_between(start, end) == amount


@given(moments, amounts)
def test_subtracting_undoes_a_shift(
    calendar: WorkingCalendar, start: datetime, amount: timedelta
) -> None:
    back = calendar.subtract(calendar.shift(start, amount), amount)
    assert calendar.working_between(back, start) == timedelta(0)
    if calendar.is_open(start):
        assert back == start


@given(moments, amounts)
def test_shifting_undoes_a_subtraction(
    calendar: WorkingCalendar, end: datetime, amount: timedelta
) -> None:
    again = calendar.shift(calendar.subtract(end, amount), amount)
    assert calendar.working_between(again, end) == timedelta(0)
    if calendar.is_open(end - timedelta(microseconds=1)):
        assert again == end


@given(moments, amounts, amounts)
def test_two_shifts_are_one(
    calendar: WorkingCalendar, start: datetime, one: timedelta, other: timedelta
) -> None:
    twice = calendar.shift(calendar.shift(start, one), other)
    once = calendar.shift(start, one + other)
    assert calendar.working_between(start, twice) == calendar.working_between(start, once)
    if one and other:
        assert twice == once


@given(moments, moments, moments)
def test_working_time_adds_up(
    calendar: WorkingCalendar, a: datetime, b: datetime, c: datetime
) -> None:
    whole = calendar.working_between(a, c)
    assert calendar.working_between(a, b) + calendar.working_between(b, c) == whole
    assert calendar.working_between(c, a) == -whole


@given(moments, moments)
def test_working_time_is_never_more_than_clock_time(
    calendar: WorkingCalendar, a: datetime, b: datetime
) -> None:
    first, last = sorted((a, b))
    assert timedelta(0) <= calendar.working_between(first, last) <= last - first


@given(moments, limits)
def test_due_comes_after_the_start(
    calendar: WorkingCalendar, start: datetime, limit: Limit
) -> None:
    assert calendar.due(start, limit).at > start


@given(moments, moments, limits)
def test_a_later_start_is_never_due_earlier(
    calendar: WorkingCalendar, a: datetime, b: datetime, limit: Limit
) -> None:
    earlier, later = sorted((a, b))
    assert calendar.due(earlier, limit).at <= calendar.due(later, limit).at


@given(moments, st.integers(1, 59), st.sampled_from(TimeUnit))
def test_a_longer_limit_is_due_later(
    calendar: WorkingCalendar, start: datetime, amount: int, unit: TimeUnit
) -> None:
    shorter = calendar.due(start, Limit(amount, unit))
    longer = calendar.due(start, Limit(amount + 1, unit))
    assert shorter.at < longer.at
    assert shorter.provisional <= longer.provisional


@given(moments, limits)
def test_a_warning_lies_between_the_start_and_due(
    calendar: WorkingCalendar, start: datetime, limit: Limit
) -> None:
    due = calendar.due(start, limit).at
    assert start <= calendar.warn_at(start, due, limit, NearDue()) < due


@given(moments, limits)
def test_a_due_of_announced_days_is_not_provisional_and_any_other_is(
    calendar: WorkingCalendar, start: datetime, limit: Limit
) -> None:
    due = calendar.due(start, limit)
    first = start.date() + timedelta(days=limit.unit is TimeUnit.WORKING_DAYS)
    crossed = [first + timedelta(days=i) for i in range((due.at.date() - first).days + 1)]
    unknown = any(calendar.day(day).provisional for day in crossed)
    assert due.provisional is (unknown and limit.unit is not TimeUnit.CLOCK_HOURS)


@settings(max_examples=40)
@given(whole_minutes, st.integers(0, 20_000))
def test_counting_agrees_with_walking_minute_by_minute(
    calendar: WorkingCalendar,
    days_2026: dict[date, CalendarDay],
    start: datetime,
    length: int,
) -> None:
    walked = sum(_is_worked(start + timedelta(minutes=i), days_2026) for i in range(length))
    end = start + timedelta(minutes=length)
    assert calendar.working_between(start, end) == timedelta(minutes=walked)


def _is_worked(minute: datetime, announced: dict[date, CalendarDay]) -> bool:
    day = minute.date()
    if day in announced:
        worked = announced[day].kind.is_working
    else:
        worked = day.weekday() < 5 and (day.month, day.day) != (1, 1)
    clock = minute.hour * 60 + minute.minute
    return worked and (510 <= clock < 720 or 870 <= clock < 1080)
