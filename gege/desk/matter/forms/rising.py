"""Up the ladder, past it, back down, or out."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import MoveForm, reason_field
from gege.desk.matter.forms.kinds import kind_choices
from gege.desk.matter.suggesting import offers_of
from gege.matters import api as matters
from gege.matters.api import Move, OfferPage, names
from gege.staff.api import Actor


class EscalateForm(MoveForm):
    """Never without a reason and what was tried (R-066)."""

    move = Move.ESCALATE

    reason = reason_field(_("Why it cannot be settled here"))
    tried = reason_field(_("What was tried"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.escalate(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            tried=self.cleaned_data["tried"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class SkipLevelForm(MoveForm):
    move = Move.SKIP_LEVEL
    intro = _("The county centre is alarmed at once, and every level between is told.")
    ask = _("Alarm the county centre now? This is for major matters only.")

    reason = reason_field(_("What is happening"))

    def act(self, by: Actor, now: datetime) -> None:
        matters.skip_level(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class DowngradeForm(MoveForm):
    move = Move.DOWNGRADE
    intro = _("It goes back to its locality. A report in good faith has no consequence.")

    reason = reason_field()

    def act(self, by: Actor, now: datetime) -> None:
        matters.downgrade(
            self.matter.number,
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class DeclineForm(MoveForm):
    move = Move.DECLINE
    ask = _("Decline this matter? The resident reads your reason, and it cannot be undone.")

    why = forms.ChoiceField(
        label=_("Ground"), widget=forms.RadioSelect, choices=names.choices(names.DECLINE_REASONS)
    )
    words = reason_field(
        _("What the resident reads"), help_text=_("Say where they can turn to instead.")
    )

    def act(self, by: Actor, now: datetime) -> None:
        matters.decline(
            self.matter.number,
            why=self.cleaned_data["why"],
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class TriageForm(MoveForm):
    """Kind, urgency and intent. The matter keeps its clocks and its edition of the rules."""

    move = Move.TRIAGE

    kind = forms.ChoiceField(label=_("Kind"), widget=forms.Select(attrs={"data-choose": "kind"}))
    severity = forms.ChoiceField(
        label=_("Urgency"), widget=forms.RadioSelect, choices=names.choices(names.SEVERITIES)
    )
    intent = forms.ChoiceField(
        label=_("What the person wants"),
        widget=forms.RadioSelect,
        choices=names.choices(names.INTENTS),
    )

    def prepare(self) -> None:
        book = self.setting.book_of(self.matter)
        self.pick("kind", kind_choices(book, self.language), only=False)
        for name in ("kind", "severity", "intent"):
            self.fields[name].initial = getattr(self.matter, name)
        self.offers = offers_of(
            matters.suggested_kinds(self.setting, self.matter.title, self.matter.description),
            field="kind",
            page=OfferPage.TRIAGE,
            about=self.matter.number,
            name_of=lambda code: self.setting.book.kind(code).name(self.language),
        )

    def act(self, by: Actor, now: datetime) -> None:
        matters.triage(
            self.matter.number,
            kind=self.cleaned_data["kind"],
            offered=self.offered,
            severity=self.cleaned_data["severity"],
            intent=self.cleaned_data["intent"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )
