"""The rules of duty: those in force, their editions, and the form that publishes a new one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.api import Crumb
from gege.desk.duty.roles import FORM
from gege.desk.duty.saying import DutySaid
from gege.desk.rule_editions import EditionForm, Line, in_force, number_in_force, one_edition, whole
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role, duty

READERS: Final = (
    Role.ADMINISTRATOR,
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)


class RulesForm(EditionForm):
    """All rules at once."""

    def __init__(self, data: Any = None, *, rules: duty.DutyRules, number: int) -> None:
        initial = {name: getattr(rules, name) for name in duty.RANGES}
        super().__init__(data, number=number, initial=initial)

    def add_rules(self) -> None:
        for name, bounds in duty.RANGES.items():
            self.fields[name] = whole(duty.names.RULES[name], bounds)

    def rules(self) -> duty.DutyRules:
        """Return the rules that the entries make."""
        return duty.DutyRules(**{name: self.cleaned_data[name] for name in duty.RANGES})


@open_to(*READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    context = in_force(duty.DutyRulesEdition, lines_of(duty.current_rules()), request.actor)
    return render(request, "desk/duty/rules.html", context)


@open_to(*READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    crumb = Crumb(_("Rules of duty"), "/setup/duty")
    context = one_edition(duty.DutyRulesEdition, number, _lines_of_document, crumb)
    return render(request, "desk/duty/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on."""
    number = number_in_force(duty.DutyRulesEdition)
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


def _lines_of_document(document: Mapping[str, Any]) -> list[Line]:
    return lines_of(duty.from_json(document))
