"""What is typed into briefings: which days, the words of each chapter, conclusions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.supervision.api import (
    LONGEST,
    LONGEST_CONCLUSION,
    LONGEST_NOTE,
    LONGEST_PART,
    PARTS,
    OrderKind,
    Span,
    briefing_names,
)
from gege.supervision.api import names as words


class DraftForm(forms.Form):
    """Which days a briefing looks at."""

    span = forms.ChoiceField(
        label=pgettext_lazy("briefing", "Over"), choices=list(briefing_names.SPANS.items())
    )
    first = forms.DateField(
        label=_("First day"), widget=DayInput(),
        help_text=_("Of a week or a month any of its days will do."),
    )  # fmt: skip
    last = forms.DateField(
        label=_("Last day"), widget=DayInput(), required=False,
        help_text=_("Only for chosen days: at most a year, all of them over."),
    )  # fmt: skip

    @property
    def chosen(self) -> Span:
        return Span(self.cleaned_data["span"])


class PartsForm(forms.Form):
    """The words above the chapters and in each of them."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *given: Any, revision: int, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["seen"].initial = revision
        for part in PARTS:
            self.fields[str(part)] = forms.CharField(
                label=str(briefing_names.PART_NAMES[part]),
                required=False,
                max_length=LONGEST_PART,
                widget=forms.Textarea(attrs={"rows": 5}),
            )
        self.fields[str(PARTS[0])].help_text = _(
            "Matters and places, never persons. The figures stand beside it by themselves."
        )

    @property
    def typed(self) -> dict[str, str]:
        return {str(part): self.cleaned_data[str(part)] for part in PARTS}


class ConclusionForm(forms.Form):
    """A conclusion and the task that it becomes."""

    chapter = forms.ChoiceField(label=_("Chapter"), choices=list(briefing_names.CHAPTERS.items()))
    words = forms.CharField(
        label=_("What is concluded"), max_length=LONGEST_CONCLUSION,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    order = forms.ChoiceField(
        label=_("The task: an open order that stands already"), required=False,
        help_text=_("Or write below the one that is issued when the briefing is published."),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("The task: what it is"), required=False)
    to = forms.ChoiceField(label=pgettext_lazy("order", "To which unit"), required=False)
    task = forms.CharField(
        label=_("What is to be done"), max_length=LONGEST, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Within how many working days"), required=False, min_value=1, max_value=250
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(
        self,
        *given: Any,
        orders: Sequence[tuple[str, str]],
        units: Sequence[tuple[str, str]],
        county: bool,
        revision: int,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.fields["seen"].initial = revision
        self._choose("order", [("", _("None of them")), *orders])
        self._choose("to", [("", _("Choose a unit")), *units])
        kinds = list(OrderKind) if county else [OrderKind.COORDINATION]
        self._choose("kind", [(str(kind), words.KINDS[kind]) for kind in kinds])
        if county:
            self.fields["kind"].help_text = _(
                "An order is the supervision’s: with one, only it publishes the briefing."
            )

    def _choose(self, name: str, choices: Sequence[tuple[str, Any]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(choices)

    @property
    def typed(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {
            name: data[name] or ("" if name != "days" else 0)
            for name in ("chapter", "words", "order", "kind", "to", "task", "days")
        }


class ReasonForm(forms.Form):
    """Why a briefing comes back."""

    reason = forms.CharField(
        label=_("Reason"), max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())


class SureForm(forms.Form):
    """Nothing but what was on screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
