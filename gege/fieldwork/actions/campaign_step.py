"""What the deeds on a campaign have in common: who may, and one locked campaign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.entries import number, words
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Assignment, Campaign, CheckPoint
from gege.fieldwork.queries.campaigns import MAKERS, campaign_by
from gege.fieldwork.rules.campaigns import MOST_AREAS
from gege.fieldwork.rules.words import PointKind
from gege.kernel.area_codes import is_within
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas


def may_manage(by: Actor, campaign: Campaign) -> bool:
    """Tell whether a campaign lies wholly within what a person may decide on."""
    if by.is_system:
        return True
    return by.role in MAKERS and all(is_within(code, by.area_code) for code in campaign.area_codes)


def check_maker(by: Actor) -> None:
    """Raise NotFound for whoever makes no campaigns."""
    if not by.is_system and by.role not in MAKERS:
        raise NotFound


@contextmanager
def managed(uid: UUID | str, by: Actor) -> Iterator[Campaign]:
    """Give one locked campaign to whoever manages it; raises NotFound, or Refused to readers."""
    with transaction.atomic():
        campaign = campaign_by(uid, by, lock=True)
        if not may_manage(by, campaign):
            raise Refused("not_your_campaign")
        yield campaign


def cleaned_areas(codes: Sequence[str], by: Actor, now: datetime) -> list[str]:
    """Return areas in force within a person's own, none inside another, in order."""
    atlas = load_atlas()
    wanted = sorted(
        {code.strip() for code in codes if code.strip()}, key=lambda one: (len(one), one)
    )
    if not wanted:
        raise Invalid("area_codes", "needed")
    if len(wanted) > MOST_AREAS:
        raise Invalid("area_codes", "too_many_areas", most=MOST_AREAS)
    kept: list[str] = []
    for code in wanted:
        if not _in_force(code, atlas, now) or not (by.is_system or is_within(code, by.area_code)):
            raise Invalid("area_codes", "not_your_area")
        if not any(is_within(code, other) for other in kept):
            kept.append(code)
    return sorted(kept)


def cleaned_title(text: str) -> str:
    return words("title", text, most=80, least=2, lines=False)


def cleaned_purpose(text: str) -> str:
    return words("purpose", text, most=500, least=4)


def cleaned_percent(percent: int) -> int:
    return number("sample_percent", percent, least=0, most=100)


def check_days(opens_on: date, due_on: date, now: datetime) -> None:
    """Raise Invalid for days in the wrong order, or a last day that is over."""
    if due_on < opens_on:
        raise Invalid("due_on", "ends_before_it_opens")
    if due_on < local_date(now):
        raise Invalid("due_on", "day_is_over")


def living_buildings(area_codes: Sequence[str]) -> list[CheckPoint]:
    """Return the buildings that stand in some areas now."""
    found = CheckPoint.objects.filter(kind=PointKind.BUILDING, valid_to=None)
    return [
        point
        for point in found.order_by("area_code", "name")
        if any(is_within(point.area_code, code) for code in area_codes)
    ]


def take_in_buildings(campaign: Campaign, points: Sequence[CheckPoint]) -> int:
    """Add buildings to a campaign, each once, with the doors that were counted; return how many."""
    there = set(Assignment.objects.filter(campaign=campaign).values_list("point_id", flat=True))
    fresh = [
        Assignment(
            campaign=campaign,
            point=point,
            area_code=point.area_code,
            expected=point.households,
        )
        for point in points
        if point.pk not in there
    ]
    Assignment.objects.bulk_create(fresh, batch_size=1000)
    return len(fresh)


def _in_force(code: str, atlas: Atlas, now: datetime) -> bool:
    return atlas.area(code, local_date(now)) is not None
