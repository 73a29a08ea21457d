"""Impact records: written by one person, decided by another, before a register goes live."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.registers.said import SaidOn
from gege.desk.registers.tabs import SETTING_UP, tabs_for
from gege.desk.taking_out.pages import as_sheets
from gege.registers.api import (
    NotFound,
    assessment,
    assessments,
    current_contract,
    decide_assessment,
    live_registers,
    write_assessment,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import read_editions

WRITING = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR)


class AssessForm(forms.Form):
    """Why a register is lawful, what it may do to people, and what is done against that."""

    lawful = forms.CharField(
        label=gettext_lazy("Why it is lawful, and no more than needed"),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    risks = forms.CharField(
        label=gettext_lazy("What it may do to people"),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip
    measures = forms.CharField(
        label=gettext_lazy("What is done against that"),
        max_length=2000, widget=forms.Textarea(attrs={"rows": 5}),
    )  # fmt: skip


class DecideForm(forms.Form):
    """Whether the register goes live."""

    approved = forms.ChoiceField(
        label=gettext_lazy("Decision"),
        choices=(
            ("yes", gettext_lazy("Approved: the register goes live")),
            ("no", gettext_lazy("Not approved: the register takes and shows nothing")),
        ),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), min_length=2, max_length=300)


@open_to(*SETTING_UP)
@require_safe
@as_sheets("impact-records")
def listed(request: ActorRequest) -> HttpResponse:
    """Show every register with its newest record, and those waiting for a decision."""
    language = get_language() or ""
    contract, live = current_contract(read_editions()), live_registers()
    names = {one.code: one.words.in_language(language) for one in contract.registers}
    context = {
        "tabs": tabs_for(request, "assessments"),
        "registers": [(code, name, code in live) for code, name in names.items()],
        "rows": [(one, names.get(one.register, one.register)) for one in assessments()],
        "may_write": request.actor.role in WRITING,
    }
    return render(request, "desk/registers/assessments.html", context)


@open_to(*WRITING)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: ActorRequest, code: str) -> HttpResponse:
    """Write an impact record of a register."""
    try:
        register = current_contract(read_editions()).register(code)
    except LookupError:
        raise Http404 from None
    form = AssessForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            write_assessment(
                register=code, **form.cleaned_data, by=request.actor, now=timezone.now(),
                editions=read_editions(),
            )  # fmt: skip
            messages.success(request, _("The impact record is written. Somebody else decides."))
            return redirect("registers:assessments")
    context = {
        "tabs": tabs_for(request, "assessments"),
        "form": form,
        "title": _("Impact record"),
        "lead": register.words.in_language(get_language() or ""),
        "submit": _("Write it"),
        "back": reverse("registers:assessments"),
    }
    return render(
        request, "desk/registers/form.html", context, status=422 if form.is_bound else 200
    )


@open_to(*SETTING_UP)
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: ActorRequest, number: int) -> HttpResponse:
    """Show an impact record and, for another than its writer, decide it."""
    try:
        one = assessment(number)
    except NotFound:
        raise Http404 from None
    may = (
        request.actor.role is Role.COUNTY_SUPERVISOR
        and one.approved is None
        and one.written_account_id != request.actor.account_id
    )
    form = DecideForm(request.POST if request.method == "POST" else None)
    if form.is_bound and not may:
        raise Http404
    if form.is_bound and form.is_valid():
        with SaidOn(form):
            decide_assessment(
                number,
                approved=form.cleaned_data["approved"] == "yes",
                reason=form.cleaned_data["reason"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The decision is noted."))
            return redirect("registers:assessments")
    contract = current_contract(read_editions())
    register = next((r for r in contract.registers if r.code == one.register), None)
    context = {
        "tabs": tabs_for(request, "assessments"),
        "one": one,
        "heading": register.words.in_language(get_language() or "") if register else one.register,
        "form": form if may else None,
    }
    return render(
        request, "desk/registers/assessment.html", context, status=422 if form.is_bound else 200
    )
