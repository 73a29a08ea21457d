"""The rules of notices: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import time
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.messages.words import CHANNELS, HINTS, KINDS, NOT_DONE, RULES, said
from gege.desk.rule_editions import EditionForm, Line, in_force, number_in_force, one_edition, whole
from gege.notices.api import (
    CHAIN_CHANNELS,
    RANGES,
    NoticeRules,
    NoticeRulesEdition,
    current_rules,
    from_json,
    publish_notice_rules,
)
from gege.notices.api import KINDS as KNOWN_KINDS
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
LISTS: Final = ("quiet_kinds", "by_sms", "by_email")
FIRST, SECOND, THIRD = "chain_1", "chain_2", "chain_3"


class RulesForm(EditionForm):
    """All rules at once; the chain as three places, of which the later may stay empty."""

    def __init__(self, data: Any = None, *, rules: NoticeRules, number: int) -> None:
        super().__init__(data, number=number, initial=_initial(rules))

    def add_rules(self) -> None:
        for end, label in (("quiet_from", _("Quiet from")), ("quiet_to", _("Quiet to"))):
            self.fields[end] = forms.TimeField(
                label=label, input_formats=["%H:%M"], widget=_Clock(format="%H:%M")
            )
        for name in LISTS:
            self.fields[name] = forms.MultipleChoiceField(
                label=str(RULES[name]),
                help_text=str(HINTS.get(name, "")),
                required=False,
                choices=[(str(kind), KINDS[kind]) for kind in KNOWN_KINDS],
                widget=forms.CheckboxSelectMultiple,
            )
        self._add_chain()

    def _add_chain(self) -> None:
        for name in ("answer_minutes", "chain_people"):
            self.fields[name] = whole(RULES[name], RANGES[name], HINTS.get(name, ""))
        empty = ("", _("none"))
        for place, name in enumerate((FIRST, SECOND, THIRD), 1):
            known = [(str(one), CHANNELS[one]) for one in CHAIN_CHANNELS]
            self.fields[name] = forms.ChoiceField(
                label=_("Channel %(place)s of the call chain") % {"place": place},
                choices=known if name == FIRST else [empty, *known],
                required=name == FIRST,
            )
        self.fields["chain_principal"] = forms.BooleanField(
            label=str(RULES["chain_principal"]), required=False
        )

    def rules(self) -> NoticeRules:
        """Return the rules that the entries make."""
        given = self.cleaned_data
        return NoticeRules(
            quiet=(f"{given['quiet_from']:%H:%M}", f"{given['quiet_to']:%H:%M}"),
            quiet_kinds=tuple(given["quiet_kinds"]),
            by_sms=tuple(given["by_sms"]),
            by_email=tuple(given["by_email"]),
            answer_minutes=given["answer_minutes"],
            chain=tuple(given[one] for one in (FIRST, SECOND, THIRD) if given[one]),
            chain_people=given["chain_people"],
            chain_principal=given["chain_principal"],
        )

    def clean(self) -> dict[str, Any]:
        """A channel stands in the chain once."""
        cleaned = super().clean() or {}
        chosen = [cleaned.get(one) for one in (FIRST, SECOND, THIRD) if cleaned.get(one)]
        if len(set(chosen)) != len(chosen):
            self.add_error(SECOND, _("A channel stands in the chain once."))
        return cleaned


class _Clock(forms.TimeInput):
    input_type = "time"


@open_to(*READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    context = in_force(NoticeRulesEdition, lines_of(current_rules()), request.actor)
    return render(request, "desk/messages/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    crumb = Crumb(_("Rules of notices"), reverse("messages:rules"))
    context = one_edition(NoticeRulesEdition, number, _lines_of_document, crumb)
    return render(request, "desk/messages/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    number = number_in_force(NoticeRulesEdition)
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=current_rules(), number=number)
    said = _("Edition %(number)s of the rules of notices holds now.")
    if made := form.published(
        request, publish_notice_rules, said=said, refusals=NOT_DONE, home="messages:rules"
    ):
        return made
    context = {"form": form, "crumbs": [Crumb(_("Rules of notices"), reverse("messages:rules"))]}
    status = 422 if form.is_bound else 200
    return render(request, "desk/messages/edit_rules.html", context, status=status)


def lines_of(rules: NoticeRules) -> list[tuple[str, str, bool]]:
    """Return (label, value, whether it is the default) of each rule."""
    default = NoticeRules()
    return [
        (
            str(label),
            _value(name, getattr(rules, name)),
            getattr(rules, name) == getattr(default, name),
        )
        for name, label in RULES.items()
    ]


def _value(name: str, value: Any) -> str:
    if name == "quiet":
        return f"{value[0]}–{value[1]}"
    if name in LISTS:
        return _(", ").join(said(one, KINDS) for one in value) or "—"
    if name == "chain":
        return " → ".join(said(one, CHANNELS) for one in value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return str(value)


def _lines_of_document(document: Mapping[str, Any]) -> list[Line]:
    return lines_of(from_json(document))


def _initial(rules: NoticeRules) -> dict[str, Any]:
    chain = [*rules.chain, "", ""]
    return {
        "quiet_from": time.fromisoformat(rules.quiet[0]),
        "quiet_to": time.fromisoformat(rules.quiet[1]),
        **{name: list(getattr(rules, name)) for name in LISTS},
        "answer_minutes": rules.answer_minutes,
        "chain_people": rules.chain_people,
        "chain_principal": rules.chain_principal,
        **dict(zip((FIRST, SECOND, THIRD), chain, strict=False)),
    }
