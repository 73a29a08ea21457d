"""Choosing the unit that handles a matter: the suggested first, then all that may be told."""

from datetime import datetime

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gege.desk.matter.forms.base import Choices, MoveForm, reason_field
from gege.desk.matter.suggesting import offers_of
from gege.matters import api as matters
from gege.matters.api import Move, OfferPage, Tier, UnitView, may_lead, suggested_leads
from gege.staff.api import Actor
from gege.territory.api import UnitFacts


class UnitsForm(MoveForm):
    """A form that chooses among the units this platform may instruct for this matter."""

    suggestion = ""

    def instructable(self) -> list[UnitFacts]:
        """Living units that may lead: departments of the area, platforms over the place."""
        atlas, by = self.setting.atlas, self.page.by
        mine = atlas.unit(by.unit_id) if by.unit_id is not None else None
        if mine is None:
            return []
        own = self.setting.view(mine)
        return [
            unit
            for unit in atlas.units()
            if may_lead(own, self.setting.view(unit)) and self._over_place(unit)
        ]

    def _over_place(self, unit: UnitFacts) -> bool:
        if unit.is_department or unit.id == self.page.by.unit_id:
            return True
        return self.matter.area_code.startswith(unit.area_code)

    def suggested(self, units: list[UnitFacts]) -> list[UnitFacts]:
        """Return what `suggested_leads` puts first, without this platform itself."""
        book, setting, by = self.setting.book_of(self.matter), self.setting, self.page.by
        mine = setting.atlas.unit(by.unit_id or 0)
        if mine is None:
            return []
        kind = book.kind(self.matter.kind)
        rank = {code: place for place, code in enumerate(kind.leads)}
        owners = [u for u in units if u.is_department and (u.code in rank or u.parent_code in rank)]
        owners.sort(key=lambda u: (rank.get(u.code, rank.get(u.parent_code or "", 99)), u.code))
        # Whoever has passed it up already is not the first to be asked again.
        passed_on = {
            one.entry.unit_id for one in self.page.steps if one.entry.deed == Move.ESCALATE
        }
        locality = sorted(
            (u for u in units if not u.is_department and self.matter.placed),
            key=lambda u: -len(u.area_code),
        )
        order: list[UnitView] = suggested_leads(
            kind,
            [setting.view(u) for u in owners],
            [setting.view(u) for u in locality if u.id not in passed_on],
            setting.view(mine),
        )
        by_id = {u.id: u for u in units}
        return [by_id[view.id] for view in order if view.id in by_id and view.id != mine.id][:6]

    def unit_choices(self, *, without: frozenset[int] = frozenset()) -> Choices:
        """Return the units in groups; each unit stands once."""
        units = [unit for unit in self.instructable() if unit.id not in without]
        best = self.suggested(units)
        self.suggestion = best[0].code if best else ""
        groups: list[tuple[str, list[UnitFacts]]] = [
            (gettext("Suggested for this kind and place"), best),
            (gettext("Departments of the county"), _departments(units, county=True)),
            (gettext("Offices in the townships"), _departments(units, county=False)),
            (gettext("Centres, stations and grids"), [u for u in units if not u.is_department]),
        ]
        shown: set[int] = set()
        found: Choices = []
        for title, members in groups:
            rows = [(unit.code, self._name(unit)) for unit in members if unit.id not in shown]
            shown.update(unit.id for unit in members)
            if rows:
                found.append((title, rows))
        return found

    def _name(self, unit: UnitFacts) -> str:
        name = unit.name(self.language)
        if unit.kind == Tier.GRID:
            return self.setting.atlas.label(unit.area_code, self.language)
        own = unit.id == self.page.by.unit_id
        return gettext("%(unit)s (your own)") % {"unit": name} if own else name

    def returned_by(self) -> frozenset[int]:
        """Units that returned this matter: only a ruling may name them again."""
        return frozenset(
            one.lead_id for one in self.page.instructions if one.ended_how == "returned"
        )


def _departments(units: list[UnitFacts], *, county: bool) -> list[UnitFacts]:
    return [u for u in units if u.is_department and (len(u.area_code) == 6) is county]


class DispatchForm(UnitsForm):
    move = Move.DISPATCH
    intro = _("The supervised clock starts when you send it.")

    lead = forms.ChoiceField(
        label=_("Lead unit"), widget=forms.Select(attrs={"data-choose": "unit"})
    )
    assisting = forms.MultipleChoiceField(
        label=_("Assisting units"),
        required=False,
        widget=forms.SelectMultiple(attrs={"data-choose": "units", "size": 5}),
    )
    words = forms.CharField(
        label=_("Words to the unit"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def prepare(self) -> None:
        returned = self.returned_by() - {self.page.by.unit_id}
        choices = self.unit_choices(without=returned)
        gone = [unit for unit in self.instructable() if unit.id in returned]
        if gone:
            units = ", ".join(unit.name(self.language) for unit in gone)
            said = gettext(
                "Not offered: %(units)s. It returned the matter; only a ruling names it."
            )
            self.hint("lead", said % {"units": units})
        self.pick("lead", choices if self.suggestion else [("", "—"), *choices], only=False)
        self.pick("assisting", choices, only=False)
        if self.suggestion:
            self.fields["lead"].initial = self.suggestion
        free = {one.code: one for one in self.instructable() if one.id not in returned}
        self.offers = offers_of(
            matters.suggested_departments(self.setting, self.matter, list(free.values())),
            field="lead",
            page=OfferPage.DISPATCH,
            about=self.matter.number,
            name_of=lambda code: free[code].name(self.language),
        )

    def act(self, by: Actor, now: datetime) -> None:
        matters.dispatch(
            self.matter.number,
            lead=self.cleaned_data["lead"],
            offered=self.offered,
            assisting=self.cleaned_data["assisting"],
            words=self.cleaned_data["words"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class RuleForm(UnitsForm):
    move = Move.RULE
    intro = _("The unit you name handles it and cannot return it again.")

    lead = forms.ChoiceField(
        label=_("Lead unit"), widget=forms.Select(attrs={"data-choose": "unit"})
    )
    reason = reason_field(_("Reason of the ruling"))

    def prepare(self) -> None:
        self.pick("lead", [("", "—"), *self.unit_choices()], only=False)

    def act(self, by: Actor, now: datetime) -> None:
        matters.rule(
            self.matter.number,
            lead=self.cleaned_data["lead"],
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )


class ReassignForm(UnitsForm):
    move = Move.REASSIGN
    intro = _("For a matter whose holder cannot act. State and clock stay as they are.")

    to = forms.ChoiceField(label=_("Unit"), widget=forms.Select(attrs={"data-choose": "unit"}))
    reason = reason_field()

    def prepare(self) -> None:
        holder = frozenset({self.matter.holder_id})
        self.pick("to", [("", "—"), *self.unit_choices(without=holder)], only=False)

    def act(self, by: Actor, now: datetime) -> None:
        matters.reassign(
            self.matter.number,
            to=self.cleaned_data["to"],
            reason=self.cleaned_data["reason"],
            by=by,
            now=now,
            seen=self.cleaned_data["seen"],
        )
