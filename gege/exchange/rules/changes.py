"""The cursor of a department over the changes of a register: signed, bound to whom it was given.

`c1.<generation>.<turn>.<mark>`: the mark is keyed and covers the way out and the turn, so a cursor
cannot be guessed, moved to another department or another register, or set into the future.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Final

_FORM: Final = re.compile(r"c1\.([0-9]{1,9})\.([0-9]{1,18})\.([0-9a-f]{24})", re.ASCII)
LONGEST: Final = 60
PAGE: Final = 200
MOST: Final = 1000
GONE: Final = ("ended", "merged", "mistake", "moved", "withheld")
"""Why a record is not given any more: it ended, became part of another, was entered by mistake,
lies outside of the department's area, or may not be shown."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Up to which turn somebody was told, since which beginning."""

    generation: int
    turn: int


def written(cursor: Cursor, outlet: str, key: bytes) -> str:
    """Return a cursor as it is handed out for one way out."""
    return f"c1.{cursor.generation}.{cursor.turn}.{_mark(cursor, outlet, key)}"


def read(text: str, outlet: str, key: bytes) -> Cursor | None:
    """Return a cursor that was handed out for this way out; None for any other."""
    found = _FORM.fullmatch(text) if len(text) <= LONGEST else None
    if found is None:
        return None
    cursor = Cursor(int(found[1]), int(found[2]))
    return cursor if hmac.compare_digest(found[3], _mark(cursor, outlet, key)) else None


def _mark(cursor: Cursor, outlet: str, key: bytes) -> str:
    content = f"{outlet}.{cursor.generation}.{cursor.turn}".encode()
    return hmac.new(key, content, hashlib.sha256).hexdigest()[:24]


def digest_of_record(uid: str, version: int, key: bytes) -> int:
    """Return what one record adds to a digest of many: both sides compute it from what they hold.

    HMAC-SHA-256 over "uid:version", the first 16 bytes as a whole number; a digest is the sum of
    them modulo 2^128, so the order does not matter.
    """
    content = f"{uid}:{version}".encode()
    return int.from_bytes(hmac.new(key, content, hashlib.sha256).digest()[:16], "big")


def digest_text(total: int) -> str:
    return f"{total % 2**128:032x}"
