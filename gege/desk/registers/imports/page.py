"""The page of one import, and the deeds on the whole of it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.registers.imports.lists import source_of
from gege.desk.registers.imports.said import ImportSaid
from gege.desk.registers.tabs import IMPORTING, tabs_for
from gege.desk.sheets import CSV_TYPE, csv_of, download, sheet_of
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    Import,
    ImportSheet,
    NotFound,
    RegisterError,
    apply_import,
    drop_import,
    failure_words,
    fault_lines,
    import_sheet,
    intake_names,
    names,
    sentence_of,
    try_again,
    undo_import,
    work_at_once,
)
from gege.staff.access import ActorRequest, open_to
from gege.territory.api import read_editions

_SHOWN: Final = (
    "new", "change", "same", "likely", "review", "faulty", "twice", "repeated", "joined",
    "skipped", "applied", "refused", "undone", "kept",
)  # fmt: skip
_GRAVE: Final = frozenset({"faulty", "twice", "refused", "kept"})
_MANY: Final = 100_000


class UndoForm(forms.Form):
    """Why an import is taken back."""

    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=2, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


def opened(request: ActorRequest, uid: UUID) -> ImportSheet:
    """Return an import of the person's unit; raises Http404."""
    try:
        return import_sheet(uid, by=request.actor, editions=read_editions())
    except NotFound:
        raise Http404 from None


@open_to(*IMPORTING)
@never_cache
@require_safe
@as_sheets("import", personal="examples")
def page(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Show where an import is, what it found, and what can be done now."""
    one = opened(request, uid)
    return render(request, "desk/registers/imports/page.html", _context(request, one))


@open_to(*IMPORTING)
@never_cache
@require_POST
def apply(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Apply what is new and changed."""
    opened(request, uid)
    try:
        one = apply_import(
            uid, by=request.actor, now=timezone.now(), editions=read_editions(),
            version=_version(request),
        )  # fmt: skip
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:import", uid)
    done = work_at_once(one, clock=timezone.now, editions=read_editions())
    if done.state == "applied":
        messages.success(request, _("The import is applied."))
    else:
        messages.success(request, _("The platform applies it now. You may leave this page."))
    return redirect("registers:import", uid)


@open_to(*IMPORTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Take an import back."""
    one = opened(request, uid).one
    form = UndoForm(
        request.POST if request.method == "POST" else None, initial={"version": one.version}
    )
    if form.is_bound and form.is_valid():
        with ImportSaid(form):
            taken = undo_import(
                uid, **form.cleaned_data, by=request.actor, now=timezone.now(),
                editions=read_editions(),
            )  # fmt: skip
            work_at_once(taken, clock=timezone.now, editions=read_editions())
            messages.success(request, _("What the import said is being taken back."))
            return redirect("registers:import", uid)
    context = {
        "tabs": tabs_for(request, "imports"),
        "form": form,
        "title": _("Take the import back"),
        "lead": _(
            "Only what this import said is taken back. What others said since stays, and you are "
            "told what could not be taken back."
        ),
        "submit": _("Take the import back"),
        "grave": True,
        "back": reverse("registers:import", args=[uid]),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/registers/form.html", context, status=status)


@open_to(*IMPORTING)
@never_cache
@require_POST
def drop(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Leave a file unused: it is forgotten at once."""
    opened(request, uid)
    try:
        drop_import(uid, by=request.actor, now=timezone.now(), version=_version(request))
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:import", uid)
    messages.success(request, _("The file is dropped and forgotten."))
    return redirect("registers:imports")


@open_to(*IMPORTING)
@never_cache
@require_POST
def again(request: ActorRequest, uid: UUID) -> HttpResponse:
    """Try once more where the platform could not go on."""
    opened(request, uid)
    editions = read_editions()
    try:
        one = try_again(uid, by=request.actor, now=timezone.now(), editions=editions)
    except RegisterError as refused:
        messages.error(request, sentence_of(refused))
        return redirect("registers:import", uid)
    work_at_once(one, clock=timezone.now, editions=editions)
    return redirect("registers:import", uid)


@open_to(*IMPORTING)
@never_cache
@require_safe
def faults(request: ActorRequest, uid: UUID) -> HttpResponse:
    """The list of what could not be taken, as a workbook or as CSV, without what stood there."""
    opened(request, uid)
    found = fault_lines(
        uid, by=request.actor, now=timezone.now(), editions=read_editions(),
        language=get_language() or "",
    )  # fmt: skip
    headings = [(_("Line"), 8), (_("Column"), 20), (_("Entry"), 20), (_("What is wrong"), 60)]
    lines = ((one.line, one.column, one.field, one.words) for one in found)
    name = f"faults-{str(uid)[-6:]}"
    if request.GET.get("as") == "csv":
        return download(csv_of(headings, lines), f"{name}.csv", CSV_TYPE)
    book = sheet_of(headings, lines, title=_("Faults"), most=_MANY)
    return download(book, f"{name}.xlsx")


def _version(request: ActorRequest) -> int:
    return whole_number(request.POST.get("version", "")) or 0


def _context(request: ActorRequest, page: ImportSheet) -> dict[str, Any]:
    one, language = page.one, get_language() or ""
    counts = [(state, intake_names.ROWS[state], one.counts.get(state, 0)) for state in _SHOWN]
    decides = one.state in ("preview", "applied") and one.forgotten_at is None
    left = one.counts.get("new", 0) + one.counts.get("change", 0)
    return {
        "tabs": tabs_for(request, "imports"),
        "one": one,
        "sheet": page.sheet.words.in_language(language),
        "source": source_of(one),
        "stage": intake_names.STAGES[one.state],
        "working": one.is_working,
        "failed": failure_words(one, language),
        "profile": _profile(one),
        "counts": [row for row in counts if row[2]],
        "grave": _GRAVE,
        "wrong": any(one.counts.get(state) for state in ("faulty", "twice", "refused")),
        "likely": decides and one.counts.get("likely", 0),
        "review": decides and one.counts.get("review", 0),
        "left": left,
        "unknown": sum(len(texts) for texts in one.unknown.values()),
        "may_apply": one.state in ("preview", "applied") and left > 0,
        "may_undo": one.state == "applied"
        and one.undo_until is not None
        and timezone.localdate() <= one.undo_until,
        "may_drop": one.state in ("mapping", "preview"),
        "may_map": one.state in ("mapping", "preview") and one.forgotten_at is None,
        "keeps": one.forgotten_at is None,
        "apply_words": ngettext("Apply %(n)s line", "Apply %(n)s lines", left) % {"n": left},
        "kept_reasons": _kept_reasons(one),
    }


def _profile(one: Import) -> dict[str, Any]:
    columns = one.profile.get("columns", [])
    rows = [
        {
            "heading": column["heading"],
            "meaning": intake_names.MEANINGS.get(column["meaning"], column["meaning"]),
            "filled": column["filled"],
            "empty": one.profile.get("rows", 0) - column["filled"],
            "distinct": column["distinct"],
            "examples": column["examples"][:3],
            "findings": [
                (intake_names.FINDINGS.get(word, word), many)
                for word, many in column["findings"].items()
            ],
        }
        for column in columns
    ]
    return {**one.profile, "columns": rows, "kind": one.kind, "encoding": one.encoding}


def _kept_reasons(one: Import) -> list[tuple[str, int]]:
    return [
        (str(names.PROBLEMS.get(word, word)), many)
        for word, many in sorted(one.counts.get("why", {}).items())
    ]
