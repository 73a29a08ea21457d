"""The sharing catalogue: what departments read of registers that are not theirs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, pgettext, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.account.forms import DayInput
from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import SETTING_UP, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.registers.api import CatalogueEntry, catalogue, current_contract, end_sharing, share
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions

FREQUENCY_NAMES = {
    "on_request": pgettext_lazy("sharing", "on request"),
    "daily": pgettext_lazy("sharing", "daily"),
    "weekly": pgettext_lazy("sharing", "weekly"),
    "monthly": pgettext_lazy("sharing", "monthly"),
    "once": pgettext_lazy("sharing", "once"),
}


class ShareForm(forms.Form):
    """One entry of the catalogue."""

    fields_ = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"), widget=forms.CheckboxSelectMultiple
    )
    receiver = forms.ChoiceField(label=gettext_lazy("Who reads"))
    purpose = forms.ChoiceField(label=gettext_lazy("For what"))
    basis = forms.CharField(label=gettext_lazy("Legal basis"), min_length=2, max_length=200)
    frequency = forms.ChoiceField(
        label=gettext_lazy("How often"), choices=list(FREQUENCY_NAMES.items())
    )
    valid_from = forms.DateField(label=gettext_lazy("From"), widget=DayInput())
    valid_until = forms.DateField(
        label=gettext_lazy("Last day"), widget=DayInput(),
        help_text=gettext_lazy("On the day after, nobody reads any more."),
    )  # fmt: skip


class EndForm(forms.Form):
    """Why sharing ends before its day."""

    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=2, max_length=200)


@open_to(*SETTING_UP)
@require_safe
@as_sheets("sharing")
def listed(request: ActorRequest) -> HttpResponse:
    """Show live entries, those that are over, and the sheets to share from."""
    language = get_language() or ""
    live, over = catalogue(timezone.localdate())
    contract = current_contract(read_editions())
    context = {
        "tabs": tabs_for(request, "sharing"),
        "live": [_row(one, language) for one in live],
        "over": [_row(one, language) for one in over],
        "sheets": [
            (sheet.code, sheet.words.in_language(language)) for sheet in contract.sheets.values()
        ],
        "may_agree": request.actor.role is Role.COUNTY_SUPERVISOR,
    }
    return render(request, "desk/registers/sharing.html", context)


@open_to(Role.COUNTY_SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def agree(request: ActorRequest, code: str) -> HttpResponse:
    """Agree that a department reads fields of a sheet."""
    language = get_language() or ""
    contract = current_contract(read_editions())
    sheet = contract.sheets.get(code)
    if sheet is None:
        raise Http404
    form = ShareForm(
        request.POST if request.method == "POST" else None,
        initial={"valid_from": timezone.localdate()},
    )
    _choose(form, "fields_", [(one.name, one.words.in_language(language)) for one in sheet.current])
    own = contract.register_of[code].departments()
    _choose(form, "receiver", [pair for pair in _departments(language) if pair[0] not in own])
    purposes = dict.fromkeys(purpose for one in sheet.current for purpose in one.purposes)
    _choose(form, "purpose", [(p, contract.purposes[p].in_language(language)) for p in purposes])
    if form.is_bound and form.is_valid():
        typed = dict(form.cleaned_data)
        with SaidOn(form, fields="fields_"):
            share(
                sheet=code, fields=typed.pop("fields_"), **typed, by=request.actor,
                now=timezone.now(), editions=read_editions(),
            )  # fmt: skip
            messages.success(request, _("The entry stands in the catalogue."))
            return redirect("registers:sharing")
    context = {
        "tabs": tabs_for(request, "sharing"),
        "form": form,
        "title": _("Share fields"),
        "lead": sheet.words.in_language(language),
        "submit": _("Agree"),
        "back": reverse("registers:sharing"),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


@open_to(Role.COUNTY_SUPERVISOR)
@require_http_methods(["GET", "HEAD", "POST"])
def end(request: ActorRequest, number: int) -> HttpResponse:
    """End an entry at once."""
    form = EndForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            end_sharing(number, **form.cleaned_data, by=request.actor, now=timezone.now())
            messages.success(request, _("The sharing has ended."))
            return redirect("registers:sharing")
    context = {
        "tabs": tabs_for(request, "sharing"),
        "form": form,
        "title": _("End the sharing"),
        "submit": _("End the sharing"),
        "grave": True,
        "back": reverse("registers:sharing"),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


def _choose(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = choices


def _departments(language: str) -> list[tuple[str, str]]:
    today = timezone.localdate()
    return [
        (unit.code, unit.short(language))
        for unit in load_atlas().departments()
        if unit.valid_on(today) and "-" not in unit.code
    ]


def _row(entry: CatalogueEntry, language: str) -> dict[str, Any]:
    contract = current_contract(read_editions())
    sheet = contract.sheets.get(entry.sheet)
    fields = [
        sheet.by_name[name].words.in_language(language)
        for name in entry.fields
        if sheet is not None and name in sheet.by_name
    ]
    unit = load_atlas().unit_by_code(entry.receiver)
    purpose = contract.purposes.get(entry.purpose)
    return {
        "entry": entry,
        "sheet": sheet.words.in_language(language) if sheet else entry.sheet,
        "fields": pgettext("joint", ", ").join(fields),
        "receiver": unit.short(language) if unit else entry.receiver,
        "purpose": purpose.in_language(language) if purpose else entry.purpose,
        "frequency": FREQUENCY_NAMES.get(entry.frequency, entry.frequency),
    }
