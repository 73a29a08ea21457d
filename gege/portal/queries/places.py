"""Where something is, and who looks after it: the county's places as a resident chooses them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings

from gege.portal.rules.public_words import Published, surname_of
from gege.staff.api import Person, holders_of_grids
from gege.territory.api import AreaFacts, Atlas

TOWNSHIP, COMMUNITY, GRID = 9, 12, 15


@dataclass(frozen=True, slots=True)
class Place:
    code: str
    name: str


@dataclass(frozen=True, slots=True)
class Served:
    """A grid and who serves it, as far as the county publishes it; empty words are not published.

    `vacant` says that nobody has the grid now: the station serves it.
    """

    code: str
    name: str
    worker: str
    surname: str
    phone: str
    vacant: bool


@dataclass(frozen=True, slots=True)
class Station:
    code: str
    name: str
    phone: str
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
    """Return a community's station with its grids; one statement for all their workers."""
    units = {one.code: atlas.platform_unit(one.code) for one in below(atlas, code, language, on)}
    people = holders_of_grids([unit.id for unit in units.values() if unit], now)
    own = atlas.platform_unit(code)
    return Station(
        code=code,
        name=own.name(language) if own else atlas.label(code, language),
        phone=own.duty_phone if own else "",
        grids=tuple(
            _served(one, people.get(unit.id) if (unit := units[one.code]) else None)
            for one in below(atlas, code, language, on)
        ),
    )


def _served(place: Place, person: Person | None) -> Served:
    published = Published(settings.GEGE_PORTAL_WORKERS)
    named = person is not None and published in (Published.NAME, Published.PHONE)
    return Served(
        code=place.code,
        name=place.name,
        worker=person.name if person is not None and named else "",
        surname=surname_of(person.name)
        if person is not None and published is Published.SURNAME
        else "",
        phone=person.phone if person is not None and published is Published.PHONE else "",
        vacant=person is None,
    )
