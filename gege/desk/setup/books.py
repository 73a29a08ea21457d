"""The rulebook to read: kinds, limits, editions, and the trial of the limit table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gege.desk.parts import Turns
from gege.desk.setup.book_forms import TrialForm
from gege.desk.setup.book_words import (
    THRESHOLDS,
    Difference,
    UnitName,
    differences,
    limit_words,
    scope_words,
    unit_names,
    value_of,
)
from gege.desk.setup.editing import published_book
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.kernel.working_time import WorkingCalendar
from gege.matters.api import (
    ANY,
    Kind,
    LimitRow,
    Rulebook,
    RulebookEdition,
    Tier,
    names,
    rulebook,
    to_json,
    words,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import Atlas, calendar, load_atlas, read_editions

READERS: Final = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR)
PAGE: Final = 20
MOST_EDITIONS: Final = 999_999_999


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind as the overview shows it."""

    kind: Kind
    name: str
    nature: str
    intent: str
    entry: str
    severity: str
    first_time: str
    leads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LimitLine:
    """A line of the limit table in words, and the query that names it in an address."""

    row: LimitRow
    scope: str
    limit: str
    query: str
    last_resort: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """What the limit table says of a stage: the limit, its line, and an example from now."""

    stage: str
    limit: str
    line: str
    due_at: datetime | None
    warn_at: datetime | None
    provisional: bool


@dataclass(frozen=True, slots=True)
class EditionLine:
    """An edition and what it changed in the one before; `first` has none before it."""

    row: RulebookEdition
    changes: list[Difference]
    first: bool


@open_to(*READERS)
@require_safe
@as_sheets("kinds")
def show(request: ActorRequest) -> HttpResponse:
    """Show the kinds of the edition in force, or of an earlier one (R-086)."""
    book, row = _asked(request)
    if book is None:
        return render(request, "desk/setup/book_none.html", _frame(request, book, row, "kinds"))
    atlas, language = load_atlas(), get_language() or ""
    groups: dict[str, list[KindLine]] = {}
    for kind in book.kinds:
        groups.setdefault(kind.group(language), []).append(_kind_line(kind, atlas))
    context = {"groups": groups.items(), **_frame(request, book, row, "kinds")}
    return render(request, "desk/setup/book.html", context)


@open_to(*READERS)
@require_safe
@as_sheets("limits")
def limits(request: ActorRequest) -> HttpResponse:
    """Show the limit table by stage, and try it: which limit applies to what, until when?"""
    book, row = _asked(request)
    if book is None:
        return render(request, "desk/setup/book_none.html", _frame(request, book, row, "limits"))
    stages = [
        (
            names.name_of(names.STAGES, stage),
            [_limit_line(one, book) for one in _ordered(book, stage)],
        )
        for stage in words.Stage
    ]
    form = TrialForm(request.GET if "kind" in request.GET else None, book=book)
    now = timezone.now()
    answers: list[Answer] = []
    working = calendar(read_editions())
    if form.is_bound and form.is_valid():
        kind = book.kind(form.cleaned_data["kind"])
        severity = words.Severity(form.cleaned_data["severity"] or kind.severity)
        tier = Tier(form.cleaned_data["tier"])
        answers = [_answer(book, s, kind, severity, tier, working, now) for s in words.Stage]
    context = {
        "stages": stages,
        "trial": form,
        "answers": answers,
        "calendar": working,
        "now": now,
        **_frame(request, book, row, "limits"),
    }
    return render(request, "desk/setup/limits.html", context)


@open_to(*READERS)
@require_safe
@as_sheets("thresholds")
def thresholds(request: ActorRequest) -> HttpResponse:
    """Show every threshold."""
    book, row = _asked(request)
    if book is None:
        frame = _frame(request, book, row, "thresholds")
        return render(request, "desk/setup/book_none.html", frame)
    lines = [
        (label, value_of(book.thresholds, name), unit) for name, (label, unit) in THRESHOLDS.items()
    ]
    context = {"lines": lines, **_frame(request, book, row, "thresholds")}
    return render(request, "desk/setup/thresholds.html", context)


@open_to(*READERS)
@require_safe
def editions(request: ActorRequest) -> HttpResponse:
    """List the editions, newest first, each with what it changed."""
    rows = RulebookEdition.objects.order_by("-number")
    before = whole_number(request.GET.get("before", ""), MOST_EDITIONS)
    if before is not None:
        rows = rows.filter(number__lt=before)
    found = list(rows[: PAGE + 1])
    # The edition before the last one shown is only read to tell what that one changed.
    named = unit_names(load_atlas())
    lines = [
        _edition_line(one, found[place + 1] if place + 1 < len(found) else None, named)
        for place, one in enumerate(found[:PAGE])
    ]
    more = f"?before={found[PAGE - 1].number}" if len(found) > PAGE else ""
    turns = Turns(first="?" if before is not None else "", next=more)
    book, row = _asked(request)
    context = {"lines": lines, "turns": turns, **_frame(request, book, row, "editions")}
    return render(request, "desk/setup/editions.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition: who, when, why, and every difference to the one before."""
    row = RulebookEdition.objects.filter(number=number).first()
    if row is None:
        raise Http404
    earlier = RulebookEdition.objects.filter(number__lt=number).order_by("-number").first()
    line = _edition_line(row, earlier, unit_names(load_atlas()))
    context = {"line": line, "earlier": earlier, **_frame(request, *_asked(request), "editions")}
    return render(request, "desk/setup/edition.html", context)


@open_to(*READERS)
@require_safe
def download(request: ActorRequest, number: int) -> HttpResponse:
    """Give an edition as JSON."""
    try:
        document = to_json(rulebook(number))
    except LookupError as error:
        raise Http404 from error
    text = json.dumps(document, ensure_ascii=False, indent=1)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="rulebook-{number}.json"'
    return answer


def _asked(request: ActorRequest) -> tuple[Rulebook | None, RulebookEdition | None]:
    """Return the edition that the address names, else the one in force. Raises Http404."""
    text = request.GET.get("edition", "")
    book = published_book()
    if text:
        number = whole_number(text, MOST_EDITIONS)
        if number is None:
            raise Http404
        try:
            book = rulebook(number)
        except LookupError as error:
            raise Http404 from error
    row = RulebookEdition.objects.filter(number=book.number).first() if book else None
    return book, row


def _frame(
    request: ActorRequest, book: Rulebook | None, row: RulebookEdition | None, here: str
) -> dict[str, object]:
    """Return what the frame of every page of the rulebook takes."""
    current = published_book()
    old = bool(book and current and book.number != current.number)
    query = f"?edition={book.number}" if old and book else ""
    pages = (
        ("kinds", _("Kinds"), reverse("setup:rulebook") + query),
        ("limits", _("Limits"), reverse("setup:limits") + query),
        ("thresholds", _("Thresholds"), reverse("setup:thresholds") + query),
        ("editions", _("Editions"), reverse("setup:editions")),
    )
    return {
        "book": book,
        "row": row,
        "current": current,
        "old": old,
        "pages": pages,
        "here": here,
        "may_edit": request.actor.role is Role.ADMINISTRATOR and not old,
    }


def _kind_line(kind: Kind, atlas: Atlas) -> KindLine:
    name = unit_names(atlas)
    return KindLine(
        kind=kind,
        name=kind.name(get_language() or ""),
        nature=names.name_of(names.NATURES, kind.nature),
        intent=names.name_of(names.INTENTS, kind.intent),
        entry=names.name_of(names.ENTRIES, kind.entry),
        severity=names.name_of(names.SEVERITIES, kind.severity),
        first_time=names.name_of(names.FIRST_TIMES, kind.first_time),
        leads=tuple(name(code) for code in kind.leads),
    )


def _ordered(book: Rulebook, stage: words.Stage) -> list[LimitRow]:
    """Return the lines of a stage, the most specific first: as they are asked."""
    rows = [row for row in book.limits if row.stage is stage]
    severities, tiers = [ANY, *words.Severity], [ANY, *Tier]
    return sorted(
        rows,
        key=lambda row: (
            -(4 * (row.kind != ANY) + 2 * (row.severity != ANY) + (row.tier != ANY)),
            row.kind,
            severities.index(row.severity),
            tiers.index(row.tier),
        ),
    )


def _limit_line(row: LimitRow, book: Rulebook) -> LimitLine:
    query = f"stage={row.stage}&kind={row.kind}&severity={row.severity}&tier={row.tier}"
    last_resort = row.kind == row.severity == row.tier == ANY
    return LimitLine(row, scope_words(row, book), limit_words(row.limit), query, last_resort)


def _answer(
    book: Rulebook,
    stage: words.Stage,
    kind: Kind,
    severity: words.Severity,
    tier: Tier,
    working: WorkingCalendar,
    now: datetime,
) -> Answer:
    row = book.line(stage, kind.code, severity, tier)
    due_at = warn_at = None
    provisional = False
    try:
        due = working.due(now, row.limit)
        due_at, provisional = due.at, due.provisional
        warn_at = working.warn_at(now, due.at, row.limit, book.thresholds.near_due)
    except ValueError:
        # Past the last year of the calendar: the limit stands, the example does not.
        due_at = None
    stage_name = names.name_of(names.STAGES, stage)
    line = scope_words(row, book)
    return Answer(stage_name, limit_words(row.limit), line, due_at, warn_at, provisional)


def _edition_line(
    row: RulebookEdition, earlier: RulebookEdition | None, named: UnitName
) -> EditionLine:
    if earlier is None:
        return EditionLine(row, [], first=True)
    changes = differences(rulebook(earlier.number), rulebook(row.number), named)
    return EditionLine(row, changes, first=False)
