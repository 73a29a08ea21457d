"""What an administrator types about a source or a way out."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.exchange.actions.keep_outlet import Wish
from gege.exchange.actions.keep_source import LONGEST_SECRET, Terms
from gege.exchange.names import ALARMS, EVERY, FORMATS, WAYS
from gege.exchange.rules.outlets import WAYS as PUSHED
from gege.exchange.rules.sources import LONGEST_OVERLAP, Kind

Pairs = Sequence[tuple[str, str]]
_OF_KIND = {
    Kind.TABLE: ("address", "table", "columns", "key_column", "change_column", "area_column",
                 "overlap", "secret_name", "secret"),
    Kind.PAGES: ("address", "format", "columns", "key_column", "change_column", "area_column",
                 "overlap", "figures", "secret_name", "secret"),
    Kind.FOLDER: ("folder",),
}  # fmt: skip
_ADDRESS = {
    Kind.TABLE: _("postgresql://reader@10.20.1.5:5432/people: without a password."),
    Kind.PAGES: _("https://system.example.org/people: it is asked with after and limit."),
}


class SourceForm(forms.Form):
    """Where a department lets us read, what, and how often; the fields follow from the kind."""

    name = forms.CharField(label=_("Name of the source"), max_length=60)
    unit_code = forms.ChoiceField(
        label=_("Department"), help_text=_("Its people look at what came, and apply it.")
    )
    sheet = forms.ChoiceField(label=_("Register"))
    address = forms.CharField(label=_("Address"), max_length=500)
    table = forms.CharField(
        label=_("Table or view"), max_length=130, help_text=_("people, or public.people")
    )
    format = forms.ChoiceField(label=_("What it answers"), choices=list(FORMATS.items()))
    columns = forms.CharField(
        label=_("Columns"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only these are read: no more than the register asks for. One to a line."),
    )
    folder = forms.CharField(
        label=_("Folder"), max_length=40,
        help_text=_("Files are taken from “in” below it. Small letters, digits, - and _."),
    )  # fmt: skip
    key_column = forms.CharField(
        label=_("Column of the key"), max_length=60,
        help_text=_("What tells two rows apart: rows that did not change are passed over."),
    )  # fmt: skip
    change_column = forms.CharField(
        label=_("Column of changes"), max_length=60, required=False,
        help_text=_("A time, a day or a rising number: only newer rows are read. Empty: all."),
    )  # fmt: skip
    area_column = forms.CharField(
        label=_("Column of the area code"), max_length=60, required=False,
        help_text=_("To compare counts by community."),
    )  # fmt: skip
    overlap = forms.IntegerField(
        label=_("Overlap"), min_value=0, max_value=LONGEST_OVERLAP, initial=600,
        help_text=_(
            "So many seconds (or numbers) before the last change are read again: rows may be "
            "committed late."
        ),
    )  # fmt: skip
    figures = forms.CharField(
        label=_("Address of its counts"), max_length=500, required=False,
        help_text=_("Where it tells how many rows it has; empty if it does not."),
    )  # fmt: skip
    secret_name = forms.CharField(
        label=_("Variable that holds the password"), max_length=60, required=False,
        help_text=_("GEGE_SOURCE_… in the environment of the server."),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Or the password or token itself"), max_length=LONGEST_SECRET, required=False,
        strip=False, widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("It is kept encrypted and never shown. Empty leaves the one that is kept."),
    )  # fmt: skip
    every = forms.TypedChoiceField(
        label=_("How often"), coerce=int, choices=list(EVERY.items()), initial=60
    )
    at_hour = forms.IntegerField(
        label=_("At which hour, once a day"), min_value=0, max_value=23, initial=2
    )
    alarm = forms.TypedChoiceField(
        label=_("Silence lights up"), coerce=int, choices=list(ALARMS.items()), initial=240,
        help_text=_("Then the light is red and whoever is on duty is told."),
    )  # fmt: skip

    def __init__(
        self, *args: Any, kind: str, units: Pairs, sheets: Pairs, fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        every_kind = {name for names in _OF_KIND.values() for name in names}
        for name in every_kind - set(_OF_KIND[Kind(kind)]):
            del self.fields[name]
        if "address" in self.fields:
            self.fields["address"].help_text = _ADDRESS[Kind(kind)]
        choose(self, "unit_code", units)
        choose(self, "sheet", sheets)
        if fixed:
            self.fields["sheet"].disabled = True

    def terms(self) -> Terms:
        return Terms(kind=self.kind, **self.cleaned_data)


class OutletForm(forms.Form):
    """Which department is told of which register, and how."""

    client = forms.ChoiceField(label=_("Client"))
    sheet = forms.ChoiceField(label=_("Register"))
    way = forms.ChoiceField(
        label=_("How it is told"), choices=[(str(one), WAYS[one]) for one in PUSHED]
    )
    address = forms.CharField(
        label=_("Address, or name of the folder"), max_length=500,
        help_text=_("https://system.example.org/changes; or the folder of which “out” is filled."),
    )  # fmt: skip
    alarm = forms.TypedChoiceField(
        label=_("Silence lights up"), coerce=int, choices=list(ALARMS.items()), initial=240
    )

    def __init__(
        self, *args: Any, clients: Pairs, sheets: Pairs, fixed: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        choose(self, "client", clients)
        choose(self, "sheet", sheets)
        if fixed:
            for name in ("client", "sheet", "way"):
                self.fields[name].disabled = True

    def wish(self) -> Wish:
        said = self.cleaned_data
        return Wish(said["way"], said["address"], said["alarm"])


class ReasonForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)


def choose(form: forms.Form, name: str, choices: Pairs) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", "—"), *choices]
