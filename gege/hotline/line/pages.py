"""The line's settings: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb, rule_editions
from gege.hotline.line.editions import current_line, publish_line_rules
from gege.hotline.line.words import HINTS, NOT_PUBLISHED, PROBLEMS, RULES
from gege.hotline.models import LineRulesEdition
from gege.hotline.rules.line_rules import (
    LONGEST,
    RANGES,
    LineRules,
    from_json,
    problems_of,
    read_emergencies,
    written_emergencies,
)
from gege.kernel.telephones import telephone
from gege.kernel.typed_text import cleaned
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)
_LINES: Final = ("number", "name", "name_en", "merged_into")


class LineForm(rule_editions.EditionForm):
    """All settings at once."""

    def __init__(self, data: Any = None, *, rules: LineRules, number: int) -> None:
        super().__init__(data, number=number, initial=_initial(rules))

    def add_rules(self) -> None:
        for name in _LINES:
            self.fields[name] = _text(name, LONGEST.get(name, 20), required=name != "merged_into")
        self.fields["merged_on"] = forms.DateField(
            label=str(RULES["merged_on"]),
            help_text=str(HINTS["merged_on"]),
            required=False,
            widget=_Day(format="%Y-%m-%d"),
        )
        for name in ("told", "told_en"):
            self.fields[name] = _text(name, LONGEST[name], required=False, rows=2)
        for name, bounds in RANGES.items():
            self.fields[name] = rule_editions.whole(RULES[name], bounds, HINTS.get(name, ""))
        for end, label in (("window_from", _("Call from")), ("window_to", _("Call until"))):
            self.fields[end] = forms.TimeField(
                label=label, input_formats=["%H:%M"], widget=_Clock(format="%H:%M")
            )
        self.fields["emergencies"] = _text("emergencies", 1000, rows=5)

    def rules(self) -> LineRules:
        """Return the settings that the entries make."""
        given = self.cleaned_data
        on = given.get("merged_on")
        return from_json(
            {
                **{name: cleaned(given[name], lines=False) for name in ("name", "name_en")},
                **{name: cleaned(given.get(name, "")) for name in ("told", "told_en")},
                **{name: given[name] for name in RANGES},
                "number": _number(given["number"]),
                "merged_into": _number(given.get("merged_into", "")),
                "merged_on": on.isoformat() if on else "",
                "window": (f"{given['window_from']:%H:%M}", f"{given['window_to']:%H:%M}"),
                "emergencies": read_emergencies(cleaned(given["emergencies"])),
            }
        )

    def clean(self) -> dict[str, Any]:
        """Say each problem of the rules at its entry."""
        given = super().clean() or {}
        if not self.errors:
            for one in problems_of(self.rules()):
                field = "window_to" if one.field == "window" else one.field
                self.add_error(
                    field, str(PROBLEMS[one.word]) % {"least": one.least, "most": one.most}
                )
        return given


class _Clock(forms.TimeInput):
    input_type = "time"


class _Day(forms.DateInput):
    input_type = "date"


@open_to(*READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the settings in force and the list of editions."""
    context = rule_editions.in_force(LineRulesEdition, lines_of(current_line()), request.actor)
    return render(request, "hotline/line/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    crumb = Crumb(_("Settings of the line"), reverse("line:rules"))
    context = rule_editions.one_edition(LineRulesEdition, number, _lines_of_document, crumb)
    return render(request, "hotline/line/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    data = request.POST if request.method == "POST" else None
    form = LineForm(
        data, rules=current_line(), number=rule_editions.number_in_force(LineRulesEdition)
    )
    said = _("Edition %(number)s of the settings of the line holds now.")
    if made := form.published(
        request, publish_line_rules, said=said, refusals=NOT_PUBLISHED, home="line:rules"
    ):
        return made
    context = {"form": form, "crumbs": [Crumb(_("Settings of the line"), reverse("line:rules"))]}
    return render(request, "hotline/line/edit.html", context, status=422 if form.is_bound else 200)


def lines_of(rules: LineRules) -> list[tuple[str, str, bool]]:
    """Return (label, value, whether it is the default) of each setting."""
    default = LineRules()
    return [
        (
            str(label),
            _value(name, getattr(rules, name)),
            getattr(rules, name) == getattr(default, name),
        )
        for name, label in RULES.items()
    ]


def _value(name: str, value: Any) -> str:
    if name == "window":
        return f"{value[0]}–{value[1]}"
    if name == "emergencies":
        return written_emergencies(value)
    return str(value) or "—"


def _number(text: str) -> str:
    """Return a number in one spelling; what is none stays, so that the rule names it."""
    return telephone(text) or text.strip()


def _lines_of_document(document: Mapping[str, Any]) -> list[rule_editions.Line]:
    return lines_of(from_json(document))


def _text(name: str, most: int, *, required: bool = True, rows: int = 0) -> forms.CharField:
    return forms.CharField(
        label=str(RULES[name]),
        help_text=str(HINTS.get(name, "")),
        max_length=most,
        required=required,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput,
    )


def _initial(rules: LineRules) -> dict[str, Any]:
    plain = (*_LINES, "told", "told_en", *RANGES)
    return {
        **{name: getattr(rules, name) for name in plain},
        "merged_on": date.fromisoformat(rules.merged_on) if rules.merged_on else None,
        "window_from": time.fromisoformat(rules.window[0]),
        "window_to": time.fromisoformat(rules.window[1]),
        "emergencies": written_emergencies(rules.emergencies),
    }
