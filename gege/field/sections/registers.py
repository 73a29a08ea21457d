"""The registers on the phone: the contract, and the doors of the grid (R-037, R-039).

A form on the phone is drawn from the contract alone, so a field that a county adds on a Tuesday
stands in it after the next contact. What is kept of records is decision 0041.
"""

from functools import lru_cache
from typing import Any, Final

from gege.field.scene import Scene
from gege.field.sections.field_rules import labelled
from gege.registers import api as registers
from gege.registers.api import Basis, Contract, Field, Need, Part, Sheet, Side
from gege.staff.api import Actor, people_at_units

COMMUNITY: Final = 12
EVIDENCE: Final = ("told", "seen", "document", "counted")
"""On what something is said at a door, the likely first."""


def contract(scene: Scene) -> dict[str, Any]:
    """Return the sheets that the worker may speak in, with their lists, in both languages."""
    editions, one = scene.where.editions, registers.reader(scene.actor, scene.today)
    book = registers.current_contract(editions)
    live = registers.live_registers()
    codes = tuple(
        code
        for code, sheet in book.sheets.items()
        if book.register_of[code].code in live
        and one.comes_across(sheet, book.register_of[code])
        and _spoken(sheet)
    )
    drawn = _drawn(registers.current_number(editions), codes)
    names = registers.names
    return {
        **drawn,
        "people": _people(scene.actor, scene),
        "units": _units(scene),
        "evidence": labelled(names.EVIDENCE_NAMES, EVIDENCE),
        "endings": labelled(names.ENDINGS, registers.WHY),
        "givers": labelled(names.GIVERS),
    }


def doors(scene: Scene) -> dict[str, Any]:
    """Return what finding a door takes, for every grid of the worker."""
    found: dict[str, registers.Door] = {}
    for actor in scene.held:
        for row in registers.doors_at(
            by=actor, now=scene.now, editions=scene.where.editions, language=scene.language
        ):
            found[row.uid] = row
    return {
        "buildings": [_door(row) for row in found.values() if row.sheet == "building"],
        "dwellings": [_door(row) for row in found.values() if row.sheet == "dwelling"],
        "households": [_door(row) for row in found.values() if row.sheet == "household"],
        "residents": [_door(row) for row in found.values() if row.sheet == "resident"],
    }


def doors_stamp(scene: Scene) -> Any:
    """Return a mark of the doors without reading them: a grid has thousands of records."""
    return [
        registers.doors_stamp(by=actor, now=scene.now, editions=scene.where.editions)
        for actor in scene.held
    ]


def _door(row: registers.Door) -> dict[str, Any]:
    values = {name: value for name, value in row.values.items() if name != "visit_refused"}
    links = {name: list(uids) if name == "members" else uids[0] for name, uids in row.links.items()}
    more = {"no_visits": True} if row.values.get("visit_refused") is True else {}
    return {"uid": row.uid, "grid": row.area_code, **values, **links, **more}


def _spoken(sheet: Sheet) -> list[Field]:
    """Return the fields that somebody in the field may say."""
    return [one for one in sheet.current if not one.is_derived and Side.FIELD in one.collectors]


@lru_cache(maxsize=8)
def _drawn(edition: int, codes: tuple[str, ...]) -> dict[str, Any]:
    """An edition never changes, so a process keeps what it says."""
    book = registers.contract(edition)
    sheets = [book.sheets[code] for code in codes]
    lists = dict.fromkeys(
        code
        for sheet in sheets
        for one in _spoken(sheet)
        for code in (one.codes, *(part.codes for part in one.parts))
        if code
    )
    purposes = dict.fromkeys(
        code for sheet in sheets for one in sheet.current for code in one.purposes
    )
    return {
        "edition": edition,
        "sheets": [_sheet(sheet, book) for sheet in sheets],
        "lists": {
            code: [
                {"value": key, "label": _pair(words)}
                for key, words in book.code_lists[code].entries.items()
            ]
            for code in lists
        },
        "purposes": {code: _pair(book.purposes[code]) for code in purposes},
    }


def _sheet(sheet: Sheet, book: Contract) -> dict[str, Any]:
    return {
        "code": sheet.code,
        "label": _pair(sheet.words),
        "register": _pair(book.register_of[sheet.code].words),
        "subject": sheet.is_subject,
        "about": list(sheet.about),
        "child": "under_14" in sheet.by_name,
        "fields": [_field(one) for one in _spoken(sheet)],
    }


def _field(one: Field) -> dict[str, Any]:
    said: dict[str, Any] = {
        "name": one.name,
        "label": _pair(one.words),
        "type": str(one.type),
        "level": int(one.level),
        "must": one.need is Need.MUST,
    }
    more: dict[str, Any] = {
        "consent": one.basis is Basis.CONSENT,
        "purposes": list(one.purposes) if one.basis is Basis.CONSENT else [],
        "many": one.many,
        "codes": one.codes,
        "to": list(one.to),
        "parts": [_part(part) for part in one.parts],
        "longest": one.longest,
        "hint": _pair(one.hint) if one.hint.zh else None,
    }
    bounds = {"least": one.least, "most": one.most}
    return (
        said
        | {name: value for name, value in more.items() if value}
        | {name: value for name, value in bounds.items() if value is not None}
    )


def _part(one: Part) -> dict[str, Any]:
    more = {"codes": one.codes, "must": one.must, "longest": one.longest}
    return {"name": one.name, "label": _pair(one.words), "type": str(one.type)} | {
        name: value for name, value in more.items() if value
    }


def _pair(words: Any) -> list[str]:
    return [words.zh, words.en]


def _people(actor: Actor, scene: Scene) -> list[dict[str, str]]:
    """Return the colleagues of the community, where a field names one of them."""
    code = actor.area_code[:COMMUNITY]
    units = [one for one in scene.where.atlas.units() if one.area_code.startswith(code)]
    found = people_at_units([one.id for one in units], scene.now)
    people = {str(one.account_id): one.name for rows in found.values() for one in rows}
    return [{"value": key, "label": name} for key, name in sorted(people.items())]


def _units(scene: Scene) -> list[dict[str, str]]:
    return [
        {"value": unit.code, "label": unit.short(scene.language)}
        for unit in scene.where.atlas.departments()
        if unit.valid_on(scene.today)
    ]
