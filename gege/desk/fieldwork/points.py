"""Check-in points: the list with its map, one point, its end, the list as a file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Choice, Crumb
from gege.desk.fieldwork.addresses import Address
from gege.desk.fieldwork.point_forms import PointForm
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.shown import point_shapes
from gege.desk.fieldwork.tabs import OUTDOORS, PLATFORMS, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    CheckPoint,
    FieldError,
    NotFound,
    PointLine,
    add_point,
    amend_point,
    end_point,
    names,
    point_by_uid,
    points_page,
    sentence_of,
)
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import Atlas, load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
MOST: Final = 20_000
COLUMNS: Final = (
    "grid_code",
    "kind",
    "name",
    "address",
    "code",
    "lng",
    "lat",
    "crs",
    "households",
)


@open_to(*OUTDOORS)
@require_safe
@as_sheets("points")
def listed(request: ActorRequest) -> HttpResponse:
    """List the points of the area; of one grid with its map."""
    atlas, language, today = load_atlas(), get_language() or "", timezone.localdate()
    address = Address(request.GET, request.actor, atlas)
    area, text = address.area(), address.text("q")
    lines: tuple[PointLine, ...] = ()
    after = ""
    if not address.unreadable:
        found = points_page(request.actor, on=today, area_code=area, text=text, after=address.after)
        lines, after = found.lines, found.after
    chips = [
        address.chip(
            "area",
            pgettext("filter", "in"),
            [Choice("", address.own_area(language)), *address.areas(language)],
        ),
        address.chip("q", pgettext("filter", "with the words"), kind="search"),
    ]
    keeps = request.actor.role in PLATFORMS
    one_grid = atlas.area(area or request.actor.area_code)
    grids = (one_grid,) if one_grid and one_grid.level == Level.GRID else ()
    context = {
        "tabs": tabs_for(request, "points"),
        "chips": chips,
        "unreadable": [one.label for one in chips if one.name in address.unreadable],
        "rows": [_row(one, atlas, language, keeps) for one in lines],
        "turns": address.turns(after),
        "narrowed": bool(area or text or address.unreadable),
        "keeps": keeps,
        "shapes": point_shapes(lines, grids, language) if grids else None,
        "place": atlas.label(area or request.actor.area_code, language),
        "export": address.link(),
    }
    return render(request, "desk/fieldwork/points.html", context)


@open_to(*OUTDOORS)
@require_safe
def export(request: ActorRequest) -> HttpResponse:
    """Return the points of the area as a file that can be imported again."""
    address = Address(request.GET, request.actor, load_atlas())
    area, text = address.area(), address.text("q")
    if address.unreadable:
        raise Http404
    found = points_page(
        request.actor, on=timezone.localdate(), area_code=area, text=text, size=MOST
    )
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows(_cells(one) for one in found.lines)
    answer = HttpResponse(file.getvalue().encode("utf-8-sig"), content_type="text/csv")
    answer.headers["Content-Disposition"] = 'attachment; filename="points.csv"'
    return answer


@open_to(*PLATFORMS)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Put a point on the list."""
    form = _form(request, None)
    if request.method == "POST" and form.is_valid():
        with SaidOn(form):
            point = add_point(by=request.actor, now=timezone.now(), **form.facts())
            messages.success(request, _("%(name)s is on the list.") % {"name": point.name})
            return redirect(f"{reverse('fieldwork:points')}?area={point.area_code}")
    return _form_page(request, form, None)


@open_to(*PLATFORMS)
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: str) -> HttpResponse:
    """Say a point anew."""
    point = _point(request, uid)
    form = _form(request, point)
    if request.method == "POST" and form.is_valid():
        with SaidOn(form):
            amend_point(
                uid,
                by=request.actor,
                now=timezone.now(),
                seen=_moment(form.cleaned_data["seen"]),
                **form.facts(),
            )
            messages.success(request, _("The point is as you wrote it."))
            area = form.cleaned_data["area_code"]
            return redirect(f"{reverse('fieldwork:points')}?area={area}")
    return _form_page(request, form, point)


@open_to(*PLATFORMS)
@require_POST
def end(request: ActorRequest, uid: str) -> HttpResponse:
    """Give a point up."""
    point = _point(request, uid)
    try:
        end_point(uid, by=request.actor, now=timezone.now())
    except NotFound as error:
        raise Http404 from error
    except FieldError as error:
        messages.error(request, sentence_of(error))
        return redirect(f"{reverse('fieldwork:points')}?area={point.area_code}")
    messages.success(request, _("%(name)s is given up from today.") % {"name": point.name})
    return redirect(f"{reverse('fieldwork:points')}?area={point.area_code}")


def _form(request: ActorRequest, point: CheckPoint | None) -> PointForm:
    data = request.POST if request.method == "POST" else None
    return PointForm(
        data, by=request.actor, atlas=load_atlas(), on=timezone.localdate(), point=point
    )


def _form_page(request: ActorRequest, form: PointForm, point: CheckPoint | None) -> HttpResponse:
    context = {
        "form": form,
        "point": point,
        "crumbs": [Crumb(_("Check-in points"), reverse("fieldwork:points"))],
        "here": {"lng": point.lng, "lat": point.lat} if point and point.lng else None,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/point.html", context, status=status)


def _point(request: ActorRequest, uid: str) -> CheckPoint:
    """Return a living point of the area; 404 for any other."""
    try:
        point = point_by_uid(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    if point.valid_to is not None:
        raise Http404
    return point


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _row(one: PointLine, atlas: Atlas, language: str, keeps: bool) -> dict[str, Any]:
    return {
        "name": one.name,
        "kind": names.name_of(names.POINT_KINDS, one.kind),
        "place": atlas.label(one.area_code, language),
        "address": one.address,
        "code": one.code,
        "households": one.households,
        "placed": one.lng is not None,
        "ended": atlas.area(one.area_code, timezone.localdate()) is None,
        "seen_at": one.seen_at,
        "href": reverse("fieldwork:point", args=[one.uid]) if keeps else "",
    }


def _cells(one: PointLine) -> Iterator[str | int | float]:
    yield one.area_code
    yield one.kind
    yield _plain(one.name)
    yield _plain(one.address)
    yield _plain(one.code)
    yield "" if one.lng is None else one.lng
    yield "" if one.lat is None else one.lat
    yield "" if one.lng is None else str(Crs.WGS84)
    yield one.households


def _plain(text: str) -> str:
    """Return a text that no spreadsheet computes."""
    return f"'{text}" if text[:1] in "=+-@\t" and text else text
