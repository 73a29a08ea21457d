"""What is typed of a leading group, its members and meetings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.account.forms import DayInput
from gege.supervision.api import LONGEST, LONGEST_TITLE, Member, Presence, Seat, group_names

Choices = Sequence[tuple[str, Any]]
ACCEPTED: Final = "image/jpeg,image/png,image/webp,application/pdf"


class Seen(forms.Form):
    """A form that knows the version which its person had on screen."""

    seen = forms.IntegerField(required=False, widget=forms.HiddenInput())


class GroupForm(Seen):
    """A leading group."""

    name = forms.CharField(label=pgettext_lazy("group", "Name"), max_length=80)
    office = forms.ChoiceField(label=_("Where its office sits"))
    founded_on = forms.DateField(label=_("Founded on"), widget=DayInput())
    basis = forms.CharField(
        label=_("The paper it rests on"), required=False, max_length=200,
        help_text=_("Its number, as on the paper."),
    )  # fmt: skip
    task = forms.CharField(
        label=pgettext_lazy("group", "What it is for"), required=False, max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *given: Any, units: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["office"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Choose a unit")), *units]


class MemberForm(forms.Form):
    """Somebody's seat: an account, or a name."""

    login = forms.CharField(
        label=_("Log-in name"), required=False, max_length=32,
        help_text=_("For somebody with an account: they hear of meetings and read the group."),
    )  # fmt: skip
    name = forms.CharField(
        label=_("Name"), required=False, max_length=80,
        help_text=_("For somebody without an account."),
    )  # fmt: skip
    office_title = forms.CharField(label=_("Office title"), max_length=80)
    seat = forms.ChoiceField(
        label=pgettext_lazy("group", "Seat"),
        choices=[(str(word), name) for word, name in group_names.SEATS.items()],
        initial=str(Seat.MEMBER),
    )
    since = forms.DateField(label=_("From"), widget=DayInput())
    until = forms.DateField(
        label=_("Last day"), required=False, widget=DayInput(),
        help_text=_("Leave it empty while it goes on."),
    )  # fmt: skip


class EndForm(forms.Form):
    """The end of a term."""

    last_day = forms.DateField(label=_("Last day"), widget=DayInput())
    words = forms.CharField(label=_("Reason"), max_length=200)


class MeetingForm(Seen):
    """When and where a meeting is, and what about."""

    held_on = forms.DateField(label=_("Day"), widget=DayInput())
    begins = forms.TimeField(
        label=_("Begins at"), required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )  # fmt: skip
    place = forms.CharField(label=_("Place"), max_length=120)
    agenda = forms.CharField(
        label=_("Agenda"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}),
    )  # fmt: skip


class WordsForm(Seen):
    """A reason."""

    words = forms.CharField(label=_("Reason"), max_length=200)


class ThereForm(Seen):
    """How each member took part, and who was invited."""

    guests = forms.CharField(
        label=_("Invited, without a seat"), required=False, max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on each line: name, comma, office title."),
    )  # fmt: skip

    def __init__(self, *given: Any, members: Sequence[Member], **more: Any) -> None:
        super().__init__(*given, **more)
        guests = self.fields.pop("guests")
        choices = [
            (str(word), name)
            for word, name in group_names.PRESENCES.items()
            if word != Presence.INVITED
        ]
        for one in members:
            self.fields[f"member-{one.uid}"] = forms.ChoiceField(
                label=f"{one.name}　{one.office_title}",
                choices=choices,
                initial=str(Presence.PRESENT),
            )
        self.fields["guests"] = guests


class MinutesForm(Seen):
    """The minutes."""

    minutes = forms.CharField(
        label=_("Minutes"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_("What was reported and said. Decisions are written down one by one."),
    )  # fmt: skip


class DecisionForm(Seen):
    """A decision: with a unit and a day it becomes an order at once."""

    title = forms.CharField(label=pgettext_lazy("order", "About"), max_length=LONGEST_TITLE)
    words = forms.CharField(
        label=_("What was decided"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is sent to the unit as it stands here. Name no resident."),
    )  # fmt: skip
    owner = forms.ChoiceField(label=_("Which unit carries it out"), required=False)
    due_on = forms.DateField(
        label=_("Until which day"), required=False, widget=DayInput(),
        help_text=_("With a unit and a day an order is issued at once; without, nobody is asked."),
    )  # fmt: skip

    def __init__(self, *given: Any, units: Choices, **more: Any) -> None:
        super().__init__(*given, **more)
        chosen = self.fields["owner"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", _("Nobody: only written down")), *units]


class FileForm(forms.Form):
    """One photograph or paper. What it is its bytes say."""

    file = forms.FileField(
        label=_("Photograph or PDF"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )


class AskedForm(Seen):
    """Nothing to type: only to be asked once."""
