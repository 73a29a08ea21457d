"""Keep positions of a patrol: between its start and its end, coarse, thinned (R-080)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from gege.fieldwork.actions.entries import SLACK
from gege.fieldwork.actions.patrolling import walking
from gege.fieldwork.errors import Invalid
from gege.fieldwork.models import Patrol, TrackPoint
from gege.fieldwork.rules.patrols import Fix, thinned
from gege.kernel.coordinates import Point
from gege.staff.api import Actor

MOST: Final = 2000
"""Most positions of one message; a phone that thins as told needs hours for them."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How many positions were kept and how many were left out."""

    kept: int
    left_out: int


def track(patrol: UUID | str, *, positions: Sequence[Fix], by: Actor, now: datetime) -> Kept:
    """Keep those positions (WGS-84) that lie within the patrol and add something to its track.

    What lies outside its time, in the future, or is older than tracks are kept, is left out and
    never stored: it does not stop the others. Raises NotFound, Refused, Invalid.
    """
    if len(positions) > MOST:
        raise Invalid("positions", "too_many_positions", most=MOST)
    for fix in positions:
        if abs(fix.point.lng) > 180 or abs(fix.point.lat) > 90:
            raise Invalid("positions", "point_not_a_position")
    with walking(patrol, "track", by=by, now=now) as one:
        oldest = now - timedelta(days=one.rules.keep_track_days)
        inside = [fix for fix in positions if _within(fix, one.patrol, now) and fix.at >= oldest]
        added = thinned(_stored(one.patrol), inside, one.rules)
        TrackPoint.objects.bulk_create(
            TrackPoint(patrol=one.patrol, at=fix.at, lng=fix.point.lng, lat=fix.point.lat)
            for fix in added
        )
        kept = Kept(len(added), len(positions) - len(added))
        one.after = {"kept": kept.kept, "left_out": kept.left_out}
        one.silent = not added
    return kept


def _within(fix: Fix, patrol: Patrol, now: datetime) -> bool:
    last = patrol.ended_at or now + SLACK
    return patrol.started_at <= fix.at <= last


def _stored(patrol: Patrol) -> list[Fix]:
    rows = TrackPoint.objects.filter(patrol=patrol).values_list("at", "lng", "lat")
    return [Fix(at, Point(lng, lat)) for at, lng, lat in rows]
