"""What somebody who keeps articles fills in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from gege.desk.account.forms import DayInput
from gege.desk.handbook.filters import keepers
from gege.desk.handbook.labels import last_day
from gege.services.api import HandbookError, Invalid, Text, names, rules, sentence_of
from gege.staff.api import Actor, Role
from gege.territory.api import Atlas

YEAR: Final = timedelta(days=365)
FIELDS: Final = {"valid_to": "last_day", "owner": "owner_id"}
"""Where a deed's field stands on the form."""


class ArticleForm(forms.Form):
    """The text of an article, who keeps it, and its days."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: list(names.KINDS.items()))
    title = forms.CharField(
        label=_("Title"),
        max_length=rules.TITLE_MOST,
        help_text=_("As a resident would ask it."),
    )
    title_en = forms.CharField(
        label=_("English title"), max_length=rules.TITLE_EN_MOST, required=False
    )
    body = forms.CharField(
        label=_("Text"),
        max_length=rules.BODY_MOST,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=_(
            "Plain words and short sentences. An empty line begins a paragraph, a line that "
            "begins with “- ” is a step."
        ),
    )
    source = forms.CharField(
        label=pgettext_lazy("article", "Source"),
        max_length=rules.SOURCE_MOST,
        required=False,
        help_text=_("The law, document or notice it follows. Only a working guide may have none."),
    )
    keywords = forms.CharField(
        label=_("Search words"),
        max_length=rules.KEYWORDS_MOST,
        required=False,
        help_text=_("What people call it, with spaces between."),
    )
    owner_id = forms.TypedChoiceField(label=_("Kept by"), coerce=int)
    valid_from = forms.DateField(label=_("Valid from"), widget=DayInput())
    last_day = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        required=False,
        help_text=_("After it the article leaves the handbook by itself. Empty: until withdrawn."),
    )
    review_on = forms.DateField(
        label=_("To be reviewed on"),
        widget=DayInput(),
        help_text=_("On this day you are asked whether it still holds; within three years."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput(), required=False)

    def __init__(self, *args: Any, by: Actor, atlas: Atlas, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or ""
        units = keepers(atlas)
        if by.role is Role.DEPARTMENT_OFFICER:
            units = [unit for unit in units if unit.id == by.unit_id]
        field = self.fields["owner_id"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(unit.id, unit.name(language)) for unit in units]

    def text(self) -> Text:
        """Return what was typed, as the deed takes it."""
        given = dict(self.cleaned_data)
        given.pop("revision")
        return Text(valid_to=first_day_after(given.pop("last_day")), **given)


class PublishForm(forms.Form):
    """What is new, for the history."""

    note = forms.CharField(
        label=_("What is new"),
        max_length=rules.NOTE_MOST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())


class WithdrawForm(forms.Form):
    """Why it holds no more."""

    reason = forms.CharField(
        label=_("Why"), max_length=rules.NOTE_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())


class RenewForm(forms.Form):
    """How long it holds from here."""

    last_day = forms.DateField(
        label=_("Last day"),
        widget=DayInput(),
        required=False,
        help_text=_("After it the article leaves the handbook by itself. Empty: until withdrawn."),
    )
    review_on = forms.DateField(
        label=_("To be reviewed on"),
        widget=DayInput(),
        help_text=_("On this day you are asked whether it still holds; within three years."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput())


def first_day_after(last: date | None) -> date | None:
    """Return the day from which something holds no more; a day at the end of time stays."""
    return last + timedelta(days=1) if last and last < date.max else last


def initial_of(text: Text, revision: int) -> dict[str, Any]:
    """Return a text as the form shows it."""
    given = {name: getattr(text, name) for name in Text.__slots__ if name != "valid_to"}
    return {**given, "last_day": last_day(text.valid_to), "revision": revision}


def put_error(form: forms.Form, error: HandbookError) -> None:
    """Say a refusal at its field, or above the form where it has none."""
    field = FIELDS.get(error.field, error.field) if isinstance(error, Invalid) else None
    known = field in form.fields and not form.fields[field].widget.is_hidden if field else False
    form.add_error(field if known else None, sentence_of(error))
