"""Counting working time, warnings and the calendar itself."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import FrozenInstanceError
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gege.kernel.working_time import (
    CalendarDay,
    DayKind,
    Limit,
    NearDue,
    OutOfReachError,
    TimeUnit,
    WorkingCalendar,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(weekday_and_moment: str) -> datetime:
    """Reads ``Mon 2026-11-23 09:00`` and refuses a wrong weekday."""
    weekday, moment = weekday_and_moment.split(" ", 1)
    read = datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI)
    assert read.strftime("%a") == weekday, weekday_and_moment
    return read


def minutes(count: int) -> timedelta:
    return timedelta(minutes=count)


BETWEEN = [
    # from, to, working minutes
    ("Mon 2026-11-23 09:00", "Mon 2026-11-23 09:00", 0),
    ("Mon 2026-11-23 00:00", "Tue 2026-11-24 00:00", 420),
    ("Mon 2026-11-23 08:30", "Mon 2026-11-23 12:00", 210),
    ("Mon 2026-11-23 12:00", "Mon 2026-11-23 14:30", 0),
    ("Mon 2026-11-23 11:59", "Mon 2026-11-23 14:31", 2),
    ("Mon 2026-11-23 18:00", "Tue 2026-11-24 08:30", 0),
    ("Fri 2026-11-27 17:00", "Mon 2026-11-30 09:00", 90),
    ("Tue 2026-11-24 10:00", "Mon 2026-11-23 10:00", -420),
    ("Fri 2026-02-13 00:00", "Sun 2026-03-01 00:00", 7 * 420),
    ("Wed 2026-09-30 18:00", "Thu 2026-10-08 08:30", 0),
    ("Thu 2026-10-08 00:00", "Sun 2026-10-11 00:00", 3 * 420),
    ("Thu 2026-12-31 17:00", "Mon 2027-01-04 09:30", 120),
    # 2026 has 248 working days
    ("Thu 2026-01-01 00:00", "Fri 2027-01-01 00:00", 248 * 420),
]

SHIFTS = [
    # from, minutes, to
    ("Sat 2026-11-28 12:00", 0, "Sat 2026-11-28 12:00"),
    ("Mon 2026-11-23 11:00", 60, "Mon 2026-11-23 12:00"),
    ("Mon 2026-11-23 11:00", 61, "Mon 2026-11-23 14:31"),
    ("Mon 2026-11-23 13:00", 1, "Mon 2026-11-23 14:31"),
    ("Wed 2026-09-30 17:59", 2, "Thu 2026-10-08 08:31"),
    ("Fri 2026-10-09 18:00", 420, "Sat 2026-10-10 18:00"),
]

SUBTRACTIONS = [
    # until, minutes, from
    ("Sat 2026-11-28 12:00", 0, "Sat 2026-11-28 12:00"),
    ("Mon 2026-11-23 14:30", 60, "Mon 2026-11-23 11:00"),
    ("Mon 2026-11-23 15:30", 60, "Mon 2026-11-23 14:30"),
    ("Mon 2026-11-23 15:30", 61, "Mon 2026-11-23 11:59"),
    ("Mon 2026-11-23 09:00", 60, "Fri 2026-11-20 17:30"),
    ("Mon 2026-11-23 18:00", 420, "Mon 2026-11-23 08:30"),
    ("Thu 2026-10-08 08:31", 2, "Wed 2026-09-30 17:59"),
    ("Mon 2026-10-12 09:00", 60, "Sat 2026-10-10 17:30"),
]

# "remaining <= max(20 % of the limit, 2 working hours) and <= 1 working day"
WARNINGS = [
    # issued, limit, due, yellow from
    ("Mon 2026-11-23 09:00", "1 working_hours", "Mon 2026-11-23 10:00", "Mon 2026-11-23 09:00"),
    ("Mon 2026-11-23 09:00", "4 working_hours", "Mon 2026-11-23 15:30", "Mon 2026-11-23 11:00"),
    ("Mon 2026-11-23 08:30", "20 working_hours", "Wed 2026-11-25 17:00", "Wed 2026-11-25 10:30"),
    ("Mon 2026-11-23 08:30", "70 working_hours", "Fri 2026-12-04 18:00", "Fri 2026-12-04 08:30"),
    ("Mon 2026-11-23 09:00", "1 working_days", "Tue 2026-11-24 18:00", "Tue 2026-11-24 16:00"),
    ("Mon 2026-11-23 09:00", "3 working_days", "Thu 2026-11-26 18:00", "Thu 2026-11-26 11:18"),
    ("Mon 2026-11-23 09:00", "5 working_days", "Mon 2026-11-30 18:00", "Mon 2026-11-30 08:30"),
    ("Mon 2026-11-23 09:00", "28 working_days", "Thu 2026-12-31 18:00", "Thu 2026-12-31 08:30"),
    # Counting back over a night, the October holiday and the adjusted Saturday
    ("Wed 2026-09-30 16:00", "3 working_hours", "Thu 2026-10-08 09:30", "Wed 2026-09-30 17:00"),
    ("Fri 2026-10-09 17:30", "4 working_hours", "Sat 2026-10-10 12:00", "Sat 2026-10-10 10:00"),
    ("Fri 2026-10-09 09:00", "8 working_hours", "Sat 2026-10-10 09:00", "Fri 2026-10-09 16:30"),
    # Clock hours are counted back by the clock
    ("Mon 2026-11-23 22:00", "4 clock_hours", "Tue 2026-11-24 02:00", "Tue 2026-11-24 00:00"),
    ("Mon 2026-11-23 10:00", "24 clock_hours", "Tue 2026-11-24 10:00", "Tue 2026-11-24 05:12"),
    ("Mon 2026-11-23 10:00", "240 clock_hours", "Thu 2026-12-03 10:00", "Wed 2026-12-02 10:00"),
    ("Mon 2026-11-23 10:00", "1 clock_hours", "Mon 2026-11-23 11:00", "Mon 2026-11-23 10:00"),
    # An extended due date moves the warning along, the share stays that of the limit
    ("Mon 2026-11-23 09:00", "3 working_days", "Tue 2026-12-01 18:00", "Tue 2026-12-01 11:18"),
    # A due moment moved to the middle of a day by a pause
    ("Mon 2026-11-23 09:00", "5 working_days", "Tue 2026-12-01 10:00", "Mon 2026-11-30 10:00"),
]


@pytest.mark.parametrize(("start", "end", "expected"), BETWEEN)
def test_working_time_between_two_moments(
    calendar: WorkingCalendar, start: str, end: str, expected: int
) -> None:
    assert calendar.working_between(at(start), at(end)) == minutes(expected)


@pytest.mark.parametrize(("start", "added", "end"), SHIFTS)
def test_a_shift_ends_at_the_first_moment_that_completes_it(
    calendar: WorkingCalendar, start: str, added: int, end: str
) -> None:
    assert calendar.shift(at(start), minutes(added)) == at(end)


@pytest.mark.parametrize(("end", "taken", "start"), SUBTRACTIONS)
def test_a_subtraction_ends_at_the_last_moment_that_leaves_enough(
    calendar: WorkingCalendar, end: str, taken: int, start: str
) -> None:
    assert calendar.subtract(at(end), minutes(taken)) == at(start)


@pytest.mark.row("R-090")
@pytest.mark.parametrize(("issued", "limit", "due", "warning"), WARNINGS)
def test_a_light_turns_yellow_when_little_time_is_left(
    calendar: WorkingCalendar, issued: str, limit: str, due: str, warning: str
) -> None:
    amount, unit = limit.split()
    found = calendar.warn_at(at(issued), at(due), Limit(int(amount), TimeUnit(unit)), NearDue())
    assert found == at(warning)


@pytest.mark.row("R-090")
def test_the_threshold_of_yellow_is_a_setting(calendar: WorkingCalendar) -> None:
    issued, due = at("Mon 2026-11-23 09:00"), at("Mon 2026-12-07 18:00")
    limit = Limit(10, TimeUnit.WORKING_DAYS)
    two_days = NearDue(percent=50, at_least_hours=1, at_most_days=2)
    ten_percent = NearDue(percent=10, at_least_hours=1, at_most_days=5)
    an_hour = NearDue(percent=0, at_least_hours=1)
    assert calendar.warn_at(issued, due, limit, two_days) == at("Fri 2026-12-04 08:30")
    assert calendar.warn_at(issued, due, limit, ten_percent) == at("Mon 2026-12-07 08:30")
    assert calendar.warn_at(issued, due, limit, an_hour) == at("Mon 2026-12-07 17:00")


def test_a_warning_in_summer_counts_summer_hours(summer_calendar: WorkingCalendar) -> None:
    # One working day of summer is 7.5 hours.
    warning = summer_calendar.warn_at(
        at("Mon 2026-07-06 09:00"),
        at("Mon 2026-07-20 12:00"),
        Limit(10, TimeUnit.WORKING_DAYS),
        NearDue(),
    )
    assert warning == at("Fri 2026-07-17 15:00")


@pytest.mark.parametrize(
    ("now", "unit", "share"),
    [
        ("Mon 2026-11-23 08:30", TimeUnit.WORKING_HOURS, 0.0),
        ("Mon 2026-11-23 08:00", TimeUnit.WORKING_HOURS, 0.0),
        ("Mon 2026-11-23 13:00", TimeUnit.WORKING_HOURS, 0.25),
        ("Tue 2026-11-24 18:00", TimeUnit.WORKING_DAYS, 1.0),
        ("Wed 2026-11-25 12:00", TimeUnit.WORKING_DAYS, 1.25),
        ("Tue 2026-11-24 01:15", TimeUnit.CLOCK_HOURS, 0.5),
    ],
)
def test_the_share_of_the_time_used(
    calendar: WorkingCalendar, now: str, unit: TimeUnit, share: float
) -> None:
    issued, due = at("Mon 2026-11-23 08:30"), at("Tue 2026-11-24 18:00")
    assert calendar.fraction_used(issued, due, at(now), unit) == share


def test_the_share_of_no_time_is_nothing_before_due_and_all_from_then_on(
    calendar: WorkingCalendar,
) -> None:
    issued, due = at("Sat 2026-11-28 09:00"), at("Sun 2026-11-29 09:00")
    hours = TimeUnit.WORKING_HOURS
    assert calendar.fraction_used(issued, due, at("Sat 2026-11-28 20:00"), hours) == 0.0
    assert calendar.fraction_used(issued, due, due, hours) == 1.0


@pytest.mark.parametrize(
    ("moment", "is_open"),
    [
        ("Mon 2026-11-23 08:29", False),
        ("Mon 2026-11-23 08:30", True),
        ("Mon 2026-11-23 12:00", False),
        ("Mon 2026-11-23 14:30", True),
        ("Mon 2026-11-23 18:00", False),
        ("Sun 2026-01-04 09:00", True),
        ("Mon 2026-10-05 09:00", False),
    ],
)
def test_the_opening_moment_is_open_and_the_closing_moment_is_not(
    calendar: WorkingCalendar, moment: str, is_open: bool
) -> None:
    assert calendar.is_open(at(moment)) is is_open


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 11, 23), True),  # Mon
        (date(2026, 11, 28), False),  # Sat
        (date(2026, 2, 28), True),  # Sat, adjusted
        (date(2026, 10, 7), False),  # Wed, holiday
        (date(2027, 1, 1), False),  # Fri, fixed holiday of an assumed year
        (date(2027, 1, 2), False),  # Sat, assumed
        (date(2027, 5, 3), True),  # Mon, assumed
    ],
)
def test_which_days_are_worked(calendar: WorkingCalendar, day: date, expected: bool) -> None:
    assert calendar.is_working(day) is expected


def test_a_day_nobody_announced_is_assumed_and_provisional(calendar: WorkingCalendar) -> None:
    new_year, monday = date(2027, 1, 1), date(2027, 1, 4)
    assert calendar.day(new_year) == CalendarDay(new_year, DayKind.HOLIDAY, True, "元旦")
    assert calendar.day(monday) == CalendarDay(monday, DayKind.WORKDAY, True)
    assert calendar.day(date(2026, 10, 1)).provisional is False


def test_the_first_missing_day_is_the_first_one_not_announced(
    days_2026: dict[date, CalendarDay],
) -> None:
    calendar = WorkingCalendar(days_2026)
    assert calendar.first_missing_day(date(2026, 11, 1)) == date(2027, 1, 1)
    assert calendar.first_missing_day(date(2027, 1, 1)) == date(2027, 1, 2)
    assert calendar.first_missing_day(date(2025, 12, 1)) == date(2025, 12, 2)
    doubtful = dict(days_2026)
    doubtful[date(2026, 12, 25)] = CalendarDay(date(2026, 12, 25), DayKind.WORKDAY, True)
    assert WorkingCalendar(doubtful).first_missing_day(date(2026, 11, 1)) == date(2026, 12, 25)


def test_the_length_of_a_working_day_is_that_of_the_last_one_worked(
    calendar: WorkingCalendar, summer_calendar: WorkingCalendar
) -> None:
    assert calendar.hours_of(date(2026, 11, 29)) == timedelta(hours=7)
    assert summer_calendar.hours_of(date(2026, 10, 4)) == timedelta(hours=7.5)
    assert summer_calendar.hours_of(date(2026, 10, 8)) == timedelta(hours=7)


def test_the_calendar_does_not_change(days_2026: dict[date, CalendarDay]) -> None:
    given = dict(days_2026)
    calendar = WorkingCalendar(given)
    given.clear()
    assert calendar.day(date(2026, 10, 10)).kind is DayKind.ADJUSTED_WORKDAY
    with pytest.raises(FrozenInstanceError):
        calendar.zone = "UTC"  # type: ignore[misc]
    with pytest.raises(TypeError):
        calendar.days[date(2026, 1, 1)] = None  # type: ignore[index]


def test_threads_share_one_calendar(calendar: WorkingCalendar) -> None:
    start, limit = at("Mon 2026-11-23 09:00"), Limit(30, TimeUnit.WORKING_DAYS)
    with ThreadPoolExecutor(8) as threads:
        found = set(threads.map(lambda _: calendar.due(start, limit), range(400)))
    assert found == {calendar.due(start, limit)}


def test_a_calendar_of_nothing_assumes_every_day() -> None:
    calendar = WorkingCalendar({})
    assert calendar.working_between(
        at("Thu 2026-10-01 00:00"), at("Thu 2026-10-08 00:00")
    ) == timedelta(hours=21)
    assert calendar.first_missing_day(date(2026, 1, 1)) == date(2026, 1, 2)


def test_negative_amounts_are_refused(calendar: WorkingCalendar) -> None:
    monday = at("Mon 2026-11-23 09:00")
    with pytest.raises(ValueError, match="negative"):
        calendar.shift(monday, minutes(-1))
    with pytest.raises(ValueError, match="negative"):
        calendar.subtract(monday, minutes(-1))


def test_moments_beyond_the_calendar_are_refused(calendar: WorkingCalendar) -> None:
    monday = at("Mon 2026-11-23 09:00")
    with pytest.raises(OutOfReachError):
        calendar.shift(monday, timedelta(days=30_000))
    with pytest.raises(OutOfReachError):
        calendar.subtract(monday, timedelta(days=30_000))
    with pytest.raises(OutOfReachError):
        calendar.is_working(date(1999, 12, 31))


def test_a_calendar_contradicting_itself_is_refused() -> None:
    monday = CalendarDay(date(2026, 11, 23), DayKind.WORKDAY, provisional=False)
    with pytest.raises(ValueError, match="under"):
        WorkingCalendar({date(2026, 11, 24): monday})
    with pytest.raises(ValueError, match="at least one span"):
        WorkingCalendar({}, spans=())
    with pytest.raises(ValueError, match="follow one another"):
        WorkingCalendar({}, spans=((time(8), time(12)), (time(11), time(18))))
    with pytest.raises(ValueError, match="close after"):
        WorkingCalendar({}, spans=((time(12), time(8)),))
