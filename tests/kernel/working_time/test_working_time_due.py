"""When limits run out: tables of cases, with the weekday beside each moment."""

import timeit
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from gege.kernel.working_time import (
    CalendarDay,
    DayKind,
    Due,
    Limit,
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


WORKING_DAYS = [
    # start, days, due, provisional
    ("Mon 2026-11-23 09:00", 1, "Tue 2026-11-24 18:00", False),
    ("Mon 2026-11-23 09:00", 5, "Mon 2026-11-30 18:00", False),
    ("Mon 2026-11-23 00:00", 1, "Tue 2026-11-24 18:00", False),
    ("Mon 2026-11-23 23:59:59", 1, "Tue 2026-11-24 18:00", False),
    ("Fri 2026-11-27 17:59", 1, "Mon 2026-11-30 18:00", False),
    ("Sat 2026-11-28 10:00", 1, "Mon 2026-11-30 18:00", False),
    ("Sun 2026-11-29 10:00", 2, "Tue 2026-12-01 18:00", False),
    # New Year: Thu-Sat off, Sun 01-04 worked
    ("Thu 2026-01-01 10:00", 1, "Sun 2026-01-04 18:00", False),
    ("Sat 2026-01-03 10:00", 2, "Mon 2026-01-05 18:00", False),
    ("Sun 2026-01-04 08:30", 1, "Mon 2026-01-05 18:00", False),
    # Spring Festival: Sat 02-14 worked, Sun 02-15 to Mon 02-23 off, Sat 02-28 worked
    ("Fri 2026-02-13 16:00", 1, "Sat 2026-02-14 18:00", False),
    ("Fri 2026-02-13 16:00", 2, "Tue 2026-02-24 18:00", False),
    ("Sat 2026-02-14 09:00", 5, "Sat 2026-02-28 18:00", False),
    ("Wed 2026-02-18 09:00", 6, "Mon 2026-03-02 18:00", False),
    # Labour Day: Fri 05-01 to Tue 05-05 off, Sat 05-09 worked
    ("Thu 2026-04-30 17:00", 1, "Wed 2026-05-06 18:00", False),
    ("Wed 2026-05-06 17:00", 3, "Sat 2026-05-09 18:00", False),
    ("Wed 2026-05-06 17:00", 4, "Mon 2026-05-11 18:00", False),
    # Sun 09-20 worked for National Day; Fri 09-25 to Sun 09-27 off
    ("Fri 2026-09-18 09:00", 1, "Sun 2026-09-20 18:00", False),
    ("Sat 2026-09-19 09:00", 6, "Mon 2026-09-28 18:00", False),
    # October holiday: Thu 10-01 to Wed 10-07 off, Sat 10-10 worked
    ("Wed 2026-09-30 17:30", 1, "Thu 2026-10-08 18:00", False),
    ("Wed 2026-09-30 17:30", 3, "Sat 2026-10-10 18:00", False),
    ("Mon 2026-10-05 12:00", 4, "Mon 2026-10-12 18:00", False),
    # Over New Year into a year without notice: assumed, so provisional
    ("Wed 2026-12-30 09:00", 1, "Thu 2026-12-31 18:00", False),
    ("Thu 2026-12-31 09:00", 1, "Mon 2027-01-04 18:00", True),
    ("Mon 2026-11-23 09:00", 28, "Thu 2026-12-31 18:00", False),
    ("Mon 2026-11-23 09:00", 30, "Tue 2027-01-05 18:00", True),
    # Only the days after the start count: an assumed start day makes nothing provisional
    ("Wed 2025-12-31 09:00", 1, "Sun 2026-01-04 18:00", False),
    ("Tue 2025-12-30 09:00", 2, "Sun 2026-01-04 18:00", True),
]

WORKING_HOURS = [
    # start, hours, due, provisional
    ("Mon 2026-11-23 09:00", 1, "Mon 2026-11-23 10:00", False),
    ("Mon 2026-11-23 08:30", 7, "Mon 2026-11-23 18:00", False),
    ("Mon 2026-11-23 11:30", 1, "Mon 2026-11-23 15:00", False),
    ("Mon 2026-11-23 11:00", 1, "Mon 2026-11-23 12:00", False),
    ("Mon 2026-11-23 11:00:01", 1, "Mon 2026-11-23 14:30:01", False),
    ("Mon 2026-11-23 12:00", 1, "Mon 2026-11-23 15:30", False),
    ("Mon 2026-11-23 13:00", 1, "Mon 2026-11-23 15:30", False),
    ("Mon 2026-11-23 14:30", 1, "Mon 2026-11-23 15:30", False),
    ("Mon 2026-11-23 06:00", 1, "Mon 2026-11-23 09:30", False),
    ("Mon 2026-11-23 17:30", 1, "Tue 2026-11-24 09:00", False),
    ("Mon 2026-11-23 18:00", 1, "Tue 2026-11-24 09:30", False),
    ("Mon 2026-11-23 23:59", 7, "Tue 2026-11-24 18:00", False),
    ("Fri 2026-11-27 17:00", 2, "Mon 2026-11-30 09:30", False),
    ("Sat 2026-11-28 12:00", 4, "Mon 2026-11-30 15:00", False),
    ("Sat 2026-01-03 12:00", 7, "Sun 2026-01-04 18:00", False),
    ("Fri 2026-02-13 17:00", 8, "Sat 2026-02-14 18:00", False),
    ("Sat 2026-02-14 17:59", 1, "Tue 2026-02-24 09:29", False),
    ("Fri 2026-02-27 17:30", 1, "Sat 2026-02-28 09:00", False),
    ("Fri 2026-05-08 18:00", 7, "Sat 2026-05-09 18:00", False),
    ("Sat 2026-09-19 18:00", 8, "Mon 2026-09-21 09:30", False),
    ("Wed 2026-09-30 17:45", 1, "Thu 2026-10-08 09:15", False),
    ("Sun 2026-10-04 03:00", 22, "Mon 2026-10-12 09:30", False),
    ("Thu 2026-12-31 17:00", 1, "Thu 2026-12-31 18:00", False),
    ("Thu 2026-12-31 17:01", 1, "Mon 2027-01-04 08:31", True),
    ("Fri 2027-01-01 10:00", 1, "Mon 2027-01-04 09:30", True),
]

CLOCK_HOURS = [
    # start, hours, due
    ("Mon 2026-11-23 22:00", 4, "Tue 2026-11-24 02:00"),
    ("Wed 2026-09-30 23:30", 24, "Thu 2026-10-01 23:30"),
    ("Thu 2026-12-31 20:15", 72, "Sun 2027-01-03 20:15"),
]


@pytest.mark.row("R-086")
@pytest.mark.parametrize(("start", "days", "due", "provisional"), WORKING_DAYS)
def test_working_days_end_at_the_close_of_the_last_following_working_day(
    calendar: WorkingCalendar, start: str, days: int, due: str, provisional: bool
) -> None:
    limit = Limit(days, TimeUnit.WORKING_DAYS)
    assert calendar.due(at(start), limit) == Due(at(due), provisional)


@pytest.mark.row("R-086")
@pytest.mark.parametrize(("start", "hours", "due", "provisional"), WORKING_HOURS)
def test_working_hours_count_only_within_working_hours(
    calendar: WorkingCalendar, start: str, hours: int, due: str, provisional: bool
) -> None:
    limit = Limit(hours, TimeUnit.WORKING_HOURS)
    assert calendar.due(at(start), limit) == Due(at(due), provisional)


@pytest.mark.row("R-086")
@pytest.mark.parametrize(("start", "hours", "due"), CLOCK_HOURS)
def test_clock_hours_run_through_nights_and_holidays_and_are_never_provisional(
    calendar: WorkingCalendar, start: str, hours: int, due: str
) -> None:
    limit = Limit(hours, TimeUnit.CLOCK_HOURS)
    assert calendar.due(at(start), limit) == Due(at(due), provisional=False)


@pytest.mark.row("R-087")
def test_a_start_in_another_zone_gives_the_same_due_in_the_calendar_s_zone(
    calendar: WorkingCalendar,
) -> None:
    # 16:30 UTC on Monday is already Tuesday in Shanghai.
    start = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
    due = calendar.due(start, Limit(1, TimeUnit.WORKING_DAYS))
    assert due.at.isoformat() == "2026-11-25T18:00:00+08:00"


def test_the_notice_for_next_year_moves_a_provisional_due_and_settles_it(
    days_2026: dict[date, CalendarDay],
) -> None:
    known = dict(days_2026)
    for day, kind in (
        (date(2027, 1, 1), DayKind.HOLIDAY),  # Fri
        (date(2027, 1, 2), DayKind.HOLIDAY),  # Sat
        (date(2027, 1, 3), DayKind.ADJUSTED_WORKDAY),  # Sun
    ):
        known[day] = CalendarDay(day, kind, provisional=False)
    start, limit = at("Thu 2026-12-31 09:00"), Limit(1, TimeUnit.WORKING_DAYS)
    assert WorkingCalendar(days_2026).due(start, limit) == Due(at("Mon 2027-01-04 18:00"), True)
    assert WorkingCalendar(known).due(start, limit) == Due(at("Sun 2027-01-03 18:00"), False)


def test_a_day_stored_as_provisional_makes_the_due_provisional(
    days_2026: dict[date, CalendarDay],
) -> None:
    doubtful = dict(days_2026)
    doubtful[date(2026, 11, 28)] = CalendarDay(date(2026, 11, 28), DayKind.WEEKEND, True)  # Sat
    calendar = WorkingCalendar(doubtful)
    one_day = Limit(1, TimeUnit.WORKING_DAYS)
    assert calendar.due(at("Thu 2026-11-26 09:00"), one_day).provisional is False
    assert calendar.due(at("Fri 2026-11-27 09:00"), one_day).provisional is True
    assert calendar.due(at("Sat 2026-11-28 09:00"), one_day).provisional is False
    one_hour = Limit(1, TimeUnit.WORKING_HOURS)
    assert calendar.due(at("Sat 2026-11-28 09:00"), one_hour).provisional is True


def test_summer_hours_close_the_day_later(summer_calendar: WorkingCalendar) -> None:
    one_day, two_hours = Limit(1, TimeUnit.WORKING_DAYS), Limit(2, TimeUnit.WORKING_HOURS)
    assert summer_calendar.due(at("Mon 2026-07-06 09:00"), one_day).at == at("Tue 2026-07-07 19:00")
    assert summer_calendar.due(at("Mon 2026-07-06 11:00"), two_hours).at == at(
        "Mon 2026-07-06 16:00"
    )
    # The season ends with September: the eighth of October closes at six again.
    assert summer_calendar.due(at("Wed 2026-09-30 18:30"), two_hours).at == at(
        "Thu 2026-10-08 10:00"
    )
    assert summer_calendar.due(at("Wed 2026-09-30 18:30"), one_day).at == at("Thu 2026-10-08 18:00")


def test_a_start_without_a_zone_is_refused(calendar: WorkingCalendar) -> None:
    with pytest.raises(ValueError, match="without a zone"):
        calendar.due(datetime(2026, 11, 23, 9), Limit(1, TimeUnit.WORKING_DAYS))


@pytest.mark.parametrize("unit", list(TimeUnit))
@pytest.mark.parametrize("year", [1999, 2080])
def test_a_start_out_of_reach_is_refused(
    calendar: WorkingCalendar, year: int, unit: TimeUnit
) -> None:
    with pytest.raises(OutOfReachError):
        calendar.due(datetime(year, 6, 1, tzinfo=SHANGHAI), Limit(1, unit))


@pytest.mark.parametrize("unit", [TimeUnit.WORKING_HOURS, TimeUnit.WORKING_DAYS])
def test_a_due_out_of_reach_is_refused(calendar: WorkingCalendar, unit: TimeUnit) -> None:
    with pytest.raises(OutOfReachError):
        calendar.due(datetime(2079, 12, 31, 17, 30, tzinfo=SHANGHAI), Limit(1, unit))


@pytest.mark.parametrize("unit", list(TimeUnit))
def test_thirty_units_are_counted_in_well_under_a_hundred_microseconds(
    calendar: WorkingCalendar, unit: TimeUnit
) -> None:
    start, limit = at("Mon 2026-11-23 09:00"), Limit(30, unit)
    rounds = timeit.repeat(lambda: calendar.due(start, limit), number=500, repeat=7)
    assert min(rounds) / 500 < 50e-6
