"""The telephone systems at the desk of an administrator: list, one, and its deeds."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, Deed, Fact, Step, as_sheets
from gege.hotline.calls.errors import NotFound
from gege.hotline.calls.forms import SecretForm, StopForm, SystemForm
from gege.hotline.calls.systems import open_system, rotate_secret, stop_system, system_by_uid
from gege.hotline.calls.words import SYSTEM_DEEDS, CallSaid
from gege.hotline.models import PhoneSystem
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.trail.api import Entry

_FORM = ["GET", "HEAD", "POST"]


@open_to(Role.ADMINISTRATOR)
@require_safe
@as_sheets("telephone-systems")
def listed(request: ActorRequest) -> HttpResponse:
    """Show the telephone systems that may tell of calls."""
    rows = list(PhoneSystem.objects.order_by("stopped_at", "name"))
    context = {"systems": rows, "deed": Deed(_("Add a telephone system"), reverse("systems:new"))}
    return render(request, "hotline/systems/list.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(_FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Open a telephone system; its secret is shown once."""
    form = SystemForm(request.POST if request.method == "POST" else None, auto_id="system_%s")
    if form.is_bound and form.is_valid():
        with CallSaid(form):
            data = form.cleaned_data
            system, secret = open_system(
                data["code"], data["name"], by=request.actor, now=timezone.now()
            )
            return _secret(request, system, secret)
    return _asked(request, form, _("Add a telephone system"), None)


@open_to(Role.ADMINISTRATOR)
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one telephone system and what was done with it."""
    system = _system(uid)
    entries = Entry.objects.filter(stream=system.stream).order_by("-seq")
    steps = [
        Step(
            deed=SYSTEM_DEEDS.get(one.deed, one.deed),
            at=one.at,
            who=one.name,
            unit=one.unit,
            said=str(json.loads(one.payload)["after"].get("reason", "")),
        )
        for one in entries
    ]
    stopped = system.stopped_at is not None
    deeds = [
        Deed(_("New secret"), reverse("systems:rotate", args=[uid])),
        Deed(_("Stop for good"), reverse("systems:stop", args=[uid]), grave=True),
    ]
    context = {
        "system": system,
        "facts": _facts(system),
        "steps": steps,
        "deeds": [] if stopped else deeds,
        "crumbs": _crumbs(system.name),
    }
    return render(request, "hotline/systems/system.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(_FORM)
def rotate(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give a telephone system a new secret, shown once."""
    system = _system(uid)
    form = SecretForm(request.POST if request.method == "POST" else None, auto_id="secret_%s")
    if form.is_bound and form.is_valid():
        with CallSaid(form):
            overlap = form.cleaned_data["overlap"]
            system, secret = rotate_secret(
                uid, overlap=overlap, by=request.actor, now=timezone.now()
            )
            return _secret(request, system, secret)
    return _asked(request, form, _("New secret"), system)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(_FORM)
def stop(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take no more messages of a telephone system."""
    system = _system(uid)
    form = StopForm(request.POST if request.method == "POST" else None, auto_id="stop_%s")
    if form.is_bound and form.is_valid():
        with CallSaid(form):
            stop_system(uid, form.cleaned_data["reason"], by=request.actor, now=timezone.now())
            return redirect("systems:page", uid)
    return _asked(request, form, _("Stop for good"), system, grave=True)


def _system(uid: UUID) -> PhoneSystem:
    try:
        return system_by_uid(uid)
    except NotFound:
        raise Http404 from None


def _facts(system: PhoneSystem) -> list[Fact]:
    state = _("stopped") if system.stopped_at else _("may tell of calls")
    facts = [
        Fact(_("State"), state),
        Fact(_("Its name in messages"), system.code),
        Fact(_("Address"), reverse("calls:events")),
        Fact(_("Secret since"), system.secret_since),
        Fact(_("Last heard"), system.heard_at),
    ]
    if system.previous_until is not None and system.previous:
        facts.insert(4, Fact(_("The old secret ends"), system.previous_until))
    return facts


def _secret(request: ActorRequest, system: PhoneSystem, secret: str) -> HttpResponse:
    context = {
        "system": system,
        "secret": secret,
        "address": request.build_absolute_uri(reverse("calls:events")),
        "crumbs": _crumbs(system.name),
    }
    return render(request, "hotline/systems/secret.html", context)


def _asked(
    request: ActorRequest,
    form: forms.Form,
    title: str,
    system: PhoneSystem | None,
    *,
    grave: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "heading": title,
        "system": system,
        "grave": grave,
        "back": reverse("systems:page", args=[system.uid]) if system else reverse("systems:list"),
        "crumbs": _crumbs(title),
    }
    status = 422 if form.errors else 200
    return render(request, "hotline/systems/deed.html", context, status=status)


def _crumbs(label: str) -> list[Crumb]:
    return [Crumb(_("Telephone systems"), reverse("systems:list")), Crumb(label)]
