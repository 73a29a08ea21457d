"""The ledger of one thing as a time line: who did what, when, and the reason where there is one."""

import json
from collections.abc import Iterable, Mapping

from gege.desk.parts import Step, Text
from gege.trail.api import Entry


def ledger_steps(entries: Iterable[Entry], names: Mapping[str, Text]) -> list[Step]:
    """Return a step for each line; `names` are those of the deeds."""
    return [
        Step(
            deed=names.get(entry.deed, entry.deed),
            at=entry.at,
            who=entry.name,
            unit=entry.unit,
            said=str(json.loads(entry.payload).get("reason") or ""),
        )
        for entry in entries
    ]
