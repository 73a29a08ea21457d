"""Open a duty desk, change its hours, close it."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.duty.errors import Invalid, NotFound, Refused
from gege.staff.duty.models import DutyDesk, Roster, Shift
from gege.staff.duty.queries.checking import faults_of_roster
from gege.staff.duty.queries.scope import DESK_KINDS, keeps, locked_desk, may_open, seen_desk
from gege.staff.duty.rules.hours import (
    EVERY_DAY,
    Hours,
    problem_of_pattern,
    read_pattern,
    written,
)
from gege.staff.duty.writing import words, write
from gege.staff.queries import people_at
from gege.territory.api import load_atlas

THREE_SHIFTS = "08:00-16:00, 16:00-00:00, 00:00-08:00"


@dataclass(frozen=True, slots=True)
class DeskPlan:
    """What a desk is to be. `days` are ISO numbers, Monday 1."""

    opens: time = time(8)
    closes: time = time(8)
    days: frozenset[int] = EVERY_DAY
    people: int = 1
    pattern: str = THREE_SHIFTS
    head_id: int | None = None


@transaction.atomic
def open_desk(unit_id: int, plan: DeskPlan, *, by: Actor, now: datetime) -> DutyDesk:
    """Open the desk of a unit: a centre's or a department's, one each.

    Raises NotFound for a unit that is not this person's, Refused("desk_is_open"), Invalid.
    """
    unit = load_atlas().unit(unit_id)
    if unit is None or unit.valid_to is not None or not may_open(by, unit_id):
        raise NotFound
    if unit.kind not in DESK_KINDS:
        raise Refused("no_desk_there")
    if DutyDesk.objects.filter(unit_id=unit_id, closed_at=None).exists():
        raise Refused("desk_is_open")
    desk = DutyDesk(unit_id=unit_id, opened_at=now)
    _take(desk, plan, now)
    desk.save(force_insert=True)
    write(desk, "open_desk", by=by, now=now, after={"unit": unit.code, **_facts(desk)})
    return desk


@transaction.atomic
def change_desk(uid: UUID, plan: DeskPlan, *, by: Actor, now: datetime, revision: int) -> DutyDesk:
    """Change hours, people, shifts or head of a desk.

    A published roster that would be torn open by it is in the way. Raises NotFound,
    Refused("stale", "rosters_in_the_way"), Invalid.
    """
    desk = locked_desk(by, seen_desk(by, uid).pk)
    if desk.closed_at is not None:
        raise NotFound
    if desk.revision != revision:
        raise Refused("stale")
    before = _facts(desk)
    _take(desk, plan, now)
    desk.revision += 1
    desk.save()
    if any(before[name] != _facts(desk)[name] for name in ("opens", "closes", "days", "people")):
        _keep_rosters_whole(desk, now)
    write(desk, "change_desk", by=by, now=now, before=before, after=_facts(desk))
    return desk


@transaction.atomic
def close_desk(uid: UUID, reason: str, *, by: Actor, now: datetime) -> DutyDesk:
    """Close a desk: what is to come of its rosters is nobody's duty any more. Raises as above."""
    desk = locked_desk(by, seen_desk(by, uid).pk)
    if desk.closed_at is not None or not keeps(by, desk):
        raise NotFound
    why = words(reason, "reason")
    desk.closed_at = now
    desk.revision += 1
    desk.save(update_fields=["closed_at", "revision"])
    ahead = Shift.objects.filter(desk=desk, starts__gt=now)
    ahead.update(live=False, alarm_at=None)
    Shift.objects.filter(desk=desk).update(alarm_at=None, told_late_handover=True)
    write(desk, "close_desk", by=by, now=now, reason=why)
    return desk


def _take(desk: DutyDesk, plan: DeskPlan, now: datetime) -> None:
    hours = Hours(plan.opens, plan.closes, plan.days)
    if not plan.days or not plan.days <= EVERY_DAY:
        raise Invalid("days", "no_days")
    if not 1 <= plan.people <= 9:
        raise Invalid("people", "range", least=1, most=9)
    try:
        pattern = read_pattern(plan.pattern)
    except ValueError:
        raise Invalid("pattern", "pattern_form") from None
    problem = problem_of_pattern(hours, pattern)
    if problem:
        raise Invalid("pattern", problem)
    people = {one.account_id for one in people_at(desk.unit_id, now)}
    if plan.head_id is not None and plan.head_id not in people:
        raise Invalid("head", "not_of_this_unit")
    desk.opens, desk.closes = plan.opens, plan.closes
    desk.days = "".join(str(one) for one in sorted(plan.days))
    desk.people, desk.pattern, desk.head_id = plan.people, written(pattern), plan.head_id


def _keep_rosters_whole(desk: DutyDesk, now: datetime) -> None:
    ahead = Roster.objects.filter(desk=desk, state="published", last__gte=now.date())
    for roster in ahead.order_by("first"):
        if any(one.grave and one.ends > now for one in faults_of_roster(roster, desk)):
            raise Refused("rosters_in_the_way")


def _facts(desk: DutyDesk) -> dict[str, object]:
    return {
        "opens": f"{desk.opens:%H:%M}",
        "closes": f"{desk.closes:%H:%M}",
        "days": desk.days,
        "people": desk.people,
        "pattern": desk.pattern,
        "head": desk.head_id,
    }
