"""The connection to the opinion platform, as an administrator keeps it."""

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
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb, Deed, Fact, ledger_steps
from gege.matters.api import setting
from gege.openapi.models import OpinionPlatform
from gege.openapi.names import DEEDS, said_of
from gege.openapi.opinion.asking import Trouble, ask
from gege.openapi.opinion.platform import amend_platform, connect, disconnect
from gege.openapi.pages.opinion_forms import ConnectForm, WaysForm
from gege.openapi.pages.saying import SaidOn
from gege.openapi.pages.webhook_forms import ReasonForm
from gege.openapi.queries.clients import clients
from gege.openapi.queries.opinions import platforms
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.trail.api import Entry

FORM = ["GET", "HEAD", "POST"]


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
def shown(request: ActorRequest) -> HttpResponse:
    """Show the connection with its history."""
    now, one = timezone.now(), _present(request)
    steps = Entry.objects.filter(stream=one.stream).order_by("-seq")[:30] if one else []
    context = {
        "one": one,
        "facts": _facts(one, now) if one else [],
        "others": _deeds(one) if one else [],
        "steps": ledger_steps(steps, DEEDS),
        "now": now,
        "on_tab": "opinions",
    }
    return render(request, "openapi/opinion_setup.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Say which client the platform is."""
    given = request.POST if request.method == "POST" else None
    able = [
        (str(one.uid), one.name)
        for one in clients(request.actor)
        if one.reports and one.reads and one.revoked_at is None
    ]
    form = ConnectForm(given, clients=able, kinds=_kinds())
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            uid = UUID(form.cleaned_data["client"])
            connect(uid, form.ways(), by=request.actor, now=timezone.now())
            messages.success(request, _("The platform is connected; try it."))
            return redirect("opinions:setup")
    title = _("Connect the opinion platform")
    return _form(request, form, title=title, submit=_("Connect"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change how both platforms speak."""
    one = _living(request, uid)
    names = ("address", "fetches", "sends", "default_kind", "page_size", "compared_days",
             "answer_hours")  # fmt: skip
    given = request.POST if request.method == "POST" else None
    first = {name: getattr(one, name) for name in names}
    form = WaysForm(given, kinds=_kinds(), initial=first)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            amend_platform(uid, form.ways(), by=request.actor, now=timezone.now())
            messages.success(request, _("It is changed."))
            return redirect("opinions:setup")
    return _form(request, form, title=_("Change the connection"), submit=_("Change"))


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End the connection."""
    _living(request, uid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            reason = form.cleaned_data["reason"]
            disconnect(uid, reason=reason, by=request.actor, now=timezone.now())
            messages.success(request, _("It is disconnected; its cases stay what they became."))
            return redirect("opinions:setup")
    title = _("Disconnect")
    return _form(request, form, title=title, submit=title, grave=True)


@open_to(Role.ADMINISTRATOR)
@require_POST
def test(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask the platform for one case and say what it answered; nothing is taken."""
    one = _living(request, uid)
    try:
        content = ask(one, "cases", query={"after": one.cursor, "limit": 1})
        if not isinstance(content.get("cases"), list):
            raise Trouble("no_list")
    except Trouble as trouble:
        said = _("It does not answer as it should: %(said)s")
        messages.error(request, said % {"said": said_of(trouble.said)})
    else:
        messages.success(request, _("It answers as it should."))
    return redirect("opinions:setup")


def _facts(one: OpinionPlatform, now: datetime) -> list[Fact]:
    yes, no = _("yes"), _("no")
    client = one.client
    able = client.revoked_at is None and client.expires_at > now
    trouble = "" if able else _("Its client has ended or expired: nothing is taken.")
    return [
        Fact(_("Client"), client.name, trouble),
        Fact(_("Address"), one.address or "—"),
        Fact(_("Key"), _("kept encrypted") if one.key else _("none")),
        Fact(_("Cases are fetched"), yes if one.fetches else no),
        Fact(_("Last fetched"), one.fetched_at, said_of(one.fetch_said)),
        Fact(_("Standings are told"), yes if one.sends else no),
        Fact(_("Last told"), one.sent_at, said_of(one.send_said)),
        Fact(_("Usual kind"), dict(_kinds()).get(one.default_kind, one.default_kind)),
        Fact(_("Cases of a page"), one.page_size),
        Fact(_("Days that are compared every night"), one.compared_days),
        Fact(_("Hours until a case without an answer lights up"), one.answer_hours),
    ]


def _deeds(one: OpinionPlatform) -> list[Deed]:
    def deed(label: str, name: str, **more: Any) -> Deed:
        return Deed(label, reverse(f"opinions:{name}", args=[one.uid]), **more)

    test_it = [deed(_("Try the connection"), "test", post=True)] if one.address else []
    return [*test_it, deed(_("Change"), "amend"), deed(_("Disconnect"), "end", grave=True)]


def _kinds() -> list[tuple[str, str]]:
    language = get_language() or ""
    book = setting(timezone.now()).book
    return [(kind.code, f"{kind.code} {kind.name(language)}") for kind in book.live_kinds]


def _present(request: ActorRequest) -> OpinionPlatform | None:
    return platforms(request.actor).filter(ended_at__isnull=True).first()


def _living(request: ActorRequest, uid: UUID) -> OpinionPlatform:
    one = platforms(request.actor).filter(uid=uid, ended_at__isnull=True).first()
    if one is None:
        raise Http404
    return one


def _form(request: ActorRequest, form: forms.Form, **said: Any) -> HttpResponse:
    back = reverse("opinions:setup")
    crumbs = [Crumb(_("Opinion platform"), back)]
    context = {"form": form, "crumbs": crumbs, "back": back, **said}
    return render(request, "openapi/step.html", context, status=422 if form.is_bound else 200)
