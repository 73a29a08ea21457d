"""The table of a hand-over: to an emergency line, or to a unit's duty telephone (2.6)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class To(StrEnum):
    """To whom a caller is handed over."""

    EMERGENCY = "emergency"
    UNIT = "unit"


class State(StrEnum):
    """Where a hand-over stands."""

    STARTED = "started"
    CONNECTED = "connected"
    ENDED = "ended"


class Outcome(StrEnum):
    """What came of it."""

    TAKEN_OVER = "taken_over"
    """The other line speaks with the caller, or has what it needs."""
    NO_ANSWER = "no_answer"
    REFUSED = "refused"
    CALLER_LEFT = "caller_left"
    NOT_NEEDED = "not_needed"
    """Begun by mistake, or overtaken by events."""


class Deed(StrEnum):
    CONNECT = "connect"
    END = "end"
    THREE_PARTY = "three_party"


class Refusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `emergency/words.py`."""

    OVER = "over"
    CONNECTED_ALREADY = "connected_already"
    NEVER_CONNECTED = "never_connected"
    SAY_WHY = "say_why"


@dataclass(frozen=True, slots=True)
class Times:
    """What is known of its course."""

    connected_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def state(self) -> State:
        """Where it stands: that follows from its times alone."""
        if self.ended_at is not None:
            return State.ENDED
        return State.CONNECTED if self.connected_at is not None else State.STARTED


def may(deed: Deed, times: Times, outcome: Outcome | None = None, note: str = "") -> Refusal | None:
    """Return None when a deed is possible, else why not.

    What was taken over was connected; nobody is sent away by another line without a word of why.
    """
    if times.state is State.ENDED:
        return Refusal.OVER
    if deed is Deed.CONNECT and times.state is State.CONNECTED:
        return Refusal.CONNECTED_ALREADY
    if deed is Deed.END and outcome is Outcome.TAKEN_OVER and times.state is State.STARTED:
        return Refusal.NEVER_CONNECTED
    if deed is Deed.END and outcome is Outcome.REFUSED and not note.strip():
        return Refusal.SAY_WHY
    return None
