"""Following one's own matter: its page, and what its reporter may say to it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid5

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.matters import api as matters
from gege.portal import tokens
from gege.portal.actions import answer
from gege.portal.actions.count import count
from gege.portal.actions.thank import thank_for
from gege.portal.errors import PortalError, TooOften
from gege.portal.forms import AddForm, FollowForm, RateForm, ReasonForm, TakeBackForm
from gege.portal.models import Ticket
from gege.portal.names import MATTER_PROBLEMS, PROBLEMS, STATES, sentence_of, sentence_of_matter
from gege.portal.page_forms import ThankForm
from gege.portal.queries.status import Status, status_of, ticket_by_code
from gege.portal.queries.tickets import ticket_by_uid
from gege.portal.rules.guarding import DEEDS, LOOKING, ONE_NUMBER
from gege.portal.views.shared import now_of, page, spoken, too_often
from gege.staff.access import open_to_everyone


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """Ask for number and code; the same words for every wrong answer."""
    form = FollowForm(request.POST or None, auto_id="f_%s")
    if request.method != "POST":
        return page(request, "follow", {"form": FollowForm(auto_id="f_%s")})
    now = now_of()
    if form.is_valid():
        number, code = form.cleaned_data["number"], form.cleaned_data["code"]
        try:
            count(LOOKING, tokens.sender_of(request), now=now)
            count(ONE_NUMBER, "".join(filter(str.isdigit, number))[:24], now=now)
        except TooOften as refusal:
            return too_often(request, refusal)
        ticket = ticket_by_code(number, code)
        if ticket is not None:
            response = redirect("portal:item")
            tokens.put_own(response, ticket.uid, now)
            return response
        form.add_error(None, str(PROBLEMS["not_found"]))
    return page(request, "follow", {"form": form}, status=422)


@open_to_everyone
@require_safe
def item(request: HttpRequest) -> HttpResponse:
    """Show one's own matter; a browser that did not give number and code is asked for them."""
    now = now_of()
    ticket = _ticket(request, now)
    if ticket is None:
        return redirect("portal:follow")
    return page(request, "item", _told(status_of(ticket, now)))


def _told(status: Status) -> dict[str, Any]:
    matter = status.matter
    state = _("You have taken this back.") if status.withdrawn else STATES[matter.state]
    holder = status.setting.atlas.unit(matter.lead_id or matter.holder_id)
    working = matter.state in ("dispatched", "handling", "paused", "completed")
    return {
        "status": status,
        "matter": matter,
        "own": status.own,
        "state": state,
        "unit": holder.name(spoken()) if holder and working else "",
        "calendar": status.setting.calendar,
        "now": status.now,
        "words_left": bool(status.reporting.satisfaction),
    }


Deed = Callable[[Ticket, dict[str, Any], datetime], object]
_DEEDS: dict[str, tuple[type[forms.Form], str, Deed]] = {
    "thank": (
        ThankForm,
        "may_thank",
        lambda ticket, data, now: thank_for(
            ticket, data["words"], receipt_key=uuid5(ticket.uid, "thanks"), now=now
        ),
    ),
    "rate": (
        RateForm,
        "may_rate",
        lambda ticket, data, now: answer.rate(
            ticket, satisfaction=data["satisfaction"], text=data["words"], now=now
        ),
    ),
    "disagree": (
        ReasonForm,
        "may_disagree",
        lambda ticket, data, now: answer.disagree(ticket, reason=data["words"], now=now),
    ),
    "add": (
        AddForm,
        "may_add",
        lambda ticket, data, now: answer.add(ticket, text=data["words"], now=now),
    ),
    "take-back": (
        TakeBackForm,
        "may_take_back",
        lambda ticket, data, now: answer.take_back(ticket, text=data["words"], now=now),
    ),
}


@open_to_everyone
@require_http_methods(["GET", "HEAD", "POST"])
def say(request: HttpRequest, deed: str) -> HttpResponse:
    """Show the form of one deed, or do it."""
    if deed not in _DEEDS:
        raise Http404
    now = now_of()
    ticket = _ticket(request, now)
    if ticket is None:
        return redirect("portal:follow")
    made, allowed, act = _DEEDS[deed]
    status = status_of(ticket, now)
    if not getattr(status, allowed):
        messages.warning(request, str(MATTER_PROBLEMS["wrong_state"]))
        return redirect("portal:item")
    if request.method != "POST":
        return page(request, "say", {"form": made(auto_id="f_%s"), "deed": deed, "status": status})
    return _do(request, status, deed, made(request.POST, auto_id="f_%s"), act)


def _do(
    request: HttpRequest, status: Status, deed: str, form: forms.Form, act: Deed
) -> HttpResponse:
    ticket, now = status.ticket, status.now
    try:
        count(DEEDS, str(ticket.uid), now=now)
        if form.is_valid():
            act(ticket, form.cleaned_data, now)
            messages.success(request, _SAID[deed]())
            return redirect("portal:item")
    except TooOften as refusal:
        return too_often(request, refusal)
    except PortalError as error:
        form.add_error(None, sentence_of(error))
    except matters.MatterError as error:
        form.add_error(None, sentence_of_matter(error))
    context = {"form": form, "deed": deed, "status": status}
    return page(request, "say", context, status=422)


_SAID: dict[str, Callable[[], str]] = {
    "thank": lambda: _("Thank you. Whoever is meant will read it."),
    "rate": lambda: _("Thank you. We have written it down."),
    "disagree": lambda: _("We have written it down. Somebody will look at it again."),
    "add": lambda: _("Thank you. Whoever works on it can read it now."),
    "take-back": lambda: _("You have taken it back. Your name and telephone were erased."),
}


@open_to_everyone
@require_POST
def finish(request: HttpRequest) -> HttpResponse:
    """Leave nothing of it in this browser."""
    response = redirect("portal:home")
    tokens.forget(response)
    return response


def _ticket(request: HttpRequest, now: datetime) -> Ticket | None:
    uid = tokens.own_uid(request, now)
    return ticket_by_uid(uid) if uid else None
