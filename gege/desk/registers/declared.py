"""What is kept and what is not: the declarations as a page, a document, and a new edition."""

from __future__ import annotations

import json
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.registers.tabs import READING, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.registers.api import (
    Contract,
    Field,
    Flawed,
    RegisterError,
    current_contract,
    current_number,
    document_in_force,
    forgettings,
    live_registers,
    names,
    publish_contract,
    sentence_of,
    sentence_of_flaw,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions

SEEING: Final = (*READING, Role.ADMINISTRATOR)
LARGEST: Final = 2_000_000


class PublishForm(forms.Form):
    """A document with all registers, and what is new in it."""

    file = forms.FileField(label=gettext_lazy("Declaration (JSON)"))
    note = forms.CharField(
        label=gettext_lazy("What is new"), min_length=2, max_length=200,
        help_text=gettext_lazy("Fields are added or retired; none that holds values goes away."),
    )  # fmt: skip
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@open_to(*SEEING)
@require_safe
@as_sheets("contract")
def overview(request: ActorRequest) -> HttpResponse:
    """Show all registers with their stewards, and where a new edition is published."""
    language, editions = get_language() or "", read_editions()
    contract, live = current_contract(editions), live_registers()
    context = {
        "tabs": tabs_for(request, "declared"),
        "edition": current_number(editions),
        "registers": [
            {
                "code": one.code,
                "number": one.number,
                "name": one.words.in_language(language),
                "sheets": pgettext("joint", ", ").join(
                    sheet.words.in_language(language) for sheet in one.sheets
                ),
                "fields": sum(len(sheet.current) for sheet in one.sheets),
                "live": one.code in live,
            }
            for one in contract.registers
        ],
        "forgotten": [
            (
                run,
                [
                    (_sheet(code, contract, language), *counts)
                    for code, counts in run.counts.items()
                ],
            )
            for run in forgettings()
        ],
        "may_publish": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/registers/declared.html", context)


@open_to(*SEEING)
@require_safe
def one(request: ActorRequest, code: str) -> HttpResponse:
    """Show what one register keeps, for what, by which law, how long, and what it does not."""
    language = get_language() or ""
    contract = current_contract(read_editions())
    try:
        register = contract.register(code)
    except LookupError:
        raise Http404 from None
    context = {
        "tabs": tabs_for(request, "declared"),
        "heading": register.words.in_language(language),
        "number": register.number,
        "stewards": [_steward(steward) for steward in register.stewards],
        "sources": [_steward(source) for source in register.sources],
        "enables": [words.in_language(language) for words in register.enables],
        "not_collected": register.not_collected.in_language(language),
        "sheets": [
            {
                "name": sheet.words.in_language(language),
                "fields": [_row(field, contract, language) for field in sheet.fields],
            }
            for sheet in register.sheets
        ],
        "live": code in live_registers(),
    }
    return render(request, "desk/registers/declared_one.html", context)


@open_to(*SEEING)
@require_safe
def document(request: ActorRequest) -> HttpResponse:
    """Return the edition in force as a document to change and publish."""
    response = JsonResponse(
        document_in_force(read_editions()), json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    response["Content-Disposition"] = 'attachment; filename="registers.json"'
    return response


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: ActorRequest) -> HttpResponse:
    """Publish a new edition from a document; every flaw is named."""
    number = current_number(read_editions())
    bound = request.method == "POST"
    form = PublishForm(
        request.POST if bound else None,
        request.FILES if bound else None,
        initial={"based_on": number},
    )
    flaws: list[str] = []
    if bound and form.is_valid():
        try:
            edition = publish_contract(
                _read(form.cleaned_data["file"]),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("Edition %(number)s is in force.") % {"number": edition})
            return redirect("registers:declared")
        except Flawed as flawed:
            flaws = [sentence_of_flaw(flaw) for flaw in flawed.flaws[:50]]
            form.add_error(None, sentence_of(flawed))
        except RegisterError as refused:
            form.add_error(None, sentence_of(refused))
        except ValueError:
            form.add_error("file", _("This file is not a JSON document of registers."))
    context = {
        "tabs": tabs_for(request, "declared"),
        "form": form,
        "flaws": flaws,
        "title": _("Publish a new edition"),
    }
    return render(request, "desk/registers/publish.html", context, status=422 if bound else 200)


def _read(file: Any) -> dict[str, Any]:
    """Return the document of a file. Raises ValueError for anything that is none.

    What a database cannot keep is none either: half signs, the sign zero, numbers without end.
    """
    if file.size > LARGEST:
        raise ValueError("too large")
    try:
        read = json.loads(file.read().decode("utf-8-sig"), object_pairs_hook=_table)
        kept = json.dumps(read, ensure_ascii=False, allow_nan=False).encode()
    except RecursionError:
        raise ValueError("too deep") from None
    if not isinstance(read, dict) or b"\\u0000" in kept:
        raise ValueError("not a table")
    return read


def _table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return the pairs of an object as a table. Raises ValueError where a key stands twice."""
    table = dict(pairs)
    if len(table) != len(pairs):
        raise ValueError("a key twice")
    return table


def _sheet(code: str, contract: Contract, language: str) -> str:
    sheet = contract.sheets.get(code)
    return sheet.words.in_language(language) if sheet else code


def _steward(code: str) -> str:
    if code == "community":
        return _("the community")
    unit = load_atlas().unit_by_code(code)
    return unit.short(get_language() or "") if unit else code


def _row(field: Field, contract: Contract, language: str) -> dict[str, Any]:
    kept = field.retention
    purposes = [contract.purposes[code].in_language(language) for code in field.purposes]
    return {
        "label": field.words.in_language(language),
        "level": names.LEVELS[field.level],
        "is_sensitive": field.level >= 3,
        "need": names.NEEDS[field.need],
        "purposes": pgettext("joint", ", ").join(purposes),
        "basis": pgettext("joint", ": ").join(
            filter(None, (str(names.BASES[field.basis]), field.cite))
        ),
        "codes": contract.code_lists[field.codes].standard if field.codes else "",
        "collectors": pgettext("joint", ", ").join(
            str(names.SIDES[side]) for side in field.collectors
        ),
        "keep": ""
        if not kept.months
        else _("%(months)s months %(start)s")
        % {"months": kept.months, "start": names.STARTS[kept.starts]},
        "sealed": field.keeps_sealed,
        "retired": field.retired,
    }
