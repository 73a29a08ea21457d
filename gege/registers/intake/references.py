"""What a line points at: a dwelling by its address, a building by its code, a person by a number.

A whole chunk is looked up at once, by marks and never by reading every record there is. One hit is
taken; none and several are told, and nothing is pointed at by chance.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gege.kernel.addresses import Address, read_address
from gege.kernel.identity import tidy
from gege.kernel.search_terms import query_terms
from gege.registers.intake.reach import open_to_reader, reached
from gege.registers.keeping import SPACES, term_mark, values_of
from gege.registers.models import Link, Record
from gege.registers.protection import search_marks
from gege.registers.queries.comparing.looking import these
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Sheet, Type
from gege.registers.rules.intake.targets import code_field, field_of_type, name_field
from gege.registers.rules.values import Wrong

_READ: Final = ("id", "uid", "sheet", "area_code", "open", "sealed", "terms", "marks")
_NUMBERS: Final = {"number": Type.IDENTITY, "credit_code": Type.CREDIT_CODE, "phone": Type.PHONE}
_FIRST: Final = ("number", "credit_code", "code", "address", "name")
"""The surest way to name a record comes first; what is not found by it is not found."""
_TOGETHER: Final = 100
_AT_ONCE: Final = 1_000


@dataclass(slots=True)
class Wanted:
    """One reference of one line: its keys, and what came of it."""

    name: str
    keys: Mapping[str, str]
    targets: tuple[str, ...]
    found: list[Record] = field(default_factory=list)
    fault: Wrong | None = None


def resolve(wanted: Sequence[Wanted], one: Reader, contract: Contract) -> None:
    """Look up every reference: `found` has the one record it means, or `fault` says why not."""
    by_way: dict[tuple[str, str], list[Wanted]] = defaultdict(list)
    for each in wanted:
        way = next((key for key in _FIRST if each.keys.get(key)), "")
        if not way:
            each.fault = Wrong("not_named")
        for code in each.targets if way else ():
            by_way[code, way].append(each)
    for (code, way), rows in by_way.items():
        lookup = _LOOKUPS[way]
        lookup(rows, way, contract.sheets[code], one, contract)
    for each in wanted:
        if each.fault is None and len(each.found) != 1:
            each.fault = Wrong("points_at_several" if each.found else "points_at_nothing")
        if each.fault is not None:
            each.found = []


def by_marks(values: Iterable[str], space: str, rows: QuerySet[Record]) -> dict[str, list[Record]]:
    """Return live records by the exact number they carry."""
    wanted = {value: search_marks(value, space=space) for value in set(values) if value}
    of_mark = {mark: value for value, marks in wanted.items() for mark in marks}
    found: dict[str, list[Record]] = defaultdict(list)
    if of_mark:
        for row in rows.filter(pk__in=these(holders("marks", of_mark))).only(*_READ):
            for mark in row.marks:
                value = of_mark.get(mark)
                if value is not None and row not in found[value]:
                    found[value].append(row)
    return found


@contextmanager
def by_the_index() -> Iterator[None]:
    """Let statements with a thousand marks be answered by the index of marks.

    The planner does not count what it costs to compare every record with a thousand marks: while
    the table is small it would read all of it, and later all of an area. An index of marks answers
    exactly as long as what it found has room.
    """
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL work_mem = '64MB'")
        yield
        cursor.execute("SET LOCAL enable_seqscan = DEFAULT; SET LOCAL work_mem = DEFAULT")


def holders(column: str, marks: Iterable[str], area_code: str = "") -> list[int]:
    """Return the ids of all records in an area that hold one of many marks."""
    found: list[int] = []
    wanted = list(marks)
    with by_the_index(), connection.cursor() as cursor:
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            cursor.execute(_HOLDERS[column], [some, f"{area_code}%"])
            found += [int(row[0]) for row in cursor.fetchall()]
    return found


def by_word(values: Iterable[str], name: str, rows: QuerySet[Record]) -> dict[str, list[Record]]:
    """Return live records by the exact text of a findable field (a code, a name)."""
    wanted = {value: _words(value) for value in set(values) if value}
    held: dict[str, dict[int, Record]] = defaultdict(dict)
    asked = [words for words in wanted.values() if words]
    for start in range(0, len(asked), _TOGETHER):
        some = asked[start : start + _TOGETHER]
        any_of = Q(pk__in=())
        for words in some:
            any_of |= Q(terms__contains=words)
        for row in rows.filter(any_of).only(*_READ):
            text = str(values_of(row, (name,)).get(name) or "")
            held[_same(text)][row.pk] = row
    return {value: list(held.get(_same(value), {}).values()) for value in wanted}


def by_address(values: Iterable[str], rows: QuerySet[Record], name: str) -> dict[str, list[Record]]:
    """Return live records whose address is the same building, however it is spelt."""
    read = {value: read_address(value) for value in set(values) if value}
    of_mark: dict[str, list[str]] = defaultdict(list)
    for value, address in read.items():
        for key in address.building_keys:
            of_mark[term_mark(key)].append(value)
    found: dict[str, list[Record]] = defaultdict(list)
    if not of_mark:
        return found
    for row in rows.filter(pk__in=these(holders("terms", of_mark))).only(*_READ):
        for value in dict.fromkeys(one for mark in row.terms for one in of_mark.get(mark, ())):
            found[value].append(row)
    return found


def _numbered(
    rows: Sequence[Wanted], way: str, sheet: Sheet, one: Reader, contract: Contract
) -> None:
    target = field_of_type(sheet, _NUMBERS[way])
    if target is None or not open_to_reader(one, sheet, target, contract):
        return
    space = SPACES[target.type]
    found = by_marks(
        (tidy(each.keys[way]) for each in rows), space, reached(one, sheet.code, contract)
    )
    for each in rows:
        each.found += found.get(tidy(each.keys[way]), [])


def _coded(rows: Sequence[Wanted], way: str, sheet: Sheet, one: Reader, contract: Contract) -> None:
    target = code_field(sheet) if way == "code" else name_field(sheet)
    if target is None or not open_to_reader(one, sheet, target, contract):
        return
    found = by_word(
        (each.keys[way] for each in rows), target.name, reached(one, sheet.code, contract)
    )
    for each in rows:
        each.found += found.get(each.keys[way], [])


def _placed(
    rows: Sequence[Wanted], way: str, sheet: Sheet, one: Reader, contract: Contract
) -> None:
    own = field_of_type(sheet, Type.ADDRESS)
    texts = [each.keys[way] for each in rows]
    if own is not None:
        if open_to_reader(one, sheet, own, contract):
            found = by_address(texts, reached(one, sheet.code, contract), own.name)
            for each in rows:
                each.found += found.get(each.keys[way], [])
        return
    if "building" in sheet.by_name and "dwelling_no" in sheet.by_name:
        homes = dwellings(texts, sheet, one, contract)
        for each in rows:
            each.found += homes.get(each.keys[way], [])


def dwellings(
    texts: Iterable[str], sheet: Sheet, one: Reader, contract: Contract
) -> dict[str, list[Record]]:
    """Return the dwellings that addresses with a room mean: the building's, with that door."""
    above = contract.sheets[sheet.by_name["building"].to[0]]
    asked = [(sheet, "building"), (sheet, "dwelling_no"), (sheet, "unit_no"), (above, "address")]
    fields = [(where, where.by_name[name]) for where, name in asked if name in where.by_name]
    if not all(open_to_reader(one, where, each, contract) for where, each in fields):
        return {}
    read = {text: read_address(text) for text in set(texts) if text}
    rooms = {text: address for text, address in read.items() if address.room}
    buildings = by_address(rooms, reached(one, above.code, contract), "address")
    ids = {row.pk for rows in buildings.values() for row in rows}
    if not ids:
        return {}
    doors = {term_mark(address.room) for address in rooms.values()}
    links = Link.objects.filter(
        field="building",
        until__isnull=True,
        target_id__in=ids,
        source__terms__overlap=list(doors),
        source__in=reached(one, sheet.code, contract),
    ).select_related("source")
    inside: dict[int, list[Record]] = defaultdict(list)
    for link in links:
        inside[link.target_id].append(link.source)
    found: dict[str, list[Record]] = {}
    for text, address in rooms.items():
        near = [home for row in buildings.get(text, ()) for home in inside[row.pk]]
        found[text] = [home for home in near if _is_door(home, address)]
    return found


def _is_door(home: Record, address: Address) -> bool:
    values = values_of(home, ("dwelling_no", "unit_no"))
    room = _same(str(values.get("dwelling_no") or "")).removesuffix("室").removesuffix("号")
    unit = _same(str(values.get("unit_no") or "")).removesuffix("单元")
    if room != _same(address.room):
        return False
    return not unit or not address.unit or unit == _same(address.unit)


def uids(found: Iterable[Record]) -> list[UUID]:
    """Return the uids of records."""
    return [row.uid for row in found]


def _words(value: str) -> list[str]:
    return [term_mark(word) for word in query_terms(value)]


def _same(text: str) -> str:
    return "".join(text.split()).casefold()


_LOOKUPS: Final[Mapping[str, Any]] = {
    "number": _numbered,
    "credit_code": _numbered,
    "code": _coded,
    "name": _coded,
    "address": _placed,
}
_HOLDERS: Final = {
    column: (
        f"WITH held AS MATERIALIZED"  # noqa: S608 - constants
        f" (SELECT id, area_code FROM registers_record WHERE {column} && %s::varchar[])"
        " SELECT id FROM held WHERE area_code LIKE %s"
    )
    for column in ("marks", "terms")
}
