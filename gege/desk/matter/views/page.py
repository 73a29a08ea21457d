"""The page of one matter."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.matter.readers import READERS, opened
from gege.desk.matter.views.answers import done_text, whole
from gege.staff.access import ActorRequest, open_to


@open_to(*READERS)
@require_safe
def show(request: ActorRequest, number: str) -> HttpResponse:
    """Show a matter; a number written without its dash leads to the same page."""
    one = opened(request, number)
    if number != one.number:
        return redirect(one.page.matter)
    word = request.GET.get("done", "")
    text = _("Reported. The number is %(number)s.") % {"number": number}
    return whole(request, one, done=text if word == "report" else done_text(word))
