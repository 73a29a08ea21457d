"""An administrator's edits of the rulebook; each publishes a new edition (R-086)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.setup.book_document import BadDocumentError, read_document
from gege.desk.setup.book_forms import (
    AmountForm,
    KindForm,
    LimitForm,
    ThresholdForm,
    UploadForm,
)
from gege.desk.setup.book_words import (
    differences,
    limit_words,
    line_key,
    line_words,
    unit_names,
)
from gege.desk.setup.editing import EditionForm, NoteForm, publish_edit, published_book
from gege.desk.setup.staging import Upload, drop, stage, staged
from gege.matters.api import LimitRow, Rulebook, default_rulebook, to_json
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import Atlas, load_atlas

FORM = ["GET", "HEAD", "POST"]
PURPOSE = "rulebook"


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def new_kind(request: ActorRequest) -> HttpResponse:
    """Add a kind of matter."""
    book = _book()
    form = KindForm(request.POST or None, book=book, atlas=load_atlas(), kind=None)
    heading = _("Add a kind of matter")
    return _edit(request, form, form.edited, "desk/setup/kind.html", heading, "setup:rulebook")


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def kind(request: ActorRequest, code: str) -> HttpResponse:
    """Change or retire a kind of matter."""
    book = _book()
    if not book.has(code):
        raise Http404
    one = book.kind(code)
    form = KindForm(request.POST or None, book=book, atlas=load_atlas(), kind=one)
    heading = f"{one.code} {one.name(get_language() or '')}"
    return _edit(request, form, form.edited, "desk/setup/kind.html", heading, "setup:rulebook")


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def new_limit(request: ActorRequest) -> HttpResponse:
    """Add a line to the limit table."""
    form = LimitForm(request.POST or None, book=_book())
    heading = _("Add a line to the limit table")
    return _edit(request, form, form.edited, "desk/setup/book_edit.html", heading, "setup:limits")


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def limit(request: ActorRequest) -> HttpResponse:
    """Change how long the line that the address names allows."""
    book = _book()
    row = _line(request, book)
    start = {"amount": row.amount, "unit": row.unit}
    form = AmountForm(request.POST or None, number=book.number, initial=start)
    heading = line_words(row, book)
    return _edit(
        request,
        form,
        lambda base: form.changed(base, row),
        "desk/setup/book_edit.html",
        heading,
        "setup:limits",
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def remove_limit(request: ActorRequest) -> HttpResponse:
    """Take the line that the address names out of the limit table."""
    book = _book()
    row = _line(request, book)
    form = NoteForm(request.POST or None, number=book.number)

    def without(base: Rulebook) -> Rulebook:
        key = line_key(row)
        return replace(base, limits=tuple(one for one in base.limits if line_key(one) != key))

    heading = _("Remove a line of the limit table")
    said = f"{line_words(row, book)} · {limit_words(row.limit)}"
    return _edit(
        request, form, without, "desk/setup/book_edit.html", heading, "setup:limits", said, True
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def edit_thresholds(request: ActorRequest) -> HttpResponse:
    """Change the thresholds."""
    form = ThresholdForm(request.POST or None, book=_book())
    heading = _("Change the thresholds")
    return _edit(
        request, form, form.edited, "desk/setup/book_edit.html", heading, "setup:thresholds"
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def start(request: ActorRequest) -> HttpResponse:
    """Publish the defaults of the platform as the first edition."""
    if published_book() is not None:
        raise Http404
    form = NoteForm(
        request.POST or None, number=0, initial={"note": _("The defaults of the platform")}
    )
    defaults = default_rulebook()
    said = _("%(kinds)s kinds and %(limits)s limits, all to be edited on screen afterwards.")
    said = said % {"kinds": len(defaults.kinds), "limits": len(defaults.limits)}
    heading = _("Begin with the defaults")
    return _edit(
        request,
        form,
        lambda base: defaults,
        "desk/setup/book_edit.html",
        heading,
        "setup:rulebook",
        said,
    )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a rulebook in a file, name what is wrong with it, and keep it for the preview."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        form = UploadForm(request.POST, request.FILES)
        if form.is_valid():
            file = form.cleaned_data["file"]
            data = file.read()
            try:
                read_document(data, 0)
            except BadDocumentError as error:
                context = {"form": form, "problems": error.problems, "name": file.name}
                return render(request, "desk/setup/book_upload.html", context, status=422)
            files = [Upload(file.name[:80], data)]
            token = stage(request, PURPOSE, files, {}, timezone.now())
            return redirect("setup:preview", token)
    status = 422 if form.is_bound else 200
    return render(request, "desk/setup/book_upload.html", {"form": form}, status=status)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def preview(request: ActorRequest, token: str) -> HttpResponse:
    """Show what an uploaded rulebook would change; publish it when its reason is given."""
    waiting = staged(request, PURPOSE, token)
    try:
        book = read_document(waiting.files[0].data, 0)
    except BadDocumentError as error:
        raise Http404 from error
    current = published_book() or Rulebook(0, (), ())
    form = NoteForm(request.POST or None, number=current.number)
    if request.method == "POST" and form.is_valid():
        number = publish_edit(
            form,
            lambda base: replace(book, number=base.number),
            by=request.actor,
            now=timezone.now(),
        )
        if number is not None:
            drop(request, token)
            _say_published(request, number)
            return redirect("setup:edition", number)
        current = published_book() or current
    atlas = load_atlas()
    context = {
        "form": form,
        "name": waiting.files[0].name,
        "current": current,
        "changes": differences(current, book, unit_names(atlas)),
        "strangers": _strangers(book, atlas),
        "same": to_json(book) == to_json(current),
    }
    return render(request, "desk/setup/book_preview.html", context, status=form.status)


def _edit(
    request: ActorRequest,
    form: EditionForm,
    change: Callable[[Rulebook], Rulebook],
    template: str,
    heading: str,
    back: str,
    said: str = "",
    grave: bool = False,
) -> HttpResponse:
    """Show the form of an edit, or publish it and go back."""
    if request.method == "POST" and form.is_valid():
        number = publish_edit(form, change, by=request.actor, now=timezone.now())
        if number is not None:
            _say_published(request, number)
            return redirect(back)
    context = {
        "form": form,
        "heading": heading,
        "back": reverse(back),
        "said": said,
        "grave": grave,
    }
    return render(request, template, context, status=form.status)


def _say_published(request: ActorRequest, number: int) -> None:
    said = _("Edition %(number)s is in force for new matters. Open matters keep theirs.")
    messages.success(request, said % {"number": number})


def _book() -> Rulebook:
    book = published_book()
    if book is None:
        raise Http404
    return book


def _line(request: ActorRequest, book: Rulebook) -> LimitRow:
    """Return the line that the address names; raises Http404 when there is none."""
    key = tuple(request.GET.get(name, "") for name in ("stage", "kind", "severity", "tier"))
    found = next((row for row in book.limits if line_key(row) == key), None)
    if found is None:
        raise Http404
    return found


def _strangers(book: Rulebook, atlas: Atlas) -> list[str]:
    """Return the departments that kinds in use name and the county does not have today."""
    known = {unit.code for unit in atlas.departments()}
    named = {code for one in book.live_kinds for code in one.leads}
    return sorted(named - known)
