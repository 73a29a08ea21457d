"""The pages of indicators, and the sheets of what each was counted from."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gege.boards.indicators.board import board_of, divided_of
from gege.boards.indicators.files import COLUMNS, csv_parts, lines
from gege.boards.indicators.listing import asked_of, records_of
from gege.boards.lights.roles import READERS
from gege.desk.api import CSV_TYPE, as_sheets, download, sheet_of
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import on_walls
from gege.supervision.api import DAILY_READERS
from gege.territory.api import load_atlas


@open_to(*READERS)
@on_walls
@require_safe
@as_sheets("indicators")
def board(request: ActorRequest) -> HttpResponse:
    """Show every declared indicator of a period and an area."""
    shown = board_of(request.actor, request.GET, now=timezone.now())
    context = {"page": shown, "now": shown.now, "daily": request.actor.role in DAILY_READERS}
    return render(request, "boards/indicators.html", context)


@open_to(*READERS)
@require_safe
@as_sheets("indicator")
def indicator(request: ActorRequest, code: str) -> HttpResponse:
    """Show one indicator: its formula, its value, and the value of each part."""
    shown = divided_of(request.actor, code, request.GET, now=timezone.now())
    return render(request, "boards/indicator.html", {"page": shown, "now": shown.now})


@open_to(*READERS)
@require_safe
def records(request: ActorRequest, code: str) -> HttpResponse:
    """List exactly the records behind a number."""
    shown = records_of(request.actor, code, request.GET, now=timezone.now())
    return render(request, "boards/indicator_records.html", {"page": shown, "now": shown.now})


@open_to(*READERS)
@require_safe
def file(request: ActorRequest, code: str, ending: str) -> HttpResponseBase:
    """Give the records behind a number as a sheet; CSV is whole however long it is."""
    now, atlas = timezone.now(), load_atlas()
    asked = asked_of(request.actor, code, request.GET, atlas, now=now)
    period = asked.chosen.period
    name = f"{code}-{asked.which}-{period.first}-{period.last}.{ending}"
    if ending == "csv":
        answer = StreamingHttpResponse(csv_parts(asked.rows, atlas, now), content_type=CSV_TYPE)
        answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        answer.headers["Cache-Control"] = "no-store, private"
        return answer
    headings = [(str(words), max(10, 2 * len(str(words)))) for _name, words in COLUMNS]
    return download(sheet_of(headings, lines(asked.rows, atlas, now), title=code), name)
