"""What a telephone system sends, read strictly, and whether it is the one that signed it."""

import hmac
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Final

from gege.hotline.rules.call_table import EventKind
from gege.kernel.telephones import telephone

MOST_BYTES: Final = 8192
LONGEST_KEY: Final = 80
WINDOW: Final = timedelta(minutes=5)
"""How far the clocks of both may be apart, and how long a message may be under way."""
LATEST: Final = timedelta(days=3)
"""How long a telephone system that was cut off may keep what happened."""
SLACK: Final = timedelta(minutes=2)
PREFIX: Final = "v1="
_WITHHELD: Final = frozenset({"", "anonymous", "unknown", "private", "restricted", "unavailable"})
_SIGNS: Final = frozenset("-_.:@+/")


class Malformed(ValueError):  # noqa: N818 - an answer, not a fault
    """A message is not what the interface describes; the word says what."""


@dataclass(frozen=True, slots=True)
class Told:
    """One message. `number` is "" for a caller who shows none."""

    key: str
    call: str
    kind: EventKind
    at: datetime
    number: str = ""
    extension: str = ""


def signature_of(secret: str, timestamp: str, body: bytes) -> str:
    """Return how a message is signed: HMAC-SHA256 of `timestamp.body`, in hexadecimal."""
    signed = timestamp.encode() + b"." + body
    return PREFIX + hmac.new(secret.encode(), signed, sha256).hexdigest()


def is_signed(given: str, secret: str, timestamp: str, body: bytes) -> bool:
    """Compare in a time that tells nothing."""
    return hmac.compare_digest(given.encode(), signature_of(secret, timestamp, body).encode())


def in_window(timestamp: str, now: datetime) -> bool:
    """Tell whether a message was sent just now. `timestamp` is in whole seconds since 1970."""
    if not (timestamp.isascii() and timestamp.isdigit() and len(timestamp) <= 12):
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()


def digest_of(told: Told) -> str:
    """Return the sum of a message without the number: from a sum with it the number could be found
    again by trying all there are, and somebody unnamed leaves no trace."""
    words = (told.key, told.call, told.kind, told.at.isoformat(), told.extension)
    return sha256("\x1f".join(words).encode()).hexdigest()


def read_event(body: bytes, now: datetime) -> Told:
    """Return a message from the body of a request. Raises Malformed.

    What the interface does not describe is left out. A number that is none counts as not shown:
    no call is lost because a network spelled its caller oddly.
    """
    given = _object(body)
    kind = given.get("event")
    if not isinstance(kind, str) or kind not in set(EventKind):
        raise Malformed("event")
    return Told(
        key=_key(given, "id"),
        call=_key(given, "call"),
        kind=EventKind(kind),
        at=_moment(given.get("at"), now),
        number=_number(given.get("from")),
        extension=_extension(given.get("extension")),
    )


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Malformed("not_json") from None
    if not isinstance(found, dict):
        raise Malformed("not_json")
    return found


def _key(given: dict[str, Any], name: str) -> str:
    value = given.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= LONGEST_KEY:
        raise Malformed(name)
    if not all(sign.isascii() and (sign.isalnum() or sign in _SIGNS) for sign in value):
        raise Malformed(name)
    return value


def _moment(value: Any, now: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(value).astimezone(UTC) if isinstance(value, str) else None
        zoned = at is not None and datetime.fromisoformat(value).tzinfo is not None
    except (ValueError, OverflowError):
        raise Malformed("at") from None
    if at is None or not zoned:
        raise Malformed("at")
    if at > now + SLACK:
        raise Malformed("in_the_future")
    if at < now - LATEST:
        raise Malformed("too_late")
    return min(at, now)


def _number(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_KEY:
        raise Malformed("from")
    if value.strip().lower() in _WITHHELD:
        return ""
    number = telephone(value)
    return number if number is not None and len(number) <= 16 else ""


def _extension(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > 20 or not (value == "" or _plain(value)):
        raise Malformed("extension")
    return value


def _plain(value: str) -> bool:
    return value.isascii() and all(sign.isalnum() or sign in "-_." for sign in value)
