"""What every form of a move has: what the person had on screen, and the deed it does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.readers import Opened
from gege.desk.matter.suggesting import Offers
from gege.matters import api as matters
from gege.matters.api import Move, Offered
from gege.staff.api import Actor

Choices = list[tuple[str, Any]]
REASON = _("Reason")

FEW_ROWS, SOME_ROWS = {"rows": 2}, {"rows": 4}


class MoveForm(forms.Form):
    """The form of one move of one opened matter.

    `seen` is the version and `line` the last line of the trail that the person had on screen: two
    people who act at once are told, with what happened meanwhile. `act` does the deed and lets
    its errors through.
    """

    move: ClassVar[Move]
    intro: ClassVar[Promise | str] = ""
    ask: ClassVar[Promise | str] = ""
    script: ClassVar[str] = ""
    offers: Offers | None = None
    """What is suggested beside one of the fields; the form carries it back."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1)
    line = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, opened: Opened, **kwargs: Any) -> None:
        matter = opened.page.matter
        more = kwargs.pop("initial", None) or {}
        kwargs["initial"] = {"seen": matter.version, "line": matter.trail_seq} | more
        kwargs["auto_id"] = "move_%s"
        super().__init__(*args, **kwargs)
        self.opened = opened
        self.page = opened.page
        self.matter = matter
        self.setting = opened.page.setting
        self.language = opened.language
        self.prepare()

    def prepare(self) -> None:
        """Fill in choices and hints that depend on the matter."""

    def act(self, by: Actor, now: datetime) -> None:
        """Do the deed. Raises MatterError."""
        raise NotImplementedError

    def pick(self, name: str, choices: Choices, *, only: bool = True) -> None:
        """Give a field its choices; a single one is chosen already."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if only and len(choices) == 1:
            field.initial = choices[0][0]

    def hint(self, name: str, text: Promise | str) -> None:
        self.fields[name].help_text = str(text)

    @property
    def offered(self) -> Offered | None:
        """Return what was suggested on the form that was sent."""
        return matters.offered(str(self.data.get("offered", "")), self.matter.number)

    @property
    def choosers(self) -> bool:
        """Whether the form has a list that is searched."""
        return any("data-choose" in field.widget.attrs for field in self.fields.values())


class ManyFiles(forms.ClearableFileInput):
    """A field for several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; cleans to a list. The type and size of each are checked by its content."""

    def __init__(self, **kwargs: Any) -> None:
        accept = {"accept": "image/jpeg,image/png,image/webp,application/pdf"}
        super().__init__(widget=ManyFiles(attrs=accept), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data]
        if not any(given):
            super().clean(None, initial)
            return []
        most = settings.GEGE_UPLOAD_FILES
        if len(given) > most:
            raise forms.ValidationError(_("At most %(most)s files at once.") % {"most": most})
        return [super(FilesField, self).clean(one, initial) for one in given if one]


def reason_field(label: Any = REASON, **more: Any) -> forms.CharField:
    """A reason in words: two signs at least, half a thousand at most."""
    return forms.CharField(
        label=label, max_length=500, widget=forms.Textarea(attrs=dict(FEW_ROWS)), **more
    )


def attach_all(
    number: str,
    files: "Sequence[UploadedFile[bytes]]",
    *,
    stage: str,
    by: Actor,
    now: datetime,
) -> int:
    """Attach files one by one and return how many; one that is there already is passed over."""
    added = 0
    for one in files:
        try:
            matters.attach(number, upload=one, stage=stage, by=by, now=now)
            added += 1
        except matters.Invalid as error:
            if error.word != "already_attached":
                error.field = "photos"
                raise
    return added
