"""A visit was made (R-106): planned before or not, on a phone without a signal or at a desk."""

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.fieldwork.actions.confirm_visit import take_confirmation
from gege.fieldwork.actions.entries import choice, past
from gege.fieldwork.actions.entries import words as clean
from gege.fieldwork.actions.visit_entries import (
    MOST_WORDS,
    area_of,
    facts_of,
    home_in,
    household,
    link_for,
    point_in,
    purpose_of,
)
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import Invalid, NotFound, Refused, Stale
from gege.fieldwork.models import Visit
from gege.fieldwork.queries.visits import may_write_at, stream_of
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.visits import MADE, next_problem
from gege.fieldwork.rules.words import Purpose, VisitState
from gege.kernel.ids import new_uid
from gege.matters.api import local_date
from gege.staff.api import Actor, Role
from gege.territory.api import read_editions
from gege.trail.api import record


class Confirmation(NamedTuple):
    """What the resident said at the door: a value of `Confirm`, the code, and when."""

    how: str
    code: str
    at: datetime


class _Told(NamedTuple):
    """A visit as it was told; door, name and telephone are clean already."""

    uid: UUID
    area_code: str
    purpose: str
    purpose_note: str
    state: str
    at: datetime
    words: str
    next_on: date | None
    point: UUID | None
    household: dict[str, str]
    link: UUID | None
    home: UUID | None
    confirm: Confirmation | None
    seen: int | None


class _Said(NamedTuple):
    """What was told, checked."""

    purpose: Purpose
    purpose_note: str
    state: VisitState
    at: datetime
    words: str
    next_on: date | None


def make_visit(
    uid: UUID,
    *,
    area_code: str,
    purpose: str,
    state: str,
    at: datetime,
    by: Actor,
    now: datetime,
    purpose_note: str = "",
    words: str = "",
    next_on: date | None = None,
    point: UUID | None = None,
    door: str = "",
    who: str = "",
    phone: str = "",
    link: UUID | None = None,
    home: UUID | None = None,
    confirm: tuple[str, str, datetime] | None = None,
    seen: int | None = None,
) -> Visit:
    """Write that a visit was made: done, declined or nobody there, all three alike.

    `seen` is the version of a planned visit that the person saw, None for an unplanned one. Told
    twice in the same words it is one visit. Raises Stale when it was cancelled, changed, or made
    in other words meanwhile; Invalid naming the entry; Refused("uid_used") when an unplanned
    visit's uid is another person's. A wrong code keeps the visit and leaves it unconfirmed.
    """
    told = _Told(
        uid, area_code, purpose, purpose_note, state, at, words, next_on, point,
        household(door, who, phone), link, home, Confirmation(*confirm) if confirm else None, seen,
    )  # fmt: skip
    try:
        return _make(told, by, now)
    except IntegrityError:
        # Two phones sent it at once: now the first one's visit is there to be found.
        return _make(told, by, now)


def _make(told: _Told, by: Actor, now: datetime) -> Visit:
    rules = current_rules(read_editions())
    with transaction.atomic():
        visit = Visit.objects.select_for_update().filter(uid=told.uid).first()
        if visit is None and told.seen is not None:
            raise NotFound
        said = _checked(told, visit.purpose if visit else "", now=now, rules=rules)
        if visit is not None and _told_before(visit, said, seen=told.seen, by=by):
            return visit
        before = facts_of(visit) if visit is not None else {}
        if visit is None:
            visit = _unplanned(told, said, by, now)
        _write(visit, said, told.household, by, now)
        if told.confirm is not None:
            take_confirmation(visit, *told.confirm, by=by, now=now, rules=rules)
        visit.save()
        record(
            stream=stream_of(visit),
            deed="make_visit",
            by=by.signature(),
            now=now,
            before=before,
            after=facts_of(visit),
            more={"at": said.at.isoformat(), "area_code": visit.area_code},
        )
        _plan_next(visit, said.next_on, by, now)
    return visit


def _checked(told: _Told, planned_purpose: str, *, now: datetime, rules: FieldRules) -> _Said:
    """Return what was told, clean; raises Invalid naming the first entry that cannot be taken."""
    purpose = purpose_of(told.purpose or planned_purpose)
    outcome = choice("state", told.state, VisitState)
    if outcome not in MADE:
        raise Invalid("state", "unknown_choice", value=told.state[:40])
    moment = past("at", told.at, now=now, rules=rules)
    problem = next_problem(told.next_on, local_date(moment))
    if problem:
        raise Invalid("next_on", problem)
    return _Said(
        purpose,
        clean("purpose_note", told.purpose_note, most=200),
        outcome,
        moment,
        clean("words", told.words, most=MOST_WORDS),
        told.next_on,
    )


def _told_before(visit: Visit, said: _Said, *, seen: int | None, by: Actor) -> bool:
    """Tell whether a visit that is there was made in these very words by this person.

    False when it may be made now. Raises NotFound, Stale, Refused("uid_used").
    """
    if not may_write_at(by, visit.area_code, account_id=visit.account_id):
        raise Refused("uid_used") if seen is None else NotFound
    if visit.done_at is None:
        if seen != visit.version:
            raise Stale
        return False
    if visit.account_id != by.account_id:
        raise Refused("uid_used") if seen is None else Stale
    same = (visit.state, visit.done_at, visit.words, visit.purpose) == (
        said.state, said.at, said.words, said.purpose
    )  # fmt: skip
    if not same:
        raise Stale
    return True


def _unplanned(told: _Told, said: _Said, by: Actor, now: datetime) -> Visit:
    code = area_of(told.area_code, local_date(said.at))
    cadre = link_for(told.link, code, by, local_date(now))
    if not may_write_at(by, code, account_id=cadre.account_id if cadre else None):
        raise Invalid("area_code", "not_your_area")
    place = point_in(code, told.point)
    visit = Visit(uid=told.uid, area_code=code, point=place, link=cadre, version=0)
    visit.household = home_in(code, told.home, by, now)
    if cadre is not None:
        visit.household_id = visit.household_id or cadre.household_id
        visit.point_id = visit.point_id or cadre.point_id
        visit.door, visit.who, visit.phone = cadre.door, cadre.who, cadre.phone
    return visit


def _write(visit: Visit, said: _Said, typed: dict[str, str], by: Actor, now: datetime) -> None:
    visit.purpose, visit.state, visit.done_at = said.purpose, said.state, said.at
    visit.purpose_note = said.purpose_note or visit.purpose_note
    visit.words = said.words
    for name, value in typed.items():
        setattr(visit, name, value or getattr(visit, name))
    visit.account_id, visit.by_name = by.account_id, by.name
    visit.received_at, visit.version = now, visit.version + 1


def _plan_next(visit: Visit, next_on: date | None, by: Actor, now: datetime) -> None:
    """Plan the next visit (R-099), for whoever looks after the grid then or for the cadre.

    A contact that is planned already moves to the new day: a link has one planned visit.
    """
    if next_on is None:
        return
    planned = Visit.objects.select_for_update().filter(link_id=visit.link_id or 0)
    following = planned.filter(state=VisitState.PLANNED).first()
    before = facts_of(following) if following else {}
    if following is None:
        following = Visit(
            uid=new_uid(),
            area_code=visit.area_code,
            purpose=visit.purpose,
            purpose_note=visit.purpose_note,
            state=VisitState.PLANNED,
            point_id=visit.point_id,
            link_id=visit.link_id,
            household_id=visit.household_id,
            door=visit.door,
            who=visit.who,
            phone=visit.phone,
            account_id=_next_visitor(visit, by),
            version=0,
        )
    following.due_on, following.previous = next_on, visit
    following.planned_by, following.received_at = by.name, now
    following.version += 1
    following.save()
    record(
        stream=stream_of(following),
        deed="plan_visit",
        by=by.signature(),
        now=now,
        before=before,
        after=facts_of(following),
        more={"after": str(visit.uid), "area_code": visit.area_code},
    )


def _next_visitor(visit: Visit, by: Actor) -> int | None:
    """Return whose the next visit is: the cadre's, any worker's of the grid, the visitor's."""
    if visit.link is not None:
        return visit.link.account_id
    return None if by.role is Role.GRID_WORKER else by.account_id
