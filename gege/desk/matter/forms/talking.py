"""Words and pictures that leave the matter where it is."""

from datetime import datetime

from django import forms
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import SOME_ROWS, FilesField, MoveForm, attach_all, reason_field
from gege.matters import api as matters
from gege.matters.api import Move
from gege.staff.api import Actor


class UrgeForm(MoveForm):
    move = Move.URGE
    intro = _("The holder is reminded. No clock changes.")

    reason = reason_field(_("Words to the holder"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.urge(self.matter.number, reason=self.cleaned_data["reason"], by=by, now=now)


class NoteForm(MoveForm):
    move = Move.NOTE

    words = forms.CharField(
        label=_("Internal note"),
        max_length=2000,
        widget=forms.Textarea(attrs=dict(SOME_ROWS)),
        help_text=_("Residents never see it."),
    )

    def act(self, by: Actor, now: datetime) -> None:
        matters.note(self.matter.number, words=self.cleaned_data["words"], by=by, now=now)


class ReplyForm(MoveForm):
    move = Move.REPLY

    words = forms.CharField(
        label=_("Public answer"),
        max_length=2000,
        widget=forms.Textarea(attrs=dict(SOME_ROWS)),
        help_text=_("The resident reads this."),
    )

    def act(self, by: Actor, now: datetime) -> None:
        matters.reply(self.matter.number, words=self.cleaned_data["words"], by=by, now=now)


class AttachForm(MoveForm):
    """Several files at once; all of them or none."""

    move = Move.ATTACH

    photos = FilesField(label=_("Photographs or papers"))
    stage = forms.ChoiceField(
        label=_("Taken"),
        widget=forms.RadioSelect,
        choices=[("before", _("before the work")), ("after", _("after the work"))],
        initial="before",
    )

    def prepare(self) -> None:
        self.hint("photos", files_hint())
        self.fields["photos"].widget.attrs["data-most"] = settings.GEGE_UPLOAD_BYTES

    def act(self, by: Actor, now: datetime) -> None:
        with transaction.atomic():
            attach_all(
                self.matter.number,
                self.cleaned_data["photos"],
                stage=self.cleaned_data["stage"],
                by=by,
                now=now,
            )


def files_hint() -> str:
    """Say what may be sent."""
    return gettext("Up to %(files)s photographs or PDF papers, %(size)s MB each.") % {
        "files": settings.GEGE_UPLOAD_FILES,
        "size": settings.GEGE_UPLOAD_BYTES // (1024 * 1024),
    }
