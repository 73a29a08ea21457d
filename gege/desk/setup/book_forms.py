"""What an administrator fills in about kinds, limits and thresholds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from gege.desk.setup.book_document import CODE, LONGEST, MOST_BYTES, RANGES, TEXTS
from gege.desk.setup.book_words import THRESHOLDS, line_key, unit_names, value_of
from gege.desk.setup.editing import EditionForm
from gege.kernel.working_time import NearDue, TimeUnit
from gege.matters.api import ANY, Kind, LimitRow, Rulebook, Thresholds, Tier, names, words
from gege.territory.api import Atlas

FEWEST_LEADS: Final = 4
SCHEME: Final = "gege"


class KindForm(EditionForm):
    """One kind of matter: a new one, or a change of `kind`; retiring is one of its changes."""

    code = forms.RegexField(
        CODE.pattern.join(("^", r"\Z")),
        label=gettext_lazy("Code"),
        help_text=gettext_lazy("1 to 20 letters, digits, dots or hyphens. It never changes."),
    )
    name_zh = forms.CharField(label=gettext_lazy("Chinese name"), max_length=TEXTS["name_zh"])
    name_en = forms.CharField(
        label=gettext_lazy("English name"), max_length=TEXTS["name_en"], required=False
    )
    group_zh = forms.CharField(
        label=gettext_lazy("Group, Chinese"),
        max_length=TEXTS["group_zh"],
        widget=forms.TextInput(attrs={"list": "groups"}),
        help_text=gettext_lazy("One of the groups there are, or a new one."),
    )
    group_en = forms.CharField(
        label=gettext_lazy("Group, English"),
        max_length=TEXTS["group_en"],
        required=False,
        help_text=gettext_lazy("Left empty, it is that of the same Chinese group."),
    )
    nature = forms.ChoiceField(
        label=gettext_lazy("Nature"),
        choices=names.choices(names.NATURES),
        help_text=gettext_lazy("A component has an owner, an event a place, a service a person."),
    )
    family = forms.ChoiceField(label=gettext_lazy("Family"), choices=names.choices(names.FAMILIES))
    intent = forms.ChoiceField(
        label=gettext_lazy("Intent"),
        choices=names.choices(names.INTENTS),
        help_text=gettext_lazy("It decides what a closing must answer."),
    )
    entry = forms.ChoiceField(
        label=gettext_lazy("Enters at"),
        choices=names.choices(names.ENTRIES),
        help_text=gettext_lazy(
            "Locality first: the grid where it is. Owner first: the platform that reaches the "
            "department it belongs to."
        ),
    )
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"), choices=names.choices(names.SEVERITIES)
    )
    first_time = forms.ChoiceField(
        label=gettext_lazy("First-time clock"), choices=names.choices(names.FIRST_TIMES)
    )
    routine = forms.BooleanField(
        label=gettext_lazy("Routine: the locality may close it without verification"),
        required=False,
    )
    major = forms.BooleanField(
        label=gettext_lazy("Major: it may skip the levels and alarm the county"), required=False
    )
    retired = forms.BooleanField(
        label=gettext_lazy("Retired: it cannot be chosen for new reports; old matters keep it"),
        required=False,
    )

    def __init__(
        self, data: Any = None, *, book: Rulebook, atlas: Atlas, kind: Kind | None
    ) -> None:
        self.book, self.kind = book, kind
        super().__init__(data, number=book.number, initial=_kind_initial(kind))
        self._add_leads(atlas, kind.leads if kind else ())
        if kind is not None:
            del self.fields["code"]
        else:
            del self.fields["retired"]
        last = self.fields.pop("note")
        self.fields["note"] = last

    def _add_leads(self, atlas: Atlas, leads: Sequence[str]) -> None:
        name = unit_names(atlas)
        known = [unit.code for unit in atlas.departments()]
        choices = [(code, name(code)) for code in known]
        choices += [
            (code, _("%(name)s (not a department today)") % {"name": name(code)})
            for code in leads
            if code not in known
        ]
        first = _("The department that is instructed first; none: the locality handles it.")
        for place in range(max(FEWEST_LEADS, len(leads) + 1)):
            else_led_by = _("Else, no. %(place)s") % {"place": place + 1}
            self.fields[f"lead_{place}"] = forms.ChoiceField(
                label=else_led_by if place else _("Leads first"),
                choices=[("", "—"), *choices],
                required=False,
                initial=leads[place] if place < len(leads) else "",
                help_text="" if place else first,
            )

    @property
    def groups(self) -> list[str]:
        """Return the groups there are, for the list to choose from."""
        return list(dict.fromkeys(kind.group_zh for kind in self.book.kinds))

    def clean_code(self) -> str:
        code = str(self.cleaned_data["code"])
        if self.book.has(code):
            raise forms.ValidationError(_("Another kind has this code, in use or retired."))
        return code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        leads = [str(cleaned[name]) for name in self.lead_names if cleaned.get(name)]
        if len(set(leads)) < len(leads):
            self.add_error("lead_0", _("A department is named twice."))
        return cleaned

    @property
    def lead_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith("lead_")]

    def edited(self, book: Rulebook) -> Rulebook:
        """Return the book with this kind in it; a changed one stays in its place."""
        given = self.cleaned_data
        texts = {
            name: given[name].strip() for name in ("name_zh", "name_en", "group_zh", "group_en")
        }
        same_group = (kind for kind in book.kinds if kind.group_zh == texts["group_zh"])
        if not texts["group_en"]:
            texts["group_en"] = next((kind.group_en for kind in same_group if kind.group_en), "")
        made = Kind(
            code=self.kind.code if self.kind else given["code"],
            **texts,
            nature=words.Nature(given["nature"]),
            family=words.Family(given["family"]),
            intent=words.Intent(given["intent"]),
            first_time=words.FirstTime(given["first_time"]),
            entry=words.Entry(given["entry"]),
            severity=words.Severity(given["severity"]),
            routine=given["routine"],
            major=given["major"],
            leads=tuple(given[name] for name in self.lead_names if given[name]),
            scheme=self.kind.scheme if self.kind else SCHEME,
            retired=given.get("retired", False),
        )
        if self.kind is None:
            return replace(book, kinds=(*book.kinds, made))
        return replace(
            book, kinds=tuple(made if kind.code == made.code else kind for kind in book.kinds)
        )


def _kind_initial(kind: Kind | None) -> dict[str, Any]:
    if kind is None:
        return {"intent": words.Intent.REQUEST, "nature": words.Nature.EVENT}
    fields = [*TEXTS, "nature", "family", "intent", "entry", "severity", "first_time"]
    plain = {name: str(getattr(kind, name)) for name in fields}
    return {**plain, "routine": kind.routine, "major": kind.major, "retired": kind.retired}


class AmountForm(EditionForm):
    """How long a line of the limit table allows."""

    amount = forms.IntegerField(label=gettext_lazy("How much"), min_value=1, max_value=8760)
    unit = forms.ChoiceField(
        label=gettext_lazy("Of what"),
        choices=names.choices(names.TIME_UNITS),
        help_text=gettext_lazy(
            "Working hours and days follow the calendar; clock hours run day and night."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "amount" in cleaned and "unit" in cleaned:
            most = LONGEST[TimeUnit(cleaned["unit"])]
            if cleaned["amount"] > most:
                said = _("At most %(most)s of this unit, about a year.")
                self.add_error("amount", said % {"most": most})
        return cleaned

    def changed(self, book: Rulebook, row: LimitRow) -> Rulebook:
        """Return the book in which a line has this amount."""
        made = replace(
            row, amount=self.cleaned_data["amount"], unit=TimeUnit(self.cleaned_data["unit"])
        )
        key = line_key(row)
        return replace(
            book, limits=tuple(made if line_key(one) == key else one for one in book.limits)
        )


class LimitForm(AmountForm):
    """A new line of the limit table."""

    stage = forms.ChoiceField(label=gettext_lazy("Stage"), choices=names.choices(names.STAGES))
    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[
            (ANY, pgettext_lazy("severity", "every severity")),
            *names.choices(names.SEVERITIES),
        ],
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("Held by"),
        choices=[(ANY, pgettext_lazy("tier", "every level")), *names.choices(names.TIERS)],
    )

    field_order = ("stage", "kind", "severity", "tier", "amount", "unit", "note", "based_on")

    def __init__(self, data: Any = None, *, book: Rulebook) -> None:
        self.book = book
        super().__init__(data, number=book.number)
        kinds = [(ANY, pgettext_lazy("kind", "every kind")), *kind_choices(book)]
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kinds)
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("stage", "kind", "severity", "tier")):
            key = tuple(cleaned[name] for name in ("stage", "kind", "severity", "tier"))
            if any(line_key(row) == key for row in self.book.limits):
                self.add_error(None, _("There is such a line already; change that one."))
        return cleaned

    def edited(self, book: Rulebook) -> Rulebook:
        """Return the book with this line; it stands with the lines of its stage."""
        given = self.cleaned_data
        row = LimitRow(
            stage=words.Stage(given["stage"]),
            amount=given["amount"],
            unit=TimeUnit(given["unit"]),
            kind=given["kind"],
            severity=given["severity"],
            tier=given["tier"],
        )
        return replace(book, limits=(*book.limits, row))


class ThresholdForm(EditionForm):
    """Every figure the report leaves open."""

    def __init__(self, data: Any = None, *, book: Rulebook) -> None:
        super().__init__(data, number=book.number)
        note = self.fields.pop("note")
        for name, (label, unit) in THRESHOLDS.items():
            least, most = RANGES[name]
            said = _("%(unit)s, from %(least)s to %(most)s")
            self.fields[name.replace(".", "-")] = forms.IntegerField(
                label=str(label),
                min_value=least,
                max_value=most,
                initial=value_of(book.thresholds, name),
                help_text=said % {"unit": unit, "least": least, "most": most},
            )
        self.fields["note"] = note

    def edited(self, book: Rulebook) -> Rulebook:
        """Return the book with these thresholds."""
        given = {name: self.cleaned_data[name.replace(".", "-")] for name in THRESHOLDS}
        near = {n.partition(".")[2]: v for n, v in given.items() if n.startswith("near_due.")}
        plain = {name: value for name, value in given.items() if "." not in name}
        return replace(book, thresholds=Thresholds(near_due=NearDue(**near), **plain))


class TrialForm(forms.Form):
    """A question to the limit table: which limits would a matter have?"""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    severity = forms.ChoiceField(
        label=gettext_lazy("Severity"),
        choices=[("", gettext_lazy("that of the kind")), *names.choices(names.SEVERITIES)],
        required=False,
    )
    tier = forms.ChoiceField(
        label=gettext_lazy("Held by"), choices=names.choices(names.TIERS), initial=Tier.DEPARTMENT
    )

    def __init__(self, data: Any = None, *, book: Rulebook) -> None:
        super().__init__(data)
        self.fields["kind"] = forms.ChoiceField(label=_("Kind"), choices=kind_choices(book))


class UploadForm(forms.Form):
    """A rulebook in a file."""

    file = forms.FileField(
        label=gettext_lazy("Rulebook (JSON)"),
        widget=forms.ClearableFileInput(
            attrs={"accept": ".json,application/json", "data-most": str(MOST_BYTES)}
        ),
        help_text=gettext_lazy("As it is downloaded here, at most 2 MB. Nothing is published yet."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("The file is too large for a rulebook."))
        return file


def kind_choices(book: Rulebook) -> list[tuple[str, str]]:
    """Return the kinds in use, as choices."""
    language = get_language() or ""
    return [(kind.code, f"{kind.code} {kind.name(language)}") for kind in book.live_kinds]
