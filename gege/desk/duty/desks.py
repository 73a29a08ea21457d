"""One desk: its week, its month, its settings."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Deed
from gege.desk.duty.roles import FORM, KEEPERS, READERS
from gege.desk.duty.saying import DutySaid
from gege.desk.duty.shown import (
    DayBox,
    box_of,
    desk_crumbs,
    kept,
    language,
    opened,
    people_choices,
    today,
    unit_name,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty
from gege.territory.api import load_atlas

FARTHEST = timedelta(days=800)
WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)


class DeskForm(forms.Form):
    """The hours of a desk, its people, the shifts of a day, who approves swaps."""

    opens = forms.TimeField(
        label=gettext_lazy("A duty day begins at"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    closes = forms.TimeField(
        label=gettext_lazy("and ends at"),
        help_text=gettext_lazy("The same time means the whole day and night."),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("On"),
        coerce=int,
        choices=list(enumerate(WEEKDAYS, 1)),
        widget=forms.CheckboxSelectMultiple,
    )
    people = forms.IntegerField(label=gettext_lazy("People at once"), min_value=1, max_value=9)
    pattern = forms.CharField(
        label=gettext_lazy("Shifts of a day"),
        max_length=200,
        help_text=gettext_lazy("Such as 08:00-16:00, 16:00-24:00, 24:00-08:00."),
    )
    head = forms.TypedChoiceField(
        label=gettext_lazy("Head of the desk"),
        required=False,
        coerce=int,
        empty_value=None,
        help_text=gettext_lazy("Approves swaps and is told when nobody signs in."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, people: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        head: Any = self.fields["head"]
        head.choices = [("", _("nobody")), *people]

    def plan(self) -> duty.DeskPlan:
        """Return what the entries make."""
        given = self.cleaned_data
        return duty.DeskPlan(
            given["opens"],
            given["closes"],
            frozenset(given["days"]),
            given["people"],
            given["pattern"],
            given["head"],
        )


class ReasonForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=gettext_lazy("Why"), min_length=2, max_length=200)


@open_to(*READERS)
@require_safe
def week(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show the week of a desk: every shift with its person and what became of it."""
    desk, now = opened(request, uid), timezone.now()
    first = _monday(request.GET.get("week", ""))
    torn = {shift.uid: why for shift, why in duty.torn_shifts(desk, now)}
    days = [
        DayBox(
            day,
            day == today(),
            tuple(box_of(one, now, me=request.actor.account_id, torn=torn) for one in shifts),
        )
        for day, shifts in duty.week_of(desk, first)
    ]
    keeps = desk.closed_at is None and duty.keeps(request.actor, desk)
    rosters = duty.rosters_of(desk)
    context = {
        "desk": desk,
        "name": unit_name(desk.unit_id),
        "days": days,
        "first": first,
        "last": first + timedelta(days=6),
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "torn": len(torn),
        "keeps": keeps,
        "rosters": rosters if keeps else [one for one in rosters if one.published],
        "crumbs": [Crumb(_("Duty"), "/duty/"), Crumb(unit_name(desk.unit_id))],
        "hours": _hours(desk),
    }
    return render(request, "desk/duty/week.html", context)


@open_to(*READERS)
@require_safe
def month(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a month: on which days every minute is covered, and by whom."""
    desk = opened(request, uid)
    first = _month(request.GET.get("month", ""))
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    days = duty.month_of(desk, first, last)
    wanted = [one for one in days if one.wanted]
    context = {
        "desk": desk,
        "name": unit_name(desk.unit_id),
        "days": days,
        "offset": first.isoweekday(),
        "weekdays": WEEKDAYS,
        "first": first,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "whole": sum(one.whole for one in wanted),
        "wanted": len(wanted),
        "today": today(),
        "crumbs": desk_crumbs(desk, Crumb(_("Month"))),
    }
    return render(request, "desk/duty/month.html", context)


@open_to(*KEEPERS)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Choose the unit of a new desk (the supervisor), then its hours; others open their own."""
    unit = _unit_of(request)
    if unit is None:
        return _choose_unit(request)
    people = people_choices(unit, timezone.now())
    form = DeskForm(request.POST or None, people=people, initial=_initial(duty.DeskPlan()))
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            desk = duty.open_desk(unit, form.plan(), by=request.actor, now=timezone.now())
            messages.success(request, _("The desk is open. Draw up its first roster now."))
            return redirect("duty:draw-up", desk.uid)
    return _form(
        request,
        form,
        heading=_("New duty desk"),
        lead=unit_name(unit),
        submit=_("Open the desk"),
        crumbs=[Crumb(_("Duty"), "/duty/")],
        cancel="/duty/",
    )


@open_to(*KEEPERS)
@require_http_methods(FORM)
def change(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change hours, shifts, people and head of a desk."""
    desk = kept(request, uid)
    plan = duty.DeskPlan(
        desk.opens,
        desk.closes,
        frozenset(int(one) for one in desk.days),
        desk.people,
        desk.pattern,
        desk.head_id,
    )
    people = people_choices(desk.unit_id, timezone.now())
    initial = {**_initial(plan), "revision": desk.revision}
    form = DeskForm(request.POST or None, people=people, initial=initial)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.change_desk(
                uid,
                form.plan(),
                by=request.actor,
                now=timezone.now(),
                revision=form.cleaned_data["revision"] or 0,
            )
            messages.success(request, _("Kept."))
            return redirect("duty:desk", uid)
    return _form(
        request,
        form,
        heading=_("Settings of the desk"),
        submit=_("Keep"),
        crumbs=desk_crumbs(desk),
        cancel=f"/duty/desks/{uid}",
        others=[Deed(_("Close this desk"), f"/duty/desks/{uid}/close", grave=True)],
    )


@open_to(*KEEPERS)
@require_http_methods(FORM)
def close(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Close a desk for good."""
    desk = kept(request, uid)
    form = ReasonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            duty.close_desk(uid, form.cleaned_data["reason"], by=request.actor, now=timezone.now())
            messages.success(request, _("The desk is closed."))
            return redirect("duty:overview")
    return _form(
        request,
        form,
        heading=_("Close this desk"),
        lead=_("Nobody is on duty here any more; what was, stays readable."),
        submit=_("Close this desk"),
        crumbs=desk_crumbs(desk),
        cancel=f"/duty/desks/{uid}",
        grave=True,
    )


def _form(request: ActorRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Show a form, or show it again with what is wrong."""
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", {"form": form, **context}, status=status)


def _unit_of(request: ActorRequest) -> int | None:
    """Return the unit of a new desk; None while the supervisor has not chosen. Http404 for else."""
    actor = request.actor
    text = request.GET.get("unit", "")[:40]
    if actor.role is not Role.COUNTY_SUPERVISOR:
        if actor.unit_id is None or text:
            raise Http404
        return actor.unit_id
    if not text:
        return None
    unit = load_atlas().unit_by_code(text)
    if unit is None or unit.valid_to is not None or unit.kind not in duty.DESK_KINDS:
        raise Http404
    return unit.id


def _choose_unit(request: ActorRequest) -> HttpResponse:
    there = set(duty.DutyDesk.objects.filter(closed_at=None).values_list("unit_id", flat=True))
    units = [
        (one.code, one.name(language()))
        for one in load_atlas().units()
        if one.kind in duty.DESK_KINDS and one.valid_to is None and one.id not in there
    ]
    context = {"units": units, "crumbs": [Crumb(_("Duty"), "/duty/")]}
    return render(request, "desk/duty/choose_unit.html", context)


def _initial(plan: duty.DeskPlan) -> dict[str, Any]:
    return {
        "opens": plan.opens,
        "closes": plan.closes,
        "days": sorted(plan.days),
        "people": plan.people,
        "pattern": plan.pattern,
        "head": plan.head_id or "",
    }


def _hours(desk: duty.DutyDesk) -> str:
    if desk.hours.whole_day:
        return _("day and night, changing at %(clock)s") % {"clock": f"{desk.opens:%H:%M}"}
    return f"{desk.opens:%H:%M}–{desk.closes:%H:%M}"


def _monday(text: str) -> date:
    """Return the Monday of the week that an address names; of this week for anything else."""
    day = today()
    try:
        asked = date.fromisoformat(text)
    except ValueError:
        asked = day
    if abs(asked - day) > FARTHEST:
        asked = day
    return asked - timedelta(days=asked.weekday())


def _month(text: str) -> date:
    day = today()
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return day.replace(day=1)
    return asked if abs(asked - day) <= FARTHEST else day.replace(day=1)
