"""What is looked at on the platform and not kept on the phone: records, values, names (R-045)."""

from collections.abc import Callable
from typing import Any, Final, TypeVar
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from gege.field.answers import NotJsonError, answer, problem, read_object
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import Body
from gege.field.rules.bounds import MOST_ENTER_BYTES
from gege.field.scene import FieldRequest, Scene, scene_of
from gege.field.sentences import sentence
from gege.registers import api as registers
from gege.registers.api import RecordSheet
from gege.staff.access import open_to
from gege.staff.api import Actor, Role
from gege.trail.api import note_access

MOST_NAMES: Final = 20
_REVEAL: Final = frozenset({"fields", "purpose", "note"})
_SEARCH: Final = frozenset({"sheet", "words"})
_Answer = TypeVar("_Answer")


@open_to(Role.GRID_WORKER)
@require_safe
def record(request: FieldRequest, uid: UUID) -> HttpResponse:
    """Show one record as the worker may see it: masked, with what may be opened."""
    scene = scene_of(request)

    def act(by: Actor) -> RecordSheet:
        return registers.record_sheet(uid, by=by, **_now(scene), language=scene.language)

    return _answered(scene, act, lambda one: _sheet(one, scene))


@open_to(Role.GRID_WORKER)
@require_POST
def reveal(request: FieldRequest, uid: UUID) -> HttpResponse:
    """Answer with values whole, once, for a purpose; the reading is written down.

    What takes a second factor is not opened on a phone: there is no session that carries one.
    """
    scene = scene_of(request)
    try:
        body = Body(read_object(request, MOST_ENTER_BYTES)).only(_REVEAL)
        names = [str(one) for one in body.rows("fields", MOST_NAMES)]
        purpose, note = body.text("purpose", most=40), body.text("note", most=100)
    except (NotJsonError, Malformed):
        return problem(400, "malformed", sentence("malformed"))

    def act(by: Actor) -> tuple[RecordSheet, dict[str, Any]]:
        values = registers.reveal(
            uid, fields=names, purpose=purpose, note=note, by=by, **_now(scene)
        )
        one = registers.record_sheet(uid, by=by, **_now(scene), language=scene.language)
        return one, values

    return _answered(scene, act, lambda found: {"values": _texts(*found, scene)})


@open_to(Role.GRID_WORKER)
@require_POST
def search(request: FieldRequest) -> HttpResponse:
    """Find records of a sheet by name, address or number; who searched is written down."""
    scene = scene_of(request)
    try:
        body = Body(read_object(request, MOST_ENTER_BYTES)).only(_SEARCH)
        code = body.text("sheet", most=40, needed=True)
        wanted = registers.RecordFilter(words=body.text("words", most=100, needed=True))
    except (NotJsonError, Malformed):
        return problem(400, "malformed", sentence("malformed"))
    found: dict[str, registers.RecordLine] = {}
    more = False
    for by in scene.held:
        try:
            page = registers.records(code, wanted, by=by, **_now(scene), language=scene.language)
        except registers.NotFound:
            return problem(404, "not_found", registers.sentence_of(registers.NotFound()))
        except registers.RegisterError as error:
            return problem(422, error.word, registers.sentence_of(error))
        note_access(
            by=by.signature(),
            now=scene.now,
            subject=f"registers:{by.area_code}",
            fields=f"{code}:search",
            purpose=_searching(scene),
        )
        found |= {line.uid: line for line in page.lines}
        more = more or page.after > 0
    return answer({"found": [_line(line) for line in found.values()], "more": more})


def _answered(
    scene: Scene, act: Callable[[Actor], _Answer], shown: Callable[[_Answer], dict[str, Any]]
) -> HttpResponse:
    """Ask under each post in turn; out of reach and absent look the same."""
    for by in scene.held:
        try:
            return answer(shown(act(by)))
        except registers.NotFound:
            continue
        except registers.RegisterError as error:
            return problem(422, error.word, registers.sentence_of(error))
    return problem(404, "not_found", registers.sentence_of(registers.NotFound()))


def _now(scene: Scene) -> dict[str, Any]:
    return {"now": scene.now, "editions": scene.where.editions}


def _searching(scene: Scene) -> str:
    purposes = registers.current_contract(scene.where.editions).purposes
    return purposes["contact"].zh if "contact" in purposes else "contact"


def _line(line: registers.RecordLine) -> dict[str, Any]:
    cells = [cell for cell in line.cells[:2] if cell]
    return {"uid": line.uid, "title": line.title, "grid": line.area_code, "cells": cells}


def _sheet(one: RecordSheet, scene: Scene) -> dict[str, Any]:
    language = get_language() or ""
    book = registers.current_contract(scene.where.editions)
    codes = dict.fromkeys(
        code
        for shown in one.openable
        if shown.seen.opens is registers.Opens.PURPOSE
        for code in shown.field.purposes
    )
    return {
        "uid": str(one.record.uid),
        "sheet": one.sheet.code,
        "sheet_label": one.sheet.words.in_language(language),
        "title": one.title,
        "grid": one.record.area_code,
        "ended": one.record.valid_to.isoformat() if one.record.valid_to else None,
        "fields": [_shown(shown, language) for shown in one.fields],
        "purposes": [
            {"value": code, "label": book.purposes[code].in_language(language)} for code in codes
        ],
        "linked": [
            {
                "uid": link.uid,
                "title": link.title,
                "sheet": link.sheet.code,
                "sheet_label": link.sheet.words.in_language(language),
                "label": link.field.words.in_language(language),
            }
            for link in one.incoming
            if link.uid
        ],
    }


def _shown(shown: registers.Shown, language: str) -> dict[str, Any]:
    names = registers.names
    links = [{"uid": link.uid, "title": link.title} for link in shown.links]
    opens = shown.seen.opens is registers.Opens.PURPOSE and bool(shown.text)
    return {
        "name": shown.field.name,
        "label": shown.field.words.in_language(language),
        "text": shown.text,
        "links": links,
        "opens": opens,
        "purposes": list(shown.field.purposes) if opens else [],
        "sealed": shown.seen.opens is registers.Opens.PURPOSE_AND_FACTOR and bool(shown.text),
        "verified": "" if shown.verified is None else str(names.VERIFIED[shown.verified]),
        "disputed": shown.verified is registers.Verified.DISPUTED,
    }


def _texts(one: RecordSheet, values: dict[str, Any], scene: Scene) -> dict[str, str]:
    lists = registers.current_contract(scene.where.editions).code_lists
    return {
        name: registers.text_of(value, one.sheet.by_name[name], lists, get_language() or "")
        for name, value in values.items()
    }
