"""Rosters: draw one up, look at it with all its faults, publish it, throw a draft away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.account.forms import DayInput
from gege.desk.api import Crumb, Deed
from gege.desk.duty.roles import FORM, KEEPERS
from gege.desk.duty.saying import DutySaid, fault_lines
from gege.desk.duty.shown import box_of, desk_crumbs, kept, people_choices, today, unit_name
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import duty


class DrawUpForm(forms.Form):
    """The days, how, and the order of turns: a number for each person, none for who stays out."""

    first = forms.DateField(label=gettext_lazy("First day"), widget=DayInput())
    last = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    how = forms.ChoiceField(
        label=gettext_lazy("Drawn up"),
        choices=(
            (duty.TURNS, gettext_lazy("The desk’s shifts, by turns")),
            (duty.REPEAT, gettext_lazy("As in the seven days before")),
            (duty.EMPTY, gettext_lazy("Empty, shift by shift")),
        ),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = [one for one, _label in people]
        for place, (account, label) in enumerate(people, 1):
            self.fields[f"turn_{account}"] = forms.IntegerField(
                label=_("Turn of %(name)s") % {"name": label},
                required=False,
                min_value=1,
                max_value=99,
                initial=place,
                widget=forms.NumberInput(attrs={"class": "turn"}),
            )

    def people(self) -> list[int]:
        """Return who takes turns, in order of their numbers."""
        turns = [(self.cleaned_data.get(f"turn_{one}"), one) for one in self._people]
        return [one for turn, one in sorted(line for line in turns if line[0]) if turn]


@open_to(*KEEPERS)
@require_http_methods(FORM)
def draw_up(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Draw up a draft for the days after the last roster."""
    desk, now = kept(request, uid), timezone.now()
    people = people_choices(desk.unit_id, now)
    rosters = duty.rosters_of(desk, most=1)
    first = max(rosters[0].last + timedelta(days=1), today()) if rosters else today()
    initial = {"first": first, "last": first + timedelta(days=6), "how": duty.TURNS}
    form = DrawUpForm(request.POST or None, people=people, initial=initial)
    if form.is_bound and form.is_valid():
        with DutySaid(form, people=""):
            made = duty.draw_up(
                uid,
                form.cleaned_data["first"],
                form.cleaned_data["last"],
                how=form.cleaned_data["how"],
                people=form.people(),
                by=request.actor,
                now=now,
            )
            return redirect("duty:roster", made.uid)
    context = {
        "form": form,
        "heading": _("Draw up a roster"),
        "lead": _("Shifts of a day: %(pattern)s") % {"pattern": desk.pattern},
        "submit": _("Draw it up"),
        "crumbs": desk_crumbs(desk),
        "cancel": f"/duty/desks/{uid}",
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", context, status=status)


@open_to(*KEEPERS)
@require_safe
def roster(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a roster with everything that is wrong with it."""
    return _shown(request, *_opened(request, uid))


@open_to(*KEEPERS)
@require_POST
def publish(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Publish a draft; refused with every gap named."""
    made, desk = _opened(request, uid)
    form = forms.Form(request.POST)
    form.is_valid()
    with DutySaid(form):
        duty.publish_roster(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("The roster is published; everybody on it is told."))
        return redirect(f"/duty/desks/{desk.uid}?week={made.first.isoformat()}")
    return _shown(request, made, desk, form=form, status=422)


@open_to(*KEEPERS)
@require_POST
def drop(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Throw a draft away."""
    made, desk = _opened(request, uid)
    form = forms.Form(request.POST)
    form.is_valid()
    with DutySaid(form):
        duty.drop_draft(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("The draft is gone."))
        return redirect("duty:desk", desk.uid)
    return _shown(request, made, desk, form=form, status=422)


def _opened(request: ActorRequest, uid: UUID) -> tuple[duty.Roster, duty.DutyDesk]:
    made = duty.Roster.objects.filter(uid=uid).select_related("desk").first()
    if made is None:
        raise Http404
    return made, kept(request, made.desk.uid)


def _shown(
    request: ActorRequest,
    made: duty.Roster,
    desk: duty.DutyDesk,
    *,
    form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    now = timezone.now()
    shifts = duty.shifts_of(made)
    faults = duty.faults_of_roster(made, desk)
    grave = fault_lines(one for one in faults if one.grave)
    boxes = [box_of(one, now) for one in shifts]
    opens = timedelta(hours=desk.opens.hour, minutes=desk.opens.minute)
    days = [
        (day, list(some))
        for day, some in groupby(
            boxes, key=lambda box: (timezone.localtime(box.starts) - opens).date()
        )
    ]
    publish = Deed(
        _("Publish the roster"),
        f"/duty/rosters/{made.uid}/publish",
        post=True,
        refused=_("somebody is missing or cannot be there") if grave and form is None else "",
    )
    others = [Deed(_("Add a shift"), f"/duty/rosters/{made.uid}/add")]
    if not made.published:
        others.append(
            Deed(
                _("Throw the draft away"),
                f"/duty/rosters/{made.uid}/drop",
                post=True,
                grave=True,
                ask=_("Throw this draft away?"),
            )
        )
    context = {
        "roster": made,
        "name": unit_name(desk.unit_id),
        "days": days,
        "grave": grave,
        "remarks": fault_lines(one for one in faults if not one.grave),
        "form": form,
        "first": None if made.published else publish,
        "others": others,
        "crumbs": desk_crumbs(desk, Crumb(_("Roster"))),
    }
    return render(request, "desk/duty/roster.html", context, status=status)
