"""Taking it in hand, doing it, and looking whether it was done."""

from datetime import datetime

from django import forms
from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gege.desk.matter.forms.base import SOME_ROWS, FilesField, MoveForm, attach_all, reason_field
from gege.matters import api as matters
from gege.matters.api import ALLOWED_OUTCOMES, Move, names, words
from gege.staff.api import Actor


class AcceptForm(MoveForm):
    move = Move.ACCEPT
    intro = _("Your unit takes the matter in hand. The next deadline starts to run.")

    def act(self, by: Actor, now: datetime) -> None:
        matters.accept(self.matter.number, by=by, now=now, seen=self.cleaned_data["seen"])


class AcknowledgeForm(MoveForm):
    move = Move.ACKNOWLEDGE
    intro = _("Your unit has the instruction in hand. The clock runs since it was sent.")

    def act(self, by: Actor, now: datetime) -> None:
        matters.acknowledge(self.matter.number, by=by, now=now, seen=self.cleaned_data["seen"])


class CompleteForm(MoveForm):
    """What became of it, in words the resident reads, with pictures of the result."""

    move = Move.COMPLETE

    outcome = forms.ChoiceField(label=_("Result"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What was done"),
        max_length=2000,
        widget=forms.Textarea(attrs=dict(SOME_ROWS)),
        help_text=_("The resident reads this."),
    )
    photos = FilesField(label=_("Photographs of the result"), required=False)

    def prepare(self) -> None:
        allowed = ALLOWED_OUTCOMES[words.Intent(self.matter.intent)]
        self.pick("outcome", [(str(one), names.OUTCOMES[one]) for one in allowed])

    def act(self, by: Actor, now: datetime) -> None:
        with transaction.atomic():
            added = attach_all(
                self.matter.number, self.cleaned_data["photos"], stage="after", by=by, now=now
            )
            seen = self.cleaned_data["seen"]
            # Each file is a step of its own, so the version on screen has moved by as many.
            self.finish(by, now, None if seen is None else seen + added)

    def finish(self, by: Actor, now: datetime, seen: int | None) -> None:
        matters.complete(
            self.matter.number,
            outcome=self.cleaned_data["outcome"],
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=seen,
        )


class HandleInPlaceForm(CompleteForm):
    move = Move.HANDLE_IN_PLACE
    intro = _("Accepts and completes the matter in one step.")

    def finish(self, by: Actor, now: datetime, seen: int | None) -> None:
        matters.handle_in_place(
            self.matter.number,
            outcome=self.cleaned_data["outcome"],
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=seen,
        )


class ReturnForm(MoveForm):
    move = Move.RETURN
    intro = _("It can be returned once. After a second return the county rules who handles it.")

    reason = reason_field(_("Why it is not for your unit"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.give_back(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class VerifyForm(MoveForm):
    move = Move.VERIFY
    intro = _("You have looked at the result, and the work is done.")

    words = forms.CharField(
        label=pgettext_lazy("verification", "What you saw"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def act(self, by: Actor, now: datetime) -> None:
        matters.verify(
            self.matter.number,
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class SendBackForm(MoveForm):
    move = Move.SEND_BACK
    intro = _("The same unit goes on working, under the same clock.")

    reason = reason_field(_("What is not done"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.send_back(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )
