"""Where something is, and who looks after it: the county's places as a resident chooses them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from gege.portal.rules.public_words import Published, surname_of
from gege.staff.api import Person, Role, people_at_units
from gege.territory.api import AreaFacts, Atlas

TOWNSHIP, COMMUNITY, GRID = 9, 12, 15


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody who serves, as far as the county publishes it; empty words are not published.

    `stands_in` says that they do it for somebody who is away.
    """

    name: str
    surname: str
    phone: str
    stands_in: bool


@dataclass(frozen=True, slots=True)
class Served:
    """A grid and who serves it; nobody (None) when the grid is vacant: the station serves it."""

    code: str
    name: str
    worker: Named | None


@dataclass(frozen=True, slots=True)
class Station:
    """A community's station, its officers, and its grids: the team around a home (R-010)."""

    code: str
    name: str
    phone: str
    officers: tuple[Named, ...]
    grids: tuple[Served, ...]


def below(atlas: Atlas, code: str, language: str, on: date) -> list[Place]:
    """Return the places directly below one, by code; below nothing: the townships."""
    county = atlas.county()
    parent = code or (county.code if county else "")
    areas = [one for one in atlas.children(parent) if one.valid_on(on)]
    return [Place(one.code, one.name(language)) for one in areas]


def living(atlas: Atlas, code: str, on: date) -> AreaFacts | None:
    """Return a township, community or grid of today by its code."""
    if len(code) not in (TOWNSHIP, COMMUNITY, GRID) or not (code.isascii() and code.isdigit()):
        return None
    return atlas.area(code, on)


def station(atlas: Atlas, code: str, language: str, now: datetime, on: date) -> Station:
    """Return a community's station with its people and grids; one statement for everybody."""
    grids = below(atlas, code, language, on)
    units = {one.code: atlas.platform_unit(one.code) for one in grids}
    own = atlas.platform_unit(code)
    asked = [unit.id for unit in (*units.values(), own) if unit]
    people = people_at_units(asked, now, (Role.GRID_WORKER, Role.STATION_CLERK))
    return Station(
        code=code,
        name=own.name(language) if own else atlas.label(code, language),
        phone=own.duty_phone if own else "",
        officers=tuple(map(_named, people.get(own.id, ()))) if own else (),
        grids=tuple(
            _served(one, people.get(unit.id, ()) if (unit := units[one.code]) else ())
            for one in grids
        ),
    )


def _served(place: Place, people: Sequence[Person]) -> Served:
    """Substitutes come last: whoever is last looks after the grid now."""
    holder = people[-1] if people else None
    return Served(place.code, place.name, _named(holder) if holder else None)


def _named(person: Person) -> Named:
    published = Published(settings.GEGE_PORTAL_WORKERS)
    named = published in (Published.NAME, Published.PHONE)
    return Named(
        name=person.name if named else "",
        surname=surname_of(person.name) if published is Published.SURNAME else "",
        phone=person.phone if published is Published.PHONE else "",
        stands_in=person.substitute,
    )
