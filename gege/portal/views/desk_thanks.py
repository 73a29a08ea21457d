"""Thanks on the desk: one's own, and those that somebody has to decide on."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Chip, Choice, Crumb, Turns, as_sheets
from gege.portal.actions.thank import decide_thanks
from gege.portal.errors import NotFound, PortalError
from gege.portal.models import Thanks
from gege.portal.names import VERDICTS, sentence_of
from gege.portal.page_forms import DecideForm
from gege.portal.queries.thanks import (
    READERS,
    kept_thanks,
    known_names,
    may_decide_on,
    own_thanks,
    waiting_thanks,
)
from gege.portal.rules.thanks import DECIDERS, READ_BY_THE_THANKED, ThanksState, without_names
from gege.portal.views.shared import now_of, spoken
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas

INSTEAD: Final = "工作人员"
"""What stands for a name in public words, which are Chinese in every language."""
OPENERS: Final = (*READERS, *(role for role in Role if str(role) in DECIDERS))
BOXES: Final = {
    "waiting": pgettext_lazy("thanks", "that wait for a decision"),
    "decided": pgettext_lazy("thanks", "that were decided"),
    "own": pgettext_lazy("thanks", "to me or my unit"),
}


@open_to(*OPENERS)
@require_safe
@as_sheets("thanks", personal="name, words")
def listed(request: ActorRequest) -> HttpResponse:
    """List the thanks of a box; those who decide on none read their own."""
    decides = str(request.actor.role) in DECIDERS
    given, after = request.GET.get("box", ""), request.GET.get("after", "")
    box = given if decides and given in BOXES else "waiting" if decides else "own"
    own = box == "own"
    found = own_thanks(request.actor, after) if own else kept_thanks(request.actor, box, after)
    atlas = load_atlas()
    rows = [
        (one, atlas.label(one.area_code, spoken()), VERDICTS.get(one.state, _("waits")))
        for one in found.rows
    ]
    choices = tuple(Choice(name, label) for name, label in BOXES.items())
    turns = Turns(
        first=f"?box={box}" if after else "",
        next=f"?box={box}&after={found.next_key.replace('+', '%2B')}" if found.next_key else "",
    )
    context = {
        "rows": rows,
        "own": own,
        "chips": [Chip("box", _("thanks"), box, choices)] if decides else [],
        "keep": (),
        "turns": turns,
        "on_tab": "thanks",
    }
    return render(request, "portal/desk/thanks.html", context)


@open_to(*OPENERS)
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Read thanks, or decide who else reads them."""
    row = Thanks.objects.filter(uid=uid).first()
    if row is None:
        raise Http404
    decides = may_decide_on(request.actor, row)
    if not decides and not _mine(request, row):
        raise Http404
    form = None
    if decides:
        words = row.public_words or without_names(row.words, known_names(row), INSTEAD)
        chosen = row.state if row.state != ThanksState.WAITING else ThanksState.SHOWN
        initial = {"verdict": chosen, "public_words": words, "note": row.note}
        form = DecideForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if form is None:
            raise Http404
        if form.is_valid() and _decided(request, row, form):
            messages.success(request, _("Decided."))
            return redirect("portal-desk:thanks")
    context = {
        "row": row,
        "place": load_atlas().label(row.area_code, spoken()),
        "form": form,
        "waiting": waiting_thanks(request.actor),
        "crumbs": [
            Crumb(_("Thanks"), reverse("portal-desk:thanks")),
            Crumb(_("Thanks of a resident")),
        ],
    }
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "portal/desk/thanks_one.html", context, status=status)


def _decided(request: ActorRequest, row: Thanks, form: DecideForm) -> bool:
    try:
        decide_thanks(row.uid, **form.cleaned_data, by=request.actor, now=now_of())
    except NotFound:
        raise Http404 from None
    except PortalError as error:
        form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        return False
    return True


def _mine(request: ActorRequest, row: Thanks) -> bool:
    if row.state not in READ_BY_THE_THANKED:
        return False
    if row.account_id is not None:
        return row.account_id == request.actor.account_id
    return row.unit_id == request.actor.unit_id
