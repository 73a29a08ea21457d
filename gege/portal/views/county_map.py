"""Choosing a place on a picture, or where one stands; every step is a list of names as well.

The picture is an image that sends where it was pressed, so it works without script. Positions come
in the body of a form, never in an address: nothing on the way writes them down.
"""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gege.kernel.coordinates import Crs, Point
from gege.matters import api as matters
from gege.matters.api import Setting
from gege.portal import tokens
from gege.portal.queries.places import COMMUNITY, GRID, below, living
from gege.portal.queries.places_map import Sheet, known_points, sheet
from gege.portal.rules.map_drawing import SIZES, region_at
from gege.portal.views.report import Where, form_page
from gege.portal.views.shared import now_of, page, spoken, today
from gege.staff.access import open_to_everyone

TYPE: Final = "image/svg+xml; charset=utf-8"


@open_to_everyone
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """Show the county, a township or a community; a press on it goes one step down."""
    setting = matters.setting(now_of())
    found = _sheet(request.GET, setting)
    x, y = _pressed(request.GET)
    if x is not None and y is not None and found.frame is not None:
        chosen = region_at(found.regions, found.frame, x, y)
        if chosen is not None:
            size = f"&size={found.frame.size}" if found.frame.size != SIZES[0] else ""
            return redirect(f"{reverse('portal:map')}?in={chosen.code}{size}")
        return _page(request, setting, found, missed=True)
    return _page(request, setting, found)


@open_to_everyone
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The picture alone."""
    setting = matters.setting(now_of())
    svg = _sheet(request.GET, setting).svg(_("Map"))
    if not svg:
        raise Http404
    response = HttpResponse(svg, content_type=TYPE)
    response.headers["Cache-Control"] = "public, max-age=600"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@open_to_everyone
@require_POST
def here(request: HttpRequest) -> HttpResponse:
    """Open the form for the place that was pressed, or for where somebody stands."""
    now = now_of()
    setting = matters.setting(now)
    point = _position(request.POST)
    found = None
    if point is None:
        found = _sheet(request.POST, setting)
        x, y = _pressed(request.POST)
        if found.frame is not None and x is not None and y is not None:
            point = found.frame.place(x, y)
    grid = setting.atlas.place(point, Crs.WGS84, today(now)).grid if point is not None else None
    if grid is None or point is None:
        return _page(request, setting, found or _sheet({}, setting), missed=True)
    where = Where(setting, grid.code)
    form = where.form(initial={"lng": point.lng, "lat": point.lat})
    token = tokens.new_token(now)
    return form_page(request, where, form, token, action=reverse("portal:report", args=[grid.code]))


def _sheet(given: Any, setting: Setting) -> Sheet:
    """Return the picture that is asked for; Http404 for a place that is none."""
    code, on = str(given.get("in", ""))[:15], today(setting.now)
    area = living(setting.atlas, code, on) if code else None
    if code and (area is None or len(area.code) == GRID):
        raise Http404
    size = SIZES[-1] if given.get("size") == str(SIZES[-1]) else SIZES[0]
    return sheet(setting, area.code if area else "", spoken(), on, size)


def _page(
    request: HttpRequest, setting: Setting, found: Sheet, *, missed: bool = False
) -> HttpResponse:
    on, language = today(setting.now), spoken()
    area = setting.atlas.area(found.code, on)
    inner = len(found.code) == COMMUNITY
    size = found.frame.size if found.frame else SIZES[0]
    large = size == SIZES[-1]
    kept = f"&size={size}" if large else ""
    choices = [
        (
            one.name,
            reverse("portal:report", args=[one.code])
            if inner
            else f"{reverse('portal:map')}?in={one.code}{kept}",
        )
        for one in below(setting.atlas, found.code, language, on)
    ]
    spots = known_points(setting.atlas, found.code, on) if inner else ()
    context = {
        "name": area.name(language) if area else "",
        "sheet": found,
        "inner": inner,
        "size": size,
        "other_size": _other_size(found.code, large=large),
        "large": large,
        "up": found.code[: -3 if len(found.code) > 9 else 0] if found.code[6:] else "",
        "top": len(found.code) <= len("511622"),
        "choices": choices,
        "not_drawn": len(found.regions) < len(choices),
        "spots": [
            (one.name, f"{reverse('portal:report', args=[one.grid])}?point={one.uid}")
            for one in spots
        ],
        "missed": missed,
    }
    return page(request, "map", context, status=422 if missed else 200)


def _other_size(code: str, *, large: bool) -> str:
    size = SIZES[0] if large else SIZES[-1]
    return f"{reverse('portal:map')}?in={code if len(code) > 6 else ''}&size={size}"


def _pressed(given: Any) -> tuple[int | None, int | None]:
    """Return where a picture was pressed; a key instead of a finger sends the corner, which is
    none of them."""
    x, y = str(given.get("p.x", "")), str(given.get("p.y", ""))
    if not (x.isascii() and x.isdigit() and y.isascii() and y.isdigit()) or len(x + y) > 8:
        return None, None
    return int(x), int(y)


def _position(given: Any) -> Point | None:
    try:
        point = Point(round(float(given["lng"]), 6), round(float(given["lat"]), 6))
    except (KeyError, ValueError, TypeError, OverflowError):
        return None
    return point if abs(point.lng) <= 180 and abs(point.lat) <= 90 else None
