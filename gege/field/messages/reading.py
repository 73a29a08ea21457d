"""Reading a message strictly: types, lengths, keys, times. Nothing else gets past here."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from gege.field.messages.errors import Malformed
from gege.field.rules.clock import MOST_SKEW_MS
from gege.kernel.coordinates import Point

_ENVELOPE: Final = frozenset({"key", "kind", "made_at", "skew_ms", "after", "post", "body"})
_YEARS: Final = range(1900, 9001)
"""Sums over a moment must not leave the calendar, ours or the database's."""
HASH: Final = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as it came, read as far as every kind has it."""

    key: UUID
    kind: str
    made_at: datetime
    skew_ms: int | None
    after: UUID | None
    post: int | None
    body: "Body"


class Body:
    """The fields of one kind. Every reader names the field it refuses.

    A field that is missing or null has its default; one that the kind does not know is refused,
    for dropping it would lose what somebody wrote.
    """

    def __init__(self, values: Mapping[str, Any], where: str = "") -> None:
        self._values = values
        self._where = where

    def only(self, names: frozenset[str]) -> "Body":
        """Refuse fields of any other name."""
        for name in self._values:
            if name not in names:
                raise Malformed(self._path(name), "unknown_field")
        return self

    def has(self, name: str) -> bool:
        return self._values.get(name) is not None

    def text(self, name: str, *, most: int, needed: bool = False) -> str:
        value = self._values.get(name)
        if value is None:
            value = ""
        if not isinstance(value, str):
            raise Malformed(self._path(name), "not_text")
        if len(value) > most:
            raise Malformed(self._path(name), "too_long", most=most)
        clean = plain(value)
        if needed and not clean.strip():
            raise Malformed(self._path(name), "needed")
        return clean

    def choice(self, name: str, allowed: tuple[str, ...], default: str = "") -> str:
        value = self.text(name, most=40) or default
        if value not in allowed:
            raise Malformed(self._path(name), "unknown_choice" if value else "needed")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self._values.get(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise Malformed(self._path(name), "unknown_choice")
        return value

    def whole(self, name: str, low: int, high: int) -> int | None:
        value = self._values.get(name)
        if value is None:
            return None
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 20:
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise Malformed(self._path(name), "not_a_number")
        if not low <= value <= high:
            raise Malformed(self._path(name), "between", least=low, most=high)
        return value

    def number(self, name: str, low: float, high: float) -> float | None:
        value = self._values.get(name)
        if value is None:
            return None
        found = number_of(value, self._path(name))
        if not low <= found <= high:
            raise Malformed(self._path(name), "between", least=low, most=high)
        return found

    def key(self, name: str) -> UUID | None:
        value = self._values.get(name)
        return None if value is None else uuid_of(value, self._path(name))

    def needed_key(self, name: str) -> UUID:
        found = self.key(name)
        if found is None:
            raise Malformed(self._path(name), "needed")
        return found

    def sha256(self, name: str) -> str:
        value = self.text(name, most=64, needed=True)
        if len(value) != 64 or not set(value) <= HASH:
            raise Malformed(self._path(name), "not_a_key")
        return value

    def moment(self, name: str) -> datetime | None:
        value = self._values.get(name)
        return None if value is None else moment_of(value, self._path(name))

    def day(self, name: str) -> date | None:
        value = self._values.get(name)
        if value is None or value == "":
            return None
        if not isinstance(value, str) or len(value) != 10:
            raise Malformed(self._path(name), "not_a_moment")
        try:
            return date.fromisoformat(value)
        except ValueError:
            raise Malformed(self._path(name), "not_a_moment") from None

    def point(self) -> Point | None:
        """Return a position by `lng` and `lat` (WGS-84), both or neither."""
        lng, lat = (self._degrees(name) for name in ("lng", "lat"))
        if (lng is None) != (lat is None):
            raise Malformed(self._path("lng"), "half_a_place")
        return Point(lng, lat) if lng is not None and lat is not None else None

    def parts(self, name: str) -> "Body | None":
        """Return an object within."""
        value = self._values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise Malformed(self._path(name))
        return Body(value, self._path(name))

    def mapping(self, name: str) -> Mapping[str, Any]:
        """Return an object within as it came, its names and values still to be read."""
        value = self._values.get(name)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise Malformed(self._path(name))
        return value

    def rows(self, name: str, most: int) -> list[Any]:
        """Return a list within, of a bounded length."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise Malformed(self._path(name))
        if len(value) > most:
            raise Malformed(self._path(name), "between", least=0, most=most)
        return value

    def _degrees(self, name: str) -> float | None:
        value = self._values.get(name)
        return None if value is None else number_of(value, self._path(name))

    def _path(self, name: str) -> str:
        # The names of a message's fields are as hostile as their contents.
        return plain(f"{self._where}.{name}" if self._where else name)[:60]


def read_letter(raw: Any) -> Letter:
    """Read the envelope; raises Malformed. The key was read before, for the answer names it."""
    if not isinstance(raw, dict):
        raise Malformed("message")
    head = Body(raw).only(_ENVELOPE)
    made_at = head.moment("made_at")
    body = head.parts("body")
    if made_at is None or body is None:
        raise Malformed("made_at" if made_at is None else "body", "needed")
    return Letter(
        key=head.needed_key("key"),
        kind=head.text("kind", most=24, needed=True),
        made_at=made_at,
        skew_ms=_skew(raw.get("skew_ms")),
        after=head.key("after"),
        post=head.whole("post", 1, 2**62),
        body=Body(raw["body"]),
    )


def key_of(raw: Any) -> UUID | None:
    """Return a message's key; None when it has none that could be answered under."""
    try:
        return uuid_of(raw["key"], "key") if isinstance(raw, dict) and "key" in raw else None
    except Malformed:
        return None


def uuid_of(value: Any, where: str) -> UUID:
    if not isinstance(value, str) or len(value) != 36:
        raise Malformed(where, "not_a_key")
    try:
        return UUID(value)
    except ValueError:
        raise Malformed(where, "not_a_key") from None


def moment_of(value: Any, where: str) -> datetime:
    """Return an ISO 8601 moment with its offset."""
    if not isinstance(value, str) or len(value) > 40:
        raise Malformed(where, "not_a_moment")
    try:
        moment = datetime.fromisoformat(value)
        aware = moment.utcoffset() is not None and moment.year in _YEARS
    except (ValueError, OverflowError):
        raise Malformed(where, "not_a_moment") from None
    if not aware:
        raise Malformed(where, "not_a_moment")
    return moment


def number_of(value: Any, where: str) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Malformed(where, "not_a_number")
    try:
        number = float(value)
    except OverflowError:
        raise Malformed(where, "not_a_number") from None
    if not math.isfinite(number):
        raise Malformed(where, "not_a_number")
    return number


def plain(text: str) -> str:
    """Drop what a database cannot keep: the zero sign, and halves of signs."""
    return "".join(sign for sign in text if sign != "\0" and not "\ud800" <= sign <= "\udfff")


def _skew(value: Any) -> int | None:
    if value is None:
        return None
    number = number_of(value, "skew_ms")
    if abs(number) > MOST_SKEW_MS:
        raise Malformed("skew_ms", "not_a_number")
    return round(number)
