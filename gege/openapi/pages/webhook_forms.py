"""What an administrator types about subscriptions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.openapi.actions.subscribe import Wish
from gege.openapi.names import EVENTS
from gege.openapi.rules.webhooks import LONGEST_ADDRESS, Kind


class WishForm(forms.Form):
    """Where to tell it, and what."""

    address = forms.CharField(
        label=_("Address"),
        max_length=LONGEST_ADDRESS,
        help_text=_("Where the other system takes messages: https://system.example.org/hooks"),
    )
    events = forms.MultipleChoiceField(
        label=_("Events"),
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Of matters that the client's post may see. A message names number, version and state, "
            "no person; the rest is fetched over the REST interface."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        events = self.fields["events"]
        assert isinstance(events, forms.MultipleChoiceField)
        events.choices = [(str(kind), EVENTS[kind]) for kind in Kind]

    def wish(self) -> Wish:
        given = self.cleaned_data
        return Wish(given["address"].strip(), tuple(given["events"]))


class SubscribeForm(WishForm):
    """The same for a client that is chosen."""

    client = forms.ChoiceField(label=_("Client"), help_text=_("One that may read."))
    field_order = ("client", "address", "events")

    def __init__(self, *args: Any, clients: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        client = self.fields["client"]
        assert isinstance(client, forms.ChoiceField)
        client.choices = [("", "—"), *clients]


class SecretForm(forms.Form):
    """Whether the old secret signs beside the new one for a day."""

    overlap = forms.BooleanField(
        label=_("The old secret signs beside the new one for 24 hours"),
        required=False,
        initial=True,
        help_text=_("Take the mark away if the old one leaked."),
    )


class ReasonForm(forms.Form):
    """Why, in a line."""

    reason = forms.CharField(label=_("Reason"), min_length=2, max_length=200)
