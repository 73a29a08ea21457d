"""The rules of supervision: those in force, their editions, and the form that publishes one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gege.desk.messages.words import NOT_DONE
from gege.desk.orders.roles import RULE_READERS
from gege.desk.parts import Crumb
from gege.desk.rule_editions import EditionForm, Line, in_force, number_in_force, one_edition, whole
from gege.staff.access import ActorRequest, open_to
from gege.staff.api import Role
from gege.supervision import api as supervision
from gege.supervision.api import RANGES, Demand, OrderRules, OrderRulesEdition, names
from gege.territory.api import load_atlas

FORM: Final = ["GET", "HEAD", "POST"]
HOME: Final = "/setup/supervision"
LABELS: Final[dict[str, tuple[str | Promise, str | Promise]]] = {
    "receipt_hours": (gettext_lazy("An order is signed for within"), gettext_lazy("working hours")),
    "days": (gettext_lazy("An order that names no day is answered within"),
             gettext_lazy("working days")),
    "again_days": (gettext_lazy("A late order is reminded of again every"),
                   gettext_lazy("working days")),
    "again_most": (gettext_lazy("and so often at most"), pgettext_lazy("rule", "times")),
    "demands": (gettext_lazy("An instruction gets an order of its own for"), ""),
    "camera_keepers": (gettext_lazy("Departments that keep the whole camera register"), ""),
    "retention_least": (gettext_lazy("Recordings are kept for at least"), gettext_lazy("days")),
    "stretch_hours": (gettext_lazy("One request asks for at most"),
                      gettext_lazy("hours of recordings")),
    "answer_days": (gettext_lazy("A request that nobody answers is over after"),
                    gettext_lazy("days")),
    "grant_days": (gettext_lazy("A permission to view holds at most"), gettext_lazy("days")),
}  # fmt: skip
"""What each rule reads like, and what it is counted in; in the order of the page."""


class RulesForm(EditionForm):
    """All rules at once."""

    def __init__(self, data: Any = None, *, rules: OrderRules, number: int) -> None:
        initial = {name: getattr(rules, name) for name in LABELS}
        super().__init__(data, number=number, initial=initial)

    def add_rules(self) -> None:
        for name, (label, unit) in LABELS.items():
            self.fields[name] = _field(name, str(label), str(unit))

    def rules(self) -> OrderRules:
        """Return the rules that the entries make."""
        typed = {name: self.cleaned_data[name] for name in LABELS}
        lists = {name: tuple(typed[name]) for name in ("demands", "camera_keepers")}
        return OrderRules(**(typed | lists))


def _field(name: str, label: str, unit: str) -> forms.Field:
    if name == "demands":
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[(str(one), names.DEMANDS[one]) for one in Demand],
        )
    if name == "camera_keepers":
        language = get_language() or ""
        return forms.MultipleChoiceField(
            label=label,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            choices=[
                (one.code, one.name(language))
                for one in load_atlas().units()
                if one.is_department and one.parent_id is None
            ],
        )
    return whole(f"{label} ({unit})", RANGES[name])


@open_to(*RULE_READERS)
@require_safe
def show(request: ActorRequest) -> HttpResponse:
    """Show the rules in force and the list of editions."""
    lines = lines_of(supervision.current_order_rules())
    context = in_force(OrderRulesEdition, lines, request.actor)
    return render(request, "desk/orders/rules.html", context)


@open_to(*RULE_READERS)
@require_safe
def edition(request: ActorRequest, number: int) -> HttpResponse:
    """Show one edition, and what it changed."""
    crumb = Crumb(_("Rules of supervision"), HOME)
    context = one_edition(OrderRulesEdition, number, _lines_of_document, crumb)
    return render(request, "desk/orders/rules.html", context)


@open_to(Role.ADMINISTRATOR)
@require_http_methods(FORM)
def edit(request: ActorRequest) -> HttpResponse:
    """Publish a new edition; it holds from now on, for what is issued and asked from now on."""
    number = number_in_force(OrderRulesEdition)
    data = request.POST if request.method == "POST" else None
    form = RulesForm(data, rules=supervision.current_order_rules(), number=number)
    said = _("Edition %(number)s of the rules of supervision holds now.")
    if made := form.published(
        request, supervision.publish_order_rules, said=said, refusals=NOT_DONE, home="orders:rules"
    ):
        return made
    context = {
        "form": form,
        "heading": _("Change the rules of supervision"),
        "submit": _("Publish the edition"),
        "back": HOME,
        "back_name": _("Rules of supervision"),
    }
    status = 422 if form.is_bound else 200
    return render(request, "desk/group/form.html", context, status=status)


def lines_of(rules: OrderRules) -> list[tuple[str, str, bool]]:
    """Return (label, value, whether it is the default) of each rule."""
    default = OrderRules()
    return [
        (str(label), _value(name, rules, str(unit)), getattr(rules, name) == getattr(default, name))
        for name, (label, unit) in LABELS.items()
    ]


def _lines_of_document(document: Mapping[str, Any]) -> list[Line]:
    return lines_of(supervision.order_rules_from_json(document))


def _value(name: str, rules: OrderRules, unit: str) -> str:
    value = getattr(rules, name)
    if name == "demands":
        named = [names.name_of(names.DEMANDS, one) for one in value]
    elif name == "camera_keepers":
        atlas, language = load_atlas(), get_language() or ""
        found = [(code, atlas.unit_by_code(code)) for code in value]
        named = [unit.name(language) if unit else code for code, unit in found]
    else:
        return f"{value} {unit}"
    return "；".join(named) or _("nothing")
