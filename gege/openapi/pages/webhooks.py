"""Subscriptions at the desk: list, one, dead messages, and the deeds of an administrator."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb, Deed, Turns, as_sheets, ledger_steps
from gege.openapi.actions.subscribe import (
    amend_subscription,
    drop_webhook,
    end_subscription,
    new_webhook_secret,
    pause_subscription,
    ping,
    resume_subscription,
    retry_all,
    retry_webhook,
    subscribe,
)
from gege.openapi.errors import NotFound
from gege.openapi.models import Subscription
from gege.openapi.names import DEEDS, said_of
from gege.openapi.pages import webhook_shown as shown
from gege.openapi.pages.saying import SaidAbove, SaidOn
from gege.openapi.pages.webhook_forms import ReasonForm, SecretForm, SubscribeForm, WishForm
from gege.openapi.queries.clients import clients
from gege.openapi.queries.webhooks import (
    SubscriptionPage,
    dead_messages,
    message_page,
    subscription_page,
    subscriptions,
    waiting_of,
)
from gege.openapi.rules.webhooks import DeliveryState
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

FORM = ["GET", "HEAD", "POST"]


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
@as_sheets("webhooks")
def listed(request: ActorRequest) -> HttpResponse:
    """List every subscription; there are some for each client at most."""
    now = timezone.now()
    found = list(subscriptions(request.actor))
    waiting = waiting_of([one.pk for one in found])
    rows = [shown.row_of(one, *waiting.get(one.pk, (0, 0)), now) for one in found]
    context = {"rows": rows, "now": now, "on_tab": "subscriptions"}
    return render(request, "openapi/subscriptions.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Begin to tell a client of events, and show the secret, once."""
    now = timezone.now()
    readers = [
        (str(one.uid), one.name)
        for one in clients(request.actor)
        if one.reads and one.revoked_at is None
    ]
    given = request.POST if request.method == "POST" else None
    first = {"client": request.GET.get("client", "")}
    form = SubscribeForm(given, clients=readers, initial=first)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            uid = UUID(form.cleaned_data["client"])
            one, secret = subscribe(uid, form.wish(), by=request.actor, now=now)
            return _told(request, one, secret)
    title, submit = _("New subscription"), _("Begin and show the secret")
    return _form(request, form, None, title=title, submit=submit)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
@as_sheets("webhook-messages")
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one subscription with its messages and its history."""
    now, before = timezone.now(), request.GET.get("before", "")
    found = _opened(request, uid, before)
    here = reverse("webhooks:page", args=[uid])
    following = f"{here}?before={found.following}" if found.following else ""
    first, others = shown.deeds_of(found)
    context = {
        "one": found.subscription,
        "facts": shown.facts_of(found, now),
        "rows": shown.messages_of(found.messages),
        "turns": Turns(first=here if before else "", next=following),
        "steps": ledger_steps(found.steps, DEEDS),
        "first": first,
        "others": others,
        "now": now,
    }
    return render(request, "openapi/subscription.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Tell it elsewhere, or tell something else."""
    one = _living(request, uid)
    given = request.POST if request.method == "POST" else None
    form = WishForm(given, initial={"address": one.address, "events": one.events})
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            amend_subscription(uid, form.wish(), by=request.actor, now=timezone.now())
            messages.success(request, _("It is changed; the secret stays the same."))
            return redirect("webhooks:page", uid)
    return _form(request, form, one, title=_("Change the subscription"), submit=_("Change"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def secret(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Make a new secret and show it, once."""
    one = _living(request, uid)
    form = SecretForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            overlap = form.cleaned_data["overlap"]
            told = new_webhook_secret(uid, overlap=overlap, by=request.actor, now=timezone.now())
            return _told(request, *told)
    return _form(request, form, one, title=_("New secret"), submit=_("Make and show the secret"))


@open_to(Role.ADMINISTRATOR)
@require_POST
def test(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Queue a message that says nothing."""
    with SaidAbove(request):
        row = ping(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("A test is on its way; what came of it stands here shortly."))
        return redirect("webhooks:message", row.uid)
    return redirect("webhooks:page", uid)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def pause(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Send nothing for a while."""
    one = _living(request, uid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            reason = form.cleaned_data["reason"]
            pause_subscription(uid, reason=reason, by=request.actor, now=timezone.now())
            messages.success(request, _("Nothing is sent; what happens meanwhile waits."))
            return redirect("webhooks:page", uid)
    return _form(request, form, one, title=_("Pause"), submit=_("Pause"))


@open_to(Role.ADMINISTRATOR)
@require_POST
def resume(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Let it go on."""
    with SaidAbove(request):
        resume_subscription(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("It goes on with what waited."))
    return redirect("webhooks:page", uid)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a subscription for good."""
    one = _living(request, uid)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            reason = form.cleaned_data["reason"]
            end_subscription(uid, reason=reason, by=request.actor, now=timezone.now())
            messages.success(request, _("Nothing more is told; what waited was dropped."))
            return redirect("webhooks:page", uid)
    title = _("End for good")
    return _form(request, form, one, title=title, submit=title, grave=True)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
@as_sheets("dead-webhook-messages")
def letters(request: ActorRequest) -> HttpResponse:
    """List what could not be told, until somebody has seen to it."""
    before = request.GET.get("before", "")
    found, following = dead_messages(request.actor, before=before)
    here = reverse("webhooks:letters")
    context = {
        "rows": shown.messages_of(found),
        "turns": Turns(
            first=here if before else "", next=f"{here}?before={following}" if following else ""
        ),
        "now": timezone.now(),
        "on_tab": "letters",
    }
    return render(request, "openapi/letters.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_safe
def message(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one message with every try."""
    try:
        row, tries, behind = message_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    others = []
    if row.state == DeliveryState.DEAD and row.subscription.ended_at is None:
        others = [
            Deed(_("Send again"), reverse("webhooks:retry", args=[uid]), post=True),
            Deed(_("Drop the message"), reverse("webhooks:drop", args=[uid]), grave=True),
        ]
    context = {
        "row": row,
        "one": row.subscription,
        "title": shown.kind_name(row.kind),
        "facts": shown.facts_of_message(row, behind),
        "tries": [(each, said_of(each.said)) for each in tries],
        "others": others,
        "now": timezone.now(),
    }
    return render(request, "openapi/message.html", context)


@open_to(Role.ADMINISTRATOR)
@require_POST
def retry(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Queue a dead message again."""
    with SaidAbove(request):
        retry_webhook(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("It is sent again."))
    return redirect("webhooks:message", uid)


@open_to(Role.ADMINISTRATOR)
@require_POST
def retry_every(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Queue every dead message of a subscription again."""
    with SaidAbove(request):
        count = retry_all(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("%(count)s messages are sent again.") % {"count": count})
    return redirect("webhooks:page", uid)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def drop(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take a dead message off the list for good."""
    try:
        row, _tries, _behind = message_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    if row.state != DeliveryState.DEAD:
        raise Http404
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            reason = form.cleaned_data["reason"]
            drop_webhook(uid, reason=reason, by=request.actor, now=timezone.now())
            messages.success(request, _("It is dropped; those behind it go on."))
            return redirect("webhooks:letters")
    title = _("Drop the message")
    return _form(request, form, row.subscription, title=title, submit=title, grave=True)


def _form(
    request: ActorRequest, form: forms.Form, one: Subscription | None, **said: Any
) -> HttpResponse:
    crumbs = [Crumb(_("Subscriptions"), reverse("webhooks:list"))]
    back = crumbs[0].href
    if one is not None:
        back = reverse("webhooks:page", args=[one.uid])
        crumbs.append(Crumb(one.client.name, back))
    context = {"form": form, "crumbs": crumbs, "back": back, **said}
    return render(request, "openapi/step.html", context, status=422 if form.is_bound else 200)


def _told(request: ActorRequest, one: Subscription, word: str) -> HttpResponse:
    return render(request, "openapi/secret.html", {"one": one, "secret": word})


def _opened(request: ActorRequest, uid: UUID, before: str = "") -> SubscriptionPage:
    try:
        return subscription_page(uid, request.actor, before=before)
    except NotFound as error:
        raise Http404 from error


def _living(request: ActorRequest, uid: UUID) -> Subscription:
    one = _opened(request, uid).subscription
    if one.ended_at is not None:
        raise Http404
    return one
