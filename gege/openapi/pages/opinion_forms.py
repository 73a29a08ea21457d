"""What an administrator types about the opinion platform."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.openapi.opinion.platform import LONGEST_KEY, Ways


class WaysForm(forms.Form):
    """How both platforms speak."""

    address = forms.CharField(
        label=_("Address of its interface"),
        max_length=500,
        required=False,
        help_text=_(
            "Where it lists its cases: https://minqing.example.org/gege. Without one it hands its "
            "cases over itself and asks how they stand."
        ),
    )
    key = forms.CharField(
        label=_("Key that it asks of us"),
        max_length=LONGEST_KEY,
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and shown to nobody. Left empty, the present one stays."),
    )
    fetches = forms.BooleanField(label=_("Fetch its cases every minute"), required=False)
    sends = forms.BooleanField(label=_("Tell it how its cases stand"), required=False)
    default_kind = forms.ChoiceField(
        label=_("Usual kind"), help_text=_("Of a case that names no kind in use.")
    )
    page_size = forms.IntegerField(
        label=_("Cases of a page"), min_value=1, max_value=500, initial=100
    )
    compared_days = forms.IntegerField(
        label=_("Days that are compared every night"), min_value=1, max_value=366, initial=30
    )
    answer_hours = forms.IntegerField(
        label=_("Hours until a case without an answer lights up"),
        min_value=1,
        max_value=720,
        initial=24,
    )

    def __init__(self, *args: Any, kinds: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.fields["default_kind"]
        assert isinstance(kind, forms.ChoiceField)
        kind.choices = [("", "—"), *kinds]

    def ways(self) -> Ways:
        names = ("default_kind", "key", "fetches", "sends", "page_size", "compared_days",
                 "answer_hours")  # fmt: skip
        given = {name: self.cleaned_data[name] for name in names}
        return Ways(address=self.cleaned_data["address"].strip(), **given)


class ConnectForm(WaysForm):
    """The same for a client that is chosen."""

    client = forms.ChoiceField(
        label=_("Client"),
        help_text=_("One of the county that may report and read. It signs what the platform says."),
    )
    field_order = ("client", "address", "key", "fetches", "sends", "default_kind")

    def __init__(self, *args: Any, clients: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        client = self.fields["client"]
        assert isinstance(client, forms.ChoiceField)
        client.choices = [("", "—"), *clients]
