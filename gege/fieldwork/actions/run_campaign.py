"""Open a campaign, so that collectors see it; close it, so that nothing new is collected."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import connection

from gege.fieldwork.actions.campaign_step import managed
from gege.fieldwork.actions.draft_campaign import stream_of
from gege.fieldwork.errors import Refused
from gege.fieldwork.models import Assignment, Campaign
from gege.fieldwork.queries.forms import missing_media
from gege.fieldwork.rules.campaigns import overlap
from gege.fieldwork.rules.words import CampaignState
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.trail.api import record


def open_campaign(uid: UUID | str, *, by: Actor, now: datetime) -> Campaign:
    """Let collectors begin. Opening again changes nothing.

    Raises Refused when its form lacks files, when it goes to no building, when its last day is
    over, or when the same form is collected in one of its places already: an answer names its
    form and its place, and must belong to one campaign.
    """
    with managed(uid, by) as campaign:
        if campaign.state == CampaignState.OPEN:
            return campaign
        if campaign.state == CampaignState.CLOSED:
            raise Refused("campaign_over")
        _check_ready(campaign, now)
        campaign.state = CampaignState.OPEN
        campaign.opened_at = now
        campaign.opens_on = min(campaign.opens_on, local_date(now))
        campaign.save(update_fields=("state", "opened_at", "opens_on"))
        record(
            stream=stream_of(campaign),
            deed="open_campaign",
            by=by.signature(),
            now=now,
            before={"state": CampaignState.DRAFT},
            after={"state": CampaignState.OPEN, "form": str(campaign.form)},
        )
    return campaign


def close_campaign(uid: UUID | str, *, by: Actor, now: datetime) -> Campaign:
    """End the collecting. What was done before and arrives later is taken. Not undone again."""
    with managed(uid, by) as campaign:
        if campaign.state == CampaignState.CLOSED:
            return campaign
        if campaign.state == CampaignState.DRAFT:
            raise Refused("campaign_not_open_yet")
        campaign.state = CampaignState.CLOSED
        campaign.closed_at = now
        campaign.save(update_fields=("state", "closed_at"))
        record(
            stream=stream_of(campaign),
            deed="close_campaign",
            by=by.signature(),
            now=now,
            before={"state": CampaignState.OPEN},
            after={"state": CampaignState.CLOSED},
        )
    return campaign


def _check_ready(campaign: Campaign, now: datetime) -> None:
    if campaign.due_on < local_date(now):
        raise Refused("last_day_over", day=str(campaign.due_on))
    missing = missing_media(campaign.form)
    if missing:
        raise Refused("media_missing", names=", ".join(missing))
    if not Assignment.objects.filter(campaign=campaign).exists():
        raise Refused("campaign_without_buildings")
    form_id = campaign.form.form_id
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 47))", [form_id])
    others = Campaign.objects.filter(form__form_id=form_id, state=CampaignState.OPEN)
    for other in others.exclude(pk=campaign.pk):
        if overlap(other.area_codes, campaign.area_codes):
            raise Refused("form_runs_there", title=other.title)
