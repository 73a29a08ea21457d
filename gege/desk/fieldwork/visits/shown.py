"""Visits and links as pages show them: what belongs to a household is masked for others."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from gege.desk.api import Step
from gege.fieldwork.api import (
    LinkLine,
    Visit,
    VisitPage,
    is_overdue,
    names,
    reads_personal,
    wants_confirmation,
)
from gege.kernel.masks import HIDDEN, masked_name, masked_phone
from gege.staff.api import Actor
from gege.territory.api import Atlas

Text = str | Promise
_STEP: Final = " · "
_KNOWN: Final = {9: 1, 12: 2, 15: 2}

DEEDS: Final[Mapping[str, Text]] = {
    "plan_visit": pgettext_lazy("visit", "Planned"),
    "make_visit": pgettext_lazy("visit", "Made"),
    "cancel_visit": pgettext_lazy("visit", "Given up"),
    "issue_code": pgettext_lazy("visit", "Code made for the resident"),
    "confirm_visit": pgettext_lazy("visit", "Word of the resident taken"),
    "confirm_by_call": pgettext_lazy("visit", "Resident called"),
    "raise_concern": pgettext_lazy("visit", "Concern raised"),
}


@dataclass(frozen=True, slots=True)
class Household:
    """Door, name and telephone as this reader may see them; `masked` when something is hidden."""

    door: str
    who: str
    phone: str
    masked: bool

    @property
    def together(self) -> str:
        return " ".join(part for part in (self.door, self.who) if part)


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One line of a list of visits."""

    href: str
    purpose: Text
    place: str
    household: str
    state: Text
    due_on: date | None
    overdue: bool
    done_at: datetime | None
    visitor: str
    confirmed: Text
    unconfirmed: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One household that somebody keeps in touch with."""

    uid: str
    href: str
    household: Household
    place: str
    cadre: str
    every_days: int
    last_at: datetime | None
    due_on: date | None
    overdue: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Shower:
    """Shows visits to one person, in their language, on one day."""

    by: Actor
    atlas: Atlas
    language: str
    today: date
    revealed: bool = False

    def row(self, one: Visit) -> VisitRow:
        planned = one.state == "planned"
        return VisitRow(
            href=reverse("visits:page", args=[one.uid]),
            purpose=names.name_of(names.PURPOSES, one.purpose),
            place=self.place(one.area_code, one.point.name if one.point else ""),
            household=self.household(one).together,
            state=names.name_of(names.VISIT_STATES, one.state),
            due_on=one.due_on if planned else None,
            overdue=planned and is_overdue(one.due_on, self.today),
            done_at=one.done_at,
            visitor=one.by_name,
            confirmed=self.confirmed(one),
            unconfirmed=wants_confirmation(one.purpose, one.state, one.confirm_how),
        )

    def link(self, line: LinkLine) -> LinkRow:
        one = line.link
        query = f"?link={one.uid}"
        return LinkRow(
            uid=str(one.uid),
            href=reverse("visits:list") + query,
            household=self._household(one.area_code, one.account_id, one.door, one.who, one.phone),
            place=self.place(one.area_code, one.point.name if one.point else ""),
            cadre=one.account.display_name,
            every_days=one.every_days,
            last_at=line.last_at,
            due_on=line.due_on,
            overdue=is_overdue(line.due_on, self.today),
            own=one.account_id == self.by.account_id,
        )

    def household(self, one: Visit) -> Household:
        return self._household(one.area_code, one.account_id, one.door, one.who, one.phone)

    def words(self, one: Visit) -> str:
        """Return what was said on the visit; stars for who may not read it unasked."""
        return one.words if self.reads(one) else HIDDEN * 3 if one.words else ""

    def reads(self, one: Visit) -> bool:
        return self.revealed or reads_personal(self.by, one.area_code, one.account_id)

    def confirmed(self, one: Visit) -> Text:
        """Return what the resident confirmed; "" where there is nothing to confirm."""
        service = one.purpose == "service" and one.state == "done"
        found: Text = names.name_of(names.CONFIRMS, one.confirm_how) if service else ""
        return found

    def place(self, area_code: str, point: str) -> str:
        """Return the area as far as it does not go without saying here, and the point."""
        steps = self.atlas.label(area_code, self.language).split(_STEP)
        known = 0 if self.by.is_department else _KNOWN.get(len(self.by.area_code), 0)
        return _STEP.join([*(steps[known:] or steps[-1:]), *([point] if point else [])])

    def _household(
        self, area_code: str, account_id: int | None, door: str, who: str, phone: str
    ) -> Household:
        if self.revealed or reads_personal(self.by, area_code, account_id):
            return Household(door, who, phone, masked=False)
        return Household(
            masked_door(door), masked_name(who), masked_phone(phone), bool(door or who or phone)
        )


def masked_door(door: str) -> str:
    """Return that there is a door, and nothing of it."""
    return HIDDEN * 3 if door else ""


def steps_of(page: VisitPage) -> list[Step]:
    """Return the history from the ledger, the newest first."""
    return [
        Step(
            deed=DEEDS.get(entry.deed, entry.deed),
            at=entry.at,
            who=entry.name,
            unit=entry.unit,
            said=_said(entry.payload),
        )
        for entry in page.steps
    ]


def _said(payload: str) -> str:
    line: dict[str, Any] = json_of(payload)
    return str(line.get("reason") or line.get("note") or line.get("matter") or "")


def json_of(payload: str) -> dict[str, Any]:
    """Return a ledger line's content; empty for one that is no object."""
    found = json.loads(payload)
    return found if isinstance(found, dict) else {}
