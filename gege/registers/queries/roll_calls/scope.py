"""Which roll-calls somebody comes across, and who may call one."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import NotFound, Refused
from gege.registers.models import Record, RollCall
from gege.registers.queries.live import live_registers
from gege.registers.queries.scope import in_area, reader, record_by_uid
from gege.registers.rules.roll_calls import CALLING
from gege.registers.rules.sight import REACH_OF_ROLE, Reach
from gege.staff.api import Actor
from gege.territory.api import Editions

NEEDED: Final = ("housing", "population")
"""Registers that have to be in use: without them there is nobody to call."""
SEEING: Final = (*CALLING, Reach.SUPERVISION)


def reach_of_post(by: Actor) -> Reach:
    """Return how a post stands to roll-calls of its own area."""
    return REACH_OF_ROLE.get(str(by.role), Reach.NONE)


def visible_roll_calls(by: Actor) -> QuerySet[RollCall]:
    """Return the roll-calls of a post's area; departments and others see none."""
    if reach_of_post(by) not in SEEING:
        return RollCall.objects.none()
    return RollCall.objects.filter(in_area(by))


def roll_call_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> RollCall:
    """Return one roll-call of the own area, locked for a deed when asked. Raises NotFound."""
    rows = visible_roll_calls(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.select_related("building").filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def calling_reach(by: Actor) -> Reach:
    """Return the reach of somebody who may call a roll. Raises NotFound for others."""
    reach = reach_of_post(by)
    if reach not in CALLING:
        raise NotFound
    return reach


def building_to_call(uid: UUID, *, by: Actor, now: datetime, editions: Editions) -> Record:
    """Return a building whose roll this post may call.

    Raises NotFound, Refused("not_live") while a needed register is not in use.
    """
    calling_reach(by)
    contract = current_contract(editions)
    building = record_by_uid(uid, reader(by, local_date(now)), contract)
    if building.sheet != "building" or building.valid_to is not None:
        raise NotFound
    if not set(NEEDED) <= live_registers():
        raise Refused("not_live")
    return building


def open_roll_call_of(building: Record, by: Actor) -> RollCall | None:
    """Return the roll-call that is open for a building in this moment."""
    open_ones = Q(building=building, closed_at__isnull=True)
    return visible_roll_calls(by).filter(open_ones).first()
