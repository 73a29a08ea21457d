"""What is typed into an order and its deeds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.supervision.api import LONGEST, LONGEST_TITLE, OrderDeed, OrderKind


class OrderForm(forms.Form):
    """A new order or request. The unit is one of a list; the rules decide whether it may be."""

    matter = forms.CharField(
        label=_("Number of the matter"), required=False, max_length=24,
        help_text=_("Leave it empty where the order is about no single matter."),
    )  # fmt: skip
    to = forms.ChoiceField(label=pgettext_lazy("order", "To which unit"))
    title = forms.CharField(
        label=pgettext_lazy("order", "About"), required=False, max_length=LONGEST_TITLE,
        help_text=_("Without it the title of the matter stands here."),
    )  # fmt: skip
    words = forms.CharField(
        label=_("What is to be done"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Name no resident: write what is to be settled, and how it is to be answered."),
    )  # fmt: skip
    days = forms.IntegerField(
        label=_("Within how many working days"), required=False, min_value=1, max_value=250,
    )  # fmt: skip
    decided_on = forms.DateField(
        label=_("Decided by the leading group on"), required=False, widget=DayInput(),
        help_text=_("Only for a decision of the leading group: it cannot be taken back."),
    )  # fmt: skip

    def __init__(
        self, *given: Any, kind: OrderKind, units: Sequence[tuple[str, str]], days: int, **more: Any
    ) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["to"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Choose a unit")), *units]
        self.fields["days"].help_text = _("Without it %(days)s.") % {"days": days}
        if kind is OrderKind.COORDINATION:
            del self.fields["decided_on"]


class WordsForm(forms.Form):
    """What is said with a deed; signing for an order says nothing."""

    words = forms.CharField(max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}))
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())
    """The version of the order that the person had on screen."""

    def __init__(self, *given: Any, deed: OrderDeed, version: int, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["seen"].initial = version
        self.fields["words"].label = _LABELS.get(deed, "")
        if deed is OrderDeed.RECEIVE:
            self.fields["words"].required = False
            self.fields["words"].widget = forms.HiddenInput()


_LABELS = {
    OrderDeed.PROGRESS: _("How far it is"),
    OrderDeed.REPLY: _("What was done, and what came of it"),
    OrderDeed.SEND_BACK: _("What is missing in the answer"),
    OrderDeed.URGE: _("Why it is urgent"),
    OrderDeed.CLOSE: _("The result, as you found it"),
    OrderDeed.WITHDRAW: _("Reason"),
}
