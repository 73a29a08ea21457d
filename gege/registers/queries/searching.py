"""What a reader may search by: a search asks a field, so it goes no further than reading it."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from gege.kernel.identity import tidy
from gege.registers.errors import Invalid
from gege.registers.keeping import (
    SPACES,
    wanted_building,
    wanted_numbers,
    wanted_places,
    wanted_terms,
)
from gege.registers.models import Link
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Field, Level, Sheet
from gege.registers.rules.sight import Reach

_SHORTEST_NUMBER: Final = 7


@dataclass(frozen=True, slots=True)
class Doors:
    """By which of its fields a reader finds records of a sheet."""

    by_words: bool
    spaces: frozenset[str]
    titles: tuple[str, ...]


def doors_of(one: Reader, sheet: Sheet, contract: Contract) -> Doors:
    """Return by what a reader finds records of a sheet.

    Words of several fields lie in one index, so that all of them have to be open to the reader;
    each kind of number, and each record of a title, opens by itself.
    """
    found = [field for field in sheet.fields if field.find]
    spaces = {
        SPACES[field.type]
        for field in found
        if field.type in SPACES and _is_open(one, field, sheet, contract)
    }
    titles = [
        name
        for name in sheet.title
        if sheet.by_name[name].is_link
        and _is_open(one, sheet.by_name[name], sheet, contract)
        and all(
            _words_are_open(one, contract.sheets[code], contract) for code in sheet.by_name[name].to
        )
    ]
    return Doors(_words_are_open(one, sheet, contract), frozenset(spaces), tuple(titles))


def searched(text: str, doors: Doors) -> Q:
    """Return the condition of a search: an exact number, a place, or every word of the text.

    A record whose title names another (a dwelling its building, a file its person) is found by
    the other's words too; by an address with a room the dwelling with that door. Raises
    Invalid("words") where nothing of this is open to the reader.
    """
    number = tidy(text).replace("-", "")
    is_number = sum(sign.isdigit() for sign in number) >= _SHORTEST_NUMBER
    found = Q(pk__in=())
    if is_number and doors.spaces:
        found |= Q(marks__overlap=wanted_numbers(number, doors.spaces))
    elif not doors.by_words and not doors.titles:
        raise Invalid("words", "search_beyond_grant")
    terms, places = wanted_terms(text), wanted_places(text)
    if terms:
        if doors.by_words:
            found |= Q(terms__contains=terms)
        found |= _titled(doors, Q(target__terms__contains=terms))
    if places and doors.by_words:
        found |= Q(terms__overlap=places)
    inside, room = wanted_building(text)
    if inside and (doors.by_words or not room):
        door = Q(terms__contains=[room]) if room else Q()
        found |= _titled(doors, Q(target__terms__overlap=inside)) & door
    return found


def _words_are_open(one: Reader, sheet: Sheet, contract: Contract) -> bool:
    found = [field for field in sheet.fields if field.find and field.type not in SPACES]
    return bool(found) and all(_is_open(one, field, sheet, contract) for field in found)


def _is_open(one: Reader, field: Field, sheet: Sheet, contract: Contract) -> bool:
    reach = one.reach(sheet, contract.register_of[sheet.code], one.by.area_code)
    if field.level is Level.PUBLIC or reach not in (Reach.GRANTED, Reach.NONE):
        return True
    return reach is Reach.GRANTED and field.name in one.grants.get(sheet.code, ())


def _titled(doors: Doors, condition: Q) -> Q:
    """Return the condition that a record of a sheet's title fits."""
    if not doors.titles:
        return Q(pk__in=())
    links = Link.objects.filter(condition, field__in=doors.titles, until__isnull=True)
    return Q(pk__in=links.values("source_id"))
