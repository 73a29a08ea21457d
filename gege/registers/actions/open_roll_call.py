"""Calling the roll of a building in an emergency, or for a drill (R-048)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.kernel.typed_text import cleaned
from gege.registers.actions.join_roll_call import case_for, note_reader
from gege.registers.books import current_contract
from gege.registers.errors import Invalid, Refused
from gege.registers.models import Record, RollCall, RollCallPerson
from gege.registers.queries.around.building import dwellings_of
from gege.registers.queries.roll_calls.people import people_in
from gege.registers.queries.roll_calls.scope import building_to_call, calling_reach
from gege.registers.rules.roll_calls import Reason
from gege.registers.rules.sight import Reach
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import record

_LONGEST = 200


def open_roll_call(
    uid: UUID,
    *,
    building: UUID,
    reason: str,
    by: Actor,
    now: datetime,
    editions: Editions,
    words: str = "",
    case: str = "",
) -> RollCall:
    """Open a roll-call of everybody registered in a building now; the reading is logged for each.

    The same uid by the same person again changes nothing. Raises NotFound, Invalid (`reason`,
    `words`, `case`), Refused (`not_live`, `uid_used`, `not_on_duty`, `drill_by_the_station`, and
    `roll_is_open` with the uid of the one that is).
    """
    reach, why, said = calling_reach(by), _reason(reason), _words(words)
    try:
        with transaction.atomic():
            first = _opened_before(uid, by)
            if first is not None:
                return first
            house = building_to_call(building, by=by, now=now, editions=editions)
            if why is Reason.DRILL and reach is Reach.AREA:
                raise Refused("drill_by_the_station")
            number = case_for(house.area_code, case, reach, by, now)
            _check_none_open(house)
            roll = RollCall.objects.create(
                uid=uid,
                building=house,
                area_code=house.area_code,
                reason=why,
                words=said,
                case=number,
                opened_at=now,
                opened_by=by.name,
                opened_post=by.post,
                account_id=by.account_id or 0,
            )
            many = _write_people(roll, house)
            note_reader(roll, number, reach, by, now, current_contract(editions))
            record(
                stream=roll.stream,
                deed="open_roll_call",
                by=by.signature(),
                now=now,
                after={"building": str(house.uid), "reason": str(why), "people": many},
                more={"case": number},
            )
            return roll
    except IntegrityError:
        # Two people opened it in the same moment: the second is led to the first one's.
        first = _opened_before(uid, by)
        if first is not None:
            return first
        house = building_to_call(building, by=by, now=now, editions=editions)
        _check_none_open(house)
        raise


def _write_people(roll: RollCall, house: Record) -> int:
    dwellings = [one.pk for one in dwellings_of(house)]
    lines = {
        person: RollCallPerson(roll_call=roll, person_id=person, dwelling_id=dwelling)
        for person, dwelling in people_in(dwellings)
    }
    RollCallPerson.objects.bulk_create(lines.values(), batch_size=1000)
    return len(lines)


def _check_none_open(house: Record) -> None:
    there = RollCall.objects.filter(building=house, closed_at__isnull=True).first()
    if there is not None:
        raise Refused("roll_is_open", uid=str(there.uid))


def _opened_before(uid: UUID, by: Actor) -> RollCall | None:
    first = RollCall.objects.filter(uid=uid).first()
    if first is not None and first.account_id != by.account_id:
        raise Refused("uid_used")
    return first


def _reason(value: str) -> Reason:
    try:
        return Reason(value)
    except ValueError:
        raise Invalid("reason", "unknown_choice") from None


def _words(text: str) -> str:
    said = cleaned(text, lines=False)
    if len(said) > _LONGEST:
        raise Invalid("words", "reason_needed", least=0, most=_LONGEST)
    return said
