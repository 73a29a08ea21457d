"""What a reader may search by: a search asks a field, so it goes no further than reading it."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Q, QuerySet

from gege.kernel.identity import tidy
from gege.registers.errors import Invalid
from gege.registers.keeping import (
    SPACES,
    wanted_building,
    wanted_numbers,
    wanted_places,
    wanted_terms,
)
from gege.registers.models import Link, Record
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


def searched(rows: QuerySet[Record], text: str, doors: Doors) -> QuerySet[Record]:
    """Return those that a text finds: by an exact number, a place, or every word of the text.

    A record whose title names another (a dwelling its building, a file its person) is found by
    the other's words too; by an address with a room the dwelling with that door. Raises
    Invalid("words") where nothing of this is open to the reader.
    """
    own = _own(text, doors)
    if own is None and not doors.titles:
        raise Invalid("words", "search_beyond_grant")
    found = rows.none() if own is None else rows.filter(own)
    linked = _titled(rows, text, doors)
    if not linked:
        return found
    # One condition over both would be answered by reading every record there is.
    return rows.filter(pk__in=found.values("pk").union(*linked))


def _own(text: str, doors: Doors) -> Q | None:
    """Return the condition on a record's own marks; None where none of them is open."""
    number = tidy(text).replace("-", "")
    is_number = sum(sign.isdigit() for sign in number) >= _SHORTEST_NUMBER
    found = Q(pk__in=())
    if is_number and doors.spaces:
        found |= Q(marks__overlap=wanted_numbers(number, doors.spaces))
    elif not doors.by_words:
        return None
    terms, places = wanted_terms(text), wanted_places(text)
    if doors.by_words and terms:
        found |= Q(terms__contains=terms)
    if doors.by_words and places:
        found |= Q(terms__overlap=places)
    return found


def _titled(rows: QuerySet[Record], text: str, doors: Doors) -> list[QuerySet[Any, Any]]:
    """Return the ids of records whose titles name what a text finds."""
    if not doors.titles:
        return []
    links = Link.objects.filter(field__in=doors.titles, until__isnull=True, source__in=rows)
    found = []
    if terms := wanted_terms(text):
        found.append(links.filter(target__terms__contains=terms))
    inside, room = wanted_building(text)
    if inside and not room:
        found.append(links.filter(target__terms__overlap=inside))
    elif inside and doors.by_words:
        doors_there = links.filter(source__terms__contains=[room])
        found.append(doors_there.filter(target__terms__overlap=inside))
    return [one.values("source_id") for one in found]


def _words_are_open(one: Reader, sheet: Sheet, contract: Contract) -> bool:
    found = [field for field in sheet.fields if field.find and field.type not in SPACES]
    return bool(found) and all(_is_open(one, field, sheet, contract) for field in found)


def _is_open(one: Reader, field: Field, sheet: Sheet, contract: Contract) -> bool:
    reach = one.reach(sheet, contract.register_of[sheet.code], one.by.area_code)
    if field.level is Level.PUBLIC or reach not in (Reach.GRANTED, Reach.NONE):
        return True
    return reach is Reach.GRANTED and field.name in one.grants.get(sheet.code, ())
