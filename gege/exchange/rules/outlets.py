"""How a department is told what changed, and what a message or a file says."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Final


class Way(StrEnum):
    """It asks; it is sent signed messages; it finds files in its folder."""

    PULL = "pull"
    WEBHOOK = "webhook"
    FOLDER = "folder"


WAYS: Final = (Way.WEBHOOK, Way.FOLDER)
EVENT: Final = "register.changes"
MOST_WAITING: Final = 50
"""Files that may lie in a folder untaken; then nothing is added, and its light changes."""
_FILE: Final = re.compile(
    r"(?P<sheet>[a-z][a-z0-9_]*)-(?P<generation>[0-9]{6})-(?P<after>[0-9]{15})-[0-9]{15}\.json",
    re.ASCII,
)


def body_of(
    sheet: str, records: Sequence[Mapping[str, Any]], cursor: str, more: bool, at: datetime
) -> str:
    """Return a message: the records as they stand, and the cursor behind them."""
    data = {"sheet": sheet, "records": list(records), "cursor": cursor, "more": more}
    content = {"type": EVENT, "timestamp": at.isoformat(timespec="seconds"), "data": data}
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def id_of(outlet: str, body: str) -> str:
    """Return the id of a message: another content is another message, so that a receiver that
    takes each id once loses nothing when a page is sent again with more in it."""
    return f"chg_{outlet.replace('-', '')[:12]}_{hashlib.sha256(body.encode()).hexdigest()[:24]}"


def filename_of(sheet: str, generation: int, after: int, turn: int) -> str:
    """Return the name of a file; in the order of names is the order of changes."""
    return f"{sheet}-{generation:06}-{after:015}-{turn:015}.json"


def oldest_waiting(names: Iterable[str], sheet: str, generation: int) -> tuple[int, int | None]:
    """Return how many files of a generation lie untaken, and the turn before the oldest."""
    found = [
        int(one["after"])
        for one in map(_FILE.fullmatch, names)
        if one and one["sheet"] == sheet and int(one["generation"]) == generation
    ]
    return len(found), min(found, default=None)
