"""The working calendar on screen: a year, a notice, the hours (domain 2.10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.setup.book_edits import FORM
from gege.desk.setup.books import READERS
from gege.desk.setup.day_forms import EndSeasonForm, HoursForm, NoticeForm
from gege.desk.setup.refusals import RefusalsSaidOn
from gege.kernel.working_time import FIRST_YEAR, LAST_YEAR, CalendarDay, DayKind, WorkingCalendar
from gege.matters.api import LOCAL, Matter, words
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import (
    RefusedError,
    calendar_days,
    end_season,
    load_calendar,
    load_years,
    set_calendar_days,
    set_working_hours,
    unannounced_years,
    working_hours,
)

SIGNS: Final = {
    DayKind.HOLIDAY: pgettext_lazy("sign of a day", "off"),
    DayKind.ADJUSTED_WORKDAY: pgettext_lazy("sign of a day", "on"),
}
KINDS: Final = {
    DayKind.WORKDAY: gettext_lazy("workday"),
    DayKind.WEEKEND: gettext_lazy("weekend"),
    DayKind.HOLIDAY: gettext_lazy("holiday"),
    DayKind.ADJUSTED_WORKDAY: gettext_lazy("weekend day that is worked"),
}
MONTHS: Final = (
    gettext_lazy("January"),
    gettext_lazy("February"),
    gettext_lazy("March"),
    gettext_lazy("April"),
    gettext_lazy("May"),
    gettext_lazy("June"),
    gettext_lazy("July"),
    gettext_lazy("August"),
    gettext_lazy("September"),
    gettext_lazy("October"),
    gettext_lazy("November"),
    gettext_lazy("December"),
)
MOST_COUNTED: Final = 9999


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the sheet: its number, what it is in a sign and in words."""

    day: date
    css: str
    sign: str
    said: str


@dataclass(frozen=True, slots=True)
class Month:
    """One month: its name and its weeks from Monday, None outside the month."""

    name: str
    weeks: tuple[tuple[Cell | None, ...], ...]
    worked: int


@open_to(*READERS)
@require_safe
def year(request: ActorRequest, number: int | None = None) -> HttpResponse:
    """Show twelve months on one page, the hours, and what no notice has named yet."""
    now = timezone.now()
    today = timezone.localdate(now, LOCAL)
    asked = today.year if number is None else number
    if not FIRST_YEAR <= asked <= LAST_YEAR:
        raise Http404
    working = load_calendar()
    stored = calendar_days(asked)
    waiting = Matter.objects.filter(provisional=True, state__in=sorted(words.OPEN))
    context = {
        "year": asked,
        "months": [_month(asked, place, working, today) for place in range(1, 13)],
        "named": _named(asked, working),
        "sources": sorted({row.source for row in stored if not row.provisional}),
        "stored": len(stored),
        "provisional": sum(working.day(day).provisional for day in _days(asked)),
        "missing": unannounced_years(today),
        "waiting": waiting[:MOST_COUNTED].count(),
        "hours": working_hours(),
        "spans": working.spans,
        "before": asked - 1 if asked > FIRST_YEAR else None,
        "after": asked + 1 if asked < LAST_YEAR else None,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/setup/calendar.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def notice(request: ActorRequest, number: int) -> HttpResponse:
    """Enter the holidays and adjusted workdays that a notice names."""
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Http404
    form = NoticeForm(request.POST or None, year=number)
    if request.method == "POST" and form.is_valid():
        with RefusalsSaidOn(form):
            changed = set_calendar_days(
                days=form.days(),
                source=form.cleaned_data["source"],
                whole_years=form.cleaned_data["whole_year"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
            said = _("%(count)s days changed. Due times across them follow within ten minutes.")
            messages.success(request, said % {"count": changed})
            return redirect("setup:calendar-year", number)
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/notice.html", {"form": form, "year": number}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_POST
def fill(request: ActorRequest, number: int) -> HttpResponse:
    """Fill a year from the notices the platform came with, provisionally where it has none."""
    try:
        loaded = load_years(years=[number], by=request.actor.signature(), now=timezone.now())
    except RefusedError as error:
        raise Http404 from error
    if loaded[number]:
        messages.success(request, _("The days of %(year)s are announced.") % {"year": number})
    else:
        said = _("No notice for %(year)s is known yet: its days are assumed and provisional.")
        messages.warning(request, said % {"year": number})
    return redirect("setup:calendar-year", number)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def hours(request: ActorRequest) -> HttpResponse:
    """Set the hours of the year or of a season, from today."""
    rows = working_hours()
    first, seasonal = request.GET.get("first", ""), "season" in request.GET
    row = None if seasonal else next((row for row in rows if row.first == first), None)
    if first and row is None:
        raise Http404
    form = HoursForm(request.POST or None, row=row, seasonal=seasonal, rows=rows)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        with RefusalsSaidOn(form):
            set_working_hours(
                spans=given["spans"],
                name=given.get("name", ""),
                first=given.get("first", ""),
                last=given.get("last", ""),
                by=request.actor.signature(),
                now=timezone.now(),
            )
            messages.success(request, _("The working hours hold from today."))
            return redirect("setup:calendar")
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/hours.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def no_season(request: ActorRequest) -> HttpResponse:
    """End a season: its days have the hours of the year again."""
    first = request.GET.get("first", "")
    row = next((row for row in working_hours() if row.first and row.first == first), None)
    if row is None:
        raise Http404
    form = EndSeasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            end_season(first=first, by=request.actor.signature(), now=timezone.now())
        except RefusedError as error:
            raise Http404 from error
        messages.success(request, _("The season has ended; its days have the hours of the year."))
        return redirect("setup:calendar")
    return render(request, "desk/setup/no_season.html", {"form": form, "row": row})


def _days(asked: int) -> list[date]:
    first = date(asked, 1, 1)
    length = (date(asked, 12, 31) - first).days + 1
    return [first + timedelta(days=place) for place in range(length)]


def _month(asked: int, month: int, working: WorkingCalendar, today: date) -> Month:
    days = [day for day in _days(asked) if day.month == month]
    cells: list[Cell | None] = [None] * days[0].weekday()
    cells += [_cell(working.day(day), today) for day in days]
    cells += [None] * (-len(cells) % 7)
    weeks = tuple(tuple(cells[place : place + 7]) for place in range(0, len(cells), 7))
    return Month(str(MONTHS[month - 1]), weeks, sum(working.is_working(day) for day in days))


def _cell(day: CalendarDay, today: date) -> Cell:
    parts = [str(KINDS[day.kind]), day.name, _("not announced yet") if day.provisional else ""]
    css = f"is-{day.kind.replace('_', '-')}"
    css += " is-provisional" if day.provisional else ""
    css += " is-today" if day.date == today else ""
    said = f"{day.date} {_(', ').join(part for part in parts if part)}"
    return Cell(day.date, css, str(SIGNS.get(day.kind, "")), said)


def _named(asked: int, working: WorkingCalendar) -> list[CalendarDay]:
    """Return the days of a year that are not what their day of the week is."""
    return [day for one in _days(asked) if (day := working.day(one)).kind in SIGNS]
