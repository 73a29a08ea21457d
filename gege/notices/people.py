"""Whom a notice reaches: functions that the rooms above fill, for they know people and matters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from gege.notices.gateways.mm7 import Picture

Directory = Callable[[Collection[int], datetime], Mapping[int, Sequence[int]]]


@dataclass(frozen=True, slots=True)
class Contact:
    """How one account is reached, and in which language."""

    name: str
    phone: str
    language: str


@dataclass(frozen=True, slots=True)
class Principal:
    """Who answers for a unit when nobody there does."""

    name: str
    phone: str
    unit: str


class Subject(Protocol):
    """What a chain is about, under its lock."""

    def waits(self, template: str, unit_id: int | None) -> bool:
        """Tell whether the unit still has to answer."""

    def write(self, deed: str, **more: Any) -> None:
        """Write a line of its trail."""


Contacts = Callable[[Collection[int]], Mapping[int, Contact]]
Principals = Callable[[int, datetime], Principal | None]
Chronicle = Callable[[str, datetime], Subject | None]
Pictures = Callable[[str], tuple[Picture, ...]]
OnDuty = Callable[[Collection[int], datetime], Mapping[int, Sequence[int]]]
Clerks = Callable[[datetime], Sequence[int]]

_directory: Final[list[Directory]] = []
_contacts: Final[list[Contacts]] = []
_principals: Final[list[Principals]] = []
_chronicles: Final[list[Chronicle]] = []
_pictures: Final[list[Pictures]] = []
_duty: Final[list[tuple[OnDuty, Clerks]]] = []


def set_directory(people_at: Directory) -> None:
    """Name the function that tells which accounts hold a post at each unit now (staff fills it).

    A unit without people may be absent from its answer.
    """
    _directory[:] = [people_at]


def set_contacts(contacts: Contacts, principals: Principals) -> None:
    """Name the functions that tell how accounts and principals are reached (staff fills them)."""
    _contacts[:], _principals[:] = [contacts], [principals]


def set_chronicle(chronicle: Chronicle) -> None:
    """Add a function that locks what a notice is about and writes its trail.

    Each room that has such subjects adds one; it answers None for a subject of another.
    """
    if chronicle not in _chronicles:
        _chronicles.append(chronicle)


def set_duty(on_duty: OnDuty, clerks: Clerks) -> None:
    """Name the functions that tell who is on duty at units now, the first to be tried first, and
    who makes the calls (staff fills them)."""
    _duty[:] = [(on_duty, clerks)]


def set_pictures(pictures: Pictures) -> None:
    """Name the function that tells which pictures go with a message about a subject (matters')."""
    _pictures[:] = [pictures]


def people_of(units: Collection[int], now: datetime) -> Mapping[int, Sequence[int]]:
    """Return the accounts at each unit."""
    return _directory[0](units, now) if units and _directory else {}


def contacts_of(accounts: Collection[int]) -> Mapping[int, Contact]:
    """Return how accounts are reached; unknown and closed ones are absent."""
    return _contacts[0](accounts) if accounts and _contacts else {}


def principal_of(unit_id: int, now: datetime) -> Principal | None:
    """Return who answers for a unit, with a telephone; None when the directory names nobody."""
    return _principals[0](unit_id, now) if _principals else None


def duty_first(unit_id: int, accounts: Sequence[int], now: datetime) -> list[int]:
    """Return the accounts of a unit with those on duty there now first; all others behind."""
    there = _duty[0][0]([unit_id], now).get(unit_id, ()) if _duty else ()
    first = [one for one in there if one in set(accounts)]
    return list(dict.fromkeys([*first, *accounts]))


def clerks_of(now: datetime) -> Sequence[int]:
    """Return who is on duty to make calls now; nobody where there is no roster."""
    return _duty[0][1](now) if _duty else ()


def subject_of(subject: str, now: datetime) -> Subject | None:
    """Lock what a notice is about; None for what has no trail. Inside a transaction."""
    for chronicle in _chronicles:
        found = chronicle(subject, now)
        if found is not None:
            return found
    return None


def pictures_of(subject: str) -> tuple[Picture, ...]:
    """Return the pictures that go with a picture message about a subject."""
    return _pictures[0](subject) if _pictures else ()
