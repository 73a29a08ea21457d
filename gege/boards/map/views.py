"""The page of the map, what its script asks for, and the lists behind its numbers."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from gege.boards.lights.address import Hears, stream_of
from gege.boards.lights.reach import Reach
from gege.boards.lights.roles import READERS
from gege.boards.map import answers
from gege.boards.map.answers import Data, json_answer
from gege.boards.map.asked import Asked, UnaskedError
from gege.boards.map.listing import listed_of
from gege.boards.map.page import page_of
from gege.desk.api import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import on_walls
from gege.territory.api import load_atlas


@open_to(*READERS)
@on_walls
@never_cache
@require_safe
@as_sheets("map")
def page(request: ActorRequest) -> HttpResponse:
    """Show the map, with its table beneath."""
    shown = page_of(request.actor, request.GET, now=timezone.now())
    stream = _stream(request, shown.asked)
    answer = render(
        request, "boards/map.html", {"page": shown, "now": shown.now, "stream": stream.address}
    )
    # Both are read by the security headers.
    answer.hears = stream.origin  # type: ignore[attr-defined]
    answer.draws = shown.asked.ground.origin  # type: ignore[attr-defined]
    return answer


@open_to(*READERS)
@on_walls
@require_safe
@gzip_page
def shapes(request: ActorRequest) -> HttpResponseBase:
    """Give the outlines of an area and of what lies in it."""
    return _said(request, lambda: answers.shapes(request.actor, request.GET, now=timezone.now()))


@open_to(*READERS)
@on_walls
@require_safe
@gzip_page
def values(request: ActorRequest) -> HttpResponseBase:
    """Give what fills the areas."""
    return _said(request, lambda: answers.values(request.actor, request.GET, now=timezone.now()))


@open_to(*READERS)
@on_walls
@require_safe
@gzip_page
def cells(request: ActorRequest) -> HttpResponseBase:
    """Give the matters of the period, counted in cells."""
    return _said(request, lambda: answers.cells(request.actor, request.GET, now=timezone.now()))


@open_to(*READERS)
@on_walls
@require_safe
@gzip_page
def standing(request: ActorRequest) -> HttpResponseBase:
    """Give what is open now, with the address at which the next change is heard."""

    def counted() -> Data:
        found, asked = answers.standing(request.actor, request.GET, now=timezone.now())
        return found | (
            {"stream": _stream(request, asked).address} if "wall" in request.GET else {}
        )

    return _said(request, counted)


@open_to(*READERS)
@on_walls
@require_safe
@gzip_page
def things(request: ActorRequest) -> HttpResponseBase:
    """Give what stands in the area besides matters."""
    return _said(request, lambda: answers.things(request.actor, request.GET, now=timezone.now()))


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("map-matters")
def matters(request: ActorRequest) -> HttpResponse:
    """List exactly the matters behind a number of the map."""
    now = timezone.now()
    shown = listed_of(request.actor, request.GET, now=now)
    return render(request, "boards/map_matters.html", {"page": shown, "now": now})


def _said(request: ActorRequest, counted: Callable[[], Data]) -> HttpResponseBase:
    """Return an answer, or in words why there is none."""
    try:
        return json_answer(request, counted())
    except UnaskedError as error:
        return JsonResponse({"said": str(error.sentence)}, status=400)


def _stream(request: ActorRequest, asked: Asked) -> Hears:
    by = request.actor
    unit = load_atlas().unit(by.unit_id or 0) if by.is_department else None
    return stream_of(request, Reach(asked.place, unit), now=timezone.now())
