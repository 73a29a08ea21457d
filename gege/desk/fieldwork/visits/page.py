"""One visit: what it was for, what came of it, and what can be done."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Deed, Fact
from gege.desk.fieldwork.tabs import VISITING, tabs_for
from gege.desk.fieldwork.visits.shown import Shower, steps_of
from gege.desk.matter.views.reveal import PurposeForm
from gege.fieldwork.api import (
    NotFound,
    Visit,
    VisitPage,
    may_write_at,
    names,
    visit_page,
    wants_confirmation,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, may_write, names_of
from gege.territory.api import load_atlas
from gege.trail.api import note_access

WRITING = tuple(role for role in VISITING if may_write(role))


@dataclass(frozen=True, slots=True)
class Opened:
    """A visit's page as one person has it open."""

    found: VisitPage
    shower: Shower

    @property
    def visit(self) -> Visit:
        return self.found.visit


def opened(request: ActorRequest, uid: UUID, *, revealed: bool = False) -> Opened:
    """Return a visit in scope, or raise Http404."""
    try:
        found = visit_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    language, today = get_language() or "", timezone.localdate()
    return Opened(found, Shower(request.actor, load_atlas(), language, today, revealed))


@open_to(*VISITING)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one visit."""
    return render(request, "desk/visits/page.html", _sheet(request, opened(request, uid)))


@open_to(*WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def reveal(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask what for; then show door, name, telephone and words on this one answer."""
    one = opened(request, uid)
    form = PurposeForm(request.POST if request.method == "POST" else None, auto_id="reveal_%s")
    if not form.is_bound or not form.is_valid():
        context = {
            "title": _("Show door, name and telephone number"),
            "lead": _("Your name, the time and the purpose are written into the access log."),
            "submit": _("Show"),
            "form": form,
            "back": reverse("visits:page", args=[uid]),
        }
        status = 422 if form.is_bound else 200
        return render(request, "desk/visits/deed.html", context, status=status)
    with transaction.atomic():
        note_access(
            by=request.actor.signature(),
            now=timezone.now(),
            subject=f"visit:{one.visit.uid}",
            fields="visit.door, visit.who, visit.phone, visit.words",
            purpose=form.text(),
        )
    shown = opened(request, uid, revealed=True)
    answer = render(request, "desk/visits/page.html", _sheet(request, shown))
    answer.headers["Cache-Control"] = "no-store, private"
    return answer


def _sheet(request: ActorRequest, one: Opened) -> dict[str, Any]:
    visit, shower = one.visit, one.shower
    deeds = _deeds(request, visit)
    following = one.found.following
    return {
        "tabs": tabs_for(request, "visits"),
        "visit": visit,
        "heading": names.name_of(names.PURPOSES, visit.purpose),
        "place": shower.place(visit.area_code, visit.point.name if visit.point else ""),
        "state": names.name_of(names.VISIT_STATES, visit.state),
        "facts": _facts(one),
        "household": _household(one),
        "masked": shower.household(visit).masked or (visit.words and not shower.reads(visit)),
        "may_reveal": may_write(request.actor.role),
        "words": shower.words(visit),
        "concerns": one.found.concerns,
        "following": shower.row(following) if following else None,
        "previous": visit.previous_id,
        "steps": steps_of(one.found),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
    }


def _facts(one: Opened) -> list[Fact]:
    visit, shower = one.visit, one.shower
    facts = [Fact(_("Outcome"), names.name_of(names.VISIT_STATES, visit.state))]
    if visit.purpose_note:
        facts.append(Fact(_("What is to be done"), visit.purpose_note))
    if visit.due_on:
        facts.append(Fact(_("Planned for"), visit.due_on.isoformat()))
    if visit.planned_by:
        facts.append(Fact(_("Planned by"), visit.planned_by))
    if visit.state == "planned":
        to = _("Whoever looks after the grid")
        if visit.account_id is not None:
            to = names_of([visit.account_id]).get(visit.account_id, to)
        facts.append(Fact(_("To be made by"), to))
    if visit.done_at:
        facts.append(Fact(_("Visited"), visit.done_at))
        facts.append(Fact(_("Visited by"), visit.by_name))
    confirmed = shower.confirmed(visit)
    if confirmed:
        facts.append(Fact(_("The resident's word"), confirmed))
    if visit.confirmed_at:
        facts.append(Fact(_("Said on"), visit.confirmed_at))
    return facts


def _household(one: Opened) -> list[Fact]:
    shown = one.shower.household(one.visit)
    phone = shown.phone
    dial = phone and not shown.masked
    return [
        Fact(_("Building or place"), one.visit.point.name if one.visit.point else "—"),
        Fact(_("Door"), shown.door or "—"),
        Fact(_("Whom"), shown.who or "—"),
        Fact(
            _("Telephone"),
            format_html('<a href="tel:{}">{}</a>', phone, phone) if dial else phone or "—",
        ),
    ]


def _deeds(request: ActorRequest, visit: Visit) -> list[Deed]:
    """Return the buttons of a visit for a person, the most likely one first."""
    by = request.actor
    if not may_write(by.role) or not may_write_at(by, visit.area_code, account_id=visit.account_id):
        return []

    def deed(label: str, name: str, *, grave: bool = False) -> Deed:
        return Deed(label, reverse(f"visits:{name}", args=[visit.uid]), grave=grave)

    station = by.role is Role.STATION_CLERK and visit.account_id != by.account_id
    waits = wants_confirmation(visit.purpose, visit.state, visit.confirm_how)
    denied = visit.confirm_how == "denied"
    deeds = []
    if visit.state == "planned":
        deeds.append(deed(_("Record the visit"), "record-planned"))
    if waits and station:
        deeds.append(deed(_("Record a call to the resident"), "call"))
    if waits and not denied and visit.code_hash:
        deeds.append(deed(_("Enter the resident's code"), "enter-code"))
    coded = waits or (visit.purpose == "service" and visit.state == "planned")
    if coded and station and not denied:
        deeds.append(deed(_("Make a code for the resident"), "code"))
    if visit.done_at:
        deeds.append(deed(_("Add a concern"), "concern"))
    if visit.state == "planned":
        deeds.append(deed(_("Give the visit up"), "cancel", grave=True))
    return deeds
