"""What is said of a visit or a household, checked before it is written."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from gege.fieldwork.actions.entries import choice, words
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import CheckPoint, ContactLink, Visit
from gege.fieldwork.queries.visits import link_by_uid, may_write_at
from gege.fieldwork.rules.visits import LATEST_NEXT
from gege.fieldwork.rules.words import Purpose
from gege.kernel.area_codes import Level, is_within
from gege.matters.api import local_date
from gege.registers.api import NotFound as RecordNotFound
from gege.registers.api import Record, record_in_reach
from gege.staff.api import Actor
from gege.territory.api import load_atlas, read_editions

MOST_WORDS = 2000


def purpose_of(value: str) -> Purpose:
    """Return the purpose; no visit without one (R-106)."""
    if not value.strip():
        raise Invalid("purpose", "visit_without_purpose")
    return choice("purpose", value, Purpose)


def household(door: str, who: str, phone: str) -> dict[str, str]:
    """Return the typed door, name and telephone, clean; each may be empty."""
    return {
        "door": words("door", door, most=40, lines=False),
        "who": words("who", who, most=60, lines=False),
        "phone": words("phone", phone, most=30, lines=False),
    }


def area_of(area_code: str, on: date) -> str:
    """Return the code of a grid or community in force on a day; raises Invalid."""
    area = load_atlas().area(area_code, on)
    if area is None or area.level < Level.COMMUNITY:
        raise Invalid("area_code", "unknown_grid")
    return area.code


def point_in(area_code: str, uid: UUID | None) -> CheckPoint | None:
    """Return a point of an area, given up or not; raises Invalid for any other."""
    if uid is None:
        return None
    found = CheckPoint.objects.filter(uid=uid).first()
    if found is None or not is_within(found.area_code, area_code):
        raise Invalid("point", "visit_other_point")
    return found


def link_for(uid: UUID | None, area_code: str, by: Actor, today: date) -> ContactLink | None:
    """Return the link that a visit belongs to; raises Invalid when there is none such there."""
    if uid is None:
        return None
    try:
        found = link_by_uid(uid, by)
    except NotFound:
        raise Invalid("link", "visit_no_link") from None
    if found.area_code != area_code:
        raise Invalid("link", "visit_no_link")
    return found


def home_in(area_code: str, uid: UUID | None, by: Actor, now: datetime) -> Record | None:
    """Return the household of the register that is meant; raises Invalid for any other (R-006)."""
    if uid is None:
        return None
    try:
        found = record_in_reach(uid, by=by, now=now, editions=read_editions())
    except RecordNotFound:
        raise Invalid("home", "visit_no_household") from None
    if found.sheet != "household" or not is_within(found.area_code, area_code):
        raise Invalid("home", "visit_no_household")
    return found


def due_day(due_on: date | None, now: datetime) -> date:
    """Return the day until which a visit is planned: from today on, within about a year."""
    today = local_date(now)
    if due_on is None:
        raise Invalid("due_on", "needed")
    if due_on < today:
        raise Invalid("due_on", "visit_due_passed")
    if due_on - today > LATEST_NEXT + timedelta(days=1):
        raise Invalid("due_on", "visit_next_too_far")
    return due_on


def check_may_write(by: Actor, visit: Visit) -> None:
    """Raise Refused when a person sees a visit and may not touch it."""
    if not may_write_at(by, visit.area_code, account_id=visit.account_id):
        raise Refused("not_your_role")


def facts_of(visit: Visit) -> Mapping[str, Any]:
    """Return what the ledger keeps of a visit: never the door, the name or what was said."""
    return {
        "state": str(visit.state),
        "purpose": str(visit.purpose),
        "due_on": visit.due_on.isoformat() if visit.due_on else None,
        "confirmed": str(visit.confirm_how),
        "version": visit.version,
    }


def place_of(visit: Visit) -> str:
    """Return a place for a notice: the building or the area, never the door."""
    return visit.point.name if visit.point else load_atlas().label(visit.area_code)
