"""How departments are told, and comparisons: their pages."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Crumb, Turns, as_sheets, ledger_steps
from gege.exchange.actions.keep_outlet import (
    amend_outlet,
    begin_outlet_anew,
    end_outlet,
    new_outlet_secret,
    open_outlet,
    pause_outlet,
    resume_outlet,
)
from gege.exchange.errors import NotFound
from gege.exchange.models import Comparison, Outlet, Source
from gege.exchange.names import DEEDS, DIFFERS, MENDS_OUTLET, MENDS_SOURCE, in_words
from gege.exchange.pages.forms import OutletForm
from gege.exchange.pages.saying import SaidAbove, SaidOn
from gege.exchange.pages.shown import deeds_of, facts_of_outlet, light_and_word
from gege.exchange.pages.sources import sheet_choices
from gege.exchange.pages.steps import crumb_of, show_form, with_reason
from gege.exchange.queries.keeping import READERS, OutletPage, comparison_page, outlet_page
from gege.exchange.rules.outlets import Way
from gege.openapi.api import clients
from gege.registers.api import Turn, current_contract
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import SYSTEM, Role
from gege.territory.api import load_atlas, read_editions

FORM = ["GET", "HEAD", "POST"]
MOST_COUNTED = 1000


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("exchange-outlet")
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show how one department is told of a register."""
    found = _opened(request, uid)
    one, now, language = found.outlet, timezone.now(), get_language() or ""
    first, others = deeds_of(one, may=request.actor.role is Role.ADMINISTRATOR)
    light, word = light_and_word(one, now)
    contract = current_contract(read_editions())
    context = {
        "one": one,
        "facts": facts_of_outlet(one, contract, language, now, _behind(one)),
        "comparisons": found.comparisons,
        "steps": ledger_steps(found.steps, DEEDS),
        "first": first,
        "others": others,
        "light": light,
        "word": word,
        "now": now,
    }
    return render(request, "exchange/outlet.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Tell a department that cannot ask; the secret of its messages is shown once."""
    given = request.POST if request.method == "POST" else None
    form = OutletForm(given, clients=_clients(request), sheets=sheet_choices())
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            one, secret = open_outlet(
                UUID(form.cleaned_data["client"]), form.cleaned_data["sheet"], form.wish(),
                by=request.actor, now=timezone.now(), editions=read_editions(),
            )  # fmt: skip
            return _told(request, one, secret)
    return show_form(request, form, title=_("Tell a department"), submit=_("Begin to tell"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Tell it elsewhere."""
    one = _living(request, uid)
    if one.way == Way.PULL:
        raise Http404
    first = {"client": str(one.client.uid), "sheet": one.sheet, "way": one.way,
             "address": one.address, "alarm": one.alarm}  # fmt: skip
    given = request.POST if request.method == "POST" else None
    names = [(str(one.client.uid), one.client.name)]
    form = OutletForm(given, clients=names, sheets=sheet_choices(), fixed=True, initial=first)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            amend_outlet(uid, form.wish(), by=request.actor, now=timezone.now())
            messages.success(request, _("It is changed."))
            return redirect("exchange:outlet", uid)
    return show_form(request, form, one, title=_("Change how it is told"), submit=_("Change"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def secret(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Make a new secret and show it, once."""
    one, form = _living(request, uid), forms.Form(request.POST or None)
    if one.way != Way.WEBHOOK:
        raise Http404
    if request.method == "POST":
        with SaidOn(form):
            return _told(request, *new_outlet_secret(uid, by=request.actor, now=timezone.now()))
    lead = _("The old one ends at once: hand the new one over before the next message.")
    return show_form(
        request, form, one, title=_("New secret"), lead=lead, submit=_("Make and show it")
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def anew(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give everything again from the beginning."""
    one, form = _living(request, uid), forms.Form(request.POST or None)
    if request.method == "POST":
        with SaidOn(form):
            begin_outlet_anew(uid, by=request.actor, now=timezone.now())
            messages.success(request, _("Everything is given again."))
            return redirect("exchange:outlet", uid)
    title = _("Give everything again")
    lead = _("For a department whose data were lost: every record is given anew and logged anew.")
    return show_form(request, form, one, title=title, lead=lead, submit=title, grave=True)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def pause(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Give nothing for a while."""
    said = _("Pause")
    return with_reason(request, _living(request, uid), pause_outlet, title=said, submit=said)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Tell nothing more, for good."""
    one, title = _living(request, uid), _("End for good")
    done = _("It is told nothing more. What it holds it has to erase.")
    return with_reason(request, one, end_outlet, done, title=title, submit=title, grave=True)


@open_to(Role.ADMINISTRATOR)
@require_POST
def resume(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Let it go on."""
    with SaidAbove(request):
        resume_outlet(uid, by=request.actor, now=timezone.now())
    return redirect("exchange:outlet", uid)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("exchange-comparison")
def comparison(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show both sides' counts next to each other, and what to do where they differ."""
    every, after = request.GET.get("all") == "1", request.GET.get("after", "")
    try:
        one, lines, following = comparison_page(uid, request.actor, after=after, every=every)
    except NotFound as error:
        raise Http404 from error
    mends = MENDS_SOURCE if one.source_id is not None else MENDS_OUTLET
    here = reverse("exchange:comparison", args=[uid]) + ("?all=1" if every else "")
    joint = "&" if every else "?"
    crumbs = [Crumb(_("Exchange"), reverse("exchange:list")), crumb_of(_side(one))]
    context = {
        "one": one,
        "crumbs": crumbs,
        "trouble": in_words(one.trouble),
        "sides": _sides(one),
        "rows": [
            (line, DIFFERS[line.what], mends.get(line.what, ""), _place(line.area))
            for line in lines
        ],
        "every": every,
        "turns": Turns(
            first=here if after else "",
            next=f"{here}{joint}after={following}" if following else "",
        ),
        "now": timezone.now(),
    }
    return render(request, "exchange/comparison.html", context)


def _sides(one: Comparison) -> str:
    """Return what the two sides of a comparison are."""
    if one.outlet_id is None:
        return _("Here: rows that were taken. There: rows that the department has.")
    if one.by_name == SYSTEM.name:
        return _("Here: records that stand. There: records that the department was given.")
    return _("Here: records that it was given. There: records that the department says it holds.")


def _side(one: Comparison) -> Source | Outlet:
    side = one.source or one.outlet
    assert side is not None
    return side


def _place(code: str) -> str:
    """Return the name of an area, else its code."""
    area = load_atlas().area(code) if code else None
    return area.name(get_language() or "") if area else code


def _behind(one: Outlet) -> int | None:
    """Return how many changes the department does not have yet, 1000 at most; None when ended."""
    if one.ended_at is not None or one.begun_at is None:
        return None
    rows = Turn.objects.filter(pk__gt=one.acked, record__sheet=one.sheet)
    newest = rows.aggregate(newest=Max("pk"))["newest"]
    return 0 if newest is None else min(rows[:MOST_COUNTED].count(), MOST_COUNTED)


def _told(request: ActorRequest, one: Outlet, text: str) -> HttpResponse:
    if not text:
        messages.success(request, _("Its folder is filled from now on."))
        return redirect("exchange:outlet", one.uid)
    return render(request, "exchange/secret.html", {"one": one, "secret": text})


def _clients(request: ActorRequest) -> list[tuple[str, str]]:
    return [
        (str(one.uid), one.name)
        for one in clients(request.actor)
        if one.registers and one.revoked_at is None
    ]


def _opened(request: ActorRequest, uid: UUID) -> OutletPage:
    try:
        return outlet_page(uid, request.actor)
    except NotFound as error:
        raise Http404 from error


def _living(request: ActorRequest, uid: UUID) -> Outlet:
    one = _opened(request, uid).outlet
    if one.ended_at is not None:
        raise Http404
    return one
