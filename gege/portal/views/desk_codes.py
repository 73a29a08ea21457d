"""QR codes of stations and grids, to be printed on A4 and hung up where people see them."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from gege.desk.api import as_sheets, qr_picture
from gege.matters import api as matters
from gege.portal.queries.places import COMMUNITY, GRID, TOWNSHIP, below, living
from gege.portal.views.public_address import public_address
from gege.portal.views.shared import now_of, spoken, today
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

KEEPERS: Final = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ADMINISTRATOR,
)


@open_to(*KEEPERS)
@require_safe
@as_sheets("codes")
def codes(request: ActorRequest) -> HttpResponse:
    """List the places within one's area, step by step down to the grids; `?in=` is the place."""
    now = now_of()
    atlas, language, on = matters.setting(now).atlas, spoken(), today(now)
    code = request.GET.get("in") or request.actor.area_code
    if not code.startswith(request.actor.area_code) or len(code) == GRID:
        raise Http404
    area = atlas.area(code, on)
    if area is None:
        raise Http404
    rows = [
        (
            one.name,
            reverse("portal-desk:sheet", args=[one.code]) if len(one.code) == GRID else "",
            f"?in={one.code}" if len(one.code) in (TOWNSHIP, COMMUNITY) else "",
        )
        for one in below(atlas, code, language, on)
    ]
    context = {
        "name": area.name(language),
        "rows": rows,
        "own": reverse("portal-desk:sheet", args=[code]) if len(code) == COMMUNITY else "",
        "address": public_address(request, reverse("portal:home")),
        "on_tab": "codes",
    }
    return render(request, "portal/desk/codes.html", context)


@open_to(*KEEPERS)
@require_safe
def sheet(request: ActorRequest, place: str) -> HttpResponse:
    """A sheet of A4 for each place: a station's own, with `?all=1` those of its grids too."""
    now = now_of()
    atlas, language, on = matters.setting(now).atlas, spoken(), today(now)
    area = living(atlas, place, on)
    if area is None or len(area.code) not in (COMMUNITY, GRID):
        raise Http404
    if not area.code.startswith(request.actor.area_code):
        raise Http404
    places = [area.code]
    if request.GET.get("all") and len(area.code) == COMMUNITY:
        places += [one.code for one in below(atlas, area.code, language, on)]
    sheets = []
    for code in places:
        address = public_address(request, reverse("portal:scanned", args=[code]))
        unit = atlas.platform_unit(code[:COMMUNITY])
        sheets.append(
            {
                "label": atlas.label(code, language),
                "address": address,
                "picture": qr_picture(address),
                "phone": unit.duty_phone if unit else "",
            }
        )
    return render(request, "portal/desk/sheet.html", {"sheets": sheets, "now": now})
