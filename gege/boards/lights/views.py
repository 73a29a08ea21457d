"""The board of lights, and the list behind each of its numbers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gege.boards.lights.address import stream_of
from gege.boards.lights.board import behind, board_of
from gege.boards.lights.roles import READERS
from gege.desk.api import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import on_walls


@open_to(*READERS)
@on_walls
@never_cache
@require_safe
@as_sheets("lights")
def board(request: ActorRequest) -> HttpResponse:
    """Show what is open by light; with `part=board` only what a page that is open replaces."""
    shown, reach = board_of(request.actor, request.GET, now=timezone.now())
    whole = request.GET.get("part") != "board"
    template = "boards/lights.html" if whole else "boards/lights_board.html"
    stream = stream_of(request, reach, now=shown.now)
    answer = render(request, template, {"page": shown, "now": shown.now, "stream": stream.address})
    answer.hears = stream.origin  # type: ignore[attr-defined]  # read by the security headers
    return answer


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("lights-matters")
def matters(request: ActorRequest) -> HttpResponse:
    """List exactly the matters behind a number of the board."""
    now = timezone.now()
    shown = behind(request.actor, request.GET, now=now)
    return render(request, "boards/lights_matters.html", {"page": shown, "now": now})
