"""The form of a move, and doing it."""

from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from gege.desk.matter.forms import FORMS, MoveForm
from gege.desk.matter.readers import WRITERS, Opened, opened, slug_of
from gege.desk.matter.views.answers import done, is_htmx, overtaken, whole, with_form
from gege.matters import api as matters
from gege.matters.api import Move
from gege.staff.access import ActorRequest, open_to

MOVES: Final = {slug_of(move): move for move in FORMS}


@open_to(*WRITERS)
@require_http_methods(["GET", "HEAD", "POST"])
def move(request: ActorRequest, number: str, move: str) -> HttpResponse:
    """Show the form of a move (GET) or do it (POST)."""
    chosen = MOVES.get(move)
    if chosen is None:
        raise Http404
    one = opened(request, number)
    if request.method == "POST":
        return _post(request, one, chosen)
    if chosen not in one.page.moves:
        return _refused(request, one, chosen)
    given = {"reporting_id": "reporter", "near": "near"}
    initial = {name: request.GET[key][:40] for name, key in given.items() if key in request.GET}
    return with_form(request, one, FORMS[chosen](opened=one, initial=initial))


def _post(request: ActorRequest, one: Opened, chosen: Move) -> HttpResponse:
    form = FORMS[chosen](request.POST, request.FILES, opened=one)
    if chosen not in one.page.moves:
        return _overtaken(request, one, form, matters.sentence_of(_refusal(one, chosen)))
    if not form.is_valid():
        return with_form(request, one, form, status=422)
    try:
        form.act(request.actor, timezone.now())
    except matters.Invalid as error:
        return _invalid(request, one, form, error)
    except matters.NotFound:
        raise Http404 from None
    except (matters.Stale, matters.Refused) as error:
        return _overtaken(request, opened(request, one.number), form, matters.sentence_of(error))
    if is_htmx(request):
        return _fresh(request, one, chosen)
    return redirect(f"{one.page.matter.get_absolute_url()}?done={chosen}")


def _fresh(request: ActorRequest, one: Opened, chosen: Move) -> HttpResponse:
    """Show the matter as it is now; a deed may have taken it out of the person's sight."""
    try:
        return done(request, opened(request, one.number), chosen)
    except Http404:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = "/"
        return response


def _invalid(
    request: ActorRequest, one: Opened, form: MoveForm, error: matters.Invalid
) -> HttpResponse:
    """Put what the deed found wrong at its field, and show the form with all that was typed."""
    field = "photos" if error.field == "file" else error.field
    if field in form.fields and not form.fields[field].widget.is_hidden:
        form.add_error(field, matters.sentence_of(error))
        return with_form(request, one, form, status=422)
    return with_form(request, one, form, said=matters.sentence_of(error), status=422)


def _overtaken(request: ActorRequest, one: Opened, form: MoveForm, said: str) -> HttpResponse:
    """Show what happened meanwhile; the form opens anew on what stands now."""
    form.is_valid()
    line = form.cleaned_data.get("line") if hasattr(form, "cleaned_data") else None
    data = request.POST.copy()
    data["seen"], data["line"] = str(one.page.matter.version), str(one.page.matter.trail_seq)
    again = type(form)(data, opened=one)
    return overtaken(request, one, again, said, line)


def _refused(request: ActorRequest, one: Opened, chosen: Move) -> HttpResponse:
    return whole(request, one, status=409, problem=matters.sentence_of(_refusal(one, chosen)))


def _refusal(one: Opened, chosen: Move) -> matters.Refused:
    refusal = matters.may(chosen, one.page.situation.facts())
    return matters.Refused(refusal or matters.Refusal.WRONG_STATE)
