"""Matching of everything that is no person: by exact codes and numbers, then by name and address.

A code or number that stands once is certain. The same name at the same address is likely: a person
confirms it. Several hits are always for a person.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from gege.kernel.addresses import read_address
from gege.kernel.identity import tidy
from gege.registers.intake.people import MOST_FOUND, Match
from gege.registers.intake.reach import open_to_reader, reached
from gege.registers.intake.references import by_address, by_marks, by_word
from gege.registers.keeping import SPACES, values_of
from gege.registers.linkage import Band
from gege.registers.models import ImportRow, Link, Record
from gege.registers.queries.scope import Reader
from gege.registers.rules.declaration import Contract, Sheet, Type
from gege.registers.rules.intake.stages import RowState
from gege.registers.rules.intake.targets import code_field, field_of_type, name_field

Rows = Sequence[tuple[ImportRow, Mapping[str, Any]]]
Hits = dict[int, list[Record]]


def match_exactly(rows: Rows, sheet: Sheet, contract: Contract, reader: Reader) -> list[Match]:
    """Return what was found for each line of a chunk, with what it says."""
    found: dict[int, Match] = {}
    for way in (_by_number, _by_code, _by_door):
        left = [pair for pair in rows if pair[0].pk not in found]
        for pk, hits in way(left, sheet, contract, reader).items():
            found[pk] = _certain(pk, hits, way.__name__.removeprefix("_by_"))
    left = [pair for pair in rows if pair[0].pk not in found]
    for pk, hits in _by_name_and_place(left, sheet, contract, reader).items():
        state = RowState.LIKELY if len(hits) == 1 else RowState.REVIEW
        found[pk] = _match(pk, state, hits, Band.LIKELY, "name_and_place")
    return [found.get(row.pk) or Match(row.pk, RowState.NEW, None, []) for row, _said in rows]


def _certain(pk: int, hits: list[Record], way: str) -> Match:
    state = RowState.KNOWN if len(hits) == 1 else RowState.REVIEW
    return _match(pk, state, hits, Band.CERTAIN if len(hits) == 1 else Band.REVIEW, way)


def _match(pk: int, state: RowState, hits: list[Record], band: Band, way: str) -> Match:
    found = [
        {"record": hit.pk, "band": str(band), "levels": {way: "same"}} for hit in hits[:MOST_FOUND]
    ]
    return Match(pk, state, hits[0].pk, found)


def _by_number(rows: Rows, sheet: Sheet, contract: Contract, reader: Reader) -> Hits:
    one = field_of_type(sheet, Type.CREDIT_CODE)
    if one is None or not open_to_reader(reader, sheet, one, contract):
        return {}
    said = {row.pk: tidy(str(what["typed"].get(one.name) or "")) for row, what in rows}
    hits = by_marks(said.values(), SPACES[one.type], reached(reader, sheet.code, contract))
    return {pk: hits[value] for pk, value in said.items() if value and hits.get(value)}


def _by_code(rows: Rows, sheet: Sheet, contract: Contract, reader: Reader) -> Hits:
    one = code_field(sheet)
    if one is None or not open_to_reader(reader, sheet, one, contract):
        return {}
    said = {row.pk: str(what["typed"].get(one.name) or "") for row, what in rows}
    hits = by_word(said.values(), one.name, reached(reader, sheet.code, contract))
    return {pk: hits[value] for pk, value in said.items() if value and hits.get(value)}


def _by_door(rows: Rows, sheet: Sheet, contract: Contract, reader: Reader) -> Hits:
    """Match what has no code of its own by where it stands: a dwelling by building and door."""
    if not {"building", "dwelling_no"} <= set(sheet.by_name):
        return {}
    wanted = {row.pk: _door(what) for row, what in rows}
    above = {building for building, _unit, door in wanted.values() if building and door}
    if not above:
        return {}
    links = Link.objects.filter(
        field="building",
        until__isnull=True,
        target__uid__in=above,
        source__in=reached(reader, sheet.code, contract),
    ).select_related("source", "target")
    inside: dict[tuple[str, str], list[tuple[str, Record]]] = {}
    for link in links:
        values = values_of(link.source, ("unit_no", "dwelling_no"))
        door = (str(link.target.uid), _plain(values.get("dwelling_no")))
        inside.setdefault(door, []).append((_plain(values.get("unit_no")), link.source))
    found: Hits = {}
    for pk, (building, unit, door_no) in wanted.items():
        near = inside.get((building, door_no), [])
        hits = [home for at, home in near if at == unit or not at or not unit]
        if building and door_no and hits:
            found[pk] = hits
    return found


def _door(what: Mapping[str, Any]) -> tuple[str, str, str]:
    building = next((str(row.get("uid", "")) for row in what["refs"].get("building", ())), "")
    typed = what["typed"]
    return building, _plain(typed.get("unit_no")), _plain(typed.get("dwelling_no"))


def _plain(value: Any) -> str:
    text = "".join(str(value or "").split()).casefold()
    return text.removesuffix("单元").removesuffix("室").removesuffix("号")


def _by_name_and_place(rows: Rows, sheet: Sheet, contract: Contract, reader: Reader) -> Hits:
    name, place = name_field(sheet), field_of_type(sheet, Type.ADDRESS)
    if name is None or place is None:
        return {}
    if not all(open_to_reader(reader, sheet, one, contract) for one in (name, place)):
        return {}
    within = reached(reader, sheet.code, contract)
    said = {
        row.pk: (str(what["typed"].get(name.name) or ""), str(what["typed"].get(place.name) or ""))
        for row, what in rows
    }
    named = by_word((one for one, _where in said.values()), name.name, within)
    placed = by_address((where for _one, where in said.values()), within, place.name)
    found: Hits = {}
    for pk, (text, where) in said.items():
        here = {record.pk for record in placed.get(where, ())}
        hits = [record for record in named.get(text, ()) if record.pk in here]
        if not hits and text and where and not read_address(where).building_keys:
            hits = [
                record
                for record in named.get(text, ())
                if _plain(values_of(record, (place.name,)).get(place.name)) == _plain(where)
            ]
        if hits:
            found[pk] = hits
    return found
