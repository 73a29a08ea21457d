"""Whom a notice reaches: functions that the rooms above fill, for they know people and matters."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

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

_directory: Final[list[Directory]] = []
_contacts: Final[list[Contacts]] = []
_principals: Final[list[Principals]] = []
_chronicles: Final[list[Chronicle]] = []


def set_directory(people_at: Directory) -> None:
    """Name the function that tells which accounts hold a post at each unit now (staff fills it).

    A unit without people may be absent from its answer.
    """
    _directory[:] = [people_at]


def set_contacts(contacts: Contacts, principals: Principals) -> None:
    """Name the functions that tell how accounts and principals are reached (staff fills them)."""
    _contacts[:], _principals[:] = [contacts], [principals]


def set_chronicle(chronicle: Chronicle) -> None:
    """Name the function that locks what a notice is about and writes its trail (matters')."""
    _chronicles[:] = [chronicle]


def people_of(units: Collection[int], now: datetime) -> Mapping[int, Sequence[int]]:
    """Return the accounts at each unit."""
    return _directory[0](units, now) if units and _directory else {}


def contacts_of(accounts: Collection[int]) -> Mapping[int, Contact]:
    """Return how accounts are reached; unknown and closed ones are absent."""
    return _contacts[0](accounts) if accounts and _contacts else {}


def principal_of(unit_id: int, now: datetime) -> Principal | None:
    """Return who answers for a unit, with a telephone; None when the directory names nobody."""
    return _principals[0](unit_id, now) if _principals else None


def subject_of(subject: str, now: datetime) -> Subject | None:
    """Lock what a notice is about; None for what has no trail. Inside a transaction."""
    return _chronicles[0](subject, now) if _chronicles else None
