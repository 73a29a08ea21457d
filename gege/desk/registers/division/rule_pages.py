"""The rules of division: what work is made of, and what stands out; published as an edition."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gege.desk.parts import Crumb
from gege.desk.registers.said import SaidOn
from gege.desk.rule_editions import EditionForm, newest
from gege.registers.api import (
    DIVISION_RANGES,
    DivisionEdition,
    DivisionRules,
    division_names,
    division_rules,
    publish_division_rules,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import read_editions

EDITIONS: Final = 20


class DivisionForm(EditionForm):
    """All rules at once, and why they are changed."""

    def __init__(self, data: Any = None, *, rules: DivisionRules, number: int) -> None:
        kept = {name: getattr(rules, name) for name in DIVISION_RANGES}
        super().__init__(data, number=number, initial=kept)

    def add_rules(self) -> None:
        for name, (least, most) in DIVISION_RANGES.items():
            bounds = _("%(least)s to %(most)s") % {"least": least, "most": most}
            hint = division_names.HINTS.get(name)
            self.fields[name] = forms.IntegerField(
                label=str(division_names.RULES[name]),
                min_value=least,
                max_value=most,
                help_text=_("; ").join([bounds, str(hint)]) if hint else bounds,
            )


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition of the rules; the report follows at once, the findings at night."""
    rules = division_rules(read_editions())
    made = newest(DivisionEdition, EDITIONS)
    number = made[0].number if made else 0
    form = DivisionForm(
        request.POST if request.method == "POST" else None, rules=rules, number=number
    )
    if request.method == "POST" and form.is_valid():
        with SaidOn(form):
            given = form.cleaned_data
            publish_division_rules(
                DivisionRules(**{name: given[name] for name in DIVISION_RANGES}),
                note=given["note"],
                based_on=given["based_on"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(request, _("The rules hold now. Findings follow in the coming night."))
            return redirect("registers:division")
    context = {
        "form": form,
        "editions": made,
        "crumbs": [Crumb(_("Division report"), reverse("registers:division"))],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/registers/division/rules.html", context, status=status)
