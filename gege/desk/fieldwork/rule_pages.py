"""The field rules: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.fieldwork.refused import SaidOn
from gege.desk.fieldwork.rule_words import (
    NAMES,
    PARTS,
    differences,
    is_default,
    problem_words,
    range_words,
    value_words,
)
from gege.desk.fieldwork.tabs import READERS, tabs_for
from gege.desk.rule_editions import EditionForm, newest, number_in_force
from gege.fieldwork.api import (
    RANGES,
    FieldRules,
    FieldRulesEdition,
    current_rules,
    problems_of_rules,
    publish_field_rules,
    rules_from_json,
)
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.territory.api import read_editions

FORM: Final = ["GET", "HEAD", "POST"]
WINDOWS: Final = ("morning", "afternoon")
MAY_READ: Final = (Role.ADMINISTRATOR, *READERS)


class TimeInput(forms.TimeInput):
    """A native clock."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class RulesForm(EditionForm):
    """All rules at once; the windows as two times each."""

    def __init__(self, data: Any = None, *, rules: FieldRules, number: int) -> None:
        super().__init__(data, number=number, initial=_initial(rules))

    def add_rules(self) -> None:
        for _label, part in PARTS:
            for name, one in part.items():
                self._add(name, one.label, one.unit, one.hint)

    def rules(self) -> FieldRules:
        """Return the rules that the entries make."""
        given = self.cleaned_data
        windows: dict[str, Any] = {
            name: (f"{given[f'{name}_from']:%H:%M}", f"{given[f'{name}_to']:%H:%M}")
            for name in WINDOWS
        }
        plain = {name: given[name] for name in NAMES if name not in WINDOWS}
        return replace(FieldRules(), **windows, **plain)

    def clean(self) -> dict[str, Any]:
        """Check the rules as a whole, once every entry can be read."""
        cleaned = super().clean() or {}
        if not self.errors:
            for problem in problems_of_rules(self.rules()):
                field = f"{problem.field}_from" if problem.field in WINDOWS else problem.field
                self.add_error(field, problem_words(problem))
        return cleaned

    def _add(self, name: str, label: Any, unit: Any, hint: Any) -> None:
        if name in WINDOWS:
            for end, word in (("from", _("from")), ("to", _("to"))):
                self.fields[f"{name}_{end}"] = forms.TimeField(
                    label=f"{str(label).partition(':')[0].partition('：')[0]} · {word}",
                    widget=TimeInput(),
                    input_formats=["%H:%M"],
                )
            return
        if name not in RANGES:
            self.fields[name] = forms.BooleanField(label=label, help_text=hint, required=False)
            return
        least, most = RANGES[name]
        bounds = _("%(least)s to %(most)s %(unit)s") % {"least": least, "most": most, "unit": unit}
        self.fields[name] = forms.IntegerField(
            label=label,
            min_value=least,
            max_value=most,
            help_text=_("; ").join([bounds, str(hint)]) if hint else bounds,
        )


@open_to(*MAY_READ)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    rules, editions = current_rules(read_editions()), newest(FieldRulesEdition)
    context = {
        "tabs": tabs_for(request, "rules"),
        "parts": _parts(rules),
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
        "old": False,
    }
    return render(request, "desk/fieldwork/rules.html", context)


@open_to(*MAY_READ)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    row = get_object_or_404(FieldRulesEdition, number=number)
    before = FieldRulesEdition.objects.filter(number__lt=number).order_by("-number").first()
    rules = rules_from_json(row.document)
    context = {
        "tabs": tabs_for(request, "rules"),
        "parts": _parts(rules),
        "edition": row,
        "crumbs": [Crumb(_("Field rules"), reverse("fieldwork:rules"))],
        "changes": differences(rules_from_json(before.document if before else {}), rules),
        "old": True,
    }
    return render(request, "desk/fieldwork/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    rules, number = current_rules(read_editions()), number_in_force(FieldRulesEdition)
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=rules, number=number)
    if request.method == "POST" and form.is_valid():
        with SaidOn(form):
            made = publish_field_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor,
                now=timezone.now(),
            )
            messages.success(
                request, _("Edition %(number)s of the field rules holds now.") % {"number": made}
            )
            return redirect("fieldwork:rules")
    context = {
        "form": form,
        "crumbs": [Crumb(_("Field rules"), reverse("fieldwork:rules"))],
        "number": number,
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/fieldwork/edit_rules.html", context, status=status)


def _parts(rules: FieldRules) -> list[tuple[Any, list[dict[str, Any]]]]:
    return [(label, [_line(name, rules) for name in part]) for label, part in PARTS]


def _line(name: str, rules: FieldRules) -> dict[str, Any]:
    one = NAMES[name]
    return {
        "label": one.label,
        "hint": one.hint,
        "value": value_words(name, getattr(rules, name)),
        "range": range_words(name),
        "default": is_default(name, rules),
    }


def _initial(rules: FieldRules) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(rules, name)
        if name in WINDOWS:
            found[f"{name}_from"], found[f"{name}_to"] = (time.fromisoformat(one) for one in value)
        else:
            found[name] = value
    return found
