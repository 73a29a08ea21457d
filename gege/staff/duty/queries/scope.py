"""Who sees a desk, who keeps it, and who counts as duty staff (R-073, R-074)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gege.staff.actor import Actor
from gege.staff.duty.errors import NotFound
from gege.staff.duty.models import DutyDesk, Shift
from gege.staff.rules.roles import COUNTY_CENTRE, DEPARTMENT, TOWNSHIP_CENTRE, Role

DESK_KINDS: Final = (COUNTY_CENTRE, TOWNSHIP_CENTRE, DEPARTMENT)
"""Units that keep a desk of their own."""
COUNTY_WATCH: Final = frozenset(
    {Role.COUNTY_SUPERVISOR, Role.COUNTY_DISPATCHER, Role.HOTLINE_OPERATOR}
)
"""Who has the county's directory before them without being on a roster."""
READERS: Final = COUNTY_WATCH | {Role.ELECTRONIC_SUPERVISOR}
KEEPERS: Final = frozenset(
    {Role.COUNTY_DISPATCHER, Role.TOWNSHIP_OPERATOR, Role.DEPARTMENT_OFFICER}
)
"""Who keeps the desk of their own unit; the county's supervisor may keep every desk."""
ON_DUTY_STAFF: Final = timedelta(days=7)
"""Whoever was or is to be on duty within so many days is duty staff."""


def desks_of(by: Actor) -> QuerySet[DutyDesk]:
    """Return the desks that a person may see: those of their unit, for the county all."""
    rows = DutyDesk.objects.select_related("unit", "head")
    if by.is_system or by.role in READERS:
        return rows
    return rows.filter(unit_id=by.unit_id or 0)


def keeps(by: Actor, desk: DutyDesk) -> bool:
    """Tell whether a person draws up the rosters of a desk."""
    if by.is_system or by.role is Role.COUNTY_SUPERVISOR:
        return True
    return by.role in KEEPERS and by.unit_id == desk.unit_id


def may_open(by: Actor, unit_id: int) -> bool:
    """Tell whether a person may open a desk at a unit."""
    if by.is_system or by.role is Role.COUNTY_SUPERVISOR:
        return True
    return by.role in KEEPERS and by.unit_id == unit_id


def seen_desk(by: Actor, uid: UUID) -> DutyDesk:
    """Return a desk. Raises NotFound for one that is not there for this person."""
    desk = desks_of(by).filter(uid=uid).first()
    if desk is None:
        raise NotFound
    return desk


def locked_desk(by: Actor, desk_id: int, *, to_keep: bool = True) -> DutyDesk:
    """Return a desk, locked until the deed is done: whatever changes its duty waits here.

    Raises NotFound, also for somebody who does not keep the desk when `to_keep`.
    """
    rows = desks_of(by).select_for_update(of=("self",))
    desk = rows.filter(id=desk_id).first()
    if desk is None or (to_keep and not keeps(by, desk)):
        raise NotFound
    return desk


def is_duty_staff(by: Actor, now: datetime) -> bool:
    """Tell whether a person sees the directory: the county's watch, and who is on a roster now."""
    if by.role in COUNTY_WATCH or by.is_system:
        return True
    if by.account_id is None:
        return False
    return Shift.objects.filter(
        account_id=by.account_id,
        live=True,
        starts__lt=now + ON_DUTY_STAFF,
        ends__gt=now - ON_DUTY_STAFF,
        desk__closed_at=None,
    ).exists()


def heads_and_keepers(desk: DutyDesk, people: Collection[int]) -> tuple[int, ...]:
    """Return whom to tell of what goes wrong at a desk: its head, else everybody there."""
    return (desk.head_id,) if desk.head_id is not None else tuple(people)
