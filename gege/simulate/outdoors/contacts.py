"""Cadres and the ten households they keep in touch with ("1+N")."""

from datetime import date, datetime
from datetime import time as clock_time
from typing import Any, Final
from uuid import UUID

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import TARGET_HOUSEHOLDS, words
from gege.kernel.ids import new_uid
from gege.simulate.outdoors import visits
from gege.simulate.outdoors.luck import Field
from gege.staff.api import Actor

CADRES: Final = ("511622100001", "511622100002", "511622100003")
"""The communities whose first clerk is the cadre."""
EVERY_DAYS: Final = (14, 14, 30, 60)
PER_DAY: Final = 2


def link(field: Field, now: datetime) -> None:
    """Link ten households to each cadre, spread over the grids of the community."""
    for community in CADRES:
        clerk = field.clerk(community, now)
        grids = [code for code in sorted(field.points) if code.startswith(community)]
        if clerk is None or not grids:
            continue
        for number in range(TARGET_HOUSEHOLDS):
            area = grids[number % len(grids)]
            household = visits.household_of(field, area)
            uid = new_uid()
            fieldwork.link_household(
                uid,
                account_id=clerk.account_id or 0,
                area_code=area,
                every_days=field.chance.choice(EVERY_DAYS),
                by=clerk,
                now=now,
                **household,
            )
            field.count("link_household")
            field.linked.append((clerk, uid, household | {"area_code": area}))


def plan_day(field: Field, day: date, now: datetime) -> None:
    """On working days a cadre sees some of the households, each once in the play."""
    if not field.stage.calendar.is_working(day):
        return
    for clerk in dict.fromkeys(one for one, _, _ in field.linked):
        mine = [one for one in field.linked if one[0] is clerk][:PER_DAY]
        for one in mine:
            field.linked.remove(one)
            at = field.at(day, clock_time(15)) + field.minutes(0, 150)
            if at > now:
                field.later(at, _meeting(field, *one))


def _meeting(field: Field, clerk: Actor, uid: UUID, household: dict[str, Any]) -> Any:
    state = words.VisitState.ABSENT if field.chance.random() < 0.15 else words.VisitState.DONE
    drawn = household | {"purpose": words.Purpose.CONTACT, "state": state}
    return lambda now: visits.make_contact(field, clerk, uid, drawn, now)
