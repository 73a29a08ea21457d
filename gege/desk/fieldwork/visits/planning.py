"""Planning a visit, recording one that was made, giving one up, adding a concern."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.tabs import VISITING
from gege.desk.fieldwork.visits import choices
from gege.desk.fieldwork.visits.forms import (
    CancelForm,
    ConcernForm,
    ContactForm,
    HouseholdForm,
    MakeForm,
    PlanForm,
    RecordForm,
)
from gege.desk.fieldwork.visits.page import WRITING, opened
from gege.desk.fieldwork.visits.shown import Shower
from gege.fieldwork.api import (
    ContactLink,
    NotFound,
    Visit,
    cancel_visit,
    link_by_uid,
    make_visit,
    may_write_at,
    plan_visit,
    raised_on,
)
from gege.kernel.ids import new_uid
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, may_write
from gege.territory.api import Atlas, load_atlas

FORM = ["GET", "HEAD", "POST"]
PLANNING = tuple(
    role for role in VISITING if may_write(role) and role is not Role.DEPARTMENT_OFFICER
)


@open_to(*PLANNING)
@require_http_methods(FORM)
def plan(request: ActorRequest) -> HttpResponse:
    """Plan a visit for whoever looks after the grid, or for one person."""
    now, atlas = timezone.now(), load_atlas()
    form = PlanForm(request.POST if request.method == "POST" else None)
    known = offer_places(form, request, atlas, now)
    people = choices.people(request.actor, atlas, _language(), now, cadres=False)
    form.choose("account_id", people, _("whoever looks after the grid"))
    if form.is_bound and take_place(form, known):
        with SaidOn(form):
            visit = plan_visit(new_uid(), **form.cleaned_data, by=request.actor, now=now)
            messages.success(request, _("The visit is planned."))
            return redirect("visits:page", visit.uid)
    return show(request, form, title=_("Plan a visit"), submit=_("Plan the visit"), back=_back())


@open_to(*WRITING)
@require_http_methods(FORM)
def record(request: ActorRequest) -> HttpResponse:
    """Record a visit that was not planned, or a contact with a household (?link=)."""
    now, atlas = timezone.now(), load_atlas()
    link = _link(request)
    if link is None and request.actor.role not in PLANNING:
        raise Http404
    given = request.POST if request.method == "POST" else None
    form: MakeForm = ContactForm(given) if link else RecordForm(given)
    known = offer_places(form, request, atlas, now) if isinstance(form, RecordForm) else {}
    if form.is_bound and (
        take_place(form, known) if isinstance(form, RecordForm) else form.is_valid()
    ):
        entry = dict(form.cleaned_data)
        if link is not None:
            entry |= {"area_code": link.area_code, "purpose": "contact", "link": link.uid}
        with SaidOn(form):
            visit = make_visit(new_uid(), **entry, by=request.actor, now=now)
            messages.success(request, _("The visit is recorded."))
            return redirect("visits:page", visit.uid)
    lead = ""
    if link is not None:
        shower = Shower(request.actor, atlas, _language(), timezone.localdate(now))
        lead = f"{link.who} · {shower.place(link.area_code, '')} {link.door}"
    return show(
        request, form, title=_("Record a visit"), submit=_("Record the visit"), lead=lead,
        back=reverse("visits:links") if link else _back(),
    )  # fmt: skip


@open_to(*WRITING)
@require_http_methods(FORM)
def record_planned(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Record what came of a planned visit; the version that was seen travels with the form."""
    one = opened(request, uid)
    visit = one.visit
    may_touch(request, visit)
    form = MakeForm(request.POST if request.method == "POST" else None)
    form.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput, initial=visit.version)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            make_visit(
                uid, area_code=visit.area_code, purpose="", **form.cleaned_data,
                by=request.actor, now=timezone.now(),
            )  # fmt: skip
            messages.success(request, _("The visit is recorded."))
            return redirect("visits:page", uid)
    return show(
        request, form, title=_("Record the visit"), submit=_("Record the visit"),
        lead=one.shower.household(visit).together, back=reverse("visits:page", args=[uid]),
    )  # fmt: skip


@open_to(*WRITING)
@require_http_methods(FORM)
def cancel(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give a planned visit up, with a reason."""
    visit = opened(request, uid).visit
    may_touch(request, visit)
    form = CancelForm(
        request.POST if request.method == "POST" else None, initial={"seen": visit.version}
    )
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            cancel_visit(uid, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The visit is given up."))
            return redirect("visits:page", uid)
    return show(
        request, form, title=_("Give the visit up"), submit=_("Give the visit up"), grave=True,
        back=reverse("visits:page", args=[uid]),
    )  # fmt: skip


@open_to(*WRITING)
@require_http_methods(FORM)
def concern(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Note the matter that a concern of the household became."""
    visit = opened(request, uid).visit
    may_touch(request, visit)
    form = ConcernForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            number = form.cleaned_data["number"]
            raised_on(uid, number=number, by=request.actor, now=timezone.now())
            messages.success(request, _("The concern stands on the visit."))
            return redirect("visits:page", uid)
    return show(
        request, form, title=_("Add a concern"), submit=_("Add the concern"),
        back=reverse("visits:page", args=[uid]), report=True,
    )  # fmt: skip


def may_touch(request: ActorRequest, visit: Visit) -> None:
    """Raise Http404 where a person sees a visit and may not write to it."""
    if not may_write_at(request.actor, visit.area_code, account_id=visit.account_id):
        raise Http404


def offer_places(
    form: HouseholdForm, request: ActorRequest, atlas: Atlas, now: datetime
) -> dict[str, str]:
    """Fill the lists of grids and points; return the grid of each point."""
    by, today, language = request.actor, timezone.localdate(now), _language()
    grids = choices.grids(by, atlas, language, today)
    points = choices.points(by, atlas, language, today)
    area = form.fields["area_code"]
    form.choose("area_code", grids)
    area.required = not points
    if points:
        area.help_text = _("Not needed when a building or place is chosen.")
    if len(grids) == 1:
        area.initial = grids[0][0]
    elif asked := request.GET.get("area", ""):
        area.initial = asked[:15]
    form.fields["home"].initial = request.GET.get("home", "")[:36]
    form.choose("point", [(uid, name) for uid, (_grid, name) in points.items()])
    if not points:
        form.fields["point"].widget = forms.HiddenInput()
    return {uid: grid for uid, (grid, _name) in points.items()}


def take_place(form: HouseholdForm, known: dict[str, str]) -> bool:
    """Check the form; a chosen point says the grid, so that nobody has to say it twice."""
    if not form.is_valid():
        return False
    point = form.cleaned_data.get("point")
    grid = known.get(str(point), "") or form.cleaned_data.get("area_code", "")
    if not grid:
        form.add_error("area_code", _("Choose the grid, or a building or place in it."))
        return False
    form.cleaned_data["area_code"] = grid
    return True


def show(request: ActorRequest, form: forms.Form, **context: Any) -> HttpResponse:
    """Draw the page of a deed; 422 when it came back."""
    status = 422 if form.is_bound else 200
    return render(request, "desk/visits/deed.html", {"form": form, **context}, status=status)


def _link(request: ActorRequest) -> ContactLink | None:
    """Return the link of the address, one's own; raises Http404 for any other."""
    asked = request.GET.get("link", "")
    if not asked:
        return None
    try:
        found = link_by_uid(UUID(asked), request.actor)
    except (ValueError, NotFound) as error:
        raise Http404 from error
    if found.account_id != request.actor.account_id or found.valid_to is not None:
        raise Http404
    return found


def _language() -> str:
    return get_language() or ""


def _back() -> str:
    return reverse("visits:list")
