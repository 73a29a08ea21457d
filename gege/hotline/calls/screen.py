"""The call-taker's desk: what rings, what is theirs, answers and places while they type."""

from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gege.desk.api import navigation, offers_of
from gege.hotline.calls.forms import SeatForm, answers, guessed_kind, seat_of
from gege.hotline.calls.hear import TAKERS
from gege.hotline.calls.knowledge import answers_to
from gege.hotline.calls.places import find_places
from gege.hotline.calls.reading import CallFilter, calls_page, on_the_line, ringing, to_write_up
from gege.hotline.calls.seats import seat_of_account, sit_down
from gege.hotline.calls.shown import CallLine, lines
from gege.hotline.calls.words import CallSaid
from gege.hotline.line.shown import the_line
from gege.hotline.models import Call
from gege.hotline.rules.call_table import CallState
from gege.matters.api import LOCAL, OfferPage, setting, suggested_kinds
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor

POPPED: Final = "calls_popped"
KEPT_POPPED: Final = 20
RECENT: Final = 8
SHORTEST: Final = 4
"""Signs of a text below which no kind is suggested."""


@open_to(*TAKERS)
@never_cache
@require_safe
def desk(request: ActorRequest) -> HttpResponse:
    """Show the line: what rings, what is mine, the last calls, and where I sit."""
    popped = _pop(request)
    if popped:
        return redirect(popped)
    return render(request, "hotline/calls/desk.html", _desk(request))


@open_to(*TAKERS)
@never_cache
@require_safe
def line(request: ActorRequest) -> HttpResponse:
    """Return what rings and what is mine, fresh; a call that was just answered at my seat opens."""
    popped = _pop(request)
    if popped:
        response = HttpResponse(status=204)
        response.headers["HX-Redirect"] = popped
        return response
    context = _on_the_line(request)
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "hotline/calls/line.html", context)


@open_to(*TAKERS)
@require_POST
def seat(request: ActorRequest) -> HttpResponse:
    """Say where I sit."""
    form = SeatForm(request.POST, auto_id="seat_%s")
    if form.is_valid():
        with CallSaid(form):
            said = sit_down(form.cleaned_data["extension"], by=request.actor, now=timezone.now())
            text = _("You sit at %(seat)s.") % {"seat": said} if said else _("You left your seat.")
            messages.success(request, text)
            return redirect("calls:desk")
    context = _desk(request) | {"seat_form": form}
    return render(request, "hotline/calls/desk.html", context, status=422)


@open_to(*TAKERS)
@never_cache
@require_safe
def knowledge(request: ActorRequest) -> HttpResponse:
    """Return what the handbook says to what is being typed, and the kind that the words tell."""
    said = request.GET.get("title", "")[:500]
    language = get_language() or "zh-hans"
    where = setting(timezone.now())
    kind = guessed_kind(said, where, language) if said.strip() else ""
    offers = offers_of(
        suggested_kinds(where, said),
        field="kind",
        page=OfferPage.CALL,
        about=seat_of(request.actor),
        name_of=lambda code: where.book.kind(code).name(language),
    )
    context = {
        "offers": offers if len(said.strip()) >= SHORTEST else None,
        "answers": answers(answers_to(said, on=today(), language=language)),
        "asked": said.strip(),
        "kind": where.book.kind(kind).name(language) if kind else "",
    }
    return render(request, "hotline/calls/answers.html", context)


@open_to(*TAKERS)
@never_cache
@require_safe
def places(request: ActorRequest) -> HttpResponse:
    """Return the places that are meant by what is being typed."""
    said = request.GET.get("place", "")[:200]
    language = get_language() or "zh-hans"
    where = setting(timezone.now())
    found = find_places(said, by=request.actor, where=where, language=language)
    context = {"places": found, "asked": said.strip(), "at": ""}
    return render(request, "hotline/calls/places.html", context)


def counts(request: HttpRequest) -> Mapping[str, navigation.Waiting]:
    """Return how many calls ring, for the rail of those who take them."""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or actor.role not in TAKERS:
        return {}
    return {"hotline": navigation.Waiting((ringing(actor),))}


def today() -> date:
    return timezone.now().astimezone(LOCAL).date()


def _pop(request: ActorRequest) -> str:
    """Return the address of a call of mine that is being talked and did not open by itself yet."""
    known: list[str] = request.session.get(POPPED, [])
    mine = [
        call
        for call in on_the_line(request.actor)
        if call.state == CallState.TALKING
        and call.taker_id == request.actor.account_id
        and not call.given
        and str(call.uid) not in known
    ]
    if not mine:
        return ""
    request.session[POPPED] = [*known, str(mine[0].uid)][-KEPT_POPPED:]
    return reverse("calls:page", args=[mine[0].uid])


def _on_the_line(request: ActorRequest) -> dict[str, Any]:
    by, now = request.actor, timezone.now()
    live = on_the_line(by)
    mine: list[Call] = [one for one in to_write_up(by) if one.state != CallState.TALKING]
    shown, own = lines(live, by, now), lines(mine, by, now)
    return {"live": shown, "mine": own, "now": now, "seen": _sum(shown + own)}


def _sum(shown: list[CallLine]) -> str:
    """Return what tells whether a page shows the line as it is; waiting counts by five seconds."""
    told = [
        f"{one.href} {one.state} {one.taker} {one.number}"
        f" {int(one.waited.total_seconds()) // 5 if one.ringing and one.waited else 0}"
        for one in shown
    ]
    return sha256("\n".join(told).encode()).hexdigest()[:16]


def _desk(request: ActorRequest) -> dict[str, Any]:
    by, now = request.actor, timezone.now()
    recent = calls_page(by, CallFilter(), size=RECENT)
    return _on_the_line(request) | {
        "recent": lines(recent.rows, by, now),
        "seat_form": SeatForm(
            initial={"extension": seat_of_account(by.account_id)}, auto_id="seat_%s"
        ),
        "line": the_line(),
    }
