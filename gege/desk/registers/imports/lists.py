"""The imports of a unit, and taking a file in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.parts import Turns
from gege.desk.registers.imports.said import ImportSaid
from gege.desk.registers.tabs import IMPORTING, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.kernel.typed_text import whole_number
from gege.registers.api import (
    Import,
    Reach,
    current_contract,
    imports,
    intake_names,
    live_registers,
    reader,
    receive_file,
    work_at_once,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions

OWN = ""


class UploadForm(forms.Form):
    """One file, and what it is."""

    sheet = forms.ChoiceField(label=gettext_lazy("What the file lists"))
    source = forms.ChoiceField(label=gettext_lazy("Who gave it"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV, text with columns, or a workbook (.xlsx). It is kept sealed and forgotten after "
            "the import."
        ),
    )
    tab = forms.CharField(
        label=gettext_lazy("Sheet of the workbook"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("Empty: the first that has a table."),
    )
    label = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=80)
    again = forms.BooleanField(
        label=gettext_lazy("Take it in once more, although this very file was taken in already"),
        required=False,
    )

    def clean_file(self) -> Any:
        """Refuse what is larger than a browser may send; the command line takes more."""
        one = self.cleaned_data["file"]
        if one.size > settings.GEGE_UPLOAD_BYTES:
            most = settings.GEGE_UPLOAD_BYTES // (1024 * 1024)
            said = _("%(name)s is larger than %(most)s MB; import it on the command line.")
            raise forms.ValidationError(said % {"name": one.name[:60], "most": most})
        return one


@open_to(*IMPORTING)
@never_cache
@require_safe
@as_sheets("imports")
def listed(request: ActorRequest) -> HttpResponse:
    """List the imports of the unit, the newest first."""
    after = whole_number(request.GET.get("after", "")) or 0
    page = imports(by=request.actor, after=after)
    context = {
        "tabs": tabs_for(request, "imports"),
        "rows": [_row(one) for one in page.lines],
        "turns": Turns(
            first="?" if after else "", next=f"?after={page.after}" if page.after else ""
        ),
        "narrowed": bool(after),
    }
    return render(request, "desk/registers/imports/list.html", context)


@open_to(*IMPORTING)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: ActorRequest) -> HttpResponse:
    """Take a file in; where its columns are known, it goes on by itself."""
    bound = request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if bound else UploadForm()
    _choose(form, "sheet", sheets_for(request))
    is_officer = request.actor.role is Role.DEPARTMENT_OFFICER
    if is_officer:
        del form.fields["source"]
    else:
        _choose(form, "source", [(OWN, _("our own list")), *_departments()])
    if not bound:
        del form.fields["again"]
    said = ImportSaid(form)
    if bound and form.is_valid():
        with said:
            typed = form.cleaned_data
            one = receive_file(
                typed["file"],
                filename=typed["file"].name or "",
                sheet=typed["sheet"],
                source=typed.get("source", ""),
                label=typed["label"],
                tab=typed["tab"],
                although_there=bool(typed.get("again")),
                by=request.actor,
                now=timezone.now(),
                editions=read_editions(),
            )
            work_at_once(one, clock=timezone.now, editions=read_editions())
            messages.success(request, _("The file is taken in."))
            return redirect("registers:import", one.uid)
    if bound and said.word != "same_file":
        form.fields.pop("again", None)
    context = {
        "tabs": tabs_for(request, "imports"),
        "form": form,
        "same": said.values.get("uid", "") if said.word == "same_file" else "",
        "submit": _("Take the file in"),
        "back": reverse("registers:imports"),
    }
    return render(request, "desk/registers/imports/new.html", context, status=422 if bound else 200)


def sheets_for(request: ActorRequest) -> list[tuple[str, str]]:
    """Return the sheets that this post may import into, by their registers."""
    language, contract = get_language() or "", current_contract(read_editions())
    one, live = reader(request.actor, timezone.localdate()), live_registers()
    return [
        (sheet.code, sheet.words.in_language(language))
        for register in contract.registers
        if register.code in live
        for sheet in register.sheets
        if one.reach(sheet, register, request.actor.area_code) not in (Reach.NONE, Reach.GRANTED)
    ]


def source_of(one: Import) -> str:
    """Return who gave a file."""
    unit = load_atlas().unit_by_code(one.source) if one.source else None
    if unit is not None:
        return unit.short(get_language() or "")
    return one.source or _("our own list")


def _row(one: Import) -> dict[str, Any]:
    contract, language = current_contract(read_editions()), get_language() or ""
    sheet = contract.sheets.get(one.sheet)
    return {
        "one": one,
        "sheet": sheet.words.in_language(language) if sheet else one.sheet,
        "source": source_of(one),
        "stage": intake_names.STAGES[one.state],
        "waits": one.state in ("mapping", "preview"),
    }


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _departments() -> list[tuple[str, str]]:
    today, language = timezone.localdate(), get_language() or ""
    return [
        (unit.code, unit.short(language))
        for unit in load_atlas().departments()
        if unit.valid_on(today) and "-" not in unit.code
    ]
