"""Reading a roll-call: by whom, under which case, is written down for everybody on it, once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.county_day import local_date
from gege.registers.actions.incidents import area_of_incident
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused
from gege.registers.models import RollCall, RollCallPerson, RollCallReader
from gege.registers.queries.live import live_registers
from gege.registers.queries.roll_calls.people import Scene, files_with_notes, read_fields
from gege.registers.queries.roll_calls.scope import calling_reach, roll_call_by_uid
from gege.registers.rules.declaration import Contract
from gege.registers.rules.roll_calls import PURPOSE, Reason, lies_in
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor, duty
from gege.territory.api import Editions
from gege.trail.api import note_handing_over, record


def join_roll_call(
    uid: UUID, *, by: Actor, now: datetime, editions: Editions, case: str = ""
) -> RollCall:
    """Let somebody read a roll-call; the reading of each person on it is logged, once for each.

    The centres name the incident they deal with, and are on duty where their unit keeps a roster;
    of a roll that is closed each of their days of reading is written down anew.
    Raises NotFound, Invalid("case"), Refused("roll_forgotten", "not_on_duty").
    """
    reach = calling_reach(by)
    with transaction.atomic():
        roll = roll_call_by_uid(uid, by, lock=True)
        if roll.forgotten_at is not None:
            raise Refused("roll_forgotten")
        there = RollCallReader.objects.filter(roll_call=roll, account_id=by.account_id or 0).first()
        if there is not None and _still_counts(there, roll, reach, now):
            return roll
        before = there.case if there is not None else roll.case
        number = case_for(roll.area_code, case or before, reach, by, now)
        note_reader(roll, number, reach, by, now, current_contract(editions))
        record(
            stream=roll.stream,
            deed="join_roll_call",
            by=by.signature(),
            now=now,
            after={"case": number},
        )
    return roll


def _still_counts(there: RollCallReader, roll: RollCall, reach: Reach, now: datetime) -> bool:
    """Tell whether a reading that was written down covers this one.

    The emergency ends with the roll: afterwards a centre reads it under an incident that is open
    still, and each day is written down.
    """
    if reach is not Reach.AREA or roll.closed_at is None:
        return True
    return local_date(there.at) == local_date(now)


def case_for(area_code: str, case: str, reach: Reach, by: Actor, now: datetime) -> str:
    """Return the incident under which a centre reads; "" in the own grid and community.

    Raises Invalid("case") where there is no open matter of this person near the building, and
    Refused("not_on_duty") for somebody whose unit has others on duty now.
    """
    if reach is not Reach.AREA:
        return ""
    where = area_of_incident(case.strip()[:40], by, now)
    if where is None or not lies_in(area_code, where):
        raise Invalid("case", "no_incident_here")
    on_duty = duty.on_duty_first([by.unit_id], now) if by.unit_id is not None else {}
    there = on_duty.get(by.unit_id or 0, ())
    if there and by.account_id not in there:
        raise Refused("not_on_duty")
    return case.strip()[:40]


def note_reader(
    roll: RollCall, case: str, reach: Reach, by: Actor, now: datetime, contract: Contract
) -> None:
    """Write one line of the access log for each person on a roll, and that this was done."""
    lines = RollCallPerson.objects.filter(roll_call=roll).select_related("person")
    people = [line.person for line in lines.order_by("pk")]
    scene = Scene(contract, reach, roll.reason == Reason.DRILL, local_date(now), "zh-hans")
    files = files_with_notes([one.pk for one in people])
    given = read_fields(people, files, scene, live_registers())
    words = [contract.purposes[PURPOSE].zh, _REASONS[Reason(roll.reason)], case]
    note_handing_over(
        by=by.signature(),
        now=now,
        given=list(given.items()),
        purpose=" · ".join(word for word in words if word),
    )
    RollCallReader.objects.update_or_create(
        roll_call=roll, account_id=by.account_id or 0, defaults={"case": case, "at": now}
    )


_REASONS: Final[Mapping[Reason, str]] = {
    Reason.FIRE: "火灾",
    Reason.FLOOD: "汛情",
    Reason.GAS: "燃气泄漏",
    Reason.COLLAPSE: "房屋险情",
    Reason.SEARCH: "寻人",
    Reason.OTHER: "其他紧急情况",
    Reason.DRILL: "演练",
}
"""The access log keeps Chinese words, as its purposes are."""
