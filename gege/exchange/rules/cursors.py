"""How far a source was read: the place of a row by its change column, and the cursor over it.

A change column is a time, a day or a whole number. A place is a whole number: microseconds for
times and days. Rows may be committed late with an earlier time, so reading begins a little before
the cursor, and what was taken already is known by its mark.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

AWARE, NAIVE, DAY, NUMBER, OPAQUE = "a", "n", "d", "i", "o"
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO: Final = timedelta(microseconds=1)
LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Place:
    """A place in the order of changes: of which kind, and where."""

    kind: str
    at: int

    def written(self) -> str:
        return f"{self.kind}:{self.at}"

    def value(self) -> datetime | date | int:
        """Return it as the database compares it."""
        if self.kind == NUMBER:
            return self.at
        moment = _EPOCH + self.at * _MICRO
        if self.kind == AWARE:
            return moment
        plain = moment.replace(tzinfo=None)
        return plain.date() if self.kind == DAY else plain

    def before(self, overlap: int) -> "Place":
        """Return the place to begin reading from: `overlap` seconds earlier, or numbers."""
        if self.kind == NUMBER:
            return Place(self.kind, self.at - overlap)
        back = timedelta(seconds=overlap)
        if self.kind == DAY:
            back = max(back, timedelta(days=1))
        return Place(self.kind, self.at - back // _MICRO)

    def month(self) -> str:
        """Return the month of a change, "" for numbers."""
        if self.kind == NUMBER:
            return ""
        return (_EPOCH + self.at * _MICRO).strftime("%Y-%m")


def place_of(value: Any) -> Place | None:
    """Return the place of a value of a change column; None for what has no place."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int):
        return Place(NUMBER, value) if abs(value) < 2**62 else None
    if isinstance(value, datetime):
        kind = NAIVE if value.tzinfo is None else AWARE
        moment = value.replace(tzinfo=UTC) if value.tzinfo is None else value
        return Place(kind, (moment - _EPOCH) // _MICRO)
    if isinstance(value, date):
        return Place(
            DAY, (datetime(value.year, value.month, value.day, tzinfo=UTC) - _EPOCH) // _MICRO
        )
    return _of_text(value) if isinstance(value, str) else None


def _of_text(text: str) -> Place | None:
    text = text.strip()
    if text.isascii() and text.lstrip("-").isdigit() and len(text) <= 18:
        return Place(NUMBER, int(text))
    try:
        return place_of(
            date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
        )
    except ValueError:
        return None


def read_cursor(text: str) -> Place | None:
    """Return the place that was written; None at the beginning or for an opaque cursor."""
    kind, _, at = text.partition(":")
    return Place(kind, int(at)) if kind in (AWARE, NAIVE, DAY, NUMBER) and at else None


def no_later_than(place: Place, now: datetime, local: datetime) -> Place:
    """Return a place that is not in the future: a wrong clock at the source would hide what comes
    before it. `local` is `now` on the county's clock, by which times without a zone are read."""
    if place.kind == NUMBER:
        return place
    limit = now if place.kind == AWARE else local.replace(tzinfo=UTC)
    return Place(place.kind, min(place.at, (limit - _EPOCH) // _MICRO))
