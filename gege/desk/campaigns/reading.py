"""One campaign as a person has it open: the row in scope, its words, who may do what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language

from gege.desk.fieldwork.tabs import OUTDOORS
from gege.fieldwork.api import (
    MAKERS,
    Campaign,
    Entry,
    NotFound,
    campaign_by,
    may_manage,
    names,
    reads_openly,
)
from gege.fieldwork.api import words as w
from gege.kernel.masks import HIDDEN
from gege.staff.access import ActorRequest
from gege.staff.api import Actor, Role
from gege.territory.api import Atlas, load_atlas

READERS: Final = OUTDOORS
MAKING: Final = tuple(sorted(MAKERS))
ARRANGING: Final = (*MAKING, Role.STATION_CLERK)


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign, its reader and the areas in words."""

    campaign: Campaign
    by: Actor
    atlas: Atlas
    language: str

    @property
    def manages(self) -> bool:
        return may_manage(self.by, self.campaign)

    @property
    def arranges(self) -> bool:
        """Whether the reader says who goes where, at least for the own buildings."""
        station = self.by.role is Role.STATION_CLERK
        return (self.manages or station) and self.campaign.state != w.CampaignState.CLOSED

    def href(self, name: str = "page") -> str:
        return reverse(f"campaigns:{name}", args=[self.campaign.uid])

    def place(self, code: str) -> str:
        """An area in words; the county by its name."""
        return self.atlas.label(code, self.language)


def opened(request: ActorRequest, uid: UUID) -> Opened:
    """Return a campaign in scope; raises Http404."""
    try:
        campaign = campaign_by(uid, request.actor)
    except NotFound as error:
        raise Http404 from error
    return Opened(campaign, request.actor, load_atlas(), get_language() or "")


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One line of the list of campaigns."""

    href: str
    title: str
    state: str
    places: str
    opens_on: date
    due_on: date
    late: bool
    unit: str


def row_of(campaign: Campaign, atlas: Atlas, language: str, today: date) -> CampaignRow:
    unit = atlas.unit(campaign.unit_id)
    return CampaignRow(
        href=reverse("campaigns:page", args=[campaign.uid]),
        title=campaign.title,
        state=str(names.name_of(names.CAMPAIGN_STATES, campaign.state)),
        places=places_of(campaign, atlas, language),
        opens_on=campaign.opens_on,
        due_on=campaign.due_on,
        late=campaign.state == w.CampaignState.OPEN and campaign.due_on < today,
        unit=unit.name(language) if unit else "",
    )


def places_of(campaign: Campaign, atlas: Atlas, language: str) -> str:
    """Return the places of a campaign in words, the first three of many."""
    labels = [atlas.label(code, language) for code in campaign.area_codes]
    more = f" +{len(labels) - 3}" if len(labels) > 3 else ""
    return "; ".join(labels[:3]) + more


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One line of the list of entries; the door hidden from those who do not need it."""

    href: str
    building: str
    place: str
    door: str
    outcome: str
    who: str
    made_at: Any
    check: str
    overtaken: bool


def entry_row(entry: Entry, by: Actor, atlas: Atlas, language: str) -> EntryRow:
    return EntryRow(
        href=reverse("campaigns:entry", args=[entry.uid]),
        building=entry.assignment.point.name if entry.assignment else "",
        place=atlas.label(entry.area_code, language) if entry.area_code else "",
        door=door_of(entry, by),
        outcome=str(names.name_of(names.OUTCOMES, entry.outcome)),
        who=entry.by_name,
        made_at=entry.made_at,
        check=str(names.name_of(names.CHECK_STATES, entry.check_state))
        if entry.check_state
        else "",
        overtaken=not entry.latest,
    )


def door_of(entry: Entry, by: Actor, *, revealed: bool = False) -> str:
    """Return a door as somebody may see it."""
    if not entry.door or revealed or reads_openly(by, entry.area_code):
        return entry.door
    return HIDDEN * 2


def today() -> date:
    return timezone.localdate()
