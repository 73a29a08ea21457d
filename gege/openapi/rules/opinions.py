"""What both sides of the county opinion platform tell each other, and where they differ (R-071)."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final

THEIR_ID: Final = "[0-9A-Za-z._-]{1,60}"
MOST_COMPARED: Final = 20_000
UNTOLD_AFTER: Final = timedelta(hours=1)
"""A standing that the platform did not take within an hour is looked at by a person."""


class What(StrEnum):
    """How both sides may differ about a case."""

    MISSING_HERE = "missing_here"
    MISSING_THERE = "missing_there"
    VERSION = "version"
    STATE = "state"
    ANSWER = "answer"


FETCH_AGAIN: Final = frozenset({What.MISSING_HERE, What.VERSION})
"""What is mended by asking them; the rest by telling them."""


@dataclass(frozen=True, slots=True)
class Line:
    """A case as one side knows it: its version there, and the standing that was told last."""

    their_id: str
    version: int
    state: str
    hash: str


@dataclass(frozen=True, slots=True)
class Found:
    """One difference."""

    their_id: str
    what: What
    ours: str = ""
    theirs: str = ""


def hash_of(standing: Mapping[str, Any]) -> str:
    """Return the sum of a standing: of its JSON with sorted keys and without blanks, in UTF-8."""
    content = {key: value for key, value in standing.items() if key != "hash"}
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def differences(ours: Iterable[Line], theirs: Iterable[Line]) -> list[Found]:
    """Return where both sides do not agree, by id; of one case the first that explains the rest."""
    here = {one.their_id: one for one in ours}
    there = {one.their_id: one for one in theirs}
    found = []
    for key in sorted({*here, *there}):
        one, other = here.get(key), there.get(key)
        if one is None and other is not None:
            found.append(Found(key, What.MISSING_HERE, theirs=str(other.version)))
        elif other is None and one is not None:
            found.append(Found(key, What.MISSING_THERE, ours=str(one.version)))
        elif one is not None and other is not None:
            found.extend(_differs(one, other))
    return found


def _differs(one: Line, other: Line) -> list[Found]:
    found = []
    if one.version != other.version:
        found.append(Found(one.their_id, What.VERSION, str(one.version), str(other.version)))
    if one.state != other.state:
        found.append(Found(one.their_id, What.STATE, one.state, other.state))
    elif one.hash != other.hash:
        found.append(Found(one.their_id, What.ANSWER, one.hash[:12], other.hash[:12]))
    return found
