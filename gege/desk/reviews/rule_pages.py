"""The rules of accountability reviews: those in force, their editions, the form for a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.messages.words import NOT_DONE
from gege.desk.orders.roles import RULE_READERS
from gege.desk.parts import Crumb
from gege.desk.rule_editions import EditionForm, Line, in_force, one_edition, whole
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import (
    REVIEW_RANGES,
    Measure,
    ReviewRules,
    ReviewRulesEdition,
    review_names,
)

HOME: Final = "/setup/reviews"
_DAYS: Final = gettext_lazy("working days")
LABELS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "statement_days": (gettext_lazy("A statement is due within"), _DAYS),
    "again_days": (gettext_lazy("A late statement is reminded of every"), _DAYS),
    "reminders": (gettext_lazy("It is reminded of so often"), gettext_lazy("times")),
    "appeal_days": (gettext_lazy("An appeal is possible for"), _DAYS),
    "measures": (gettext_lazy("Measures that a finding may name"), ""),
}
"""What each rule reads like, and what it is counted in; in the order of the page."""


class RulesForm(EditionForm):
    """All rules at once."""

    def __init__(self, data: Any = None, *, rules: ReviewRules, number: int) -> None:
        initial = {name: getattr(rules, name) for name in LABELS}
        super().__init__(data, number=number, initial=initial)

    def add_rules(self) -> None:
        for name, (label, unit) in LABELS.items():
            self.fields[name] = _field(name, str(label), str(unit))

    def rules(self) -> ReviewRules:
        """Return the rules that the entries make; measures in the order they are declared."""
        typed = {name: self.cleaned_data[name] for name in LABELS}
        chosen = tuple(str(one) for one in Measure if one in typed["measures"])
        return ReviewRules(**(typed | {"measures": chosen}))


def _field(name: str, label: str, unit: str) -> forms.Field:
    if name == "measures":
        return forms.MultipleChoiceField(
            label=label,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(one), review_names.MEASURES[one]) for one in Measure],
        )
    return whole(f"{label} ({unit})", REVIEW_RANGES[name])


@open_to(*RULE_READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    lines = lines_of(supervision.current_review_rules()[1])
    context = in_force(ReviewRulesEdition, lines, request.actor)
    return render(request, "desk/reviews/rules.html", context)


@open_to(*RULE_READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    crumb = Crumb(_("Rules of accountability reviews"), HOME)
    context = one_edition(ReviewRulesEdition, number, _lines_of_document, crumb)
    return render(request, "desk/reviews/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; reviews under way are held to their end under their own."""
    data = request.POST if request.method == "POST" else None
    number, rules = supervision.current_review_rules()
    form = RulesForm(data, rules=rules, number=number)
    said = _("Edition %(number)s of the rules of accountability reviews holds now.")
    if made := form.published(
        request,
        supervision.publish_review_rules,
        said=said,
        refusals=NOT_DONE,
        home="reviews:rules",
    ):
        return made
    context = {
        "form": form,
        "heading": _("Change the rules of accountability reviews"),
        "intro": _("Reviews under way are held to their end under the rules they began with."),
        "submit": _("Publish the edition"),
        "back": HOME,
        "back_name": _("Rules of accountability reviews"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/group/form.html", context, status=status)


def lines_of(rules: ReviewRules) -> list[tuple[str, str, bool]]:
    """Return (label, value, whether it is the default) of each rule."""
    default = ReviewRules()
    return [
        (str(label), _value(name, rules, str(unit)), getattr(rules, name) == getattr(default, name))
        for name, (label, unit) in LABELS.items()
    ]


def _lines_of_document(document: Mapping[str, Any]) -> list[Line]:
    return lines_of(supervision.review_rules_from_json(document))


def _value(name: str, rules: ReviewRules, unit: str) -> str:
    if name != "measures":
        return f"{getattr(rules, name)} {unit}"
    return "；".join(str(review_names.MEASURES[Measure(one)]) for one in rules.measures)
