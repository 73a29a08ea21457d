"""How rooms become a drawing: units beside each other, floors on top of each other."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

_DIGITS: Final = re.compile(r"[0-9]+")
_ROOM: Final = re.compile(r"(?P<floor>[0-9]{1,2})[0-9]{2}")
_LAST: Final = 10**9


@dataclass(frozen=True, slots=True)
class Room:
    """One dwelling. `households` and `people` are None where they are not told."""

    uid: str
    unit: str
    floor: int | None
    door: str
    households: int | None
    people: int | None


@dataclass(frozen=True, slots=True)
class Unit:
    """A stair; `name` is empty for a building that has one, or tells none."""

    name: str


@dataclass(frozen=True, slots=True)
class Storey:
    """One floor: the rooms of each unit, in the order of the units. None: no floor is told."""

    number: int | None
    units: tuple[tuple[Room, ...], ...]


def drawn(rooms: Iterable[Room]) -> tuple[tuple[Unit, ...], tuple[Storey, ...]]:
    """Return units in order, and floors from the top down; what tells no floor stands last."""
    known = [(floor_of(room), room) for room in rooms]
    units = sorted({room.unit for _, room in known}, key=in_order)
    floors = sorted({floor for floor, _ in known if floor is not None}, reverse=True)
    levels: list[int | None] = [*floors]
    if any(floor is None for floor, _ in known):
        levels.append(None)
    return tuple(Unit(name) for name in units), tuple(
        Storey(
            level,
            tuple(
                tuple(
                    sorted(
                        (room for floor, room in known if floor == level and room.unit == unit),
                        key=lambda room: in_order(room.door),
                    )
                )
                for unit in units
            ),
        )
        for level in levels
    )


def floor_of(room: Room) -> int | None:
    """Return the floor that is told, or that a door of three or four digits says (501: 5)."""
    if room.floor is not None:
        return room.floor
    found = _ROOM.fullmatch(room.door.strip())
    return int(found["floor"]) if found and int(found["floor"]) > 0 else None


def in_order(text: str) -> tuple[int, str]:
    """Return the key that sorts 2 before 10, and what has no digits behind."""
    found = _DIGITS.search(text)
    return (int(found[0]) if found else _LAST, text)
