"""Campaigns, who sees them, and which door belongs to whom. Every read starts from a scope."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import F, Func, Q, QuerySet, TextField, Value

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import Assignment, Campaign, Entry, FormMedia
from gege.fieldwork.queries.scope import has_scope
from gege.fieldwork.rules.campaigns import overlap
from gege.fieldwork.rules.words import CampaignState
from gege.kernel.area_codes import Level
from gege.staff.api import Actor, Role

_LENGTHS: Final = (6, 9, 12, 15)
MAKERS: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.TOWNSHIP_OPERATOR})
"""Who makes campaigns, each within the own area."""
_SEE_DRAFTS: Final = MAKERS | {Role.ELECTRONIC_SUPERVISOR}


@dataclass(frozen=True, slots=True)
class Door:
    """The newest answer at one door."""

    door: str
    outcome: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Building:
    """A building that somebody goes to for a campaign, with the doors that have an answer."""

    assignment: Assignment
    doors: tuple[Door, ...]


@dataclass(frozen=True, slots=True)
class CampaignWork:
    """A running campaign as its collector carries it: form and files, buildings and doors."""

    campaign: Campaign
    media: tuple[FormMedia, ...]
    buildings: tuple[Building, ...]


def campaigns(by: Actor) -> QuerySet[Campaign]:
    """Return the campaigns that a person may see: those that go to a place the person sees.

    A draft is seen by those who make campaigns, and by electronic supervision.
    """
    rows = Campaign.objects.select_related("form", "unit")
    if not by.is_system and by.role not in _SEE_DRAFTS:
        rows = rows.exclude(state=CampaignState.DRAFT)
    if by.is_system or (has_scope(by) and len(by.area_code) == Level.COUNTY):
        return rows
    return touching(rows, (by.area_code,)) if has_scope(by) else rows.none()


def touching(rows: QuerySet[Campaign], area_codes: Iterable[str]) -> QuerySet[Campaign]:
    """Narrow to campaigns that go to any of some areas, to a part of one, or to all around it."""
    condition = Q(pk__in=())
    for code in area_codes:
        around = [code[:length] for length in _LENGTHS if length <= len(code)]
        condition |= Q(area_codes__overlap=around) | Q(_areas__contains=f" {code}")
    joined = Func(
        Value(" "),
        Func(F("area_codes"), Value(" "), function="array_to_string"),
        function="CONCAT",
        output_field=TextField(),
    )
    return rows.alias(_areas=joined).filter(condition)


def campaign_by(uid: UUID | str, by: Actor, *, lock: bool = False) -> Campaign:
    """Return one campaign that a person may see; raises NotFound."""
    rows = Campaign.objects.select_for_update(of=("self",)) if lock else Campaign.objects.all()
    try:
        campaign = rows.select_related("form", "unit").filter(uid=UUID(str(uid))).first()
    except ValueError:
        raise NotFound from None
    if campaign is None or not touches(by, campaign):
        raise NotFound
    return campaign


def touches(by: Actor, campaign: Campaign) -> bool:
    """Tell whether a campaign goes to a place that a person may see."""
    if by.is_system:
        return True
    if campaign.state == CampaignState.DRAFT and by.role not in _SEE_DRAFTS:
        return False
    return has_scope(by) and overlap((by.area_code,), campaign.area_codes)


def running(area_codes: Collection[str], form_id: str = "") -> QuerySet[Campaign]:
    """Return the campaigns that run in any of some areas, the soonest last day first."""
    rows = Campaign.objects.filter(state=CampaignState.OPEN).select_related("form")
    if form_id:
        rows = rows.filter(form__form_id=form_id)
    return touching(rows, area_codes).order_by("due_on", "id")


def own_assignments(area_codes: Collection[str], account_id: int) -> Q:
    """Return the condition on assignments that somebody goes to.

    The buildings of the own grids that nobody else was asked to do, and those the person was
    asked to do anywhere.
    """
    mine = Q(area_code__in=list(area_codes), account_id=None)
    return mine | Q(account_id=account_id)


def campaigns_for(area_codes: Collection[str], account_id: int) -> list[CampaignWork]:
    """Return what somebody carries for running campaigns; four statements however many there are.

    A campaign that asks the person to a building outside the own grids is among them.
    """
    asked = Assignment.objects.filter(
        own_assignments(area_codes, account_id), campaign__state=CampaignState.OPEN
    )
    rows = list(asked.select_related("point").order_by("point__name", "id"))
    wanted = {row.campaign_id for row in rows}
    here = Q(pk__in=wanted) | Q(pk__in=running(area_codes).order_by().values("pk"))
    found = list(
        Campaign.objects.filter(here, state=CampaignState.OPEN)
        .select_related("form")
        .order_by("due_on", "id")
    )
    media: dict[int, list[FormMedia]] = {}
    for file in FormMedia.objects.filter(form__in={one.form_id for one in found}).order_by("name"):
        media.setdefault(file.form_id, []).append(file)
    doors = doors_of(rows)
    return [
        CampaignWork(
            campaign=one,
            media=tuple(media.get(one.form_id, ())),
            buildings=tuple(
                Building(row, doors.get(row.pk, ())) for row in rows if row.campaign_id == one.pk
            ),
        )
        for one in found
    ]


def doors_of(assignments: Collection[Assignment]) -> dict[int, tuple[Door, ...]]:
    """Return the newest answers of some buildings by their assignment; one statement."""
    found: dict[int, list[Door]] = {}
    rows = (
        Entry.objects.filter(assignment__in=[one.pk for one in assignments], latest=True)
        .order_by("door", "id")
        .values_list("assignment_id", "door", "outcome", "made_at")
    )
    for assignment, door, outcome, made_at in rows:
        found.setdefault(assignment, []).append(Door(door, outcome, made_at))
    return {assignment: tuple(doors) for assignment, doors in found.items()}
