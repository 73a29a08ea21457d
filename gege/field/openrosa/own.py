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

_KEPT = "private, max-age=31536000, immutable"
"""A version never changes, and neither do its files once it is used."""
_SANDBOX = "default-src 'none'; sandbox"


@open_to(Role.GRID_WORKER)
@require_safe
def form(request: ActorRequest, form_id: str, version: str) -> HttpResponse:
    """Give a form of a campaign that was opened in the worker's grids."""
    found = _needed(request, form_id, version)
    return _kept(HttpResponse(fieldwork.for_handheld(found).encode(), content_type=XML))


@open_to(Role.GRID_WORKER)
@require_safe
def media(request: ActorRequest, form_id: str, version: str, name: str) -> HttpResponse:
    """Give a file that a form shows or reads."""
    return _kept(file_answer(_needed(request, form_id, version), name))


def _needed(request: ActorRequest, form_id: str, version: str) -> CampaignForm:
    codes = {actor.area_code for actor in request.held if actor.role is Role.GRID_WORKER}
    try:
        return fieldwork.form_for(form_id, version, sorted(codes), request.account.pk)
    except fieldwork.NotFound:
        raise Http404 from None


def _kept(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = _KEPT
    response.headers["Content-Security-Policy"] = _SANDBOX
    return response
