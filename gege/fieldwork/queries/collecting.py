"""What a collector's program fetches: forms, their files, the list of buildings; and where an
answer that names only its form and its building belongs."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import Assignment, Campaign, CampaignForm, FormMedia
from gege.fieldwork.queries.campaigns import own_assignments, touching
from gege.fieldwork.queries.forms import form_by
from gege.fieldwork.rules.answers import is_file_name
from gege.fieldwork.rules.campaigns import overlap, takes
from gege.fieldwork.rules.words import CampaignState


@dataclass(frozen=True, slots=True)
class Belonging:
    """The campaign an answer belongs to, its building there, and the moment it is taken at.

    `area_code` is the grid of the collector that it is taken for; empty for a building elsewhere.
    """

    campaign: Campaign
    assignment: Assignment | None
    area_code: str
    at: datetime


def form_for(
    form_id: str, version: str, area_codes: Collection[str], account_id: int
) -> CampaignForm:
    """Return a form that somebody needs for a campaign that was opened; raises NotFound.

    Any version of the form: an answer that was begun on an earlier one is finished on it.
    """
    form = form_by(form_id, version)
    if not _opened(form_id, area_codes, account_id).exists():
        raise NotFound
    return form


def media_for(form: CampaignForm, name: str) -> FormMedia:
    """Return a file of a form by the name the form calls it; raises NotFound."""
    found = FormMedia.objects.filter(form=form, name=name).first() if is_file_name(name) else None
    if found is None:
        raise NotFound
    return found


def buildings_csv(form_id: str, area_codes: Collection[str], account_id: int) -> bytes:
    """Return the buildings somebody goes to with a form, as a list that a form can read.

    `name` is the point's identifier, `label` what people call it. Doors and people are not in it.
    """
    rows = (
        Assignment.objects.filter(
            own_assignments(area_codes, account_id),
            campaign__state=CampaignState.OPEN,
            campaign__form__form_id=form_id,
        )
        .order_by("point__name", "id")
        .values_list("point__uid", "point__name", "point__address", "expected")
    )
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(["name", "label", "address", "doors"])
    writer.writerows(rows)
    return out.getvalue().encode()


def where_it_belongs(
    form_id: str, building: str, at: datetime, area_codes: Collection[str], account_id: int
) -> Belonging:
    """Return where an answer belongs that was made at a moment by somebody in some grids.

    The campaign that ran then; else the one that runs now, at its opening: the clock of the phone
    was behind. Raises NotFound where no campaign with the form was ever opened there. A building
    that was left out meanwhile leaves the answer without one.
    """
    found = list(_opened(form_id, area_codes, account_id).order_by("-opened_at")[:100])
    for one in found:
        if not takes(one.state, opened_at=one.opened_at, closed_at=one.closed_at, at=at):
            return _belonging(one, building, area_codes, at)
    for one in found:
        if one.state == CampaignState.OPEN and one.opened_at is not None:
            return _belonging(one, building, area_codes, max(at, one.opened_at))
    if not found:
        raise NotFound
    return _belonging(found[0], building, area_codes, at)


def _opened(form_id: str, area_codes: Collection[str], account_id: int) -> QuerySet[Campaign]:
    rows = Campaign.objects.filter(form__form_id=form_id, opened_at__isnull=False)
    here = touching(rows, area_codes).values("pk")
    asked = Assignment.objects.filter(account_id=account_id).values("campaign_id")
    return rows.filter(Q(pk__in=here) | Q(pk__in=asked)).select_related("form")


def _belonging(
    campaign: Campaign, building: str, area_codes: Collection[str], at: datetime
) -> Belonging:
    """Put an answer with its building, and with the grid of the collector's that it lies in."""
    found = _building(campaign, building)
    places = (found.area_code,) if found is not None else campaign.area_codes
    grid = next((code for code in area_codes if overlap((code,), places)), "")
    return Belonging(campaign, found, grid, at)


def _building(campaign: Campaign, uid: str) -> Assignment | None:
    try:
        point = UUID(uid)
    except ValueError:
        return None
    return Assignment.objects.filter(campaign=campaign, point__uid=point).first()
