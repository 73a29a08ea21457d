"""An item of evidence as one text, and its sum (R-092): what is hashed, and how.

The sum of an item is the SHA-256 of its text in UTF-8: JSON with sorted keys, no spaces, characters
as they are. The sum of a list is that of its lines, "place sum", each with a line end. A script
without anything of ours computes both again (`docs/examples/verify_dossier.py`).
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from gege.kernel.masks import masked_number
from gege.supervision.rules.review_words import EvidenceKind

_NUMBERS: Final = re.compile(
    r"(?P<ours>(?<![0-9])20[0-9]{6}-[0-9]{7}(?![0-9])|(?<![0-9])20[0-9]{2}-[0-9]{6}(?![0-9])"
    r"|[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})"
    r"|(?<![0-9A-Fa-f])(?:[0-9]{3,4}-[0-9]{7,8}|[0-9]{7,17}[0-9Xx]?)(?![0-9A-Fa-f])"
)
"""Runs of digits that telephones and identity numbers have. Numbers of matters and orders, marks of
records and sums are ours, and stay."""


@dataclass(frozen=True, slots=True)
class Item:
    """One item: what it is, of when, whose it is, and all it says. Plain values only."""

    kind: EvidenceKind
    title: str
    at: datetime | None
    data: Mapping[str, Any]
    account_id: int | None = None
    name: str = ""
    unit_id: int | None = None
    unit: str = ""
    post: str = field(default="", repr=False)

    def text(self, place: int) -> str:
        """Return the one text of an item at its place in the list."""
        whole = {
            "place": place,
            "kind": str(self.kind),
            "title": self.title,
            "at": moment(self.at),
            "who": {"name": self.name, "post": self.post, "unit": self.unit},
            "data": self.data,
        }
        return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def sum_of(text: str) -> str:
    """Return the SHA-256 of a text, in hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def sum_of_list(items: Iterable[tuple[int, str]]) -> str:
    """Return the sum over (place, sum) of every item, in order."""
    return sum_of("".join(f"{place} {digest}\n" for place, digest in items))


def moment(at: datetime | None) -> str:
    """Return a moment as evidence spells it: UTC with microseconds; "" for none."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ") if at else ""


def without_numbers(text: str) -> str:
    """Return a text in which nobody's telephone or identity number can be read."""
    return _NUMBERS.sub(lambda found: found["ours"] or masked_number(found[0]), text)


@dataclass(frozen=True, slots=True)
class Held:
    """A line of a matter's trail that put it into somebody's hands, or set a time."""

    at: datetime
    holder: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Holding:
    """Who held a matter from when until when, what was due by when, and how late it was."""

    holder: str
    since: datetime
    until: datetime | None
    due: datetime | None
    late_seconds: int


def holdings(lines: Iterable[Held], now: datetime, *, ended: bool) -> list[Holding]:
    """Return who held a matter, one after the other; the last one until it ended, or now."""
    found: list[list[Any]] = []
    last = now
    for line in lines:
        last = line.at
        if line.holder and (not found or found[-1][0] != line.holder):
            if found:
                found[-1][2] = line.at
            found.append([line.holder, line.at, None, None])
        if line.due and found:
            found[-1][3] = datetime.fromisoformat(line.due)
    if found and ended:
        found[-1][2] = last
    return [
        Holding(holder, since, until, due, _late(due, until or now))
        for holder, since, until, due in found
    ]


def _late(due: datetime | None, end: datetime) -> int:
    return max(0, int((end - due).total_seconds())) if due else 0
