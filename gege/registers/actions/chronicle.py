"""The turn of a record and its line of the trail: what changed, by whose word; never the value.

The ledger cannot forget, and what belongs to a person must be forgotten some day: the line holds
names of fields, the statement and a keyed mark of what it said, which proves it and tells nothing.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from gege.registers.actions.scene import Scene
from gege.registers.models import Record, Statement, Turn
from gege.registers.protection import blind
from gege.staff.api import Actor
from gege.trail.api import record as write

OPENED: Final = "open"


def stream_of(record: Record) -> str:
    """Return the stream of the ledger that tells of a record."""
    return f"register:{record.uid}"


def write_turn(
    record: Record,
    statement: Statement,
    deed: str,
    changed: Sequence[str],
    effects: Mapping[str, Any],
    said: Mapping[str, Any],
    scene: Scene,
) -> None:
    """Save a record after a word, as its next version, with its turn and its line."""
    fields = dict.fromkeys(changed, statement.pk)
    source = scene.source
    write_version(record, deed, fields, by=source.by, now=scene.now, statement=statement, more={
        "statement": str(statement.uid),
        "side": str(source.side),
        "effects": {name: str(effect) for name, effect in effects.items()},
        "said": mark_of(said),
    })  # fmt: skip


def write_version(
    record: Record,
    deed: str,
    fields: Mapping[str, int],
    *,
    by: Actor,
    now: datetime,
    more: Mapping[str, Any],
    before: Mapping[str, Any] | None = None,
    statement: Statement | None = None,
) -> None:
    """Save a record as its next version, with its turn and its line of the trail."""
    if deed != OPENED:
        record.version += 1
    record.changed_at = now
    record.save()
    Turn.objects.create(
        record=record,
        version=record.version,
        at=now,
        deed=deed,
        statement=statement,
        fields=dict(fields),
    )
    write(
        stream=stream_of(record),
        deed=deed,
        by=by.signature(),
        now=now,
        before=before or {},
        after={
            "sheet": record.sheet,
            "area": record.area_code,
            "version": record.version,
            "ended": record.valid_to.isoformat() if record.valid_to else None,
        },
        more=more,
    )


def mark_of(said: Mapping[str, Any]) -> str:
    """Return a keyed mark of everything a statement says."""
    content = json.dumps(said, ensure_ascii=False, sort_keys=True)
    return blind(content, space="statement")
