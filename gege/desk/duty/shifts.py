"""One shift: what became of it, and changing it so that the roster stays covered."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Deed, Fact
from gege.desk.duty.roles import FORM, KEEPERS, READERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import box_of, desk_crumbs, kept, opened, people_choices, unit_name
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty


class MomentInput(forms.DateTimeInput):
    """A native day and time."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class ChangeForm(forms.Form):
    """Who is to do it, from when, and why: what a deed does not ask for is left out."""

    starts = forms.DateTimeField(label=gettext_lazy("From"), widget=MomentInput())
    ends = forms.DateTimeField(label=gettext_lazy("Until"), widget=MomentInput())
    at = forms.DateTimeField(label=gettext_lazy("Divided at"), widget=MomentInput())
    account = forms.TypedChoiceField(
        label=gettext_lazy("Person"), required=False, coerce=int, empty_value=None
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def __init__(
        self, *args: Any, asks: tuple[str, ...], people: list[tuple[int, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for name in set(self.fields) - set(asks):
            del self.fields[name]
        account: Any = self.fields.get("account")
        if account is not None:
            account.choices = [("", _("nobody")), *people]


@open_to(*READERS)
@require_safe
def shift(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one shift, with what the person, or who keeps the desk, can do about it."""
    one, desk = _opened(request, uid)
    now = timezone.now()
    torn = {row.uid: why for row, why in duty.torn_shifts(desk, now) if row.uid == one.uid}
    box = box_of(one, now, me=request.actor.account_id, torn=torn)
    made = duty.Handover.objects.filter(shift=one).select_related("leaving", "coming").first()
    context = {
        "box": box,
        "name": unit_name(desk.unit_id),
        "facts": [
            Fact(_("Person"), box.name),
            Fact(_("Roster"), _("published") if one.live else _("draft")),
        ],
        "handover": made,
        "own": _own_deeds(request, one, desk, made),
        "others": _keepers_deeds(request, one, desk),
        "crumbs": desk_crumbs(desk, Crumb(_("Shift"))),
    }
    return render(request, "desk/duty/shift.html", context)


@open_to(*KEEPERS)
@require_http_methods(FORM)
def assign(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give a shift to somebody else."""
    one, desk = _kept(request, uid)

    def act(given: dict[str, Any]) -> None:
        duty.assign_shift(uid, given["account"], **_told(request, given))

    return _changed(request, one, desk, ("account", "reason"), act, _("Give it to somebody else"))


@open_to(*KEEPERS)
@require_http_methods(FORM)
def divide(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Divide a shift; the second part goes to somebody else."""
    one, desk = _kept(request, uid)

    def act(given: dict[str, Any]) -> None:
        duty.divide_shift(uid, given["at"], given["account"], **_told(request, given))

    return _changed(request, one, desk, ("at", "account", "reason"), act, _("Divide the shift"))


@open_to(*KEEPERS)
@require_http_methods(FORM)
def remove(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take a shift away, where the roster stays covered without it."""
    one, desk = _kept(request, uid)

    def act(given: dict[str, Any]) -> None:
        duty.remove_shift(uid, **_told(request, given))

    return _changed(request, one, desk, ("reason",), act, _("Take the shift away"), grave=True)


@open_to(*KEEPERS)
@require_http_methods(FORM)
def add(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Add a shift to a roster."""
    roster = duty.Roster.objects.filter(uid=uid).select_related("desk").first()
    if roster is None:
        raise Http404
    desk = kept(request, roster.desk.uid)
    starts = desk.hours.place(roster.first, (desk.opens, desk.opens))[0]
    initial = {"starts": starts, "ends": starts + timedelta(hours=8)}

    def act(given: dict[str, Any]) -> None:
        duty.add_shift(
            uid, given["starts"], given["ends"], given["account"], **_told(request, given)
        )

    return _form(
        request,
        desk,
        roster,
        ("starts", "ends", "account", "reason"),
        act,
        _("Add a shift"),
        initial=initial,
        lead=f"{roster.first} – {roster.last}",
    )


def _changed(
    request: ActorRequest,
    one: duty.Shift,
    desk: duty.DutyDesk,
    asks: tuple[str, ...],
    act: Callable[[dict[str, Any]], None],
    heading: str,
    *,
    grave: bool = False,
) -> HttpResponse:
    middle = one.starts + (one.ends - one.starts) / 2
    initial = {"account": "" if "at" in asks else one.account_id, "at": middle}
    box = box_of(one, timezone.now())
    lead = f"{timezone.localtime(one.starts):%Y-%m-%d} {box.span} · {box.name}"
    return _form(
        request, desk, one.roster, asks, act, heading, initial=initial, lead=lead, grave=grave
    )


def _form(
    request: ActorRequest,
    desk: duty.DutyDesk,
    roster: duty.Roster,
    asks: tuple[str, ...],
    act: Callable[[dict[str, Any]], None],
    heading: str,
    **context: Any,
) -> HttpResponse:
    """Show the form of a change, do it, go back to the roster or the week. A draft asks no why."""
    if not roster.published:
        asks = tuple(name for name in asks if name != "reason")
    back = (
        f"/duty/desks/{desk.uid}?week={roster.first.isoformat()}"
        if roster.published
        else f"/duty/rosters/{roster.uid}"
    )
    form = ChangeForm(
        request.POST if request.method == "POST" else None,
        asks=asks,
        people=people_choices(desk.unit_id, timezone.now()),
        initial=context.pop("initial"),
    )
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            act(form.cleaned_data)
            messages.success(request, _("The roster is changed."))
            return redirect(back)
    shown = {
        "form": form,
        "heading": heading,
        "submit": heading,
        "crumbs": desk_crumbs(desk),
        "cancel": back,
        **context,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", shown, status=status)


def _told(request: ActorRequest, given: dict[str, Any]) -> dict[str, Any]:
    return {"by": request.actor, "now": timezone.now(), "reason": given.get("reason", "")}


def _opened(request: ActorRequest, uid: UUID) -> tuple[duty.Shift, duty.DutyDesk]:
    """Return a shift that is in sight: those of drafts for who keeps the desk only."""
    rows = duty.Shift.objects.select_related("account", "desk", "roster")
    one = rows.filter(uid=uid).first()
    if one is None:
        raise Http404
    desk = opened(request, one.desk.uid)
    if not one.live and not duty.keeps(request.actor, desk):
        raise Http404
    return one, desk


def _kept(request: ActorRequest, uid: UUID) -> tuple[duty.Shift, duty.DutyDesk]:
    one, _desk = _opened(request, uid)
    return one, kept(request, one.desk.uid)


def _own_deeds(
    request: ActorRequest, one: duty.Shift, desk: duty.DutyDesk, made: duty.Handover | None
) -> list[Deed]:
    now = timezone.now()
    mine = one.live and one.account_id == request.actor.account_id
    if not mine or desk.closed_at is not None or request.actor.role is Role.ELECTRONIC_SUPERVISOR:
        return []
    found = []
    rules = duty.current_rules()
    if one.signed_in_at is None and now < one.ends:
        early = duty.problem_of_sign_in(one.starts, one.ends, now, rules)
        refused = _("it is too early") if early else ""
        found.append(
            Deed(_("Sign in"), f"/duty/shifts/{one.uid}/sign-in", post=True, refused=refused)
        )
    if one.signed_in_at is not None and (made is None or made.came_at is None):
        early = "early" if now < one.ends - timedelta(hours=1) else ""
        refused = _("in the last hour of the shift") if early else ""
        found.append(
            Deed(
                pgettext("duty", "Hand over"), f"/duty/shifts/{one.uid}/hand-over", refused=refused
            )
        )
    if now < one.starts:
        found.append(Deed(_("Ask for a swap"), f"/duty/shifts/{one.uid}/swap"))
    return found


def _keepers_deeds(request: ActorRequest, one: duty.Shift, desk: duty.DutyDesk) -> list[Deed]:
    if desk.closed_at is not None or not duty.keeps(request.actor, desk):
        return []
    if one.live and one.ends <= timezone.now():
        return []
    begun = one.live and one.signed_in_at is not None
    here = f"/duty/shifts/{one.uid}"
    found = [] if begun else [Deed(_("Give it to somebody else"), f"{here}/assign")]
    found.append(Deed(_("Divide the shift"), f"{here}/divide"))
    if not begun:
        found.append(Deed(_("Take the shift away"), f"{here}/remove", grave=True))
    return found
