"""The rules of accountability reviews: those in force, their editions, the form for a new one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.messages.words import NOT_DONE, said
from gege.desk.orders.roles import RULE_READERS
from gege.desk.parts import Crumb
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
from gege.trail.api import NotPublished

EDITIONS: Final = 50
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


class RulesForm(forms.Form):
    """All rules at once."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: ReviewRules, number: int) -> None:
        initial = {name: getattr(rules, name) for name in LABELS}
        super().__init__(data, initial={"based_on": number, **initial})
        note, based_on = self.fields.pop("note"), self.fields.pop("based_on")
        for name, (label, unit) in LABELS.items():
            self.fields[name] = _field(name, str(label), str(unit))
        self.fields |= {"note": note, "based_on": based_on}

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
    least, most = REVIEW_RANGES[name]
    hint = _("%(least)s to %(most)s") % {"least": least, "most": most}
    return forms.IntegerField(
        label=f"{label} ({unit})", min_value=least, max_value=most, help_text=hint
    )


@open_to(*RULE_READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    editions = _editions()
    context = {
        "lines": lines_of(supervision.current_review_rules()[1]),
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/reviews/rules.html", context)


@open_to(*RULE_READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    row = get_object_or_404(ReviewRulesEdition, number=number)
    before = ReviewRulesEdition.objects.filter(number__lt=number).order_by("-number").first()
    now = lines_of(supervision.review_rules(number))
    old = lines_of(supervision.review_rules(before.number) if before else ReviewRules())
    context = {
        "lines": now,
        "changes": [(b[0], a[1], b[1]) for a, b in zip(old, now, strict=True) if a[1] != b[1]],
        "edition": row,
        "old": True,
        "crumbs": [Crumb(_("Rules of accountability reviews"), HOME)],
    }
    return render(request, "desk/reviews/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; reviews under way are held to their end under their own."""
    latest = _editions(1)
    data = request.POST if request.method == "POST" else None
    number, rules = supervision.current_review_rules()
    form = RulesForm(data, rules=rules, number=latest[0].number if latest else number)
    if form.is_bound and form.is_valid():
        try:
            made = supervision.publish_review_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotPublished as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, said(error.word, NOT_DONE))
        else:
            text = _("Edition %(number)s of the rules of accountability reviews holds now.")
            messages.success(request, text % {"number": made})
            return redirect("reviews:rules")
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


def _value(name: str, rules: ReviewRules, unit: str) -> str:
    if name != "measures":
        return f"{getattr(rules, name)} {unit}"
    return "；".join(str(review_names.MEASURES[Measure(one)]) for one in rules.measures)


def _editions(most: int = EDITIONS) -> list[ReviewRulesEdition]:
    return list(ReviewRulesEdition.objects.order_by("-number")[:most])
