"""Asking the people who reported, closing, and opening again."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.matter.forms.base import MoveForm, reason_field
from gege.desk.matter.presenters.people import reporter_choices
from gege.matters import api as matters
from gege.matters.api import Move, names
from gege.staff.api import Actor


class CallBackForm(MoveForm):
    """What one reporter said. "Not solved" sends the matter back to work at once."""

    move = Move.CALL_BACK
    intro = _("An answer “not solved” sends the matter back to the unit that handled it.")

    reporting_id = forms.TypedChoiceField(
        label=_("Reporter"), widget=forms.RadioSelect, coerce=int, choices=()
    )
    contact = forms.ChoiceField(
        label=_("Is it solved?"),
        widget=forms.RadioSelect,
        choices=names.choices(names.CONTACTS),
    )
    satisfaction = forms.ChoiceField(
        label=_("Satisfaction"),
        widget=forms.RadioSelect,
        choices=names.choices(names.SATISFACTIONS),
        initial=str(matters.words.Satisfaction.NOT_ASKED),
    )
    words = forms.CharField(
        label=pgettext_lazy("callback", "What they said"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        self.pick("reporting_id", reporter_choices(self.page.reporters, self.page.by))

    def act(self, by: Actor, now: datetime) -> None:
        matters.call_back(
            self.matter.number,
            reporting_id=self.cleaned_data["reporting_id"],
            contact=self.cleaned_data["contact"],
            satisfaction=self.cleaned_data["satisfaction"],
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class CloseForm(MoveForm):
    move = Move.CLOSE
    intro = _("Every reporter was heard. Closing ends the matter.")

    def act(self, by: Actor, now: datetime) -> None:
        matters.close(self.matter.number, by=by, now=now, seen=self.cleaned_data["seen"])


class ReopenForm(MoveForm):
    move = Move.REOPEN
    intro = _("The unit that handled it gets a new instruction, and the light is withdrawn.")

    reason = reason_field(_("What the resident disagrees with"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.reopen(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )
