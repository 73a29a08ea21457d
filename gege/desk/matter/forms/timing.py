"""More time, and the clock stopped for an approved reason."""

from datetime import datetime, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import MoveForm, reason_field
from gege.desk.matter.presenters.reading import days_in_words
from gege.matters import api as matters
from gege.matters.api import Move, names
from gege.staff.api import Actor


class AskExtensionForm(MoveForm):
    move = Move.ASK_EXTENSION
    intro = _("Nothing changes until the unit that instructed you grants it.")

    days = forms.IntegerField(label=_("Working days more"), min_value=1, max_value=60, initial=1)
    reason = reason_field()

    def prepare(self) -> None:
        if self.matter.due_at is not None:
            moment = f"{timezone.localtime(self.matter.due_at):%Y-%m-%d %H:%M}"
            self.hint("days", gettext("Due now: %(moment)s.") % {"moment": moment})

    def act(self, by: Actor, now: datetime) -> None:
        matters.ask_extension(
            self.matter.number,
            days=self.cleaned_data["days"],
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class _DecidingForm(MoveForm):
    """The request that waits stands above the fields."""

    @property
    def told(self) -> str:
        asked = next((one for one in self.page.extensions if one.decided_at is None), None)
        if asked is None:
            return ""
        text = gettext("Asked for: %(days)s. %(reason)s")
        return text % {"days": days_in_words(asked.days), "reason": asked.reason}


class ExtendForm(_DecidingForm):
    move = Move.EXTEND

    words = forms.CharField(
        label=_("Words to the unit"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def act(self, by: Actor, now: datetime) -> None:
        matters.extend(
            self.matter.number,
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class RefuseExtensionForm(_DecidingForm):
    move = Move.REFUSE_EXTENSION

    reason = reason_field()

    def act(self, by: Actor, now: datetime) -> None:
        matters.refuse_extension(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class PauseForm(MoveForm):
    move = Move.PAUSE
    intro = _("The clock stands until you resume it, or until the days are over.")

    why = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=names.choices(names.PAUSE_REASONS)
    )
    days = forms.IntegerField(label=_("At most, days"), min_value=1, max_value=365, initial=3)
    words = reason_field(_("What is waited for"))

    def prepare(self) -> None:
        left = self.page.situation.pause_left // timedelta(days=1)
        text = gettext("This matter's clock can be paused for %(days)s more days in all.")
        self.hint("days", text % {"days": left})

    def act(self, by: Actor, now: datetime) -> None:
        matters.pause(
            self.matter.number,
            why=self.cleaned_data["why"],
            words=self.cleaned_data["words"],
            days=self.cleaned_data["days"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class ResumeForm(MoveForm):
    move = Move.RESUME
    intro = _("The clock runs on; the due time moves by as long as it stood.")

    def act(self, by: Actor, now: datetime) -> None:
        matters.resume(self.matter.number, by=by, now=now, seen=self.cleaned_data["seen"])
