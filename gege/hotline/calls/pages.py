"""One call: taking it, writing down what came of it, reading it afterwards; and a call by hand."""

import json
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gege.desk.api import Crumb, kind_choices
from gege.hotline.calls.callers import caller_of
from gege.hotline.calls.entering import enter_call
from gege.hotline.calls.errors import CallError, Invalid, NotFound
from gege.hotline.calls.forms import CallForm, NoteForm, PurposeForm, answers, items
from gege.hotline.calls.hear import TAKERS
from gege.hotline.calls.knowledge import answers_to
from gege.hotline.calls.reading import (
    READERS,
    call_by_uid,
    earlier_calls,
    items_of,
    lines_of,
)
from gege.hotline.calls.screen import today
from gege.hotline.calls.shown import facts_of, lines, may_read_caller, number_of, steps_of
from gege.hotline.calls.step import facts_of as facts_before
from gege.hotline.calls.words import GIVEN, CallSaid, MatterSaid, sentence_of
from gege.hotline.calls.writing import (
    add,
    answer,
    code_of_call,
    note_call,
    nothing_wanted,
    report,
    take_call,
    urge,
)
from gege.hotline.models import Call
from gege.hotline.rules.call_table import CallMove, possible
from gege.matters.api import Setting, setting
from gege.services.api import NotFound as NoArticle
from gege.services.api import article_sheet
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Actor
from gege.trail.api import note_access

CODE_SHOWN: Final = timedelta(minutes=30)
"""So long after writing a call up its taker may read the query code out again."""
_WRITES: Final = {"report": CallMove.REPORT, "answer": CallMove.ANSWER, "nothing": CallMove.NOTHING}
_FORM = ["GET", "HEAD", "POST"]


@open_to(*READERS)
@never_cache
@require_http_methods(_FORM)
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show a call; its taker writes down here what came of it."""
    call, where, by = _call(uid, request.actor), setting(timezone.now()), request.actor
    moves = possible(facts_before(call, by)) if by.role in TAKERS else ()
    if CallMove.REPORT not in moves:
        if request.method == "POST":
            messages.error(request, _("What came of this call was written down already."))
            return redirect(call.get_absolute_url())
        return _finished(request, call, where, moves)
    form = _form(request, where, call)
    if form.is_bound and form.is_valid() and form.deed != "places":
        with CallSaid(form), MatterSaid(form, **_NAMES):
            _do(form, call.uid, by, timezone.now())
            return _done(request, call.uid)
    return _work(request, form, where, call)


_NAMES: Final = {
    "grid_code": "place",
    "address": "place",
    "words": "title",
    "phone": "number",
    "anonymous": "standing",
    "confidential": "standing",
    "reason": "title",
}


@open_to(*TAKERS)
@never_cache
@require_http_methods(_FORM)
def new(request: ActorRequest) -> HttpResponse:
    """Write a call down that no telephone system told of."""
    where = setting(timezone.now())
    form = _form(request, where, None)
    if form.is_bound and form.is_valid() and form.deed != "places":
        by, now = request.actor, timezone.now()
        uid = form.cleaned_data["uid"] or uuid4()
        with CallSaid(form), MatterSaid(form, **_NAMES):
            enter_call(uid, lambda one: _do(form, one, by, now), by=by, now=now)
            return _done(request, uid)
    return _work(request, form, where, None)


@open_to(*TAKERS)
@require_POST
def take(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take a call, or take it over."""
    try:
        take_call(uid, by=request.actor, now=timezone.now())
    except NotFound:
        raise Http404 from None
    except CallError as error:
        messages.error(request, sentence_of(error))
    return redirect("calls:page", uid)


@open_to(*READERS)
@never_cache
@require_http_methods(_FORM)
def reveal(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Ask for the purpose, then show who called on this one answer; each look is written down."""
    call, by = _call(uid, request.actor), request.actor
    if not call.sealed or not may_read_caller(call, by):
        raise Http404
    form = PurposeForm(request.POST if request.method == "POST" else None, auto_id="purpose_%s")
    context: dict[str, Any] = {"call": call, "form": form, "crumbs": _crumbs(call, by)}
    if form.is_bound and form.is_valid():
        note_access(
            by=by.signature(),
            now=timezone.now(),
            subject=call.stream,
            fields="caller.number, caller.name",
            purpose=form.cleaned_data["purpose"],
        )
        context["caller"] = caller_of(call)
    status = 422 if form.errors else 200
    return render(request, "hotline/calls/reveal.html", context, status=status)


@open_to(*TAKERS)
@require_POST
def note(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Keep words with a call."""
    call, where = _call(uid, request.actor), setting(timezone.now())
    form = NoteForm(request.POST, auto_id="note_%s")
    if form.is_valid():
        with CallSaid(form):
            note_call(uid, form.cleaned_data["words"], by=request.actor, now=timezone.now())
            messages.success(request, _("The note is kept."))
            return redirect(call.get_absolute_url())
    moves = possible(facts_before(call, request.actor))
    return _finished(request, call, where, moves, note_form=form, status=422)


def _call(uid: UUID, by: Actor) -> Call:
    try:
        return call_by_uid(uid, by)
    except NotFound:
        raise Http404 from None


def _form(request: ActorRequest, where: Setting, call: Call | None) -> CallForm:
    language = get_language() or "zh-hans"
    return CallForm(
        request.POST if request.method == "POST" else None,
        by=request.actor,
        setting=where,
        language=language,
        call=call,
        kinds=kind_choices(where.book, language),
    )


def _do(form: CallForm, uid: UUID, by: Actor, now: datetime) -> None:
    """Do what the pressed button says. Raises CallError and MatterError."""
    deed, _mark, rest = form.deed.partition(":")
    if deed == "report":
        report(uid, form.story(), form.person(), by=by, now=now)
    elif deed == "answer" and rest:
        article, _mark, version = rest.partition(":")
        answer(uid, form.told_from(article, version), by=by, now=now)
    elif deed == "answer":
        answer(uid, form.told(), by=by, now=now)
    elif deed == "add":
        add(uid, rest, form.said(), form.person(), by=by, now=now)
    elif deed == "urge":
        urge(uid, rest, form.said(), form.person(), by=by, now=now)
    elif deed == "nothing":
        nothing_wanted(uid, form.cleaned_data["title"], by=by, now=now)
    else:
        raise Invalid("title", "wrong_state")


def _done(request: ActorRequest, uid: UUID) -> HttpResponse:
    call = _call(uid, request.actor)
    messages.success(request, str(GIVEN[call.given]))
    return redirect(call.get_absolute_url())


def _work(request: ActorRequest, form: CallForm, where: Setting, call: Call | None) -> HttpResponse:
    by, language = request.actor, get_language() or "zh-hans"
    typed = str(form["title"].value() or "")
    errors = form.errors
    form.mark_needed()
    context: dict[str, Any] = {
        "form": form,
        "call": call,
        "places": form.places(),
        "asked": str(form["place"].value() or "").strip(),
        "at": str(form["at"].value() or ""),
        "answers": answers(answers_to(typed, on=today(), language=language)),
        "crumbs": _crumbs(call, by),
        "more_open": bool({"intent", "severity", "description", "kind"} & set(errors)),
        "now": where.now,
    }
    if call is not None:
        context |= {
            "facts": facts_of(call, by, where, language),
            "number": number_of(call, by),
            "items": items(items_of(call, by), where, language),
            "earlier": lines(earlier_calls(call, by), by, where.now),
            "reveal": bool(call.sealed) and may_read_caller(call, by),
        }
    status = 422 if errors else 200
    return render(request, "hotline/calls/work.html", context, status=status)


def _finished(
    request: ActorRequest,
    call: Call,
    where: Setting,
    moves: tuple[CallMove, ...],
    *,
    note_form: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    by, language = request.actor, get_language() or "zh-hans"
    entries = lines_of(call)
    context: dict[str, Any] = {
        "call": call,
        "number": number_of(call, by),
        "facts": facts_of(call, by, where, language),
        "given": GIVEN.get(call.given, ""),
        "steps": steps_of(entries, [json.loads(one.payload) for one in entries]),
        "article": _article(call, by),
        "code": _code(call, by, where.now),
        "note": call.note if may_read_caller(call, by) else "",
        "reveal": bool(call.sealed) and may_read_caller(call, by),
        "take": CallMove.TAKE in moves and call.taker_id != by.account_id,
        "note_form": note_form or (NoteForm(auto_id="note_%s") if by.role in TAKERS else None),
        "crumbs": _crumbs(call, by),
        "now": where.now,
    }
    return render(request, "hotline/calls/call.html", context, status=status)


def _code(call: Call, by: Actor, now: datetime) -> str:
    """Return the query code, for as long as its taker may still have the caller on the line."""
    mine = call.taker_id is not None and call.taker_id == by.account_id
    fresh = call.written_at is not None and now - call.written_at <= CODE_SHOWN
    return code_of_call(call, now=now) if mine and fresh and call.given == "reported" else ""


def _article(call: Call, by: Actor) -> dict[str, Any] | None:
    """Return what an answer rests on, in the version that was read out."""
    if call.article_uid is None:
        return None
    try:
        sheet = article_sheet(call.article_uid, by=by, on=today())
    except NoArticle:
        return None
    href = reverse("handbook:version", args=[call.article_uid, call.article_version])
    return {"title": sheet.article.title, "version": call.article_version, "href": href}


def _crumbs(call: Call | None, by: Actor) -> list[Crumb]:
    first = Crumb(_("Hotline"), reverse("calls:desk"))
    if by.role not in TAKERS:
        first = Crumb(_("Calls"), reverse("calls:list"))
    return [first, Crumb(_("One call") if call else _("A call by hand"))]
