"""The own terminals: everybody sees them, reports one lost or logs one out from afar."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.fieldwork.terminals.shown import row_of
from gege.fieldwork.api import (
    FieldError,
    Terminal,
    current_rules,
    end_own,
    report_lost,
    sentence_of,
    terminals_of,
)
from gege.staff.access import ActorRequest, open_to_signed_in
from gege.territory.api import atlas, read_editions


@open_to_signed_in
@never_cache
@require_safe
def mine(request: ActorRequest) -> HttpResponse:
    """List the terminals that the reader holds or lost."""
    now, language, editions = timezone.now(), get_language() or "", read_editions()
    days = current_rules(editions).terminal_silent_days
    rows = [
        {
            "uid": one.uid,
            "state": one.state,
            "row": row_of(one, atlas(editions), language, now, days),
        }
        for one in terminals_of(request.actor.account_id or 0)
    ]
    return render(request, "desk/terminals/mine.html", {"rows": rows, "now": now})


@open_to_signed_in
@require_POST
def lost(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Report an own terminal lost: it can do nothing more."""
    one = _own(request, uid)
    try:
        report_lost(one.uid, note="", by=request.actor, now=timezone.now())
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("The terminal is reported lost and can do nothing more."))
    return redirect("terminals:mine")


@open_to_signed_in
@require_POST
def leave(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Log an own terminal out from afar."""
    one = _own(request, uid)
    try:
        end_own(one, by=request.actor, now=timezone.now())
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("The terminal is logged out."))
    return redirect("terminals:mine")


def _own(request: ActorRequest, uid: UUID) -> Terminal:
    for one in terminals_of(request.actor.account_id or 0):
        if one.uid == uid:
            return one
    raise Http404
