"""A home in the first worker's grid, and messages about it as the phone makes them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from gege.registers.api import (
    Assessment,
    Finding,
    Link,
    Record,
    Statement,
    Turn,
    own_values,
    run_rules,
    say,
)
from gege.staff.api import Actor
from gege.territory.api import AREAS, read_editions
from gege.trail.api import Entry
from tests.cast import GRID, Cast
from tests.registers.keeping_records import Home, enter, go_live
from tests.written_once import WrittenOnce

PHONE_NUMBER = "10000000007"


_entered = None


def home(cast: Cast, **more: Any) -> Home:
    """All registers live, and a home that was entered in June; the usual one is written once."""
    if more:
        go_live()
        return Home(cast.grid_worker, **more)
    global _entered
    _entered = _entered or _home_once(cast.grid_worker)
    return _entered()


def _home_once(worker: Actor) -> WrittenOnce[Home]:
    def build() -> Home:
        go_live()
        return Home(worker)

    tables = (Assessment, Record, Statement, Turn, Link)
    lines = (Entry, "stream LIKE 'register%'")
    return WrittenOnce(build, *tables, lines, editions=(AREAS,), remember=lambda: None)


def opening(there: Home, **more: Any) -> dict[str, Any]:
    """The body that adds a resident to a home."""
    typed = {
        "name": "李新来",
        "id_type": "990",
        "born": "1988-02",
        "residence_kind": "3",
        "dwelling": {"uid": str(there.dwelling.uid)},
    } | more.pop("typed", {})
    body = {
        "uid": str(uuid4()),
        "sheet": "resident",
        "grid": GRID,
        "typed": {name: value for name, value in typed.items() if value is not None},
        "evidence": "told",
        "evidence_note": "",
        "doubts_answered": "",
        "consent": "",
    }
    return body | more


def saying(
    record: Record | str, typed: dict[str, Any] | None = None, **more: Any
) -> dict[str, Any]:
    """The body that says fields of a record."""
    body = {
        "uid": str(uuid4()),
        "record": record if isinstance(record, str) else str(record.uid),
        "typed": typed or {},
        "evidence": "told",
    }
    return body | more


def record_of(uid: Any) -> Record:
    return Record.objects.get(uid=UUID(str(uid)))


def values(record: Record) -> dict[str, Any]:
    record.refresh_from_db()
    return own_values(record)


def care_file(there: Home, cast: Cast, **more: Any) -> Record:
    """A file of care about the resident of a home."""
    return enter(
        "care_file",
        {"person": there.resident.uid, "visit_cycle": "7"} | more,
        cast.grid_worker,
    )


def question(there: Home, cast: Cast) -> int:
    """Grid and housing department count floors otherwise: the number of the difference."""
    for who, floors in ((cast.grid_worker, "6"), (cast.department_officer, "7")):
        told = say(
            uuid4(),
            record=there.building.uid,
            typed={"floors": floors},
            evidence="counted",
            by=who,
            now=timezone.now(),
            editions=read_editions(),
        )
    assert told is not None
    return told.opened[0].pk


def found(rule: str, at: datetime | None = None) -> Finding:
    """Let the rules run and return what one of them found."""
    run_rules(now=at or timezone.now(), editions=read_editions())
    return Finding.objects.get(rule=rule, state="open")
