"""The table of a call: where it stands, and what may be done to it from there.

Where a call stands follows from its times alone, so it does not matter in which order a telephone
system tells of them, how late, or how often.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final


class CallState(StrEnum):
    """Where a call stands with the telephone system."""

    RINGING = "ringing"
    TALKING = "talking"
    ENDED = "ended"
    MISSED = "missed"
    LOST = "lost"
    """It rang, and nothing was ever told about how it ended."""


class Came(StrEnum):
    """How the platform heard of a call."""

    WEBHOOK = "webhook"
    HAND = "hand"


class Standing(StrEnum):
    """As whom the caller wishes to be known (R-077)."""

    UNSAID = ""
    NAMED = "named"
    ANONYMOUS = "anonymous"
    CONFIDENTIAL = "confidential"


class Given(StrEnum):
    """What came of a call."""

    NOTHING_YET = ""
    ANSWERED = "answered"
    REPORTED = "reported"
    ADDED = "added"
    URGED = "urged"
    HANDED_OVER = "handed_over"
    NO_REQUEST = "no_request"
    """Nobody spoke, a wrong number, somebody who only wanted to talk."""


class ReplyRoute(StrEnum):
    """How the caller wants to hear (R-077)."""

    UNSAID = ""
    NONE = "none"
    CALL = "call"
    SMS = "sms"
    QUERY = "query"
    """They ask themselves, with the number of their matter."""


class EventKind(StrEnum):
    """What a telephone system tells."""

    RINGING = "ringing"
    ANSWERED = "answered"
    TRANSFERRED = "transferred"
    ENDED = "ended"
    ABANDONED = "abandoned"


class Effect(StrEnum):
    """What a message changed."""

    TAKEN = "taken"
    KNOWN = "known"
    """It told what was known already, or what a later one had overtaken."""
    CONTRADICTS = "contradicts"


class CallMove(StrEnum):
    """What a call-taker does to a call."""

    TAKE = "take"
    NAME = "name"
    """Say as whom the caller wishes to be known."""
    ANSWER = "answer"
    REPORT = "report"
    ADD = "add"
    URGE = "urge"
    HAND_OVER = "hand_over"
    NOTHING = "nothing"
    """Write down that nothing was wanted."""
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of a call's course."""

    answered_at: datetime | None = None
    ended_at: datetime | None = None
    abandoned_at: datetime | None = None
    lost_at: datetime | None = None


def state_of(times: Times) -> CallState:
    """Return where a call stands; that it was answered outweighs that it was given up."""
    if times.answered_at is not None:
        over = times.ended_at or times.abandoned_at or times.lost_at
        return CallState.ENDED if over is not None else CallState.TALKING
    if times.abandoned_at is not None or times.ended_at is not None:
        return CallState.MISSED
    return CallState.LOST if times.lost_at is not None else CallState.RINGING


_HEARD: Final = frozenset({CallState.TALKING, CallState.ENDED})

TABLE: Final[dict[CallMove, frozenset[CallState]]] = {
    CallMove.TAKE: frozenset(CallState) - {CallState.MISSED},
    CallMove.NAME: frozenset(CallState),
    CallMove.ANSWER: _HEARD,
    CallMove.REPORT: _HEARD,
    CallMove.ADD: _HEARD,
    CallMove.URGE: _HEARD,
    CallMove.HAND_OVER: _HEARD,
    CallMove.NOTHING: _HEARD,
    CallMove.NOTE: frozenset(CallState),
}
"""From which states each move is made. Taking a call that rings or was lost says that it was
answered: a telephone system may have told nobody."""

WRITING_UP: Final = frozenset(
    {
        CallMove.ANSWER,
        CallMove.REPORT,
        CallMove.ADD,
        CallMove.URGE,
        CallMove.HAND_OVER,
        CallMove.NOTHING,
    }
)
"""What says what came of a call."""

STILL_OPEN: Final = frozenset({Given.NOTHING_YET, Given.NO_REQUEST, Given.HANDED_OVER})
"""After these something else may still come of it: somebody handed over to 120 also reports."""

GIVEN_BY: Final[dict[CallMove, Given]] = {
    CallMove.ANSWER: Given.ANSWERED,
    CallMove.REPORT: Given.REPORTED,
    CallMove.ADD: Given.ADDED,
    CallMove.URGE: Given.URGED,
    CallMove.HAND_OVER: Given.HANDED_OVER,
    CallMove.NOTHING: Given.NO_REQUEST,
}


class CallRefusal(StrEnum):
    """Why a move is not possible; each has a sentence in `hotline/names.py`."""

    WRONG_STATE = "wrong_state"
    SOMEBODY_ELSES = "somebody_elses"
    WRITTEN_UP = "written_up"
    ANONYMOUS_FOR_GOOD = "anonymous_for_good"


@dataclass(frozen=True, slots=True)
class CallFacts:
    """What `may` needs to know of a call and of the person before it."""

    state: CallState
    mine: bool
    taken: bool
    given: Given = Given.NOTHING_YET
    standing: Standing = Standing.UNSAID


def may(move: CallMove, facts: CallFacts) -> CallRefusal | None:
    """Return None when a move is possible, else why not.

    A call has one taker, who writes it up; somebody else takes it over first. What came of a call
    is said once: a second matter of the same call is an entry of its own. Handing over is possible
    whatever else came of it.
    """
    if facts.state not in TABLE[move]:
        return CallRefusal.WRONG_STATE
    if facts.taken and not facts.mine and move not in (CallMove.NOTE, CallMove.TAKE):
        return CallRefusal.SOMEBODY_ELSES
    said_once = WRITING_UP - {CallMove.HAND_OVER} | {CallMove.TAKE}
    if move in said_once and facts.given not in STILL_OPEN:
        return CallRefusal.WRITTEN_UP
    if move is CallMove.NAME and facts.standing is Standing.ANONYMOUS:
        return CallRefusal.ANONYMOUS_FOR_GOOD
    return None


def possible(facts: CallFacts) -> tuple[CallMove, ...]:
    """Return every move that is possible, in the order of the table."""
    return tuple(move for move in TABLE if may(move, facts) is None)
