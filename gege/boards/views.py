"""The overview of a county, or of the part of it its reader works in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gege.boards.overview import overview_of
from gege.boards.records import records_of
from gege.desk.api import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import POST_ROLES, Role, on_walls

READERS = tuple(role for role in POST_ROLES if role is not Role.ADMINISTRATOR)


@open_to(*READERS)
@on_walls
@require_safe
@as_sheets("overview")
def overview(request: ActorRequest) -> HttpResponse:
    """Show the figures of a period and an area, each linking to its records."""
    shown = overview_of(request.actor, request.GET, now=timezone.now())
    return render(request, "boards/overview.html", {"page": shown, "now": shown.now})


@open_to(*READERS)
@require_safe
@as_sheets("records")
def records(request: ActorRequest, figure: str) -> HttpResponse:
    """List the records behind one figure."""
    shown = records_of(request.actor, figure, request.GET, now=timezone.now())
    return render(request, "boards/records.html", {"page": shown, "now": shown.now})
