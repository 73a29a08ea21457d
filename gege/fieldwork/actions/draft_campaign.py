"""Prepare a campaign, and change it while it may be changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.campaign_step import (
    check_days,
    check_maker,
    cleaned_areas,
    cleaned_percent,
    cleaned_purpose,
    cleaned_title,
    living_buildings,
    managed,
    take_in_buildings,
)
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Assignment, Campaign, CampaignForm
from gege.fieldwork.queries.forms import form_by
from gege.fieldwork.rules.words import CampaignState
from gege.kernel.area_codes import is_within
from gege.staff.api import Actor
from gege.trail.api import record


def draft_campaign(
    *,
    title: str,
    purpose: str,
    area_codes: Sequence[str],
    form_id: str,
    version: str,
    opens_on: date,
    due_on: date,
    sample_percent: int = 5,
    by: Actor,
    now: datetime,
) -> Campaign:
    """Prepare a campaign: nobody is sent anywhere before it is opened.

    Every building that stands in its areas now is taken in, with the doors that were counted.
    Raises Invalid; NotFound for roles that make no campaigns.
    """
    check_maker(by)
    areas = cleaned_areas(area_codes, by, now)
    check_days(opens_on, due_on, now)
    if by.unit_id is None:
        raise NotFound
    with transaction.atomic():
        campaign = Campaign.objects.create(
            title=cleaned_title(title),
            purpose=cleaned_purpose(purpose),
            area_codes=areas,
            form=_form(form_id, version),
            state=CampaignState.DRAFT,
            opens_on=opens_on,
            due_on=due_on,
            sample_percent=cleaned_percent(sample_percent),
            created_at=now,
            created_by=by.name,
            unit_id=by.unit_id,
        )
        taken = take_in_buildings(campaign, living_buildings(areas))
        record(
            stream=stream_of(campaign),
            deed="draft_campaign",
            by=by.signature(),
            now=now,
            after=as_told(campaign),
            more={"buildings": taken},
        )
    return campaign


def amend_campaign(
    uid: UUID | str,
    *,
    title: str | None = None,
    purpose: str | None = None,
    area_codes: Sequence[str] | None = None,
    form_id: str | None = None,
    version: str | None = None,
    opens_on: date | None = None,
    due_on: date | None = None,
    sample_percent: int | None = None,
    by: Actor,
    now: datetime,
) -> Campaign:
    """Change a campaign; None leaves a thing as it is.

    A draft may change in everything. One that runs may get another title, purpose, last day, and
    another version of its form; answers on the old version are taken all the same. Raises
    Refused("campaign_running") for the rest, Refused("campaign_over") for a closed one.
    """
    with managed(uid, by) as campaign:
        if campaign.state == CampaignState.CLOSED:
            raise Refused("campaign_over")
        before = as_told(campaign)
        if title is not None:
            campaign.title = cleaned_title(title)
        if purpose is not None:
            campaign.purpose = cleaned_purpose(purpose)
        if form_id is not None and version is not None:
            campaign.form = _form(form_id, version)
        if area_codes is not None:
            campaign.area_codes = cleaned_areas(area_codes, by, now)
        campaign.opens_on = opens_on or campaign.opens_on
        campaign.due_on = due_on or campaign.due_on
        if sample_percent is not None:
            campaign.sample_percent = cleaned_percent(sample_percent)
        after = as_told(campaign)
        changed = {key for key in after if after[key] != before[key]}
        _check_change(campaign, changed, before, now)
        if not changed:
            return campaign
        campaign.save()
        if "area_codes" in changed:
            _fit_buildings(campaign)
        record(
            stream=stream_of(campaign),
            deed="amend_campaign",
            by=by.signature(),
            now=now,
            before={key: before[key] for key in sorted(changed)},
            after={key: after[key] for key in sorted(changed)},
        )
    return campaign


def stream_of(campaign: Campaign) -> str:
    return f"campaign:{campaign.uid}"


def as_told(campaign: Campaign) -> dict[str, Any]:
    """Return what the ledger keeps of a campaign."""
    return {
        "title": campaign.title,
        "purpose": campaign.purpose,
        "area_codes": list(campaign.area_codes),
        "form": campaign.form.form_id,
        "version": campaign.form.version,
        "opens_on": str(campaign.opens_on),
        "due_on": str(campaign.due_on),
        "sample_percent": campaign.sample_percent,
    }


def _form(form_id: str, version: str) -> CampaignForm:
    try:
        return form_by(form_id, version)
    except NotFound:
        raise Invalid("form", "unknown_choice") from None


def _check_change(
    campaign: Campaign, changed: set[str], before: dict[str, Any], now: datetime
) -> None:
    if changed & {"opens_on", "due_on"}:
        check_days(campaign.opens_on, campaign.due_on, now)
    if campaign.state == CampaignState.OPEN:
        if changed & {"area_codes", "opens_on", "sample_percent"}:
            raise Refused("campaign_running")
        if campaign.form.form_id != before["form"]:
            raise Invalid("form", "form_of_other_name")


def _fit_buildings(campaign: Campaign) -> None:
    """Make the buildings of a draft those of its new areas; what was changed by hand stays."""
    rows = Assignment.objects.filter(campaign=campaign)
    gone = [
        row.pk
        for row in rows
        if not any(is_within(row.area_code, code) for code in campaign.area_codes)
    ]
    rows.filter(pk__in=gone).delete()
    take_in_buildings(campaign, living_buildings(campaign.area_codes))
