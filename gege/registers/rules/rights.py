"""What people may ask about their own data, and by when it is answered (law, articles 44-50)."""

from datetime import date, timedelta
from enum import StrEnum
from typing import Final


class Right(StrEnum):
    """A right of the person."""

    SEE = "see"
    CORRECT = "correct"
    DELETE = "delete"
    EXPLAIN = "explain"


class Asker(StrEnum):
    """Who asks: the person, the guardian of a child, a close relative of somebody who died."""

    SELF = "self"
    GUARDIAN = "guardian"
    RELATIVE = "relative"


RECEIVERS: Final = frozenset({"station_clerk"})
"""Who receives requests: the community's desk, where people come."""
ANSWERERS: Final = frozenset({"station_clerk", "county_supervisor"})
IDENTITY: Final = ("card_shown", "household_book", "known_and_called")
"""How it was checked who asks."""
ANSWER_DAYS: Final = 15
"""The law says "in time"; the county promises fifteen days."""
CODE_DAYS: Final = 7
"""How long the code opens the own data."""
MOST_TRIES: Final = 5
CODE_DIGITS: Final = 10


def due(received: date) -> date:
    """Return the last day for the answer."""
    return received + timedelta(days=ANSWER_DAYS)


def may_be_tried(tries: int) -> bool:
    """Tell whether a code may still be tried; a wrong one counts."""
    return tries < MOST_TRIES
