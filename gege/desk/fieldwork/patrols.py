"""Patrols of a day: a row per grid, the figure with its denominator, the days, the spreadsheets.

Nothing here tells where a person is: a patrol that is under way has a time and no place (0015).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.api import Choice, Series
from gege.desk.fieldwork.addresses import Address, choices_of
from gege.desk.fieldwork.shown import (
    TALLIES,
    HalfCell,
    clock,
    completion_figure,
    fault_words,
    half_cell,
    share_figure,
)
from gege.desk.fieldwork.tabs import OUTDOORS, tabs_for
from gege.desk.sheets import MOST, Value, file_of
from gege.desk.taking_out.pages import as_sheets, note_taken_out
from gege.fieldwork.api import (
    DayTally,
    GridDay,
    HalfLine,
    PatrolLine,
    completion,
    current_rules,
    is_service_day,
    names,
    patrols_of_day,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions

PERIOD: Final = timedelta(days=29)
HEADINGS: Final = (
    ("网格编码 Grid code", 18),
    ("网格 Grid", 36),
    ("网格员 Worker", 16),
    ("上午 Morning", 18),
    ("上午起止 Time", 16),
    ("上午巡查点 Points", 12),
    ("上午说明 Why", 36),
    ("下午 Afternoon", 18),
    ("下午起止 Time", 16),
    ("下午巡查点 Points", 12),
    ("下午说明 Why", 36),
    ("发现事项 Found", 12),
    ("完成情况 Completion", 20),
)
DAY_HEADINGS: Final = (
    ("日期 Day", 14),
    ("完成网格 Complete", 16),
    ("当值网格 On duty", 16),
    ("全天免巡 Excused", 16),
    ("空缺 Vacant", 12),
)


@open_to(*OUTDOORS)
@require_safe
@as_sheets("patrols", whole="fieldwork:patrols-export")
def listed(request: ActorRequest) -> HttpResponse:
    """List the grids of a day, each with its morning and its afternoon."""
    now, language = timezone.now(), get_language() or ""
    address, day, area, only = _asked(request, now)
    found, figures = None, []
    if not address.unreadable:
        found = patrols_of_day(
            request.actor, day=day, now=now, area_code=area, only=only, after=address.after
        )
        figures = _figures(request, address, day, area, now)
    chips = [
        address.chip("day", pgettext("filter", "on"), kind="date"),
        address.chip(
            "area",
            pgettext("filter", "in"),
            [Choice("", address.own_area(language)), *address.areas(language)],
        ),
        address.chip(
            "only", pgettext("filter", "that are"), choices_of(TALLIES, pgettext("filter", "any"))
        ),
    ]
    context = {
        "tabs": tabs_for(request, "patrols"),
        "chips": chips,
        "unreadable": [one.label for one in chips if one.name in address.unreadable],
        "day": day,
        "service_day": is_service_day(day),
        "rows": [_row(one, address, language) for one in found.rows] if found else [],
        "turns": address.turns(found.after if found else ""),
        "figures": figures,
        "narrowed": bool(only) or bool(address.unreadable),
        "address": address.link(),
        "now": now,
    }
    return render(request, "desk/fieldwork/patrols.html", context)


@open_to(*OUTDOORS)
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Return the grids of a day as a spreadsheet, with the same conditions."""
    now, language = timezone.now(), get_language() or ""
    address, day, area, only = _asked(request, now)
    if address.unreadable:
        raise Http404
    found = patrols_of_day(request.actor, day=day, now=now, area_code=area, only=only, size=MOST)
    lines = (_line(one, address, language) for one in found.rows)
    kind = request.GET.get("as", "")
    note_taken_out(request, "patrols", "name", kind, len(found.rows))
    return file_of(kind, HEADINGS, lines, title="Patrols", name=f"patrols-{day}")


@open_to(*OUTDOORS)
@require_safe
@as_sheets("patrol-days", whole="fieldwork:patrol-days-export")
def days(request: ActorRequest) -> HttpResponse:
    """Show the service days of a period: the records behind the share."""
    now, language = timezone.now(), get_language() or ""
    address, first, last, area = _period(request, now)
    found = completion(request.actor, first=first, last=last, now=now, area_code=area)
    chips = [
        address.chip("since", pgettext("filter", "from"), kind="date"),
        address.chip("until", pgettext("filter", "to"), kind="date"),
        address.chip(
            "area",
            pgettext("filter", "in"),
            [Choice("", address.own_area(language)), *address.areas(language)],
        ),
    ]
    rules = current_rules(read_editions())
    shares = [(day, 100 * one.complete / one.on_duty) for day, one in found.of if one.on_duty]
    words = {"first": found.first, "last": found.last, "days": found.days}
    context = {
        "tabs": tabs_for(request, "patrols"),
        "chips": chips,
        "unreadable": [one.label for one in chips if one.name in address.unreadable],
        "rows": [
            (day, one, reverse("fieldwork:patrols") + _day_query(day, area))
            for day, one in reversed(found.of)
        ],
        "series": [Series(_("Completion of patrols"), shares)] if len(shares) > 1 else [],
        "figures": [
            share_figure(
                found,
                minutes=rules.least_minutes,
                points=rules.least_points,
                href="",
                period=_("%(first)s to %(last)s, %(days)s service days") % words,
            )
        ],
        "address": address.link(),
    }
    return render(request, "desk/fieldwork/patrol_days.html", context)


@open_to(*OUTDOORS)
@require_safe
def export_days(request: ActorRequest) -> HttpResponse:
    """Return the service days of a period as a spreadsheet."""
    now = timezone.now()
    address, first, last, area = _period(request, now)
    if address.unreadable:
        raise Http404
    found = completion(request.actor, first=first, last=last, now=now, area_code=area)
    lines = ((day, one.complete, one.on_duty, one.excused, one.vacant) for day, one in found.of)
    name = f"patrol-days-{found.first}-{found.last}"
    return file_of(request.GET.get("as", ""), DAY_HEADINGS, lines, title="Days", name=name)


def _asked(request: ActorRequest, now: datetime) -> tuple[Address, date, str, DayTally | None]:
    address = Address(request.GET, request.actor, load_atlas())
    day = address.day("day") or timezone.localdate(now)
    if "day" not in address.unreadable:
        address.said["day"] = day.isoformat()
    area = address.area()
    only = address.word("only", [str(one) for one in TALLIES])
    return address, day, area, DayTally(only) if only else None


def _period(request: ActorRequest, now: datetime) -> tuple[Address, date, date, str]:
    address = Address(request.GET, request.actor, load_atlas())
    last = address.day("until") or timezone.localdate(now)
    first = address.day("since") or last - PERIOD
    if not address.unreadable:
        address.said |= {"since": first.isoformat(), "until": last.isoformat()}
    return address, first, last, address.area()


def _figures(
    request: ActorRequest, address: Address, day: date, area: str, now: datetime
) -> list[Any]:
    """Return the figure of the day, and of the days up to it; each opens its records."""
    rules = current_rules(read_editions())
    words = {"minutes": rules.least_minutes, "points": rules.least_points}
    today = completion(request.actor, first=day, last=day, now=now, area_code=area)
    before = completion(request.actor, first=day - PERIOD, last=day, now=now, area_code=area)
    period = {"first": before.first, "last": before.last, "days": before.days}
    where = {"since": before.first.isoformat(), "until": before.last.isoformat(), "area": area}
    query = "&".join(f"{name}={value}" for name, value in where.items() if value)
    figures = []
    if today.days:
        so_far = _("%(day)s, so far") if day == timezone.localdate(now) else "%(day)s"
        href = address.link(only=str(DayTally.COMPLETE))
        figures.append(completion_figure(today, href=href, period=so_far % {"day": day}, **words))
    figures.append(
        share_figure(
            before,
            href=f"{reverse('fieldwork:patrol-days')}?{query}",
            period=_("%(first)s to %(last)s, %(days)s service days") % period,
            **words,
        )
    )
    return figures


def _row(one: GridDay, address: Address, language: str) -> dict[str, Any]:
    cells: list[HalfCell] = [half_cell(half, _href) for half in one.halves]
    return {
        "grid": address.atlas.label(one.grid.code, language),
        "walkers": "、".join(one.walkers) if language != "en" else ", ".join(one.walkers),
        "cells": cells,
        "extra": [(line, _href(line)) for line in one.extra if line.ended_at],
        "found": one.found,
    }


def _href(line: PatrolLine) -> str:
    return reverse("fieldwork:patrol", args=[line.uid])


def _day_query(day: date, area: str) -> str:
    return f"?day={day.isoformat()}" + (f"&area={area}" if area else "")


def _line(one: GridDay, address: Address, language: str) -> Iterator[Value]:
    yield one.grid.code
    yield address.atlas.label(one.grid.code, language)
    yield "、".join(one.walkers)
    for half in one.halves:
        yield from _half_values(half)
    yield one.found
    yield str(TALLIES.get(one.tally, ""))


def _half_values(half: HalfLine) -> Iterator[Value]:
    cell = half_cell(half, _href)
    ended = [line for line in half.patrols if line.ended_at]
    told = next((line for line in ended if line.counted), ended[-1] if ended else None)
    yield str(names.name_of(names.STANDINGS, half.standing))
    yield f"{clock(told.started_at)}–{clock(told.ended_at)}" if told else ""
    yield told.points if told else None
    yield "；".join(fault_words(told.faults)) if told else cell.beside
