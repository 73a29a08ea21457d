"""`register_open`, `register_say`, `register_end`: what was learned at a door (R-039, R-044).

The deeds are those of the desk, with the time of the doing; a message only carries what a form of
the contract asked. Which fields there are is the contract's to say, so what is read here is the
shape: names, texts, rows of parts.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import Body, plain
from gege.kernel.county_day import local_date
from gege.registers import api as registers
from gege.registers.api import Record, Told, Type
from gege.staff.api import Actor

_SAID: Final = frozenset({"typed", "evidence", "evidence_note", "doubts_answered", "consent"})
OPEN: Final = _SAID | {"uid", "sheet", "grid", "although_there"}
SAY: Final = _SAID | {"uid", "sheet", "record", "added"}
END: Final = frozenset({"sheet", "record", "on", "why", "note"})
MOST_FIELDS: Final = 80
MOST_ROWS: Final = 60
LONGEST: Final = 10_000
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)
_Answer = TypeVar("_Answer")


def register_open(one: Doing, body: Body) -> Done:
    """Enter a record that the phone has named; the same uid again changes nothing."""
    grid = body.text("grid", most=15)
    actor = one.actor(grid)
    record = registers.open_record(
        body.needed_key("uid"),
        sheet=body.text("sheet", most=40, needed=True),
        typed=typed_in(body, "typed"),
        area_code=grid or actor.area_code,
        although_there=body.flag("although_there"),
        **_said(one, body),
        by=actor,
    )
    return Done(subject_of(record), record.version)


def register_say(one: Doing, body: Body) -> Done:
    """Say something about a record; `added` are rows beside those that stand.

    The phone does not hold what stands, so a visit more or a member more is said as a row.
    """
    uid, about = body.needed_key("uid"), body.needed_key("record")
    sheet = body.text("sheet", most=40)
    typed, added = typed_in(body, "typed"), typed_in(body, "added")
    said = _said(one, body)

    def act(actor: Actor) -> tuple[Told | None, Record]:
        held = registers.record_for_word(
            about, by=actor, now=one.now, editions=one.scene.where.editions
        )
        _check_sheet(held, sheet)
        whole = {**typed, **_beside(held, added, one)} if _is_new(uid) else typed
        return registers.say(uid, record=about, typed=whole, **said, by=actor), held

    told, held = under(one, act)
    record = told.record if told is not None else held
    more = {"questions": len(told.opened)} if told is not None and told.opened else {}
    return Done(subject_of(record), record.version, more=more)


def register_end(one: Doing, body: Body) -> Done:
    """End a record on a day: somebody moved away or died, a service is done."""
    about, on = body.needed_key("record"), body.day("on")
    why, note = body.text("why", most=20, needed=True), body.text("note", most=LONGEST)
    day: date = on or local_date(one.recent)
    sheet = body.text("sheet", most=40)

    def act(actor: Actor) -> Record:
        return registers.end_record(
            about,
            on=day,
            why=why,
            note=note,
            by=actor,
            now=one.now,
            editions=one.scene.where.editions,
        )

    record = under(one, act)
    _check_sheet(record, sheet)
    return Done(subject_of(record), record.version)


def _check_sheet(record: Record, sheet: str) -> None:
    """Refuse a word meant for a record of another kind than the one that is there."""
    if sheet and sheet != record.sheet:
        raise Malformed("sheet", "unknown_choice")


def under(one: Doing, act: Callable[[Actor], _Answer]) -> _Answer:
    """Do it under the post that was named, else under the first that comes across the record."""
    held = one.scene.held if one.letter.post is None else (one.actor(),)
    for actor in held:
        try:
            return act(actor)
        except registers.NotFound:
            continue
    raise registers.NotFound


def subject_of(record: Record) -> str:
    return f"register:{record.uid}"


def typed_in(body: Body, name: str) -> dict[str, Any]:
    """Return what a form asked, field by field: bounded, of known shapes, nothing unstorable."""
    rows = body.mapping(name)
    if len(rows) > MOST_FIELDS:
        raise Malformed(name, "between", least=0, most=MOST_FIELDS)
    for key in rows:
        if not _NAME.fullmatch(key):
            raise Malformed(plain(f"{name}.{key}")[:60], "unknown_field")
    return {key: _value(value, f"{name}.{key}") for key, value in rows.items()}


def _value(value: Any, where: str, depth: int = 0) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        if len(value) > LONGEST:
            raise Malformed(where, "too_long", most=LONGEST)
        return plain(value)
    if depth < 2 and isinstance(value, list):
        if len(value) > MOST_ROWS:
            raise Malformed(where, "between", least=0, most=MOST_ROWS)
        return [_value(one, where, depth + 1) for one in value]
    if depth < 2 and isinstance(value, dict):
        if not all(_NAME.fullmatch(key) for key in value):
            raise Malformed(where, "unknown_field")
        return {key: _value(one, where, 2) for key, one in value.items()}
    raise Malformed(where)


def _said(one: Doing, body: Body) -> dict[str, Any]:
    """Return how it was said: on what evidence, with whose consent, and when."""
    return {
        "evidence": body.text("evidence", most=20, needed=True),
        "evidence_note": body.text("evidence_note", most=LONGEST),
        "doubts_answered": body.text("doubts_answered", most=200),
        "consent": body.text("consent", most=20),
        "at": one.recent,
        "now": one.now,
        "editions": one.scene.where.editions,
    }


def _is_new(uid: UUID) -> bool:
    return not registers.Statement.objects.filter(uid=uid).exists()


def _beside(record: Record, added: Mapping[str, Any], one: Doing) -> dict[str, Any]:
    """Return the fields to which rows were added, with the rows that stand before them."""
    if not added:
        return {}
    sheet = registers.current_contract(one.scene.where.editions).sheets[record.sheet]
    found: dict[str, Any] = {}
    for name, rows in added.items():
        field = sheet.by_name.get(name)
        if field is None or not field.many or not isinstance(rows, list):
            raise Malformed(f"added.{name}", "unknown_field")
        if field.type not in (Type.GROUP, Type.REFERENCE):
            raise Malformed(f"added.{name}", "unknown_field")
        standing = registers.standing_rows(record, field)
        found[name] = [*standing, *(row for row in rows if row not in standing)]
    return found
