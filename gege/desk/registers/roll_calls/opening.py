"""Opening a roll-call with a reason, taking part in one, and the list of those that were opened."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import ABOVE, CALLING, LISTING, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.ids import new_uid
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    NotFound,
    Refused,
    building_to_call,
    join_roll_call,
    open_roll_call,
    open_roll_call_of,
    roll_call_names,
    roll_calls,
    visible_roll_calls,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import load_atlas, read_editions


class CaseForm(forms.Form):
    """Under which incident a centre reads a roll-call."""

    case = forms.CharField(
        label=gettext_lazy("Number of the incident"),
        max_length=40,
        help_text=gettext_lazy("An open matter near the building that you deal with."),
    )


class OpenForm(forms.Form):
    """Why the roll is called. The uid lets a request that was sent twice open one roll."""

    reason = forms.ChoiceField(
        label=pgettext_lazy("roll-call", "Why the roll is called"),
        choices=list(roll_call_names.REASONS.items()),
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("What happened"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For whoever joins. Name nobody here."),
    )
    case = forms.CharField(
        label=gettext_lazy("Number of the incident"), max_length=40, required=False
    )
    uid = forms.UUIDField(widget=forms.HiddenInput)


@open_to(*LISTING)
@never_cache
@require_safe
@as_sheets("roll-calls")
def listed(request: ActorRequest) -> HttpResponse:
    """List the roll-calls that were opened in the area: when, why, by whom, with what result."""
    language, atlas = get_language() or "", load_atlas()
    before = whole_number(request.GET.get("before", "")) or 0
    lines, more = roll_calls(
        by=request.actor,
        now=timezone.now(),
        editions=read_editions(),
        language=language,
        before=before,
    )
    context = {
        "tabs": tabs_for(request, "roll-calls"),
        "rows": [
            (
                one,
                roll_call_names.REASONS.get(one.reason, one.reason),
                atlas.label(one.area_code, language),
            )
            for one in lines
        ],
        "turns": Turns(first="?" if before else "", next=f"?before={more}" if more else ""),
    }
    return render(request, "desk/registers/roll_calls/list.html", context)


@open_to(*CALLING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask why the roll of a building is called, and open it; one that is open is joined."""
    now, editions = timezone.now(), read_editions()
    try:
        building = building_to_call(uid, by=request.actor, now=now, editions=editions)
    except (NotFound, Refused):
        raise Http404 from None
    there = open_roll_call_of(building, request.actor)
    if there is not None:
        return redirect("registers:roll-call", there.uid)
    form = OpenForm(request.POST if request.method == "POST" else None, initial={"uid": new_uid()})
    _fit(form, request)
    if form.is_bound and form.is_valid():
        said = SaidOn(form)
        with said:
            typed = form.cleaned_data
            roll = open_roll_call(
                typed["uid"], building=uid, reason=typed["reason"], words=typed["words"],
                case=typed.get("case", ""), by=request.actor, now=now, editions=editions,
            )  # fmt: skip
            return redirect("registers:roll-call", roll.uid)
        if said.word == "roll_is_open":
            return redirect("registers:roll-call", said.values["uid"])
    context = {
        "form": form,
        "tabs": tabs_for(request, "roll-calls"),
        "title": _("Call the roll of a building"),
        "lead": _(
            "You see who is registered here, floor by floor. It is written down for each of them"
            " that you looked, when and why, and they can read it."
        ),
        "submit": _("Call the roll"),
        "back": reverse("registers:around", args=[uid]),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


@open_to(*CALLING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Say under which incident one takes part in a roll-call."""
    if not visible_roll_calls(request.actor).filter(uid=uid).exists():
        raise Http404
    form = CaseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            join_roll_call(
                uid, case=form.cleaned_data["case"], by=request.actor, now=timezone.now(),
                editions=read_editions(),
            )  # fmt: skip
            return redirect("registers:roll-call", uid)
    return join_form(request, uid, form)


def join_form(request: ActorRequest, uid: UUID, form: CaseForm) -> HttpResponse:
    """Ask a centre for the incident, before anything of a roll-call is shown."""
    context = {
        "form": form,
        "tabs": tabs_for(request, "roll-calls"),
        "title": _("Take part in a roll-call"),
        "lead": _("It is written down for each person on it that you looked, when and why."),
        "submit": _("Take part"),
        "action": reverse("registers:roll-call-join", args=[uid]),
        "back": reverse("registers:roll-calls"),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


def _fit(form: OpenForm, request: ActorRequest) -> None:
    """Ask a centre for the incident, and offer the drill to grid and station only."""
    if request.actor.role in ABOVE:
        reason = form.fields["reason"]
        assert isinstance(reason, forms.ChoiceField)
        reason.choices = [one for one in roll_call_names.REASONS.items() if one[0] != "drill"]
        form.fields["case"].required = True
        form.fields["case"].help_text = _("An open matter near the building that you deal with.")
    else:
        del form.fields["case"]
