"""Start a patrol (R-080): the half-day it belongs to is decided by its start."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.fieldwork.actions.entries import past
from gege.fieldwork.actions.patrol_timers import give_up, given_up
from gege.fieldwork.actions.patrolling import BY_TIMER, local, rules_now, write
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Patrol
from gege.fieldwork.queries.patrols import open_patrol
from gege.fieldwork.rules.patrols import given_up_at, half_of
from gege.fieldwork.rules.words import Fault
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas


def start_patrol(uid: UUID, *, area_code: str, at: datetime, by: Actor, now: datetime) -> Patrol:
    """Begin a patrol of the own grid at a moment; the same uid again returns the first.

    One that is reported after a later one has begun (two phones, one without a network) is ended
    for the time being: its own end, which comes behind it, ends it again.
    Raises NotFound, Refused, Invalid.
    """
    if by.role is not Role.GRID_WORKER or by.account_id is None:
        raise Refused("not_your_role")
    if area_code != by.area_code:
        raise NotFound
    with transaction.atomic():
        rules = rules_now()
        again = Patrol.objects.filter(uid=uid).first()
        if again is not None:
            return _same(again, area_code, by)
        at = past("at", at, now=now, rules=rules)
        day = local_date(at)
        grid = load_atlas().area(area_code, day)
        if grid is None or grid.level != Level.GRID:
            raise Invalid("area_code", "unknown_grid")
        half = half_of(local(at), rules)
        running = open_patrol(by.account_id, lock=True)
        if running is not None and running.uid == uid:
            # The same start on another connection was faster than the look above.
            return _same(running, area_code, by)
        if running is not None and given_up(running, rules) <= at:
            give_up(running, rules, now=now)
            running = None
        ended_at = None
        if running is not None:
            if running.started_at <= at:
                raise Refused("patrol_running", since=f"{local(running.started_at):%m-%d %H:%M}")
            ended_at = min(given_up_at(half, local(at), rules), running.started_at)
        try:
            with transaction.atomic():
                patrol = Patrol.objects.create(
                    uid=uid,
                    area_code=area_code,
                    account_id=by.account_id,
                    by_name=by.name,
                    day=day,
                    half=half,
                    started_at=at,
                    received_at=now,
                    ended_at=ended_at,
                    ended_by=BY_TIMER if ended_at else "",
                    faults=[Fault.NEVER_ENDED] if ended_at else [],
                )
        except IntegrityError:
            return _lost_a_race(uid, area_code, by)
        write(
            patrol,
            "start",
            by=by,
            now=now,
            after={"area": area_code, "day": day, "half": half, "started_at": at},
            more={"ended_at": ended_at} if ended_at else None,
        )
    return patrol


def _same(patrol: Patrol, area_code: str, by: Actor) -> Patrol:
    if patrol.account_id != by.account_id or patrol.area_code != area_code:
        raise Refused("uid_used")
    return patrol


def _lost_a_race(uid: UUID, area_code: str, by: Actor) -> Patrol:
    """Answer the second of two starts that came at once: the same message, or another phone."""
    first = Patrol.objects.filter(uid=uid).first()
    if first is not None:
        return _same(first, area_code, by)
    running = open_patrol(by.account_id or 0)
    since = f"{local(running.started_at):%m-%d %H:%M}" if running else "—"
    raise Refused("patrol_running", since=since)
