"""The pages of orders and requests: lists, a new one, one with its deeds, its sheet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.group.shown import papers_of
from gege.desk.orders import shown
from gege.desk.orders.forms import OrderForm, WordsForm
from gege.desk.orders.roles import ASKING, READING
from gege.desk.orders.said import SaidOnOrder
from gege.desk.orders.units import units_for
from gege.desk.parts import Chip, Choice, Deed, Turns
from gege.desk.taking_out.pages import as_sheets
from gege.matters.api import names as matter_names
from gege.staff.access import ActorRequest, open_to
from gege.supervision import api as supervision
from gege.supervision.api import Box, NewOrder, NotFound, OrderDeed, OrderKind, OrderPage
from gege.supervision.api import names as words
from gege.territory.api import load_atlas

LISTS: Final = {OrderKind.FOLLOW_UP: "orders:list", OrderKind.COORDINATION: "orders:requests"}
_KINDS: Final = {"orders": OrderKind.FOLLOW_UP, "coordination": OrderKind.COORDINATION}
_DEEDS: Final[Mapping[OrderDeed, Callable[..., Any]]] = {
    OrderDeed.RECEIVE: supervision.receive,
    OrderDeed.PROGRESS: supervision.progress,
    OrderDeed.REPLY: supervision.reply,
    OrderDeed.SEND_BACK: supervision.send_back,
    OrderDeed.URGE: supervision.urge,
    OrderDeed.CLOSE: supervision.close,
    OrderDeed.WITHDRAW: supervision.withdraw,
}


@open_to(*READING)
@never_cache
@require_safe
@as_sheets("orders")
def listed(request: ActorRequest, slug: str) -> HttpResponse:
    """List the orders or requests that a person may see, the newest first."""
    kind, now = _KINDS[slug], timezone.now()
    box = request.GET.get("box", "open")
    box = box if box in list(Box) else "open"
    light = request.GET.get("light", "")
    rows = supervision.orders(request.actor, kind, box=Box(box), light=light, now=now)
    after = request.GET.get("after", "")
    found, more = supervision.page_of_orders(rows, after=after)
    atlas, kept = load_atlas(), urlencode({"box": box, "light": light})
    context = {
        "kind": kind,
        "title": _title(kind),
        "tabs": _tabs(kind),
        "chips": _chips(box, light),
        "rows": [shown.line_of(order, atlas, now) for order in found],
        "turns": Turns(
            first=f"?{kept}" if after else "", next=f"?{kept}&after={more}" if more else ""
        ),
        "new": _new(request, kind),
        "now": now,
    }
    return render(request, "desk/orders/list.html", context)


@open_to(*ASKING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest, slug: str) -> HttpResponse:
    """Issue an order, or ask another unit."""
    kind = _KINDS[slug]
    if not supervision.may_ask(str(request.actor.role), kind):
        raise Http404
    number = request.GET.get("matter", "")[:24]
    units, holder = units_for(request.actor, kind, number)
    form = OrderForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        units=units,
        days=supervision.current_order_rules().days,
        initial={"matter": number, "to": holder},
    )
    if form.is_bound and form.is_valid():
        typed = {name: value for name, value in form.cleaned_data.items() if value}
        with SaidOnOrder(form):
            entry = NewOrder(kind=kind, **typed)
            order = supervision.issue(entry, by=request.actor, now=timezone.now())
            messages.success(request, _("It is issued, and the unit is told."))
            return redirect("orders:order", uid=order.uid)
    context = {
        "form": form,
        "title": _("New order") if kind is OrderKind.FOLLOW_UP else _("Ask another unit"),
        "list": _title(kind),
        "back": reverse(LISTS[kind]),
        "submit": pgettext("order", "Issue")
        if kind is OrderKind.FOLLOW_UP
        else pgettext("order", "Ask"),
    }
    return render(request, "desk/orders/form.html", context, status=422 if form.is_bound else 200)


@open_to(*READING)
@never_cache
@require_safe
def one(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show an order with everything that was written in it."""
    return render(request, "desk/orders/order.html", _opened(request, uid, timezone.now()))


@open_to(*READING)
@never_cache
@require_safe
def sheet(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show an order as a sheet to print."""
    return render(request, "desk/orders/print.html", _opened(request, uid, timezone.now()))


@open_to(*READING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def do(request: ActorRequest, uid: UUID, deed: str) -> HttpResponse:
    """Do something to an order; 404 for a deed that does not exist or is not this person's."""
    now = timezone.now()
    context = _opened(request, uid, now)
    page: OrderPage = context["page"]
    known = deed in list(OrderDeed) and OrderDeed(deed) in _DEEDS
    if not known or (request.method != "POST" and OrderDeed(deed) not in page.deeds):
        raise Http404
    word = OrderDeed(deed)
    form = WordsForm(
        request.POST if request.method == "POST" else None, deed=word, version=page.order.version
    )
    if form.is_bound and form.is_valid():
        with SaidOnOrder(form, result="words"):
            _done(request, page, word, form.cleaned_data, now)
            messages.success(request, _done_words(word))
            return redirect("orders:order", uid=uid)
    context |= {
        "form": form,
        "deed": words.name_of(words.DEEDS, word),
        "grave": word is OrderDeed.WITHDRAW,
        "back": page.order.get_absolute_url(),
    }
    return render(request, "desk/orders/deed.html", context, status=422 if form.is_bound else 200)


def _done(
    request: ActorRequest, page: OrderPage, word: OrderDeed, typed: Mapping[str, Any], now: datetime
) -> None:
    given: dict[str, Any] = {"by": request.actor, "now": now}
    if word is not OrderDeed.RECEIVE:
        given["result" if word is OrderDeed.CLOSE else "words"] = typed["words"]
    if word is not OrderDeed.URGE:  # urging touches nothing that somebody might have overlooked
        given["seen"] = typed["seen"]
    _DEEDS[word](page.order.uid, **given)


def _done_words(word: OrderDeed) -> str:
    return _("Done: %(deed)s.") % {"deed": words.name_of(words.DEEDS, word)}


def _opened(request: ActorRequest, uid: UUID, now: datetime) -> dict[str, Any]:
    try:
        page = supervision.order_page(uid, by=request.actor)
    except NotFound:
        raise Http404 from None
    order, atlas, by = page.order, load_atlas(), request.actor
    kind = OrderKind(order.kind)
    deeds = [_button(order.uid, deed) for deed in page.deeds]
    if page.may_attach:
        deeds.append(Deed(_("Keep a file"), reverse("orders:attach", args=[order.uid])))
    decision = supervision.decision_of_order(order, by=by, now=now) if order.decided_on else None
    return {
        "page": page,
        "order": order,
        "kind": kind,
        "list": _title(kind),
        "back_to": reverse(LISTS[kind]),
        "light": shown.light_of(order, now),
        "state": words.name_of(words.STATES, order.state),
        "words": shown.plain(order.words, by),
        "result": shown.plain(order.result, by),
        "facts": shown.facts_of(page, atlas),
        "papers": papers_of("order", order.uid, page.files),
        "meeting": decision.meeting if decision else None,
        "review_href": _review_href(request, uid),
        "steps": shown.steps_of(order, page.entries, atlas, by),
        "first": deeds[0] if deeds else None,
        "others": deeds[1:],
        "now": now,
    }


def _review_href(request: ActorRequest, uid: UUID) -> str:
    """Where an accountability review about the order is opened, for whoever may (R-092)."""
    if not supervision.may_open(str(request.actor.role)):
        return ""
    return f"{reverse('reviews:new')}?order={uid}"


def _button(uid: UUID, deed: OrderDeed) -> Deed:
    return Deed(
        words.name_of(words.DEEDS, deed),
        reverse("orders:do", args=[uid, str(deed)]),
        post=deed is OrderDeed.RECEIVE,
        grave=deed is OrderDeed.WITHDRAW,
    )


def _title(kind: OrderKind) -> str:
    return _("Follow-up orders") if kind is OrderKind.FOLLOW_UP else _("Coordination")


def _new(request: ActorRequest, kind: OrderKind) -> str:
    if not supervision.may_ask(str(request.actor.role), kind):
        return ""
    return reverse("orders:new" if kind is OrderKind.FOLLOW_UP else "orders:ask")


def _tabs(kind: OrderKind) -> list[tuple[str, str, bool]]:
    return [(_title(one), reverse(name), one is kind) for one, name in LISTS.items()]


def _chips(box: str, light: str) -> list[Chip]:
    boxes = [
        Choice("open", _("all that are open")),
        Choice("received", _("to my unit")),
        Choice("issued", _("by my unit")),
        Choice("all", _("all there are")),
    ]
    lights = [Choice("", _("any light"))]
    lights += [Choice(str(word), name) for word, name in matter_names.LIGHTS.items()]
    return [
        Chip("box", pgettext("order", "Show"), "" if box == "open" else box, choices=boxes),
        Chip("light", _("light"), light, choices=lights),
    ]
