"""The calendar of 2026 as the State Council announced it; 2027 is not announced."""

from datetime import date, time, timedelta

import pytest

from gege.kernel.working_time import CalendarDay, DayKind, Season, WorkingCalendar

HOLIDAYS_2026 = (
    ("元旦", date(2026, 1, 1), date(2026, 1, 3)),  # Thu-Sat
    ("春节", date(2026, 2, 15), date(2026, 2, 23)),  # Sun-Mon
    ("清明节", date(2026, 4, 4), date(2026, 4, 6)),  # Sat-Mon
    ("劳动节", date(2026, 5, 1), date(2026, 5, 5)),  # Fri-Tue
    ("端午节", date(2026, 6, 19), date(2026, 6, 21)),  # Fri-Sun
    ("中秋节", date(2026, 9, 25), date(2026, 9, 27)),  # Fri-Sun
    ("国庆节", date(2026, 10, 1), date(2026, 10, 7)),  # Thu-Wed
)
ADJUSTED_WORKDAYS_2026 = (
    date(2026, 1, 4),  # Sun
    date(2026, 2, 14),  # Sat
    date(2026, 2, 28),  # Sat
    date(2026, 5, 9),  # Sat
    date(2026, 9, 20),  # Sun
    date(2026, 10, 10),  # Sat
)


def announced_2026() -> dict[date, CalendarDay]:
    """Every day of 2026, none provisional."""
    days = {}
    for offset in range(365):
        day = date(2026, 1, 1) + timedelta(days=offset)
        kind = DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND
        days[day] = CalendarDay(day, kind, provisional=False)
    for name, first, last in HOLIDAYS_2026:
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            days[day] = CalendarDay(day, DayKind.HOLIDAY, provisional=False, name=name)
    for day in ADJUSTED_WORKDAYS_2026:
        days[day] = CalendarDay(day, DayKind.ADJUSTED_WORKDAY, provisional=False)
    return days


@pytest.fixture(scope="session")
def days_2026() -> dict[date, CalendarDay]:
    return announced_2026()


@pytest.fixture(scope="session")
def calendar(days_2026: dict[date, CalendarDay]) -> WorkingCalendar:
    return WorkingCalendar(days_2026)


@pytest.fixture(scope="session")
def summer_calendar(days_2026: dict[date, CalendarDay]) -> WorkingCalendar:
    """May to September the afternoon begins and ends half an hour later, and lasts longer."""
    summer = Season((5, 1), (9, 30), ((time(8, 30), time(12, 0)), (time(15, 0), time(19, 0))))
    return WorkingCalendar(days_2026, seasons=(summer,))
