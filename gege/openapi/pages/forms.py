"""What an administrator types about a client."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.openapi.actions.open_client import Terms
from gege.openapi.posts import ROLES
from gege.openapi.rules.clients import FASTEST, LONGEST_DAYS, LONGEST_NAME, SLOWEST
from gege.staff.api import role_name


class ClientForm(forms.Form):
    """Which system, as which post, with which rights."""

    name = forms.CharField(label=_("Name of the other system"), max_length=LONGEST_NAME)
    unit_code = forms.ChoiceField(
        label=_("Unit"), help_text=_("It sees and does what a post of this unit does, no more.")
    )
    role = forms.ChoiceField(label=_("Post"))
    reports = forms.BooleanField(label=_("It may report matters"), required=False)
    reads = forms.BooleanField(
        label=_("It may read the matters its post may see"),
        required=False,
        help_text=_("Never who reported one, nor how to reach them."),
    )
    moves = forms.BooleanField(
        label=_("It may move matters: acknowledge, complete, return, answer"), required=False
    )
    public = forms.BooleanField(
        label=_("What it reports may be read by everybody"),
        required=False,
        help_text=_(
            "Place, description and public replies, over Open311 and without a key. Only when "
            "the other system tells its people so before they send."
        ),
    )
    registers = forms.BooleanField(
        label=_("It may exchange registers: read what changed, answer differences"),
        required=False,
        help_text=_("Only the fields that the sharing catalogue names for its department."),
    )
    per_minute = forms.IntegerField(
        label=_("Requests a minute"), min_value=SLOWEST, max_value=FASTEST, initial=120
    )
    days = forms.IntegerField(
        label=_("Valid for, in days"),
        min_value=1,
        max_value=LONGEST_DAYS,
        initial=365,
        help_text=_("Counted from today; prolong it here before it ends."),
    )

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit, role = self.fields["unit_code"], self.fields["role"]
        assert isinstance(unit, forms.ChoiceField)
        assert isinstance(role, forms.ChoiceField)
        unit.choices = [("", "—"), *units]
        role.choices = [("", "—"), *((str(one), role_name(one)) for one in ROLES)]

    def terms(self) -> Terms:
        return Terms(**self.cleaned_data)


class RotateForm(forms.Form):
    """Whether the old token lives on for a day."""

    overlap = forms.BooleanField(
        label=_("The old token may be used for 24 hours more"),
        required=False,
        initial=True,
        help_text=_("Take the mark away if the old one leaked: then it ends at once."),
    )


class RevokeForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)
