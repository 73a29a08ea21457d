"""The days of a year: as the State Council announced them, or as assumed until it does.

`chinesecalendar` carries the notices of the years it knows, and raises for others (domain 2.10):
so its tables are read into rows once, and nothing asks it about a deadline.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from importlib.metadata import version

from chinese_calendar.constants import Holiday, holidays, workdays

from gege.kernel.working_time import CalendarDay, DayKind
from gege.kernel.working_time.day_table import assumed_day

_FEWEST_HOLIDAYS = 7
"""A year of which the tables hold fewer is not announced but touched by its neighbour's notice."""


def package_source() -> str:
    """The name and version that rows from the package carry as their source."""
    return f"chinesecalendar {version('chinesecalendar')}"


def announced_years() -> tuple[int, ...]:
    """The years the package has notices for."""
    years = [day.year for day in holidays]
    return tuple(y for y in sorted(set(years)) if years.count(y) >= _FEWEST_HOLIDAYS)


def announced_year(year: int) -> list[CalendarDay]:
    """All days of a year the package knows. Raises ValueError for another year."""
    if year not in announced_years():
        raise ValueError(f"no notice for {year}")
    return [_announced(day) for day in days_of(year)]


def provisional_year(year: int) -> list[CalendarDay]:
    """All days of a year nobody has announced: Monday to Friday and the fixed holidays."""
    return [assumed_day(day) for day in days_of(year)]


def days_of(year: int) -> Iterator[date]:
    day = date(year, 1, 1)
    while day.year == year:
        yield day
        day += timedelta(days=1)


def ordinary_day(day: date) -> CalendarDay:
    """A day that a notice for its year does not name: worked from Monday to Friday."""
    kind = DayKind.WORKDAY if day.weekday() < 5 else DayKind.WEEKEND
    return CalendarDay(day, kind, provisional=False)


def _announced(day: date) -> CalendarDay:
    if day in workdays:
        name = Holiday(workdays[day]).chinese
        return CalendarDay(day, DayKind.ADJUSTED_WORKDAY, provisional=False, name=name)
    if day in holidays:
        name = Holiday(holidays[day]).chinese
        return CalendarDay(day, DayKind.HOLIDAY, provisional=False, name=name)
    return ordinary_day(day)
