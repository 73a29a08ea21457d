"""The clients at the desk: list, one, and the deeds of an administrator."""

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
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import as_sheets, ledger_steps
from gege.openapi.actions.open_client import amend_client, open_client
from gege.openapi.actions.revoke_client import revoke_client
from gege.openapi.actions.rotate_token import rotate_token
from gege.openapi.errors import NotFound
from gege.openapi.models import Client
from gege.openapi.names import DEEDS
from gege.openapi.pages.forms import ClientForm, RevokeForm, RotateForm
from gege.openapi.pages.saying import SaidOn
from gege.openapi.pages.shown import deeds_of, facts_of, row_of
from gege.openapi.queries.clients import ClientPage, client_page, clients
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas

FORM = ["GET", "HEAD", "POST"]


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
@as_sheets("clients")
def listed(request: ActorRequest) -> HttpResponse:
    """List every client; there are as many as other systems, a few dozen at most."""
    now, atlas, language = timezone.now(), load_atlas(), get_language() or ""
    rows = [row_of(one, atlas, language, now) for one in clients(request.actor)]
    return render(request, "openapi/clients.html", {"rows": rows, "now": now, "on_tab": "clients"})


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one client and its history."""
    found, now = _opened(request, uid), timezone.now()
    client = found.client
    deeds = deeds_of(client)
    context = {
        "one": client,
        "facts": facts_of(client, load_atlas(), get_language() or "", now),
        "steps": ledger_steps(found.steps, DEEDS),
        "others": deeds,
        "now": now,
    }
    return render(request, "openapi/client.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Open a client and show its token, once."""
    form = ClientForm(request.POST if request.method == "POST" else None, units=_units())
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            client, token = open_client(form.terms(), by=request.actor, now=timezone.now())
            return _told(request, client, token)
    return _form(request, form, None, title=_("New client"), submit=_("Open and show the token"))


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change what a client may do."""
    client, now = _living(request, uid), timezone.now()
    given = request.POST if request.method == "POST" else None
    form = ClientForm(given, units=_units(), initial=_present(client, now))
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            amend_client(uid, form.terms(), by=request.actor, now=now)
            messages.success(request, _("It is changed; the token stays the same."))
            return redirect("clients:page", uid)
    return _form(request, form, client, title=_("Change the client"), submit=_("Change"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def rotate(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give a new token and show it, once."""
    client = _living(request, uid)
    form = RotateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            overlap = form.cleaned_data["overlap"]
            client, token = rotate_token(uid, overlap=overlap, by=request.actor, now=timezone.now())
            return _told(request, client, token)
    return _form(request, form, client, title=_("New token"), submit=_("Make and show the token"))


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def revoke(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a client for good."""
    client = _living(request, uid)
    form = RevokeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            reason = form.cleaned_data["reason"]
            revoke_client(uid, reason=reason, by=request.actor, now=timezone.now())
            messages.success(request, _("The client can do nothing more; what it sent stays."))
            return redirect("clients:page", uid)
    title = _("End for good")
    return _form(request, form, client, title=title, submit=title, grave=True)


def _form(
    request: ActorRequest, form: forms.Form, client: Client | None, **said: Any
) -> HttpResponse:
    context = {"form": form, "one": client, **said}
    status = 422 if form.is_bound else 200
    return render(request, "openapi/deed.html", context, status=status)


def _told(request: ActorRequest, client: Client, token: str) -> HttpResponse:
    context = {"one": client, "token": token}
    return render(request, "openapi/token.html", context)


def _opened(request: ActorRequest, uid: UUID) -> ClientPage:
    try:
        return client_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error


def _living(request: ActorRequest, uid: UUID) -> Client:
    client = _opened(request, uid).client
    if client.revoked_at is not None:
        raise Http404
    return client


def _present(client: Client, now: datetime) -> dict[str, Any]:
    names = ("name", "role", "reports", "reads", "moves", "public", "registers", "per_minute")
    days = max((client.expires_at - now).days + 1, 1)
    present = {name: getattr(client, name) for name in names}
    return present | {"unit_code": client.unit.code, "days": days}


def _units() -> list[tuple[str, str]]:
    atlas, language = load_atlas(), get_language() or ""
    today = timezone.localdate(timezone.now())
    units = [one for one in atlas.units() if one.valid_on(today) and one.kind != "grid"]
    return [(one.code, one.name(language)) for one in sorted(units, key=lambda one: one.code)]
