"""Show where a patrol went: to its walker, and to his station after it said what for (R-080)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.fieldwork.actions.entries import words
from gege.fieldwork.actions.patrolling import stream_of
from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import Patrol, TrackPoint
from gege.fieldwork.queries.patrols import patrol_by_uid
from gege.staff.api import Actor, Role
from gege.trail.api import note_access


@dataclass(frozen=True, slots=True)
class TrackFix:
    """One coarse position of a track, WGS-84."""

    at: datetime
    lng: float
    lat: float


def may_see_track(patrol: Patrol, by: Actor) -> bool:
    """Tell whether a person may ever see a patrol's track: its walker and his station."""
    own_station = by.role is Role.STATION_CLERK and by.area_code == patrol.area_code[:12]
    return patrol.account_id == by.account_id or own_station


def reveal_track(
    uid: UUID | str, *, purpose: str = "", by: Actor, now: datetime
) -> tuple[TrackFix, ...]:
    """Return the positions of an ended patrol; a station's look is written down with its purpose.

    A running patrol has no track for anybody but its walker: nobody is watched as he walks.
    Raises NotFound, Invalid (`purpose`).
    """
    with transaction.atomic():
        patrol = patrol_by_uid(uid, by)
        own = patrol.account_id == by.account_id
        if not may_see_track(patrol, by) or (patrol.ended_at is None and not own):
            raise NotFound
        if not own:
            why = words("purpose", purpose, most=200, least=2, lines=False)
            note_access(
                by=by.signature(), now=now, subject=stream_of(patrol), fields="track", purpose=why
            )
        rows = TrackPoint.objects.filter(patrol=patrol).order_by("at")
        return tuple(TrackFix(*row) for row in rows.values_list("at", "lng", "lat"))
