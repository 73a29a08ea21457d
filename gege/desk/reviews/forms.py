"""What is typed into a review and its deeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.supervision import api as supervision
from gege.supervision.api import Degree, Holder, Named, ReviewDeed, Ruling
from gege.supervision.api import review_names as words

Choices = Sequence[tuple[str, str | Promise]]


def _area(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class NewReviewForm(forms.Form):
    """A finding of serious harm: without it there is no review (R-092)."""

    matters = forms.CharField(
        label=_("Numbers of the matters"), max_length=600, required=False,
        help_text=_("One, or several with spaces between."),
    )  # fmt: skip
    consequence = forms.ChoiceField(label=_("Serious harm"))
    harm_on = forms.DateField(label=_("On which day"), widget=DayInput())
    finding = forms.CharField(
        label=_("What harm was done: the facts"), max_length=supervision.LONGEST_FINDING,
        widget=_area(6),
        help_text=_("Write what happened and how you know it. A red light alone is no harm."),
    )  # fmt: skip
    title = forms.CharField(
        label=pgettext_lazy("review", "Title"), max_length=120, required=False,
        help_text=_("Without it the title of the first matter stands here."),
    )  # fmt: skip

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        _choose(self, "consequence", _("Choose the kind of harm"), words.CONSEQUENCES)


class SeenForm(forms.Form):
    """What every deed carries: the version of the review that the person had on screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())

    def __init__(self, *given: Any, version: int, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["seen"].initial = version


class WordsForm(SeenForm):
    """What is said with a deed."""

    words = forms.CharField(max_length=4000, widget=_area(6))

    def __init__(self, *given: Any, deed: ReviewDeed, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["words"].label = _LABELS.get(deed, _("Reason"))  # type: ignore[assignment]
        self.fields["words"].help_text = _HINTS.get(deed, "")  # type: ignore[assignment]


class NameForm(SeenForm):
    """Who answers for the harm, out of those who held steps."""

    who = forms.ChoiceField(label=_("Who held a step"))
    why = forms.CharField(
        label=_("What they are asked about"), max_length=supervision.LONGEST_WHY, widget=_area(4)
    )

    def __init__(self, *given: Any, holders: Sequence[Holder], **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["who"]
        assert isinstance(chosen, forms.ChoiceField)
        people = [(supervision.key_of(one), f"{one.name} · {one.unit}")
                  for one in holders if one.account_id is not None]  # fmt: skip
        units = [(supervision.key_of(one), one.unit) for one in holders if one.account_id is None]
        chosen.choices = [
            ("", _("Choose one of them")),
            (_("People"), people),
            (_("Units"), units),
        ]


class FindingForm(SeenForm):
    """What was found about somebody named."""

    degree = forms.ChoiceField(label=_("What they answer for"))
    facts = forms.CharField(
        label=_("The facts"), max_length=supervision.LONGEST_FACTS, widget=_area(5)
    )
    standard = forms.CharField(
        label=_("Which rule or limit"), max_length=supervision.LONGEST_STANDARD, widget=_area(2)
    )
    measures = forms.MultipleChoiceField(
        label=_("Measures that follow"), required=False, widget=forms.CheckboxSelectMultiple(),
        help_text=_("None where there is no responsibility."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("Until when, and how"), max_length=500, required=False, widget=_area(2)
    )

    def __init__(self, *given: Any, named: Named, declared: Sequence[str], **more: Any) -> None:
        super().__init__(*given, **more)
        _choose(self, "degree", _("Choose the degree"), words.DEGREES)
        possible = supervision.measures_for(
            unit=named.account_id is None, degree=Degree.DIRECT, declared=declared
        )
        chosen = self.fields["measures"]
        assert isinstance(chosen, forms.MultipleChoiceField)
        chosen.choices = [(str(one), words.MEASURES[one]) for one in possible]


class RulingForm(SeenForm):
    """How an appeal ends."""

    ruling = forms.ChoiceField(label=pgettext_lazy("review", "Decision"))
    eased_to = forms.ChoiceField(
        label=_("Eased to"), required=False, help_text=_("Only where the finding is eased.")
    )
    words = forms.CharField(
        label=_("Reasons"), max_length=supervision.LONGEST_APPEAL, widget=_area(5)
    )

    def __init__(self, *given: Any, named: Named, **more: Any) -> None:
        super().__init__(*given, **more)
        _choose(self, "ruling", _("Choose"), {one: words.RULINGS[one] for one in Ruling})
        milder = supervision.milder(Degree(named.degree)) if named.degree else ()
        _choose(self, "eased_to", "—", {one: words.DEGREES[one] for one in milder})


def _choose(
    form: forms.Form, field: str, first: str | Promise, vocabulary: Mapping[Any, Promise | str]
) -> None:
    chosen = form.fields[field]
    assert isinstance(chosen, forms.ChoiceField)
    chosen.choices = [("", first), *((str(word), name) for word, name in vocabulary.items())]


_LABELS: Mapping[ReviewDeed, Promise] = {
    ReviewDeed.STATE: _("Your statement"),
    ReviewDeed.REFUSE: _("That you make none, and why"),
    ReviewDeed.CONCLUDE: _("Conclusion of the review"),
    ReviewDeed.APPEAL: _("Against what, and why"),
    ReviewDeed.CLOSE: _("How it ended, and what was done"),
}
_HINTS: Mapping[ReviewDeed, Promise] = {
    ReviewDeed.STATE: _("What you did, when, and why. It stands in the review as you write it."),
    ReviewDeed.REFUSE: _("This stands as your statement; you cannot make another."),
    ReviewDeed.CONCLUDE: _("Those named are told, and may appeal."),
    ReviewDeed.APPEAL: _("Somebody else than who found decides. Nobody is worse off for it."),
    ReviewDeed.STOP: _("Only where the harm found does not hold. Nothing is found about anybody."),
    ReviewDeed.DROP: _("They are told, and nothing is found about them."),
}
