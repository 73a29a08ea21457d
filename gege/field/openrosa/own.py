"""Forms for the platform's own handheld, which asks for building, door and outcome itself."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_safe

from gege.field.openrosa.listing import file_answer
from gege.field.openrosa.replies import XML
from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import CampaignForm
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

_UNKEPT = "no-store"
"""The app keeps them itself, encrypted: a form's lists may name people. What a browser keeps is
neither encrypted nor wiped with the rest (decision 0018)."""
_SANDBOX = "default-src 'none'; sandbox"


@open_to(Role.GRID_WORKER)
@require_safe
def form(request: ActorRequest, form_id: str, version: str) -> HttpResponse:
    """Give a form of a campaign that was opened in the worker's grids."""
    found = _needed(request, form_id, version)
    return _answered(HttpResponse(fieldwork.for_handheld(found).encode(), content_type=XML))


@open_to(Role.GRID_WORKER)
@require_safe
def media(request: ActorRequest, form_id: str, version: str, name: str) -> HttpResponse:
    """Give a file that a form shows or reads."""
    return _answered(file_answer(_needed(request, form_id, version), name))


def _needed(request: ActorRequest, form_id: str, version: str) -> CampaignForm:
    codes = {actor.area_code for actor in request.held if actor.role is Role.GRID_WORKER}
    try:
        return fieldwork.form_for(form_id, version, sorted(codes), request.account.pk)
    except fieldwork.NotFound:
        raise Http404 from None


def _answered(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = _UNKEPT
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response
