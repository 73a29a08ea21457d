"""One roll-call as rescuers read it: floor by floor, room by room (R-048)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from gege.kernel.county_day import local_date
from gege.registers.books import current_contract
from gege.registers.errors import Refused
from gege.registers.keeping import values_of
from gege.registers.models import Record, RollCall, RollCallPerson, RollCallReader
from gege.registers.queries.live import live_registers
from gege.registers.queries.roll_calls.people import Called, Scene, called, files_with_notes
from gege.registers.queries.roll_calls.scope import calling_reach, roll_call_by_uid
from gege.registers.queries.scope import reader
from gege.registers.queries.titles import View, titles_of
from gege.registers.rules.building_plan import Room, floor_of, in_order
from gege.registers.rules.roll_calls import Found, Reason
from gege.staff.api import Actor
from gege.territory.api import Editions


@dataclass(frozen=True, slots=True)
class OnRoll:
    """One person on the roll, and what was found."""

    called: Called
    state: str
    at: datetime | None
    by_name: str


@dataclass(frozen=True, slots=True)
class HomeOnRoll:
    """One dwelling: how many belong there, and who. `old` and `children` are numbers."""

    unit: str
    door: str
    people: tuple[OnRoll, ...]
    old: int
    children: int


@dataclass(frozen=True, slots=True)
class FloorOnRoll:
    """One floor, from the top down; None where no floor is told."""

    number: int | None
    homes: tuple[HomeOnRoll, ...]
    people: int


@dataclass(frozen=True, slots=True)
class RollSheet:
    """Everything the page of a roll-call shows."""

    roll: RollCall
    building: str
    floors: tuple[FloorOnRoll, ...]
    counts: Mapping[str, int]
    case: str
    """The incident under which this reader reads; empty in the own grid and community."""


def roll_sheet(
    uid: UUID, *, by: Actor, now: datetime, editions: Editions, language: str
) -> RollSheet:
    """Return a roll-call to somebody whose reading was written down (`join_roll_call`).

    Seven statements, however many people. Raises NotFound, Refused("roll_not_joined").
    """
    roll = roll_call_by_uid(uid, by)
    reach, contract, today = calling_reach(by), current_contract(editions), local_date(now)
    joined = RollCallReader.objects.filter(roll_call=roll, account_id=by.account_id or 0).first()
    if joined is None:
        raise Refused("roll_not_joined")
    lines = list(
        RollCallPerson.objects.filter(roll_call=roll)
        .select_related("person", "dwelling")
        .order_by("pk")
    )
    scene = Scene(contract, reach, roll.reason == Reason.DRILL, today, language)
    people = [line.person for line in lines]
    live = live_registers()
    known = called(people, files_with_notes([one.pk for one in people]), scene, live)
    view = View(reader(by, today), contract, today, language)
    return RollSheet(
        roll,
        titles_of([roll.building], view)[roll.building_id],
        _floors(lines, known),
        counts_of(lines) if roll.forgotten_at is None else roll.counts,
        joined.case,
    )


def counts_of(lines: list[RollCallPerson]) -> dict[str, int]:
    """Return how many are on the roll, and how many of each state; `open` are those left."""
    states = Counter(line.state for line in lines)
    found = {str(one): states.get(str(one), 0) for one in Found}
    return {"people": len(lines), **found, "open": states.get("", 0)}


def _floors(lines: list[RollCallPerson], known: Mapping[int, Called]) -> tuple[FloorOnRoll, ...]:
    homes: dict[int | None, list[RollCallPerson]] = {}
    for line in lines:
        homes.setdefault(line.dwelling_id, []).append(line)
    floors: dict[int | None, list[HomeOnRoll]] = {}
    for people in homes.values():
        room = _room(people[0].dwelling)
        floors.setdefault(floor_of(room), []).append(_home(room, people, known))
    levels = sorted((one for one in floors if one is not None), reverse=True)
    return tuple(
        FloorOnRoll(
            level,
            tuple(sorted(floors[level], key=lambda one: (in_order(one.unit), in_order(one.door)))),
            sum(len(home.people) for home in floors[level]),
        )
        for level in [*levels, *([None] if None in floors else [])]
    )


def _room(dwelling: Record | None) -> Room:
    values: Mapping[str, Any] = (
        values_of(dwelling, ("unit_no", "floor_no", "dwelling_no")) if dwelling else {}
    )
    floor = values.get("floor_no")
    return Room(
        str(dwelling.uid) if dwelling else "",
        str(values.get("unit_no") or ""),
        int(floor) if floor is not None else None,
        str(values.get("dwelling_no") or ""),
        None,
        None,
    )


def _home(room: Room, people: list[RollCallPerson], known: Mapping[int, Called]) -> HomeOnRoll:
    on_roll = [OnRoll(known[line.person_id], line.state, line.at, line.by_name) for line in people]
    return HomeOnRoll(
        room.unit,
        room.door,
        tuple(sorted(on_roll, key=lambda one: (one.called.child, one.called.name))),
        sum(1 for one in on_roll if one.called.old),
        sum(1 for one in on_roll if one.called.child),
    )
