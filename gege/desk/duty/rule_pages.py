"""The rules of duty: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.duty.roles import FORM
from gege.desk.duty.saying import DutySaid
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
EDITIONS: Final = 50


class RulesForm(forms.Form):
    """All rules at once."""

    note = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=200,
        min_length=2,
        help_text=gettext_lazy("It stands in the list of editions for good."),
    )
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, rules: duty.DutyRules, number: int) -> None:
        initial = {name: getattr(rules, name) for name in duty.RANGES}
        super().__init__(data, initial={"based_on": number, **initial})
        note, based_on = self.fields.pop("note"), self.fields.pop("based_on")
        for name, (least, most) in duty.RANGES.items():
            self.fields[name] = forms.IntegerField(
                label=str(duty.names.RULES[name]),
                min_value=least,
                max_value=most,
                help_text=_("%(least)s to %(most)s") % {"least": least, "most": most},
            )
        self.fields |= {"note": note, "based_on": based_on}

    def rules(self) -> duty.DutyRules:
        """Return the rules that the entries make."""
        return duty.DutyRules(**{name: self.cleaned_data[name] for name in duty.RANGES})


@open_to(*READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    editions = _editions()
    context = {
        "lines": lines_of(duty.current_rules()),
        "edition": editions[0] if editions else None,
        "editions": editions,
        "may_edit": request.actor.role is Role.ADMINISTRATOR,
    }
    return render(request, "desk/duty/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    row = get_object_or_404(duty.DutyRulesEdition, number=number)
    before = duty.DutyRulesEdition.objects.filter(number__lt=number).order_by("-number").first()
    now = lines_of(duty.from_json(row.document))
    old = lines_of(duty.from_json(before.document if before else {}))
    context = {
        "lines": now,
        "changes": [(b[0], a[1], b[1]) for a, b in zip(old, now, strict=True) if a[1] != b[1]],
        "edition": row,
        "old": True,
        "crumbs": [Crumb(_("Rules of duty"), "/setup/duty")],
    }
    return render(request, "desk/duty/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    latest = _editions(1)
    number = latest[0].number if latest else 0
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=duty.current_rules(), number=number)
    if form.is_bound and form.is_valid():
        with DutySaid(form):
            made = duty.publish_duty_rules(
                form.rules(),
                note=form.cleaned_data["note"],
                based_on=form.cleaned_data["based_on"],
                by=request.actor.signature(),
                now=timezone.now(),
            )
            text = _("Edition %(number)s of the rules of duty holds now.") % {"number": made}
            messages.success(request, text)
            return redirect("duty:rules")
    context = {
        "form": form,
        "heading": _("Change the rules of duty"),
        "submit": _("Publish the edition"),
        "cancel": "/setup/duty",
        "crumbs": [Crumb(_("Rules of duty"), "/setup/duty")],
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/duty/form.html", context, status=status)


def lines_of(rules: duty.DutyRules) -> list[tuple[str, int, bool]]:
    """Return (label, value, whether it is the default) of each rule."""
    default = duty.DutyRules()
    return [
        (str(label), getattr(rules, name), getattr(rules, name) == getattr(default, name))
        for name, label in duty.names.RULES.items()
    ]


def _editions(most: int = EDITIONS) -> list[duty.DutyRulesEdition]:
    return list(duty.DutyRulesEdition.objects.order_by("-number")[:most])
