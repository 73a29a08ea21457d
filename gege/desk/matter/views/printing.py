"""A matter on paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gege.desk.matter.presenters.sheet import sheet as sheet_of
from gege.desk.matter.readers import READERS, opened
from gege.staff.access import ActorRequest, open_to


@open_to(*READERS)
@require_safe
def sheet(request: ActorRequest, number: str) -> HttpResponse:
    """Show a matter as sheets of A4; names stay masked on paper."""
    response = render(request, "desk/matter/print.html", sheet_of(opened(request, number)))
    response.headers["Cache-Control"] = "no-store, private"
    return response
