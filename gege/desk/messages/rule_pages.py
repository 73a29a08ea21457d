"""The rules of notices: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from datetime import time
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.messages.words import CHANNELS, HINTS, KINDS, NOT_DONE, RULES, said
from gege.notices.api import (
    CHAIN_CHANNELS,
    RANGES,
    NoticeRules,
    NoticeRulesEdition,
    NotPublished,
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
EDITIONS: Final = 50
LISTS: Final = ("quiet_kinds", "by_sms", "by_email")
FIRST, SECOND, THIRD = "chain_1", "chain_2", "chain_3"


class RulesForm(forms.Form):
    """All rules at once; the chain as three places, of which the later may stay empty."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: NoticeRules, number: int) -> None:
        super().__init__(data, initial={"based_on": number, **_initial(rules)})
        note, based_on = self.fields.pop("note"), self.fields.pop("based_on")
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
        self.fields |= {"note": note, "based_on": based_on}

    def _add_chain(self) -> None:
        for name in ("answer_minutes", "chain_people"):
            least, most = RANGES[name]
            bounds = _("%(least)s to %(most)s") % {"least": least, "most": most}
            self.fields[name] = forms.IntegerField(
                label=str(RULES[name]),
                min_value=least,
                max_value=most,
                help_text=str(HINTS.get(name) or bounds),
            )
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
    editions = _editions()
    context = {
        "lines": lines_of(current_rules()),
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/messages/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    row = get_object_or_404(NoticeRulesEdition, number=number)
    before = NoticeRulesEdition.objects.filter(number__lt=number).order_by("-number").first()
    now, old = (
        lines_of(from_json(row.document)),
        lines_of(from_json(before.document if before else {})),
    )
    context = {
        "lines": now,
        "changes": [(b[0], a[1], b[1]) for a, b in zip(old, now, strict=True) if a[1] != b[1]],
        "edition": row,
        "old": True,
        "crumbs": [Crumb(_("Rules of notices"), reverse("messages:rules"))],
    }
    return render(request, "desk/messages/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    latest = _editions(1)
    number = latest[0].number if latest else 0
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=current_rules(), number=number)
    if form.is_bound and form.is_valid():
        try:
            made = publish_notice_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
        except NotPublished as error:
            field = error.field if error.field in form.fields else None
            form.add_error(field, said(error.word, NOT_DONE))
        else:
            text = _("Edition %(number)s of the rules of notices holds now.") % {"number": made}
            messages.success(request, text)
            return redirect("messages:rules")
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


def _editions(most: int = EDITIONS) -> list[NoticeRulesEdition]:
    return list(NoticeRulesEdition.objects.order_by("-number")[:most])


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
