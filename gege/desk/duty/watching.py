"""The watch: sign in, hand over, take over, and the log of handovers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb, Turns
from gege.desk.duty.open_items import open_items
from gege.desk.duty.roles import FORM, READERS, WATCHERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import desk_crumbs, opened, unit_name
from gege.desk.taking_out.pages import as_sheets
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import duty


class HandoverForm(forms.Form):
    """What the next person must know."""

    notes = forms.CharField(
        label=gettext_lazy("What the next person must know"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("What happened, what is under way, who waits for what."),
    )
    items = forms.MultipleChoiceField(
        label=gettext_lazy("Still open"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("They go with the handover as they stand now."),
    )

    def __init__(self, *args: Any, listed: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["items"]
        # What was open when the page was drawn stays a choice, also when it was settled meanwhile.
        sent = self.data.getlist("items") if self.is_bound else []  # type: ignore[attr-defined]
        field.choices = [(one, one) for one in dict.fromkeys([*listed, *sent[:100]])]
        if not field.choices:
            del self.fields["items"]


class TakeOverForm(forms.Form):
    """A word with the signature."""

    remark = forms.CharField(label=gettext_lazy("Remark"), required=False, max_length=300)


@open_to(*WATCHERS)
@require_POST
def sign_in(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Sign in for an own shift; what is waiting to be taken over comes first."""
    form = forms.Form(request.POST)
    form.is_valid()
    now = timezone.now()
    with DutySaid(form):
        shift = duty.sign_in(uid, by=request.actor, now=now)
        messages.success(request, _("You are signed in."))
        waiting = duty.waiting_handovers(request.actor.account_id or 0, now)
        if waiting:
            return redirect("duty:take-over", waiting[0].uid)
        return redirect("duty:shift", shift.uid)
    for said in form.non_field_errors():
        messages.error(request, str(said))
    return redirect("duty:shift", uid)


@open_to(*WATCHERS)
@require_http_methods(FORM)
def hand_over(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Write and sign the handover of an own shift."""
    shift = (
        duty.Shift.objects.filter(uid=uid, live=True, account_id=request.actor.account_id or 0)
        .select_related("desk")
        .first()
    )
    if shift is None:
        raise Http404
    now = timezone.now()
    made = duty.Handover.objects.filter(shift=shift).first()
    listed = open_items(request.actor, shift.desk, now)
    initial = {"notes": made.notes if made else "", "items": listed}
    data = request.POST if request.method == "POST" else None
    form = HandoverForm(data, listed=listed, initial=initial)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.hand_over(
                uid,
                form.cleaned_data["notes"],
                form.cleaned_data.get("items", []),
                by=request.actor,
                now=now,
            )
            messages.success(request, _("Handed over. It is whole once the next person signed."))
            return redirect("duty:shift", uid)
    context = {
        "form": form,
        "heading": pgettext("duty", "Hand over"),
        "lead": unit_name(shift.desk.unit_id),
        "submit": _("Sign the handover"),
        "crumbs": desk_crumbs(shift.desk),
        "cancel": f"/duty/shifts/{uid}",
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", context, status=status)


@open_to(*READERS)
@require_http_methods(FORM)
def take_over(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Read what was handed over, and sign as the coming person."""
    rows = duty.Handover.objects.select_related("leaving", "coming", "shift", "desk")
    made = rows.filter(uid=uid).first()
    if made is None:
        raise Http404
    desk = opened(request, made.desk.uid)
    form = TakeOverForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.take_over(
                uid, by=request.actor, now=timezone.now(), remark=form.cleaned_data["remark"]
            )
            messages.success(request, _("Taken over: both have signed."))
            return redirect("duty:desk", desk.uid)
    account = request.actor.account_id or 0
    coming = duty.coming_shift(made.shift, account) if made.leaving_id != account else None
    context = {
        "made": made,
        "form": form,
        "may_sign": made.came_at is None and coming is not None,
        "must_sign_in": coming is not None and coming.signed_in_at is None,
        "coming": coming,
        "crumbs": desk_crumbs(desk, Crumb(_("Handovers"), f"/duty/desks/{desk.uid}/handovers")),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/handover.html", context, status=status)


@open_to(*READERS)
@require_safe
@as_sheets("handovers", personal="name")
def handovers(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List the handovers of a desk, the newest first."""
    desk = opened(request, uid)
    after = request.GET.get("after", "")[:20]
    found, key = duty.handovers_of(desk, after=after)
    here = f"/duty/desks/{uid}/handovers"
    context = {
        "lines": found,
        "name": unit_name(desk.unit_id),
        "turns": Turns(first=here if after else "", next=f"?after={key}" if key else ""),
        "crumbs": desk_crumbs(desk, Crumb(_("Handovers"))),
    }
    return render(request, "desk/duty/handovers.html", context)
