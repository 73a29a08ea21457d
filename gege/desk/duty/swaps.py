"""Swaps: ask, answer, approve, take back; and leave, which tears shifts open."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.account.forms import DayInput
from gege.desk.api import Crumb, Turns
from gege.desk.duty.roles import FORM, WATCHERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import (
    box_of,
    desk_crumbs,
    opened,
    people_choices,
    today,
    unit_name,
)
from gege.desk.duty.tabs import tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import duty

GIVE, EXCHANGE = "p", "s"


class AskForm(forms.Form):
    """Whom to ask: a colleague for the shift, or one of their shifts in exchange."""

    other = forms.ChoiceField(label=gettext_lazy("Who is asked, and for what"))
    reason = forms.CharField(label=gettext_lazy("Why"), min_length=2, max_length=200)


class AnswerForm(forms.Form):
    """Yes or no, with a word."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Answer"),
        choices=(("yes", pgettext_lazy("swap", "Yes")), ("no", pgettext_lazy("swap", "No"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("Remark"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Whoever does not approve says why."),
    )


class AwayForm(forms.Form):
    """Who is away, and when."""

    account = forms.TypedChoiceField(label=gettext_lazy("Person"), coerce=int)
    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    note = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=100)


@open_to(*WATCHERS)
@require_safe
@as_sheets("my-swaps", personal="name")
def mine(request: ActorRequest) -> HttpResponse:
    """Show the swaps that wait for oneself, and those one asked for."""
    now = timezone.now()
    context = {
        "lines": duty.swaps_for(request.actor),
        "states": duty.names.SWAP_STATES,
        "me": request.actor.account_id,
        "tabs": tabs_for(request, "swaps", now),
        "heading": _("Swaps"),
        "shifts": [box_of(one, now) for one in duty.own_shifts(request.actor.account_id or 0, now)],
    }
    return render(request, "desk/duty/swaps.html", context)


@open_to(*WATCHERS)
@require_safe
@as_sheets("swaps", personal="name")
def of_desk(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List all swaps of a desk, the newest first."""
    desk = opened(request, uid)
    after = request.GET.get("after", "")[:20]
    found, key = duty.swaps_of(desk, after=after)
    here = f"/duty/desks/{uid}/swaps"
    context = {
        "lines": found,
        "me": request.actor.account_id,
        "heading": _("Swaps of this desk"),
        "turns": Turns(first=here if after else "", next=f"?after={key}" if key else ""),
        "crumbs": desk_crumbs(desk, Crumb(_("Swaps"))),
    }
    return render(request, "desk/duty/swaps.html", context)


@open_to(*WATCHERS)
@require_http_methods(FORM)
def ask(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask a colleague to do an own shift, or to exchange it."""
    own = (
        duty.Shift.objects.filter(uid=uid, live=True, account_id=request.actor.account_id or 0)
        .select_related("desk", "account")
        .first()
    )
    if own is None:
        raise Http404
    now, desk = timezone.now(), own.desk
    form = AskForm(request.POST or None)
    field: Any = form.fields["other"]
    field.choices = _others(own, desk)
    if form.is_bound and form.is_valid():
        kind, _colon, key = form.cleaned_data["other"].partition(":")
        theirs = duty.Shift.objects.filter(uid=key).first() if kind == EXCHANGE else None
        colleague = int(key) if kind == GIVE else (theirs.account_id or 0) if theirs else 0
        with DutySaid(form, colleague="other", taken="other"):
            swap = duty.ask_swap(
                uid,
                colleague,
                form.cleaned_data["reason"],
                by=request.actor,
                now=now,
                taken=theirs.uid if theirs else None,
            )
            messages.success(request, _("Asked. You are told when there is an answer."))
            return redirect("duty:swap", swap.uid)
    box = box_of(own, now)
    context = {
        "form": form,
        "heading": _("Ask for a swap"),
        "lead": f"{timezone.localtime(own.starts):%Y-%m-%d} {box.span}",
        "submit": _("Ask"),
        "crumbs": desk_crumbs(desk),
        "cancel": f"/duty/shifts/{uid}",
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", context, status=status)


@open_to(*WATCHERS)
@require_http_methods(FORM)
def swap(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a swap; the colleague answers it here, then the head of the desk."""
    found = duty.seen_swap(request.actor, uid)
    if found is None:
        raise Http404
    me = request.actor.account_id
    colleague = found.state == duty.SwapState.ASKED and found.colleague_id == me
    head = found.state == duty.SwapState.ACCEPTED and found.desk.head_id == me
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            decide = duty.decide_swap if head else duty.answer_swap
            decide(
                uid,
                form.cleaned_data["answer"] == "yes",
                by=request.actor,
                now=timezone.now(),
                note=form.cleaned_data["note"],
            )
            messages.success(request, _("Your answer is noted, and told to those it concerns."))
            return redirect("duty:swap", uid)
    now = timezone.now()
    context = {
        "swap": found,
        "given": box_of(found.given, now),
        "taken": box_of(found.taken, now) if found.taken else None,
        "state": duty.names.SWAP_STATES[duty.SwapState(found.state)],
        "form": form,
        "may_answer": colleague or head,
        "may_withdraw": found.asker_id == me and found.state in ("asked", "accepted"),
        "name": unit_name(found.desk.unit_id),
        "crumbs": desk_crumbs(found.desk, Crumb(_("Swaps"), f"/duty/desks/{found.desk.uid}/swaps")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/swap.html", context, status=status)


@open_to(*WATCHERS)
@require_POST
def withdraw(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take back what was asked."""
    form = forms.Form(request.POST)
    form.is_valid()
    with DutySaid(form):
        duty.withdraw_swap(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("Taken back."))
    for said in form.non_field_errors():
        messages.error(request, str(said))
    return redirect("duty:swap", uid)


@open_to(*WATCHERS)
@require_http_methods(FORM)
def absences(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show who is away when, and write down a leave: the own, or anybody's as keeper."""
    desk, now = opened(request, uid), timezone.now()
    everybody = people_choices(desk.unit_id, now)
    keeps = desk.closed_at is None and duty.keeps(request.actor, desk)
    me = request.actor.account_id
    mine = [one for one in everybody if keeps or one[0] == me]
    form = AwayForm(
        request.POST if request.method == "POST" else None,
        initial={"account": me, "first": today(), "last": today()},
    )
    field: Any = form.fields["account"]
    field.choices = mine
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            given = form.cleaned_data
            _absence, torn = duty.be_away(
                uid,
                given["account"],
                given["first"],
                given["last"],
                note=given["note"],
                by=request.actor,
                now=now,
            )
            _say(request, len(torn))
            return redirect("duty:absences", uid)
    context = {
        "desk": desk,
        "name": unit_name(desk.unit_id),
        "form": form if mine else None,
        "lines": duty.absences_at([one for one, _label in everybody], today()),
        "torn": [
            (box_of(one, now), duty.names.WHY_NOT[why]) for one, why in duty.torn_shifts(desk, now)
        ],
        "keeps": keeps,
        "me": me,
        "crumbs": desk_crumbs(desk, Crumb(_("Leave"))),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/absences.html", context, status=status)


@open_to(*WATCHERS)
@require_POST
def end_absence(request: ActorRequest, uid: UUID, absence: UUID) -> HttpResponse:
    """Take a leave back."""
    opened(request, uid)
    try:
        duty.end_absence(absence, uid, by=request.actor, now=timezone.now())
    except duty.NotFound:
        raise Http404 from None
    messages.success(request, _("The leave is taken back."))
    return redirect("duty:absences", uid)


def _say(request: ActorRequest, torn: int) -> None:
    if not torn:
        messages.success(request, _("The leave is written down."))
        return
    text = ngettext(
        "The leave is written down. %(count)s shift has nobody now.",
        "The leave is written down. %(count)s shifts have nobody now.",
        torn,
    )
    messages.warning(request, text % {"count": torn})


def _others(own: duty.Shift, desk: duty.DutyDesk) -> list[Any]:
    """Return colleagues who may be asked, and their shifts that may come in exchange."""
    now = timezone.now()
    people = [
        (f"{GIVE}:{account}", label)
        for account, label in people_choices(desk.unit_id, now)
        if account != own.account_id
    ]
    shifts = []
    for one in duty.colleagues_shifts(desk, own, now):
        box = box_of(one, now)
        day = f"{timezone.localtime(one.starts):%m-%d}"
        shifts.append((f"{EXCHANGE}:{one.uid}", f"{box.name} · {day} {box.span}"))
    return [
        (_("Does the shift for me"), people),
        (_("Exchanges it for their shift"), shifts),
    ]
