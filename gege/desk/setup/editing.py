"""What every edit of the rulebook shares: a note, the edition on screen, a new edition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gege.desk.setup.book_document import book_problems
from gege.desk.setup.book_words import Difference, differences, unit_names
from gege.matters.api import (
    Invalid,
    Rulebook,
    RulebookEdition,
    current_rulebook,
    publish_rulebook,
    rulebook,
    sentence_of,
)
from gege.staff.api import Actor
from gege.territory.api import load_atlas, read_editions

MOVED_ON = "rulebook_moved_on"


@dataclass(frozen=True, slots=True)
class Overtaken:
    """Somebody published while this edit was on screen: which edition, and what it changed."""

    number: int
    by: str
    at: datetime
    note: str
    changes: list[Difference]


class EditionForm(forms.Form):
    """An edit of the rulebook. Subclasses add what is edited before the note."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    overtaken: Overtaken | None = None

    def __init__(
        self, data: Any = None, *, number: int, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial={"based_on": number, **(initial or {})})
        last = self.fields.pop("note")
        self.fields["note"] = last

    def clean_note(self) -> str:
        note = str(self.cleaned_data["note"]).strip()
        if len(note) < 2:
            raise forms.ValidationError(_("Please say why in a few words."))
        return note

    @property
    def status(self) -> int:
        """Return the status of the page that shows this form."""
        if self.overtaken:
            return 409
        return 422 if self.is_bound else 200


class NoteForm(EditionForm):
    """An edit that needs nothing but its reason."""


def published_book() -> Rulebook | None:
    """Return the edition in force; None before the first one."""
    try:
        return current_rulebook(read_editions())
    except LookupError:
        return None


def publish_edit(
    form: EditionForm,
    change: Callable[[Rulebook], Rulebook],
    *,
    by: Actor,
    now: datetime,
) -> int | None:
    """Publish what `change` makes of the edition that was on screen; return its number.

    None when nothing was published: the form then says why. When somebody published meanwhile
    the form says what, and takes their edition as its base, so that sending it again is a
    decision made in knowledge of theirs.
    """
    seen = form.cleaned_data["based_on"]
    current = published_book() or Rulebook(0, (), ())
    if seen != current.number:
        _say_overtaken(form, seen)
        return None
    edited = change(current)
    if edited == current:
        form.add_error(None, _("This changes nothing, so there is nothing to publish."))
        return None
    problems = book_problems(edited)
    for said in problems:
        form.add_error(None, said)
    if problems:
        return None
    try:
        note = form.cleaned_data["note"]
        return publish_rulebook(edited, note=note, by=by, now=now, based_on=seen)
    except Invalid as error:
        if error.word == MOVED_ON:
            _say_overtaken(form, seen)
        else:
            form.add_error("note" if error.field == "note" else None, sentence_of(error))
        return None


def _say_overtaken(form: EditionForm, seen: int) -> None:
    last = RulebookEdition.objects.order_by("-number").first()
    assert last is not None
    try:
        earlier = rulebook(seen)
    except LookupError:
        earlier = Rulebook(0, (), ())
    changes = differences(earlier, rulebook(last.number), unit_names(load_atlas()))
    form.overtaken = Overtaken(
        last.number, last.published_by, last.published_at, last.note, changes
    )
    form.add_error(None, _("Somebody published another edition meanwhile; nothing was saved."))
    typed: Any = form.data
    fresh = typed.copy()
    fresh["based_on"] = str(last.number)
    form.data = fresh
