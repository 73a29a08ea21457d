"""The ticket with which a page opens its stream: signed, short, and about one board only.

The page was shown to somebody who may see it; the ticket says which board that is. So the stream
needs no session and no question to the database, and hears nothing beyond that board.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.core import signing

SECONDS: Final = 120
"""How long a stream may be opened with it; a page asks for a new one with every refreshing."""
_SALT: Final = "gege.boards.lights"


@dataclass(frozen=True, slots=True)
class Ticket:
    """A board as the stream knows it. `at` is when the page was made, in seconds since 1970."""

    area_code: str
    unit_id: int | None
    at: float


def written(ticket: Ticket) -> str:
    """Return a ticket as a word for an address."""
    said = [ticket.area_code, ticket.unit_id, round(ticket.at, 3)]
    return signing.dumps(said, salt=_SALT)


def read(word: str) -> Ticket | None:
    """Return a ticket that was signed here lately; None for any other word."""
    if len(word) > 300:
        return None
    try:
        area_code, unit_id, at = signing.loads(word, salt=_SALT, max_age=SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Ticket(area_code, unit_id, at)
