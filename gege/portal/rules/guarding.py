"""How programs and floods are told from people: no outside service, no riddles (decision 0025)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LEAST_SECONDS: Final = 3
"""Nobody reads and fills in the form faster."""
MOST_HOURS: Final = 24
"""An older form is shown anew, with what was typed."""
HOUR: Final = 3600


class Wrong(StrEnum):
    """Why a form is not taken."""

    TOO_FAST = "too_fast"
    TOO_OLD = "too_old"
    FORGED = "forged"


@dataclass(frozen=True, slots=True)
class Bound:
    """At most so often in a span of seconds."""

    purpose: str
    most: int
    seconds: int = HOUR


LOOKING: Final = Bound("look", 60)
"""Numbers and codes tried from one address. A village may share one address."""
ONE_NUMBER: Final = Bound("number", 20)
"""Codes tried for one number, from anywhere."""
DEEDS: Final = Bound("deed", 20)
"""What is said to one matter."""

THANKS: Final = Bound("thanks", 10)
"""Thanks from one address."""


def age_problem(made_at: datetime, now: datetime) -> Wrong | None:
    """Return why a form of this age is not taken; None when it is."""
    age = now - made_at
    if age < timedelta(0):
        return Wrong.FORGED
    if age < timedelta(seconds=LEAST_SECONDS):
        return Wrong.TOO_FAST
    return Wrong.TOO_OLD if age > timedelta(hours=MOST_HOURS) else None


def span_of(now: datetime, seconds: int) -> int:
    """Return the number of the span that a moment lies in."""
    return int(now.timestamp()) // seconds


def wait_seconds(now: datetime, seconds: int) -> int:
    """Return how long a span still lasts."""
    return seconds - int(now.timestamp()) % seconds
