"""The ledger's arithmetic: what a line is, how lines are chained and sealed.

A line's hash covers every field of the line and the hash of the line before it in the same
stream. A seal covers every line up to an id and the seal before it, and is keyed with a secret
that the database does not hold; so an edit is found even when its author recomputed the chain.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

GENESIS: Final = bytes(32)
SEPARATOR: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signs a line. Plain values: the ledger outlives the accounts and units it names."""

    account_id: int | None
    name: str
    post: str
    role: str
    unit_id: int | None
    unit: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last line of a stream: its place in the stream and its hash."""

    seq: int = 0
    hash: bytes = GENESIS


@dataclass(frozen=True, slots=True)
class Line:
    """Everything of a ledger line that is hashed."""

    stream: str
    seq: int
    at: datetime
    deed: str
    account_id: int | None
    name: str
    post: str
    role: str
    unit_id: int | None
    unit: str
    payload: str


def canonical(value: Mapping[str, Any]) -> str:
    """Return the one JSON text of a payload: keys sorted, no spaces, characters as they are."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def stamp(at: datetime) -> str:
    """Return a moment as UTC text with microseconds; the only spelling that is hashed."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def hash_of(line: Line, previous: bytes) -> bytes:
    """Return the SHA-256 that chains a line to the one before it.

    Raises ValueError when a field carries the separator: two different lines could otherwise
    spell the same text.
    """
    fields = (
        previous.hex(),
        line.stream,
        str(line.seq),
        stamp(line.at),
        line.deed,
        "" if line.account_id is None else str(line.account_id),
        line.name,
        line.post,
        line.role,
        "" if line.unit_id is None else str(line.unit_id),
        line.unit,
        line.payload,
    )
    if any(SEPARATOR in field for field in fields):
        raise ValueError("a ledger line may not contain the separator U+001F")
    return hashlib.sha256(SEPARATOR.join(fields).encode()).digest()


def digest_of(hashes: Iterable[bytes]) -> bytes:
    """Return the digest of a run of line hashes, in the order of their ids."""
    total = hashlib.sha256()
    for one in hashes:
        total.update(one)
    return total.digest()


def seal_of(
    key: bytes, previous: bytes, first_id: int, last_id: int, count: int, digest: bytes
) -> bytes:
    """Return the keyed seal over a run of lines and the seal before it."""
    text = f"{previous.hex()}|{first_id}|{last_id}|{count}|{digest.hex()}"
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date | UUID | Decimal):
        return str(value)
    if isinstance(value, timedelta):
        return f"{value.total_seconds():.0f}s"
    if isinstance(value, Enum):
        return str(value.value)
    raise TypeError(f"{type(value).__name__} has no place in a ledger payload")
