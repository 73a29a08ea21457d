"""The lines of a file before they are applied: many likely ones at once, doubtful ones singly."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.imports.page import opened
from gege.desk.registers.side_by_side import DIFFERS, SAME, Likeness, Side, side_by_side
from gege.desk.registers.tabs import IMPORTING, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    Candidate,
    ImportSheet,
    NotFound,
    RegisterError,
    RowLine,
    RowSheet,
    decide_row,
    decide_rows,
    fault_words,
    import_row,
    import_rows,
    intake_names,
    names,
    pair_names,
    sentence_of,
    sentence_of_wrong,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import read_editions

_OPEN: Final = ("likely", "review")
_MOST: Final = 200


@open_to(*IMPORTING)
@never_cache
@require_safe
@as_sheets("import-rows", personal="values")
def listed(request: ActorRequest, uid: UUID) -> HttpResponse:
    """List the lines of one state, with what each would change."""
    page, language = opened(request, uid), get_language() or ""
    state = request.GET.get("state", "")
    state = state if state in intake_names.ROWS else ""
    after = whole_number(request.GET.get("after", "")) or 0
    found = import_rows(
        uid, states=(state,) if state else (), by=request.actor, now=timezone.now(),
        editions=read_editions(), language=language, after=after,
    )  # fmt: skip
    query = {"state": state} if state else {}
    context = {
        "tabs": tabs_for(request, "imports"),
        "one": page.one,
        "state": state,
        "states": [
            (code, words, page.one.counts.get(code, 0))
            for code, words in intake_names.ROWS.items()
            if page.one.counts.get(code) or code == state
        ],
        "rows": [_row(line, language) for line in found.lines],
        "any_likely": _decides(page) and any(line.state == "likely" for line in found.lines),
        "decides": _decides(page),
        "turns": Turns(
            first=f"?{urlencode(query)}" if after else "",
            next=f"?{urlencode({**query, 'after': found.after})}" if found.after else "",
        ),
    }
    return render(request, "desk/registers/imports/lines.html", context)


@open_to(*IMPORTING)
@never_cache
@require_POST
def decide_many(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Confirm or leave out the chosen likely lines together."""
    opened(request, uid)
    numbers = [whole_number(one) or 0 for one in request.POST.getlist("line")[:_MOST]]
    back = f"{reverse('registers:import-lines', args=[uid])}?state=likely"
    try:
        many = decide_rows(
            uid, numbers, choice=request.POST.get("choice", "")[:10], by=request.actor,
            now=timezone.now(), editions=read_editions(),
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect(back)
    said = ngettext("%(n)s line is decided.", "%(n)s lines are decided.", many)
    messages.success(request, said % {"n": many})
    return redirect(back)


@open_to(*IMPORTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: ActorRequest, uid: UUID, number: int) -> HttpResponse:
    """Show one line beside each record it may be about, and decide it."""
    page, language = opened(request, uid), get_language() or ""
    if request.method == "POST":
        return _decided(request, uid, number)
    try:
        sheet = import_row(
            uid, number, by=request.actor, now=timezone.now(), editions=read_editions(),
            language=language,
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:import", uid)
    context = {
        "tabs": tabs_for(request, "imports"),
        "one": page.one,
        "line": sheet.row,
        "state": intake_names.ROWS[sheet.row.state],
        "faults": _faults(sheet.row, language, whole=True),
        "candidates": [_candidate(found, sheet, language) for found in sheet.candidates],
        "cells": _cells(sheet.row, language),
        "decides": _decides(page) and (sheet.row.state in _OPEN or _was_decided(sheet.row)),
        "may_be_new": not sheet.is_file,
    }
    return render(request, "desk/registers/imports/line.html", context)


def _decided(request: ActorRequest, uid: UUID, number: int) -> HttpResponse:
    choice, _sep, record = request.POST.get("choice", "")[:40].partition("-")
    try:
        decide_row(
            uid, number, choice=choice, record=whole_number(record) if record else None,
            seen=request.POST.get("seen", "")[:40],
            by=request.actor, now=timezone.now(), editions=read_editions(),
        )  # fmt: skip
    except NotFound:
        raise Http404 from None
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:import-line", uid, number)
    messages.success(request, _("The line is decided."))
    following = import_rows(
        uid, states=("review",), by=request.actor, now=timezone.now(),
        editions=read_editions(), language=get_language() or "", after=number, most=1,
    )  # fmt: skip
    if following.lines:
        return redirect("registers:import-line", uid, following.lines[0].number)
    return redirect("registers:import", uid)


def _decides(page: ImportSheet) -> bool:
    return page.one.state in ("preview", "applied") and page.one.forgotten_at is None


def _was_decided(line: RowLine) -> bool:
    return bool(line.decided_by) and line.state in ("new", "change", "same", "skipped", "faulty")


def _row(line: RowLine, language: str) -> dict[str, Any]:
    return {
        "line": line,
        "state": intake_names.ROWS[line.state],
        "band": pair_names.BANDS.get(line.band, "") if line.state in _OPEN else "",
        "cells": _cells(line, language),
        "seen": _seen(line.levels) if line.state in _OPEN else [],
        "faults": _faults(line, language, whole=False),
        "why": names.PROBLEMS.get(line.why, "") if line.why else "",
    }


def _cells(line: RowLine, language: str) -> list[dict[str, Any]]:
    return [
        {
            "label": cell.field.words.in_language(language),
            "before": cell.before,
            "after": cell.after,
            "effect": intake_names.EFFECTS.get(cell.effect, ""),
            "asks": cell.effect == "questions",
        }
        for cell in line.cells
        if cell.before or cell.effect == "questions" or cell.after.strip("*")
    ]


def _faults(line: RowLine, language: str, *, whole: bool) -> list[str]:
    """Return what is wrong in words; the text of the cell stands on the page of the line only."""
    found = []
    for _name, place, wrong in line.faults:
        words = sentence_of_wrong(wrong, language) if whole else fault_words(wrong, language)
        told = pgettext("fault", "%(place)s: %(words)s") % {"place": place, "words": words}
        found.append(told if place else words)
    return found


def _seen(levels: Mapping[str, str]) -> list[object]:
    """Return what a match stands on, in few words and without a value."""
    return [
        pair_names.SEEN.get((about, level)) or intake_names.WAYS.get(about)
        for about, level in levels.items()
        if (about, level) in pair_names.SEEN or about in intake_names.WAYS
    ]


def _candidate(found: Candidate, sheet: RowSheet, language: str) -> dict[str, Any]:
    """Return one record that may be meant, beside the line, field by field."""
    told = {
        cell.field.name: Likeness(SAME if cell.effect == "same" else DIFFERS)
        for cell in found.cells
        if cell.before and cell.after
    }
    both = side_by_side(
        [(cell.field.name, cell.field.words.in_language(language)) for cell in found.cells],
        Side(
            _("Line %(n)s of the file") % {"n": sheet.row.number},
            texts={cell.field.name: cell.after for cell in found.cells},
        ),
        Side(
            found.title,
            href=reverse("registers:record", args=[found.uid]),
            texts={cell.field.name: cell.before for cell in found.cells},
        ),
        seen=told,
    )
    return {
        "pk": found.pk,
        "title": found.title,
        "uid": found.uid,
        "band": pair_names.BANDS.get(found.band, found.band),
        "seen": _seen(found.levels),
        "both": both if found.cells else None,
    }
