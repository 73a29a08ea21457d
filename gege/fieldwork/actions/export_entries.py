"""Take the answers of a campaign out, as a table, for a purpose that is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gege.fieldwork.actions.draft_campaign import stream_of
from gege.fieldwork.actions.entries import words
from gege.fieldwork.errors import Invalid, NotFound
from gege.fieldwork.models import Campaign, CampaignForm, Entry
from gege.fieldwork.queries.campaigns import MAKERS, campaign_by
from gege.fieldwork.queries.entries import entries_of
from gege.fieldwork.queries.scope import may_see
from gege.staff.api import Actor, Role
from gege.trail.api import note_access, record

EXPORTERS: Final = MAKERS | {Role.STATION_CLERK}
MOST: Final = 20_000
"""More lines than this are taken place by place."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What may be taken out: the newest entries of a place, and the forms they are filled in on."""

    campaign: Campaign
    forms: tuple[CampaignForm, ...]
    rows: QuerySet[Entry]
    many: int


def export_entries(
    uid: UUID | str, *, purpose: str, place: str = "", by: Actor, now: datetime
) -> Exported:
    """Note who takes out what and what for, and return it: the newest entry of each door.

    Raises NotFound for other roles and places out of reach, Invalid without a purpose or for more
    than `MOST` entries at once.
    """
    said = words("purpose", purpose, most=120, least=2, lines=False)
    with transaction.atomic():
        campaign = campaign_by(uid, by)
        if by.role not in EXPORTERS or (place and not may_see(by, place)):
            raise NotFound
        rows = entries_of(campaign, by).filter(latest=True)
        if place:
            rows = rows.filter(area_code__startswith=place)
        many = rows.count()
        if many > MOST:
            raise Invalid("place", "too_many_to_export", most=MOST)
        forms = CampaignForm.objects.filter(pk__in=rows.order_by().values("form")).order_by("-pk")
        note_access(
            by=by.signature(),
            now=now,
            subject=stream_of(campaign),
            fields=f"entry.door, entry.xml, entry.note ({many})",
            purpose=said,
        )
        record(
            stream=stream_of(campaign),
            deed="export_entries",
            by=by.signature(),
            now=now,
            more={"entries": many, "place": place or by.area_code, "purpose": said},
        )
        found = rows.select_related("assignment__point", "form").order_by("area_code", "pk")
        return Exported(campaign, tuple(forms), found, many)
