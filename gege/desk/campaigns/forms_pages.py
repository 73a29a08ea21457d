"""The forms of a county: versions, upload, a plain preview of the questions, their files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gege.desk.api import Fact
from gege.desk.campaigns.answers import asks_door
from gege.desk.campaigns.kinds import KINDS
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.tabs import tabs_for
from gege.desk.sheets import TYPE
from gege.desk.taking_out.pages import as_sheets
from gege.fieldwork.api import (
    BUILDINGS_FILE,
    FORM_MAKERS,
    CampaignForm,
    FieldError,
    Item,
    NotFound,
    XForm,
    attach_media,
    dwelling_survey,
    form_by,
    in_language,
    media_for,
    media_of,
    missing_media,
    parsed,
    sentence_of,
    upload_form,
)
from gege.kernel.typed_text import whole_number
from gege.matters.api import path_of
from gege.staff.access import ActorRequest, open_to

FORM = ["GET", "HEAD", "POST"]
PAGE: Final = 50
MAKING: Final = tuple(sorted(FORM_MAKERS))
_PATH: Final = re.compile(r"(?:/[\w.-]+)*/([\w.-]+)")
SAMPLE: Final = "dwelling-survey.xlsx"


class UploadForm(forms.Form):
    """A table of questions, or an XForm."""

    form = forms.FileField(
        label=gettext_lazy("Form"),
        help_text=gettext_lazy(
            "A table of questions (XLSForm: .xlsx, .xls, .csv) with the sheets survey, choices and "
            "settings, or an XForm (.xml). Settings need a form_id; each upload is a version."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.xml"}),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """A question of the preview: how deep it stands, what it asks, what is allowed."""

    depth: int
    kind: str
    label: str
    name: str
    hint: str
    notes: tuple[str, ...]
    choices: tuple[str, ...]
    group: bool


@open_to(*MAKING)
@require_safe
@as_sheets("campaign-forms")
def listed(request: ActorRequest) -> HttpResponse:
    """List every version of every form, the newest first."""
    after = request.GET.get("after", "")
    rows = CampaignForm.objects.order_by("-pk").defer("xml")
    if (key := whole_number(after)) is not None:
        rows = rows.filter(pk__lt=key)
    found = list(rows[: PAGE + 1])
    context = {
        "tabs": tabs_for(request, "forms"),
        "rows": found[:PAGE],
        "next": f"?after={found[PAGE - 1].pk}" if len(found) > PAGE else "",
    }
    return render(request, "desk/campaigns/forms.html", context)


@open_to(*MAKING)
@require_http_methods(FORM)
def upload(request: ActorRequest) -> HttpResponse:
    """Take a form; what is wrong with it is told with sheet and row."""
    form = UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            made = upload_form(form.cleaned_data["form"], by=request.actor, now=timezone.now())
            told = _("The form is here.") if made.fresh else _("This version was here already.")
            messages.success(request, told)
            for remark in made.remarks[:5]:
                messages.info(request, _("The converter remarks: %(said)s") % {"said": remark})
            return redirect("campaigns:form", made.form.form_id, made.form.version)
    context = {
        "title": _("Upload a form"),
        "submit": _("Read the form"),
        "form": form,
        "back": reverse("campaigns:forms"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/campaigns/upload.html", context, status=status)


@open_to(*MAKING)
@require_safe
def sample(_request: ActorRequest) -> HttpResponse:
    """Give a form to begin with."""
    answer = HttpResponse(dwelling_survey(), content_type=TYPE)
    answer.headers["Content-Disposition"] = f'attachment; filename="{SAMPLE}"'
    return answer


@open_to(*MAKING)
@require_safe
def page(request: ActorRequest, form_id: str, version: str) -> HttpResponse:
    """Show a version: its questions, its files and what is missing."""
    one = _opened(form_id, version)
    language = get_language() or ""
    form = parsed(one)
    context = {
        "one": one,
        "facts": _facts(one, form),
        "questions": list(_questions(form.items, language, 0)),
        "files": media_of(one),
        "missing": missing_media(one),
        "own_list": BUILDINGS_FILE in form.media,
        "asks_door": asks_door(form),
        "versions": CampaignForm.objects.filter(form_id=form_id).order_by("-pk").defer("xml")[:20],
    }
    return render(request, "desk/campaigns/form.html", context)


@open_to(*MAKING)
@require_POST
def attach(request: ActorRequest, form_id: str, version: str) -> HttpResponse:
    """Give a form the files it calls."""
    _opened(form_id, version)
    uploads = request.FILES.getlist("files")
    files = {str(one.name): one.read() for one in uploads}
    if not files:
        messages.error(request, _("Choose the files first."))
        return redirect("campaigns:form", form_id, version)
    try:
        attach_media(form_id, version, files=files, by=request.actor, now=timezone.now())
    except FieldError as error:
        messages.error(request, sentence_of(error))
    else:
        messages.success(request, _("The files are with the form."))
    return redirect("campaigns:form", form_id, version)


@open_to(*MAKING)
@require_safe
def xml(_request: ActorRequest, form_id: str, version: str) -> HttpResponse:
    """Give the XForm to keep or to test with another program."""
    one = _opened(form_id, version)
    answer = HttpResponse(one.xml.encode(), content_type="application/xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{form_id}-{version}.xml"'
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


@open_to(*MAKING)
@require_safe
def media(_request: ActorRequest, form_id: str, version: str, name: str) -> HttpResponse:
    """Show a file of a form."""
    try:
        row = media_for(_opened(form_id, version), name)
        content = path_of(row.sha256).read_bytes()
    except (NotFound, OSError):
        raise Http404 from None
    answer = HttpResponse(content, content_type=row.media_type)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _opened(form_id: str, version: str) -> CampaignForm:
    try:
        return form_by(form_id, version)
    except NotFound:
        raise Http404 from None


def _facts(one: CampaignForm, form: XForm) -> list[Fact]:
    return [
        Fact(_("Form"), one.form_id),
        Fact(_("Version"), one.version),
        Fact(_("Languages"), "、".join(form.languages) or "—"),
        Fact(_("Uploaded"), f"{timezone.localtime(one.uploaded_at):%Y-%m-%d %H:%M}"),
        Fact(_("Uploaded by"), one.uploaded_by),
        Fact(_("From the file"), one.source_name),
    ]


def _questions(items: tuple[Item, ...], language: str, depth: int) -> Iterator[Shown]:
    for item in items:
        group = item.kind in ("group", "repeat")
        yield Shown(
            depth=min(depth, 4),
            kind=_kind(item),
            label=in_language(item.label, language) or item.name,
            name=item.name,
            hint=in_language(item.hint, language),
            notes=tuple(_notes(item, language)),
            choices=tuple(
                in_language(one.label, language) or one.value for one in item.choices[:30]
            ),
            group=group,
        )
        yield from _questions(item.items, language, depth + 1)


def _kind(item: Item) -> str:
    if item.kind == "input" and item.readonly:
        return str(KINDS["note"])
    for key in (f"{item.kind}:{item.data_type}", item.kind):
        if key in KINDS:
            return str(KINDS[key])
    return item.kind


def _notes(item: Item, language: str) -> Iterator[str]:
    if item.required:
        yield _("has to be answered")
    if item.relevant:
        yield _("only if %(rule)s") % {"rule": _by_name(item.relevant)}
    if item.constraint:
        said = in_language(item.constraint_said, language)
        yield _("must hold: %(rule)s") % {"rule": said or _by_name(item.constraint)}
    if item.choices_from:
        yield _("choices from the file %(name)s") % {"name": item.choices_from}
    if item.filtered:
        yield _("choices depend on an answer before")


def _by_name(rule: str) -> str:
    """Return an expression with questions by their names instead of their paths."""
    return " ".join(_PATH.sub(r"\1", rule).split())
