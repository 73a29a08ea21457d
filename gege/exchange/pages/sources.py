"""The sources at the desk: list, one, and the deeds of an administrator."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Turns, as_sheets, ledger_steps
from gege.exchange.actions.compare import compare_source
from gege.exchange.actions.keep_source import (
    amend_source,
    end_source,
    open_source,
    pause_source,
    read_again,
    read_from_start,
    resume_source,
    secret_of,
)
from gege.exchange.errors import ExchangeError, NotFound
from gege.exchange.models import Source
from gege.exchange.names import DEEDS, KINDS, in_words, said_of
from gege.exchange.pages.forms import SourceForm
from gege.exchange.pages.saying import SaidAbove, SaidOn
from gege.exchange.pages.shown import (
    deeds_of,
    facts_of_source,
    light_and_word,
    row_of,
    run_row,
)
from gege.exchange.pages.steps import show_form, with_reason
from gege.exchange.pulling.folders import dropped_in
from gege.exchange.pulling.pages import try_pages
from gege.exchange.pulling.tables import try_table
from gege.exchange.queries.keeping import (
    READERS,
    SourcePage,
    newest_comparisons,
    outlets,
    source_page,
    sources,
)
from gege.exchange.rules.sources import Kind
from gege.registers.api import current_contract
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions

FORM = ["GET", "HEAD", "POST"]


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("exchange")
def listed(request: ActorRequest) -> HttpResponse:
    """List every source and way out with its light; a county has some dozens."""
    now, language = timezone.now(), get_language() or ""
    contract = current_contract(read_editions())
    found, told = list(sources(request.actor)), list(outlets(request.actor))
    of_sources = newest_comparisons(found, "source")
    of_outlets = newest_comparisons(told, "outlet")
    context = {
        "sources": [row_of(s, contract, language, now, of_sources.get(s.pk)) for s in found],
        "outlets": [row_of(o, contract, language, now, of_outlets.get(o.pk)) for o in told],
        "may": request.actor.role is Role.ADMINISTRATOR,
        "kinds": [(str(kind), name) for kind, name in KINDS.items()],
        "now": now,
    }
    return render(request, "exchange/list.html", context)


@open_to(*READERS)
@never_cache
@require_safe
@as_sheets("exchange-source")
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show one source with its readings; what they brought is seen by the department alone."""
    found = _opened(request, uid, before=request.GET.get("before", ""))
    one, now, language = found.source, timezone.now(), get_language() or ""
    first, others = deeds_of(one, may=request.actor.role is Role.ADMINISTRATOR)
    light, word = light_and_word(one, now)
    here = reverse("exchange:source", args=[uid])
    following = f"{here}?before={found.following}" if found.following else ""
    context = {
        "one": one,
        "facts": facts_of_source(one, current_contract(read_editions()), language, now),
        "runs": [run_row(run) for run in found.runs],
        "turns": Turns(first=here if request.GET.get("before") else "", next=following),
        "comparisons": found.comparisons,
        "steps": ledger_steps(found.steps, DEEDS),
        "first": first,
        "others": others,
        "light": light,
        "word": word,
        "now": now,
    }
    return render(request, "exchange/source.html", context)


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def new(request: ActorRequest, kind: str) -> HttpResponse:
    """Declare a source of one kind."""
    if kind not in tuple(Kind):
        raise Http404
    given = request.POST if request.method == "POST" else None
    form = SourceForm(given, kind=kind, units=_departments(), sheets=sheet_choices())
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            one = open_source(
                form.terms(), by=request.actor, now=timezone.now(), editions=read_editions()
            )
            messages.success(request, _("The source is declared; try the connection."))
            return redirect("exchange:source", one.uid)
    title = _("New source: %(kind)s") % {"kind": KINDS[kind]}
    return show_form(request, form, title=title, submit=_("Declare"))


@open_to(Role.ADMINISTRATOR)
@never_cache
@require_http_methods(FORM)
def amend(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Change a source; which kind and register it is of stays."""
    one = _living(request, uid)
    given = request.POST if request.method == "POST" else None
    form = SourceForm(
        given, kind=one.kind, units=_departments(), sheets=sheet_choices(), fixed=True,
        initial=_present(one),
    )  # fmt: skip
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            amend_source(
                uid, form.terms(), by=request.actor, now=timezone.now(), editions=read_editions()
            )
            messages.success(request, _("It is changed."))
            return redirect("exchange:source", uid)
    return show_form(request, form, one, title=_("Change the source"), submit=_("Change"))


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def pause(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Rest a source."""
    said = _("Pause")
    return with_reason(request, _living(request, uid), pause_source, title=said, submit=said)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def end(request: ActorRequest, uid: UUID) -> HttpResponse:
    """End a source for good."""
    one, title = _living(request, uid), _("End for good")
    done = _("It is not read any more; what came stays.")
    return with_reason(request, one, end_source, done, title=title, submit=title, grave=True)


@open_to(Role.ADMINISTRATOR)
@require_POST
def resume(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Let a source go on."""
    with SaidAbove(request):
        resume_source(uid, by=request.actor, now=timezone.now())
    return redirect("exchange:source", uid)


@open_to(Role.ADMINISTRATOR)
@require_POST
def pull(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Let the worker read a source at its next turn."""
    with SaidAbove(request):
        read_again(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("It is read within a minute."))
    return redirect("exchange:source", uid)


@open_to(Role.ADMINISTRATOR)
@require_POST
def restart(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Let the worker read everything once more."""
    with SaidAbove(request):
        read_from_start(uid, by=request.actor, now=timezone.now())
        messages.success(request, _("It is read from the beginning within a minute."))
    return redirect("exchange:source", uid)


@open_to(Role.ADMINISTRATOR)
@require_POST
def compare(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Count both sides now and show the lines."""
    one = _living(request, uid)
    with SaidAbove(request):
        kept = compare_source(one, by=request.actor, now=timezone.now())
        return redirect("exchange:comparison", kept.uid)
    return redirect("exchange:source", uid)


@open_to(Role.ADMINISTRATOR)
@require_POST
def attempt(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask a source once and say whether it answers; nothing is taken, no row is shown."""
    one = _living(request, uid)
    try:
        _try(one)
    except ExchangeError as error:
        said = _("It does not answer as it should: %(said)s") % {"said": in_words(said_of(error))}
        messages.error(request, said)
    else:
        messages.success(request, _("It answers as it should."))
    return redirect("exchange:source", uid)


def _try(one: Source) -> None:
    if one.kind == Kind.TABLE:
        try_table(one, secret_of(one))
    elif one.kind == Kind.PAGES:
        try_pages(one, secret_of(one))
    else:
        list(dropped_in(one.place["folder"], timezone.now()))


def sheet_choices() -> list[tuple[str, str]]:
    language = get_language() or ""
    contract = current_contract(read_editions())
    return [(code, sheet.words.in_language(language)) for code, sheet in contract.sheets.items()]


def _departments() -> list[tuple[str, str]]:
    atlas, language = load_atlas(), get_language() or ""
    today = timezone.localdate(timezone.now())
    units = [one for one in atlas.units() if one.valid_on(today) and one.kind == "department"]
    return [(one.code, one.name(language)) for one in sorted(units, key=lambda one: one.code)]


def _opened(request: ActorRequest, uid: UUID, before: str = "") -> SourcePage:
    try:
        return source_page(uid, request.actor, before=before)
    except NotFound as error:
        raise Http404 from error


def _living(request: ActorRequest, uid: UUID) -> Source:
    one = _opened(request, uid).source
    if one.ended_at is not None:
        raise Http404
    return one


def _present(one: Source) -> dict[str, Any]:
    names = ("name", "sheet", "secret_name", "key_column", "change_column", "area_column",
             "overlap", "every", "at_hour", "alarm")  # fmt: skip
    present = {name: getattr(one, name) for name in names} | dict(one.place)
    present["columns"] = "\n".join(one.place.get("columns", ()))
    return present | {"unit_code": one.unit.code}
