"""Following a matter without holding it."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from gege.desk.matter.readers import WRITERS, opened
from gege.desk.matter.views.answers import is_htmx, whole
from gege.matters import api as matters
from gege.staff.access import ActorRequest, open_to


@open_to(*WRITERS)
@require_POST
def watch(request: ActorRequest, number: str) -> HttpResponse:
    """Put a matter on the own list (`on=1`) or take it off."""
    try:
        matter = matters.watch(number, on=request.POST.get("on") == "1", by=request.actor)
    except matters.NotFound:
        raise Http404 from None
    if is_htmx(request):
        return whole(request, opened(request, matter.number), fresh_counts=True)
    return redirect(matter)
