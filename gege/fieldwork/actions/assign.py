"""Which buildings a campaign goes to, how many doors are there, and who goes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.campaign_step import (
    living_buildings,
    managed,
    may_manage,
    take_in_buildings,
)
from gege.fieldwork.actions.draft_campaign import stream_of
from gege.fieldwork.actions.entries import number
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Assignment, Campaign, Entry
from gege.fieldwork.queries.campaigns import campaign_by
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.campaigns import MOST_EXPECTED
from gege.fieldwork.rules.words import CampaignState
from gege.kernel.area_codes import is_within
from gege.staff.api import Actor, Role, account_with_posts
from gege.trail.api import record

UNCHANGED: Final = -1
_GOERS: Final = frozenset({Role.GRID_WORKER, Role.STATION_CLERK})


def assign(
    uid: UUID | str,
    assignment_ids: Collection[int],
    *,
    account_id: int | None = UNCHANGED,
    expected: int | None = None,
    by: Actor,
    now: datetime,
) -> int:
    """Say who goes to some buildings, or how many doors they have; return how many changed.

    `account_id` None: whoever works in the grid; UNCHANGED leaves it. `expected` None leaves it.
    Stations may do this for their own buildings. Raises Invalid for somebody who holds no post
    for such work within the campaign's areas.
    """
    if expected is not None:
        number("expected", expected, least=0, most=MOST_EXPECTED)
    with _arranged(uid, by) as campaign:
        rows = _rows(campaign, assignment_ids, by)
        if account_id not in (None, UNCHANGED):
            _check_goer(account_id or 0, campaign, now)
        before = {row.pk: (row.account_id, row.expected) for row in rows}
        for row in rows:
            row.account_id = row.account_id if account_id == UNCHANGED else account_id
            row.expected = row.expected if expected is None else expected
        changed = [row for row in rows if before[row.pk] != (row.account_id, row.expected)]
        Assignment.objects.bulk_update(changed, ("account_id", "expected"))
        if changed:
            record(
                stream=stream_of(campaign),
                deed="assign",
                by=by.signature(),
                now=now,
                before={str(row.pk): list(before[row.pk]) for row in changed},
                after={str(row.pk): [row.account_id, row.expected] for row in changed},
            )
    return len(changed)


def take_in(uid: UUID | str, *, by: Actor, now: datetime) -> int:
    """Take in every building that stands in the campaign's areas now; return how many came."""
    with managed(uid, by) as campaign:
        _check_not_over(campaign)
        many = take_in_buildings(campaign, living_buildings(campaign.area_codes))
        if many:
            record(
                stream=stream_of(campaign),
                deed="take_in",
                by=by.signature(),
                now=now,
                more={"buildings": many},
            )
    return many


def leave_out(uid: UUID | str, assignment_ids: Collection[int], *, by: Actor, now: datetime) -> int:
    """Take buildings off a campaign; raises Refused where answers were given already."""
    with _arranged(uid, by) as campaign:
        rows = _rows(campaign, assignment_ids, by)
        if Entry.objects.filter(assignment__in=rows).exists():
            raise Refused("building_has_answers")
        points = [row.point_id for row in rows]
        Assignment.objects.filter(pk__in=[row.pk for row in rows]).delete()
        record(
            stream=stream_of(campaign),
            deed="leave_out",
            by=by.signature(),
            now=now,
            before={"points": points},
        )
    return len(points)


@contextmanager
def _arranged(uid: UUID | str, by: Actor) -> Iterator[Campaign]:
    """Give a locked campaign to whoever may arrange its buildings, or a part of them."""
    with transaction.atomic():
        campaign = campaign_by(uid, by, lock=True)
        if not may_manage(by, campaign) and by.role is not Role.STATION_CLERK:
            raise Refused("not_your_campaign")
        _check_not_over(campaign)
        yield campaign


def _rows(campaign: Campaign, ids: Collection[int], by: Actor) -> Sequence[Assignment]:
    """Return the buildings, locked in one order; raises NotFound for one that is out of reach."""
    rows = list(
        Assignment.objects.select_for_update(of=("self",))
        .filter(campaign=campaign, pk__in=list(ids))
        .order_by("pk")
    )
    if (
        not rows
        or len(rows) != len(set(ids))
        or not all(may_see(by, row.area_code) for row in rows)
    ):
        raise NotFound
    return rows


def _check_not_over(campaign: Campaign) -> None:
    if campaign.state == CampaignState.CLOSED:
        raise Refused("campaign_over")


def _check_goer(account_id: int, campaign: Campaign, now: datetime) -> None:
    found = account_with_posts(account_id, now)
    held = found[1] if found else ()
    for actor in held:
        near = any(
            is_within(actor.area_code, code) or is_within(code, actor.area_code)
            for code in campaign.area_codes
        )
        if actor.role in _GOERS and near:
            return
    raise Invalid("account_id", "nobody_of_that_work")
