"""How values lie in the database: open or sealed, and the marks they are found by.

Sensitive fields and document numbers are sealed always; of a child under 14 everything personal.
What can be searched is found by keyed marks, from which nobody reads a name (domain 2.8).
"""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from gege.kernel.addresses import read_address
from gege.kernel.personal.names import search_keys
from gege.kernel.search_terms import query_terms, terms_of
from gege.registers.models import Record
from gege.registers.protection import blind, marks, seal, search_marks, unseal
from gege.registers.rules.declaration import Field, Level, Sheet, Type
from gege.registers.rules.formulas import fourteenth_birthday
from gege.registers.rules.values import Value

TERM: Final = 24
"""Signs of a term's mark: 'b1.' and 126 bits."""
_MOST_TERMS: Final = 80
SPACES: Final[Mapping[Type, str]] = {
    Type.IDENTITY: "identity_number",
    Type.PHONE: "phone",
    Type.CREDIT_CODE: "credit_code",
}
"""Kinds of number that are compared across registers."""


def is_sealed_in(field: Field, *, child: bool) -> bool:
    """Tell whether a field's value is encrypted in a record."""
    return field.keeps_sealed or (child and field.level >= Level.PERSONAL)


def split(
    values: Mapping[str, Value], sheet: Sheet, uid: UUID, *, child: bool
) -> tuple[dict[str, Value], dict[str, str]]:
    """Return values as they are kept: (open, sealed). Links never come here."""
    plain: dict[str, Value] = {}
    sealed: dict[str, str] = {}
    for name, value in values.items():
        if value is not None and is_sealed_in(sheet.by_name[name], child=child):
            text = json.dumps(value, ensure_ascii=False, sort_keys=True)
            sealed[name] = seal(text, register=sheet.code, uid=str(uid), field=name)
        else:
            plain[name] = value
    return plain, sealed


def joined(
    open_values: Mapping[str, Value],
    sealed: Mapping[str, str],
    *,
    sheet: str,
    uid: UUID,
    only: Iterable[str] | None = None,
) -> dict[str, Value]:
    """Return values as they were said, unsealed; `only` those named."""
    wanted = None if only is None else set(only)
    values = {
        name: value for name, value in open_values.items() if wanted is None or name in wanted
    }
    for name, text in sealed.items():
        if wanted is None or name in wanted:
            plain = unseal(text, register=sheet, uid=str(uid), field=name)
            values[name] = json.loads(plain)
    return values


def values_of(record: Record, only: Iterable[str] | None = None) -> dict[str, Value]:
    """Return a record's own values, unsealed. Whoever shows them asks `sight` first."""
    return joined(record.open, record.sealed, sheet=record.sheet, uid=record.uid, only=only)


def put(record: Record, values: Mapping[str, Value], sheet: Sheet, today: date) -> None:
    """Write values into a record and bring its marks up to date; the caller saves it.

    `values` are all of the record's own values as they stand now. A child whose month of birth is
    not known any more stays one until the day that was known.
    """
    known = {name: value for name, value in values.items() if value is not None}
    if "under_14" in sheet.by_name and known.get("born"):
        day = fourteenth_birthday(known.get("born"))
        record.child_until = day if day is not None and today < day else None
    record.open, record.sealed = split(
        known, sheet, record.uid, child=record.child_until is not None
    )
    record.terms, record.marks = marks_of(known, sheet)


def marks_of(values: Mapping[str, Value], sheet: Sheet) -> tuple[list[str], list[str]]:
    """Return the keyed marks of a record: (terms to search by, exact numbers)."""
    words: dict[str, None] = {}
    numbers: list[str] = []
    for field in sheet.fields:
        value = values.get(field.name)
        if not field.find or value is None:
            continue
        if field.type in SPACES:
            numbers += marks(value, space=SPACES[field.type])
        else:
            words |= dict.fromkeys(_words(field, value))
    terms = [one for word in list(words)[:_MOST_TERMS] for one in term_marks(word)]
    return terms, numbers


def _words(field: Field, value: Any) -> list[str]:
    """Return the words of a value that people may search by."""
    if field.type is Type.NAME:
        return [*search_keys(value), *terms_of(value)]
    if field.type is Type.ADDRESS:
        address = read_address(value)
        return [*address.building_keys, *address.room_keys, *terms_of(value, most=40)]
    return terms_of(value, most=40)


def term_mark(word: str) -> str:
    """Return the mark under which a word is searched."""
    return blind(word.lower(), space="term")[:TERM]


def term_marks(word: str) -> list[str]:
    """Return the marks to keep of a word: two while their key is being changed."""
    return [one[:TERM] for one in marks(word.lower(), space="term")]


def wanted_terms(text: str) -> list[str]:
    """Return the marks a searched text asks for; all of them have to be there."""
    return [term_mark(word) for word in query_terms(text)]


def wanted_places(text: str) -> list[str]:
    """Return the marks of a searched address, however it is spelt; one of them has to be there.

    Empty where the text names no building: then it is searched by its words.
    """
    address = read_address(text)
    keys = address.room_keys if address.room else address.building_keys
    return [term_mark(key) for key in keys]


def wanted_building(text: str) -> tuple[list[str], str]:
    """Return the marks of the building that a searched address names, and that of its room."""
    address = read_address(text)
    room = term_mark(address.room) if address.room else ""
    return [term_mark(key) for key in address.building_keys], room


def wanted_numbers(number: str, spaces: Iterable[str] = SPACES.values()) -> list[str]:
    """Return the marks of a number in the spaces named; one of them has to be there."""
    return [mark for space in spaces for mark in search_marks(number, space=space)]
