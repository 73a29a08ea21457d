"""Forms that follow a declaration: one entry for each field that a side may say (R-037, R-039)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from gege.desk.account.forms import DayInput
from gege.desk.registers.widgets import RowsField, RowsWidget
from gege.registers.api import (
    EVIDENCE,
    WHY,
    Basis,
    Contract,
    Field,
    Need,
    Sheet,
    Side,
    Type,
    names,
)

Found = Sequence[tuple[str, str]]
Finder = Callable[[str, str], Found]
"""(sheet, words) → the records found: uid and title."""
_INPUTS: Final = {
    Type.PHONE: {"inputmode": "tel"},
    Type.INTEGER: {"inputmode": "numeric"},
    Type.NUMBER: {"inputmode": "decimal"},
    Type.IDENTITY: {"autocomplete": "off", "spellcheck": "false"},
    Type.POINT: {"placeholder": "106.28, 30.34"},
}
_LONG: Final = 4
OTHER: Final = ("evidence", "evidence_note", "doubts_answered", "although_there", "version")


class MonthInput(forms.DateInput):
    """A native choice of a month."""

    input_type = "month"


class EntryForm(forms.Form):
    """A record's fields as one side may say them, and on what evidence.

    With `known` (field → what the reader sees) only what changed is spoken of: an entry that was
    masked stands empty, and empty means "not spoken of" unless its box says that there is none.
    """

    def __init__(
        self,
        data: Any,
        *,
        sheet: Sheet,
        contract: Contract,
        side: Side,
        language: str,
        finder: Finder,
        units: Found = (),
        people: Found = (),
        known: Mapping[str, Any] | None = None,
        masked: Mapping[str, str] | None = None,
        titles: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(data)
        self.sheet, self.contract, self.side, self.language = sheet, contract, side, language
        self._finder, self._units, self._people = finder, units, people
        self.known, self.masked = dict(known or {}), dict(masked or {})
        self._titles = dict(titles or {})
        self.amends = known is not None
        for one in sheet.current:
            if not one.is_derived and side in one.collectors:
                self._add(one)
        self._add_evidence()

    def full_clean(self) -> None:
        """Leave what must be filled to the registers: they name every fault at once."""
        must = [one for one in self.fields.values() if one.required]
        for one in must:
            one.required = False
        super().full_clean()
        for one in must:
            one.required = True

    def said(self) -> dict[str, Any]:
        """Return what was said, as the registers read it; unchanged entries are left out."""
        typed: dict[str, Any] = {}
        for one in self._own_fields():
            value = self.cleaned_data.get(one.name)
            if self.amends:
                if self.cleaned_data.get(f"{one.name}__none"):
                    typed[one.name] = [] if one.many or one.is_link else None
                    continue
                if one.name in self.masked and value in ("", None, []):
                    continue
                if one.name not in self.masked and not self._changed(one, value):
                    continue
            elif value in ("", None, []):
                continue
            typed[one.name] = self._bare(one, value)
        return typed

    def clean(self) -> dict[str, Any]:
        """Find the records that were searched for; several come back as a list to choose from."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for one in self._own_fields():
            if one.is_link:
                cleaned[one.name] = self._resolved(one, list(cleaned.get(one.name) or []))
        return cleaned

    def _own_fields(self) -> list[Field]:
        return [one for one in self.sheet.current if one.name in self.fields]

    def _changed(self, one: Field, value: Any) -> bool:
        before = self.known.get(one.name)
        if isinstance(self.fields[one.name], RowsField):
            return self.fields[one.name].has_changed(_rows(before, one), value)
        if one.type is Type.CODES:
            return set(value or ()) != set(before or ())
        return str(value or "") != _typed(before)

    def _bare(self, one: Field, value: Any) -> Any:
        if one.type is Type.GROUP:
            rows = [_without(row, "uid", "find") for row in value or []]
            return rows if one.many else (rows[0] if rows else None)
        if one.is_link:
            rows = [_without(row, "find") for row in value or []]
            return rows if one.many else (rows[0] if rows else [])
        return value

    def _resolved(self, one: Field, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        widget = self.fields[one.name].widget
        assert isinstance(widget, RowsWidget)
        kept = []
        for number, row in enumerate(rows):
            key = f"{one.name}-{number}-uid"
            if row["uid"] and row["uid"] in self._titles and f"{key}-keep" not in self.data:
                continue
            if not row["uid"] and row["find"].strip():
                found = [pair for sheet in one.to for pair in self._finder(sheet, row["find"])]
                if len(found) == 1:
                    row = {**row, "uid": found[0][0]}
                    widget.chosen[found[0][0]] = found[0][1]
                else:
                    widget.found[number] = found
                    self.add_error(
                        one.name,
                        _("Several fit: please choose.") if found else _("Nothing was found."),
                    )
            kept.append(row)
        return kept

    def _add(self, one: Field) -> None:
        made = self._field(one)
        made.label = one.words.in_language(self.language)
        made.required = one.need is Need.MUST and not self.amends
        made.initial = _initial(one, self.known.get(one.name))
        made.help_text = self._help(one)
        self.fields[one.name] = made
        if one.name in self.masked and one.need is not Need.MUST:
            self.fields[f"{one.name}__none"] = forms.BooleanField(
                required=False,
                label=_("%(field)s: there is none (any more)") % {"field": made.label},
            )

    def _field(self, one: Field) -> forms.Field:
        if one.type is Type.GROUP or one.is_link:
            widget = RowsWidget(one, self.contract.code_lists, self.language, finds=one.is_link)
            widget.chosen = dict(self._titles)
            return RowsField(widget=widget)
        if one.type in (Type.CODE, Type.CODES, Type.YES_NO, Type.UNIT, Type.STAFF):
            return self._choice(one)
        if one.type is Type.WORDS:
            return forms.CharField(widget=forms.Textarea(attrs={"rows": _LONG}))
        if one.type is Type.DATE:
            return forms.CharField(widget=DayInput())
        if one.type is Type.MONTH:
            return forms.CharField(widget=MonthInput())
        attrs = {**_INPUTS.get(one.type, {}), "maxlength": str(one.longest or 200)}
        return forms.CharField(widget=forms.TextInput(attrs=attrs), strip=False)

    def _choice(self, one: Field) -> forms.Field:
        if one.type is Type.CODES:
            return forms.MultipleChoiceField(
                choices=self._codes(one), widget=forms.CheckboxSelectMultiple
            )
        options: Found = {
            Type.YES_NO: [("yes", pgettext("answer", "Yes")), ("no", pgettext("answer", "No"))],
            Type.UNIT: self._units,
            Type.STAFF: self._people,
        }.get(one.type) or self._codes(one)
        return forms.ChoiceField(choices=[("", "—"), *options])

    def _codes(self, one: Field) -> Found:
        if not one.codes:
            return []
        entries = self.contract.code_lists[one.codes].entries
        return [(code, words.in_language(self.language)) for code, words in entries.items()]

    def _help(self, one: Field) -> str:
        parts = []
        if one.need is Need.CONSENT:
            parts.append(_("Only with the person's consent."))
        if one.hint.zh:
            parts.append(one.hint.in_language(self.language))
        if one.name in self.masked:
            parts.append(
                _("Now %(masked)s. Left empty it stays.") % {"masked": self.masked[one.name]}
            )
        return " ".join(parts)

    def _add_evidence(self) -> None:
        self.fields["evidence"] = forms.ChoiceField(
            label=_("On what evidence"),
            choices=[(one, names.EVIDENCE_NAMES[one]) for one in EVIDENCE],
            initial="department_file" if self.side is Side.DEPARTMENT else "seen",
        )
        self.fields["evidence_note"] = forms.CharField(
            label=_("Which"), required=False, max_length=200,
            help_text=_("The document, the file, or who told it."),
        )  # fmt: skip
        if self.side is Side.FIELD and any(
            one.basis is Basis.CONSENT and one.name in self.fields for one in self.sheet.current
        ):
            self.fields["consent"] = forms.ChoiceField(
                label=_("Who consents"), required=False,
                choices=[("", "—"), *names.GIVERS.items()],
                help_text=_("Read aloud what is kept and what for, then note who said yes."),
            )  # fmt: skip
        self.fields["doubts_answered"] = forms.CharField(
            label=_("Why it is right all the same"), required=False, max_length=200,
            help_text=_("Only where the page doubts a number that you have compared."),
        )  # fmt: skip
        if self.amends:
            self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput, required=False)


class EndRecordForm(forms.Form):
    """When and why a record ended."""

    on = forms.DateField(label=gettext_lazy("Last day"), widget=DayInput())
    why = forms.ChoiceField(
        label=gettext_lazy("Why"), choices=[(one, names.ENDINGS[one]) for one in WHY]
    )
    note = forms.CharField(label=gettext_lazy("Remark"), max_length=200, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


_WORDS_THAT_MAY_HOLD: Final = (
    ("standing", gettext_lazy("What stands now")),
    ("proposed", gettext_lazy("What was proposed")),
)


class SettleForm(forms.Form):
    """Which of two words holds, and why."""

    choose = forms.ChoiceField(
        label=gettext_lazy("What holds"),
        choices=_WORDS_THAT_MAY_HOLD,
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), min_length=2, max_length=300,
        help_text=gettext_lazy("The other side is told this. Name no person in it."),
    )  # fmt: skip

    def narrow(self, allowed: Sequence[str]) -> list[str]:
        """Leave only what this person may choose; one choice alone is chosen."""
        field = self.fields["choose"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [pair for pair in _WORDS_THAT_MAY_HOLD if pair[0] in allowed]
        if len(allowed) == 1:
            field.initial = allowed[0]
        return list(allowed)


def _initial(one: Field, value: Any) -> Any:
    if one.type is Type.GROUP or one.is_link:
        return _rows(value, one)
    return value if one.type is Type.CODES else _typed(value)


def _typed(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return f"{value.get('lng')}, {value.get('lat')}"
    return f"{value:g}" if isinstance(value, float) else str(value)


def _rows(value: Any, one: Field) -> list[dict[str, Any]]:
    if not value:
        return []
    return [dict(row) for row in (value if isinstance(value, list) else [value])]


def _without(row: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in row.items() if key not in keys and value != ""}
