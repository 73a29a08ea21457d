"""What a person types about visits, confirmations and links."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.fieldwork.api import MADE, names

Choices = Sequence[tuple[str, Any]]
_WHAT_FOR = pgettext_lazy("visit", "What for")
PURPOSES = names.choices(names.PURPOSES)
_FEW_ROWS = {"rows": 3}
_SEARCHED_FROM = 12
"""A longer list is searched by typing where there is script."""


class MomentInput(forms.DateTimeInput):
    """A native clock and calendar."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%dT%H:%M")


class HouseholdForm(forms.Form):
    """Whom a visit is to: a building, a door, a name."""

    point = forms.UUIDField(label=_("Building or place"), required=False)
    door = forms.CharField(label=_("Door"), max_length=40, required=False, help_text=_("As 2-301."))
    who = forms.CharField(label=_("Whom"), max_length=60, required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=30, required=False)
    home = forms.UUIDField(required=False, widget=forms.HiddenInput)
    """The household of the register from whose page one came."""

    def choose(self, name: str, choices: Choices, empty: Any = "—") -> None:
        """Make an entry a list to choose from; one choice alone is chosen."""
        found = self.fields[name]
        options = [("", empty), *choices] if len(choices) != 1 or not found.required else choices
        attrs = {"data-choose": "grid"} if len(choices) > _SEARCHED_FROM else {}
        found.widget = forms.Select(choices=list(options), attrs=attrs)


class PlanForm(HouseholdForm):
    """A visit that is planned."""

    purpose = forms.ChoiceField(label=_WHAT_FOR, choices=PURPOSES, widget=forms.RadioSelect)
    purpose_note = forms.CharField(
        label=_("In words"), max_length=200, required=False, help_text=_("What is to be done.")
    )
    area_code = forms.CharField(label=_("Grid"), max_length=15)
    account_id = forms.IntegerField(label=_("By whom"), required=False)
    due_on = forms.DateField(label=_("Last day for it"), widget=DayInput())

    field_order = (
        "purpose", "purpose_note", "area_code", "point", "door", "who", "phone", "due_on",
        "account_id",
    )  # fmt: skip


class MakeForm(forms.Form):
    """What came of a visit. The three outcomes are equals."""

    state = forms.ChoiceField(
        label=_("What came of it"),
        choices=[(str(one), names.VISIT_STATES[one]) for one in MADE],
        widget=forms.RadioSelect,
    )
    at = forms.DateTimeField(label=_("When"), widget=MomentInput(), initial=timezone.localtime)
    words = forms.CharField(
        label=_("What was said"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=_FEW_ROWS),
        help_text=_("Only what is needed to help. Nothing about why somebody declined."),
    )
    next_on = forms.DateField(label=_("Next visit on"), required=False, widget=DayInput())


class RecordForm(HouseholdForm, MakeForm):
    """A visit that was not planned."""

    purpose = forms.ChoiceField(label=_WHAT_FOR, choices=PURPOSES, widget=forms.RadioSelect)
    area_code = forms.CharField(label=_("Grid"), max_length=15)

    field_order = (
        "purpose", "area_code", "point", "door", "who", "phone", "state", "at", "words", "next_on",
    )  # fmt: skip


class ContactForm(MakeForm):
    """A contact with a household that is kept in touch with."""


class CancelForm(forms.Form):
    """Why a planned visit is given up; `seen` is the version that was looked at."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)
    seen = forms.IntegerField(widget=forms.HiddenInput)


class ConcernForm(forms.Form):
    """The number of a matter that was raised on the visit."""

    number = forms.CharField(
        label=_("Number of the matter"),
        max_length=40,
        help_text=_("Report the matter first; then its number stands here and its owner is known."),
    )


class CodeForm(forms.Form):
    """The six digits the station told the resident."""

    code = forms.RegexField(
        r"^\s*[0-9]{6}\s*\Z",
        label=_("The resident's code"),
        error_messages={"invalid": _("The code has six digits.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class CallForm(forms.Form):
    """What the resident said when the station called."""

    said = forms.ChoiceField(
        label=_("What the resident said"),
        choices=(("call", _("The service was done")), ("denied", _("It was not done"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)


class LinkForm(HouseholdForm):
    """A household to keep in touch with."""

    account_id = forms.IntegerField(label=_("Who keeps in touch"))
    area_code = forms.CharField(label=_("Grid"), max_length=15)
    every_days = forms.IntegerField(
        label=_("Every how many days"), min_value=7, max_value=366, initial=90
    )

    field_order = ("account_id", "area_code", "point", "door", "who", "phone", "every_days")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["who"].required = True


class EndForm(forms.Form):
    """Why nobody keeps in touch any longer."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)
