"""What a person types about terminals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class NewForm(forms.Form):
    """A device of the county, from its label and its delivery note."""

    serial = forms.CharField(label=_("Serial number"), max_length=60)
    model = forms.CharField(label=_("Model"), max_length=80, required=False)
    unit_code = forms.ChoiceField(label=_("Unit"), required=False)
    note = forms.CharField(label=_("Remark"), max_length=200, required=False)

    def __init__(self, *args: Any, units: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["unit_code"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("the county's stock")), *units]


class GiveForm(forms.Form):
    """Who gets the terminal."""

    account_id = forms.TypedChoiceField(label=_("To whom"), coerce=int)

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account_id"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [("", "—"), *people]


class NoteForm(forms.Form):
    """What happened, if there is something to say."""

    note = forms.CharField(label=_("What happened"), max_length=200, required=False)


class WhyForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)


class AssetListForm(forms.Form):
    """The county's list of devices."""

    assets = forms.FileField(
        label=_("List of devices (CSV)"),
        help_text=_(
            "The first line names the columns: 序列号 (serial), 型号 (model), 单位编码 (unit), "
            "备注 (note). Only the serial number is needed. UTF-8 or GB 18030."
        ),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
