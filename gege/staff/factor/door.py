"""The door before sensitive pages: through it with a code of the last minutes, else to give one."""

from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from gege.staff.access import SAFE_METHODS
from gege.staff.factor.session import stepped_up
from gege.staff.ways import elsewhere, page_around, way_back

STEP_UP_PAGE: Final = "account:step-up"


def step_up_door(request: HttpRequest, back: str, now: datetime) -> HttpResponse | None:
    """Return None when a code was given lately, else the answer that sends somebody to give one.

    For a branch of a view; a whole view has `gege.staff.access.needs_step_up`. `back` is the local
    address to come back to; empty: the page around the form that was sent.
    """
    return None if stepped_up(request, now) else to_step_up(request, back)


def to_step_up(request: HttpRequest, back: str = "") -> HttpResponse:
    """Send somebody to give a code. What a form held is not kept: it is sent again by hand."""
    aim = back or way_back(request) or page_around(request)
    page = resolve_url(STEP_UP_PAGE)
    more = {"next": aim} if aim else {}
    if request.method not in SAFE_METHODS:
        more["unsent"] = "1"
    return elsewhere(request, f"{page}?{urlencode(more)}" if more else page)
