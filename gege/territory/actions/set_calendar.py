"""Deeds on the working calendar: load known years, enter a notice, set working hours (2.10)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from gege.kernel.working_time import (
    FIRST_YEAR,
    LAST_YEAR,
    CalendarDay,
    DayKind,
    Season,
    Span,
    WorkingCalendar,
)
from gege.territory import models
from gege.territory.editions import CALENDAR, bump
from gege.territory.queries import month_day
from gege.territory.rules.problems import Problem, RefusedError, problem, refused
from gege.territory.rules.years import (
    announced_year,
    announced_years,
    days_of,
    ordinary_day,
    package_source,
    provisional_year,
)
from gege.trail.api import Signature, record

STREAM = "calendar"
ASSUMED = "assumed"
ZONE = ZoneInfo("Asia/Shanghai")


@transaction.atomic
def load_years(*, years: Sequence[int], by: Signature, now: datetime) -> dict[int, bool]:
    """Fill years from the package where it has their notice, provisionally where it has not.

    Days that a person entered stay as they are, and an announced day never turns provisional.
    Returns year -> announced. Raises RefusedError for a year out of the calendar's reach.
    """
    for year in years:
        if not FIRST_YEAR <= year <= LAST_YEAR:
            raise refused("year_out_of_reach", str(year), first=FIRST_YEAR, last=LAST_YEAR)
    bump(CALENDAR)
    known = announced_years()
    changed: dict[str, str] = {}
    former: dict[str, str] = {}
    for year in years:
        announced = year in known
        source = package_source() if announced else ASSUMED
        wanted = announced_year(year) if announced else provisional_year(year)
        stored = {row.date: row for row in models.CalendarDay.objects.filter(date__year=year)}
        settled = {
            row.date
            for row in stored.values()
            if not row.provisional and not (announced and _from_package(row))
        }
        open_days = [day for day in wanted if day.date not in settled]
        before, after = _write(open_days, source, stored)
        former |= before
        changed |= after
    record(
        stream=STREAM,
        deed="load_years",
        by=by,
        now=now,
        before={"days": former},
        after={"years": {str(y): y in known for y in years}, "days": changed},
    )
    return {year: year in known for year in years}


@transaction.atomic
def set_calendar_days(
    *,
    days: Sequence[CalendarDay],
    source: str,
    by: Signature,
    now: datetime,
    whole_years: bool = False,
) -> int:
    """Enter what a notice says: holidays and adjusted workdays, announced from now on.

    With `whole_years` the notice is complete for the years it names: every other day of them is
    ordinary and announced too. Deadlines counted over provisional days follow from the edition,
    which gets a new number. Returns how many days changed. Raises RefusedError when a date comes
    twice or is out of reach, an adjusted workday is not on a weekend, or no source is named.
    """
    problems = _problems_of_notice(days, source)
    if problems:
        raise RefusedError(problems)
    bump(CALENDAR)
    wanted = {day.date: day for day in days}
    if whole_years:
        for year in sorted({day.year for day in wanted}):
            for day in days_of(year):
                wanted.setdefault(day, ordinary_day(day))
    announced = [
        CalendarDay(day.date, day.kind, provisional=False, name=day.name)
        for _, day in sorted(wanted.items())
    ]
    stored = {row.date: row for row in models.CalendarDay.objects.filter(date__in=list(wanted))}
    before, after = _write(announced, source.strip(), stored)
    record(
        stream=STREAM,
        deed="set_calendar_days",
        by=by,
        now=now,
        before={"days": before},
        after={"source": source.strip(), "days": after},
    )
    return len(after)


@transaction.atomic
def set_working_hours(
    *,
    spans: Sequence[Span],
    by: Signature,
    now: datetime,
    name: str = "",
    first: str = "",
    last: str = "",
) -> models.WorkingHours:
    """Set the hours of the year, or of a season ("06-01" to "09-30", both included), from today.

    Raises RefusedError for spans that overlap or run backwards, or a day no year has.
    """
    try:
        if first or last:
            Season(month_day(first), month_day(last), tuple(spans))
        else:
            WorkingCalendar({}, spans=tuple(spans))
    except ValueError as error:
        raise refused("bad_hours", f"{first} {last}".strip(), why=str(error)) from error
    today = now.astimezone(ZONE).date()
    bump(CALENDAR)
    living = models.WorkingHours.objects.filter(first=first, valid_to=None)
    old = living.first()
    living.update(valid_to=today)
    row = models.WorkingHours.objects.create(
        name=name,
        first=first,
        last=last,
        spans=[[f"{opens:%H:%M}", f"{shuts:%H:%M}"] for opens, shuts in spans],
        valid_from=today,
    )
    record(
        stream=STREAM,
        deed="set_working_hours",
        by=by,
        now=now,
        before={"spans": old.spans if old else None},
        after={"name": name, "first": first, "last": last, "spans": row.spans},
    )
    return row


@transaction.atomic
def end_season(*, first: str, by: Signature, now: datetime) -> None:
    """Let a season's days have the hours of the year again, from today.

    `first` is its first day, "06-01". Raises RefusedError when no season begins then.
    """
    bump(CALENDAR)
    living = models.WorkingHours.objects.filter(first=first, valid_to=None).exclude(first="")
    old = living.first()
    if old is None:
        raise refused("no_such_season", first)
    living.update(valid_to=now.astimezone(ZONE).date())
    before = {"name": old.name, "first": old.first, "last": old.last, "spans": old.spans}
    record(stream=STREAM, deed="end_season", by=by, now=now, before=before, after={"season": None})


def _from_package(row: models.CalendarDay) -> bool:
    return row.source.startswith("chinesecalendar ")


def _problems_of_notice(days: Iterable[CalendarDay], source: str) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[date] = set()
    if not source.strip() or len(source) > 120:
        problems.append(problem("no_source"))
    for day in days:
        where = day.date.isoformat()
        if day.date in seen:
            problems.append(problem("date_twice", where))
        seen.add(day.date)
        if not FIRST_YEAR <= day.date.year <= LAST_YEAR:
            problems.append(problem("year_out_of_reach", where, first=FIRST_YEAR, last=LAST_YEAR))
        weekend = day.date.weekday() >= 5
        if day.kind is DayKind.ADJUSTED_WORKDAY and not weekend:
            problems.append(problem("adjusted_on_weekday", where))
        if (day.kind is DayKind.WORKDAY and weekend) or (
            day.kind is DayKind.WEEKEND and not weekend
        ):
            problems.append(problem("wrong_kind_of_day", where, given=str(day.kind)))
    if not seen:
        problems.append(problem("no_days"))
    return problems


def _write(
    days: Sequence[CalendarDay], source: str, stored: dict[date, models.CalendarDay]
) -> tuple[dict[str, str], dict[str, str]]:
    """Write the days that differ; what they were and are, by date, for the trail."""
    before: dict[str, str] = {}
    after: dict[str, str] = {}
    rows: list[models.CalendarDay] = []
    for day in days:
        old = stored.get(day.date)
        same = old is not None and (old.kind, old.name, old.provisional) == (
            day.kind,
            day.name,
            day.provisional,
        )
        if same:
            continue
        key = day.date.isoformat()
        if old is not None:
            before[key] = _in_words(old.kind, provisional=old.provisional)
        after[key] = _in_words(day.kind, provisional=day.provisional)
        rows.append(
            models.CalendarDay(
                date=day.date,
                kind=str(day.kind),
                name=day.name,
                source=source,
                provisional=day.provisional,
            )
        )
    models.CalendarDay.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["date"],
        update_fields=["kind", "name", "source", "provisional"],
    )
    return before, after


def _in_words(kind: str, *, provisional: bool) -> str:
    return f"{kind} (provisional)" if provisional else str(kind)
