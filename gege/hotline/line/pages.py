"""The line's settings: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from datetime import date, time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
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
from gege.trail.api import NotPublished

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.HOTLINE_OPERATOR,
    Role.ELECTRONIC_SUPERVISOR,
)
EDITIONS: Final = 50
_LINES: Final = ("number", "name", "name_en", "merged_into")


class LineForm(forms.Form):
    """All settings at once."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: LineRules, number: int) -> None:
        super().__init__(data, initial={"based_on": number, **_initial(rules)})
        note, based_on = self.fields.pop("note"), self.fields.pop("based_on")
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
        for name, (least, most) in RANGES.items():
            bounds = _("%(least)s to %(most)s") % {"least": least, "most": most}
            self.fields[name] = forms.IntegerField(
                label=str(RULES[name]),
                min_value=least,
                max_value=most,
                help_text=str(HINTS.get(name) or bounds),
            )
        for end, label in (("window_from", _("Call from")), ("window_to", _("Call until"))):
            self.fields[end] = forms.TimeField(
                label=label, input_formats=["%H:%M"], widget=_Clock(format="%H:%M")
            )
        self.fields["emergencies"] = _text("emergencies", 1000, rows=5)
        self.fields |= {"note": note, "based_on": based_on}

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
    editions = _editions()
    context = {
        "rows": lines_of(current_line()),
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "hotline/line/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    row = get_object_or_404(LineRulesEdition, number=number)
    before = LineRulesEdition.objects.filter(number__lt=number).order_by("-number").first()
    now = lines_of(from_json(row.document))
    old = lines_of(from_json(before.document if before else {}))
    context = {
        "rows": now,
        "changes": [(b[0], a[1], b[1]) for a, b in zip(old, now, strict=True) if a[1] != b[1]],
        "edition": row,
        "old": True,
        "crumbs": [Crumb(_("Settings of the line"), reverse("line:rules"))],
    }
    return render(request, "hotline/line/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    latest = _editions(1)
    data = request.POST if request.method == "POST" else None
    form = LineForm(data, rules=current_line(), number=latest[0].number if latest else 0)
    if form.is_bound and form.is_valid():
        try:
            made = publish_line_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotPublished as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, str(NOT_PUBLISHED[error.word]))
        else:
            text = _("Edition %(number)s of the settings of the line holds now.")
            messages.success(request, text % {"number": made})
            return redirect("line:rules")
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


def _editions(most: int = EDITIONS) -> list[LineRulesEdition]:
    return list(LineRulesEdition.objects.order_by("-number")[:most])


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
