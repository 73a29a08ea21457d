"""What the words of a report tell while they are typed: likely kinds, and what may be the same."""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from gege.desk.matter.readers import WRITERS
from gege.desk.matter.suggesting import near_lines, offers_of
from gege.kernel.coordinates import Crs, Point, looks_swapped, to_wgs84
from gege.matters import api as matters
from gege.matters.api import OfferPage, Seen, Setting
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor

_LONGEST: Final = {"title": 120, "description": 2000, "address": 200}
_SHORTEST: Final = 4
"""Signs of a text below which nothing is suggested: it would be a guess at nothing."""


@open_to(*WRITERS)
@require_POST
def suggest(request: ActorRequest) -> HttpResponse:
    """Return the part of the report's form that suggests; it changes nothing and keeps nothing."""
    context = suggested(request.POST, request.actor, matters.setting(timezone.now()))
    response = render(request, "desk/matter/suggested.html", context)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def suggested(data: QueryDict, by: Actor, where: Setting) -> dict[str, Any]:
    """Return what is suggested to a report as far as it was typed."""
    title, description = _typed(data, "title"), _typed(data, "description")
    if len(title) + len(description) < _SHORTEST:
        return {"asked": False}
    language = get_language() or "zh-hans"
    found = matters.suggested_kinds(where, title, description)
    offers = offers_of(
        found,
        field="kind",
        page=OfferPage.REPORT,
        about=data.get("receipt_key", "")[:40],
        name_of=lambda code: where.book.kind(code).name(language),
    )
    near = matters.near_matters(_seen(data, title, description, where), by=by, now=where.now)
    return {"asked": True, "offers": offers, "near": near_lines(near, at=where.now)}


def about_of(request: HttpRequest) -> str:
    """Return what the suggestions of a report are bound to: its own key."""
    return request.POST.get("receipt_key", "")[:40]


def _typed(data: QueryDict, name: str) -> str:
    return data.get(name, "")[: _LONGEST[name]].strip()


def _seen(data: QueryDict, title: str, description: str, where: Setting) -> Seen:
    point = _point(data)
    area = data.get("grid_code", "")[:15]
    grid = where.atlas.area(area) if len(area) == 15 else None
    if grid is None and point is not None:
        grid = where.atlas.place(point, Crs.WGS84, matters.local_date(where.now)).grid
    now: datetime = where.now
    return Seen(
        title,
        description,
        data.get("kind", "")[:20],
        grid.code if grid else "",
        _typed(data, "address"),
        point,
        now,
    )


def _point(data: QueryDict) -> Point | None:
    """Return a typed position; None for anything that is none."""
    try:
        point = Point(float(data.get("lng", "")), float(data.get("lat", "")))
        crs = Crs(data.get("crs", "") or Crs.WGS84)
        return None if looks_swapped(point) else to_wgs84(point, crs)
    except (ValueError, OverflowError):
        return None
