"""Deeds of the register: enter, hand over, report lost, take back, retire."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.terminals.forms import GiveForm, NewForm, NoteForm, WhyForm
from gege.desk.fieldwork.terminals.shown import MANAGERS, device_of
from gege.fieldwork.api import (
    CODE_HOURS,
    NotFound,
    Terminal,
    found_again,
    hand_over,
    register_terminal,
    report_lost,
    retire,
    revoke,
    terminal_page,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor, Role, people_at_units
from gege.territory.api import Atlas, load_atlas

FORM = ["GET", "HEAD", "POST"]
_HOLDING = (Role.GRID_WORKER, Role.STATION_CLERK)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Enter one device into the register."""
    now, language = timezone.now(), get_language() or ""
    units = _units(load_atlas(), language, now)
    form = NewForm(request.POST if request.method == "POST" else None, units=units)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            one = register_terminal(**form.cleaned_data, by=request.actor, now=now)
            messages.success(request, _("The terminal stands in the register. Hand it over now."))
            return redirect("terminals:page", one.uid)
    context = {
        "title": _("Enter a terminal"),
        "submit": _("Enter into the register"),
        "form": form,
    }
    return _shown(request, context)


@open_to(*MANAGERS)
@never_cache
@require_http_methods(FORM)
def give(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Hand a terminal over and show its code, once."""
    now = timezone.now()
    one = _opened(request, uid, now)
    people = _people(request.actor, now)
    form = GiveForm(request.POST if request.method == "POST" else None, people=people)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            account_id = form.cleaned_data["account_id"]
            code = hand_over(uid, account_id=account_id, by=request.actor, now=now)
            context = {
                "one": one,
                "device": device_of(one),
                "holder": dict(people)[account_id],
                "code": f"{code[:4]}-{code[4:]}",
                "hours": CODE_HOURS,
            }
            return render(request, "desk/terminals/code.html", context)
    lead = _(
        "A code is shown next, once. It binds the device to this person at the first log-in, "
        "within 24 hours. Whoever held the device before can no longer use it."
    )
    context = {"title": _("Hand over"), "submit": _("Hand over"), "form": form, "lead": lead}
    return _shown(request, context, one)


@open_to(*MANAGERS)
@require_http_methods(FORM)
def lost(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Report a terminal lost."""
    lead = _(
        "The device can do nothing more from this moment; what is on it is wiped when it next "
        "tries. What it had not sent is gone with it."
    )
    return _deed(
        request, uid, NoteForm, report_lost, lead,
        title=_("Report lost"), done=_("The terminal is reported lost and can do nothing more."),
    )  # fmt: skip


@open_to(*MANAGERS)
@require_http_methods(FORM)
def found(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Put a lost terminal back into stock."""
    lead = _("It goes back into stock, held by nobody, and needs a new hand-over.")
    return _deed(
        request, uid, NoteForm, found_again, lead,
        title=_("It was found"), done=_("The terminal is in stock again. Hand it over now."),
        grave=False,
    )  # fmt: skip


@open_to(*MANAGERS)
@require_http_methods(FORM)
def take_back(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take a terminal's right to speak back."""
    lead = _("Its holder can no longer use it, and is told the reason.")
    return _deed(
        request, uid, WhyForm, revoke, lead,
        title=_("Take back"), done=_("The terminal can no longer be used."),
    )  # fmt: skip


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def take_out(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take a terminal out of use for good."""
    lead = _("A retired terminal is never used again; its history stays.")
    return _deed(
        request, uid, WhyForm, retire, lead,
        title=_("Retire"), done=_("The terminal is retired."),
    )  # fmt: skip


def _deed(
    request: ActorRequest,
    uid: UUID,
    kind: type[forms.Form],
    deed: Callable[..., Terminal],
    lead: str,
    *,
    title: str,
    done: str,
    grave: bool = True,
) -> HttpResponse:
    """Ask with a form of one entry, then do it."""
    now = timezone.now()
    one = _opened(request, uid, now)
    form = kind(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            deed(uid, **form.cleaned_data, by=request.actor, now=now)
            messages.success(request, done)
            return redirect("terminals:page", uid)
    context = {"title": title, "submit": title, "form": form, "lead": lead, "grave": grave}
    return _shown(request, context, one)


def _shown(
    request: ActorRequest, context: dict[str, Any], one: Terminal | None = None
) -> HttpResponse:
    status = 422 if context["form"].is_bound else 200
    context |= {"one": one, "device": device_of(one) if one else ""}
    return render(request, "desk/terminals/deed.html", context, status=status)


def _opened(request: ActorRequest, uid: UUID, now: datetime) -> Terminal:
    try:
        return terminal_page(uid, request.actor, now=now).terminal
    except NotFound as error:
        raise Http404 from error


def _units(atlas: Atlas, language: str, now: datetime) -> list[tuple[str, str]]:
    today = timezone.localdate(now)
    units = [one for one in atlas.units() if one.valid_on(today) and one.kind != "grid"]
    return [(one.code, one.name(language)) for one in sorted(units, key=lambda one: one.code)]


def _people(by: Actor, now: datetime) -> list[tuple[int, str]]:
    """Return who may get a terminal: a station's own people, an administrator's whole county."""
    atlas, today, language = load_atlas(), timezone.localdate(now), get_language() or ""
    county = by.role is Role.ADMINISTRATOR
    units = {
        one.id: one
        for one in atlas.units()
        if one.valid_on(today) and (county or one.area_code.startswith(by.area_code))
    }
    roles = () if county else _HOLDING
    found = people_at_units(list(units), now, roles)
    people = {
        person.account_id: f"{person.name} · {units[unit_id].short(language)}"
        for unit_id in sorted(found, key=lambda unit_id: units[unit_id].code)
        for person in found[unit_id]
    }
    return list(people.items())
