"""The table of callbacks: what may be done to one, what a try leads to, and its light (2.6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Final

from gege.hotline.rules.line_rules import LineRules, within

LOCK: Final = timedelta(minutes=20)
"""How long one that somebody took is theirs; then anybody may take it over."""
SHORTEST_WORDS: Final = 2
LONGEST_WORDS: Final = 300


class Why(StrEnum):
    """Why somebody is called."""

    MATTER = "matter"
    """They reported a matter, it was verified, and they want to hear."""
    PROMISED = "promised"
    """They asked on the line and were promised an answer."""
    MISSED = "missed"
    """They called and nobody answered."""
    SAMPLE = "sample"
    """Their matter was closed and they asked for nothing: one of the sample."""


class State(StrEnum):
    """Where a callback stands."""

    WAITING = "waiting"
    """For a person to call."""
    ASKED = "asked"
    """A text was sent and waits for its answer."""
    REACHED = "reached"
    UNREACHABLE = "unreachable"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"
    DROPPED = "dropped"
    """Nothing is to be asked any more: they said it elsewhere, or called again themselves."""


OPEN: Final = frozenset({State.WAITING, State.ASKED})
HEARD_OF: Final = frozenset({State.REACHED, State.UNREACHABLE, State.REFUSED, State.WRONG_NUMBER})
"""Ends that somebody worked for."""


class Found(StrEnum):
    """What one try found."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    WRONG_NUMBER = "wrong_number"


class Solved(StrEnum):
    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Deed(StrEnum):
    TAKE = "take"
    GIVE_BACK = "give_back"
    RECORD = "record"


class Refusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `callbacks/words.py`."""

    OVER = "over"
    SOMEBODY_HAS_IT = "somebody_has_it"
    NOT_TAKEN = "not_taken"


@dataclass(frozen=True, slots=True)
class Standing:
    """What `may` needs to know: the state, who took it and when, and who asks."""

    state: State
    mine: bool = False
    taken_at: datetime | None = None


def may(deed: Deed, one: Standing, now: datetime) -> Refusal | None:
    """Return None when a deed is possible, else why not. A callback is one person's at a time."""
    if one.state not in OPEN:
        return Refusal.OVER
    held = one.taken_at is not None and now < one.taken_at + LOCK
    if deed is Deed.TAKE:
        return Refusal.SOMEBODY_HAS_IT if held and not one.mine else None
    if not one.mine:
        return Refusal.SOMEBODY_HAS_IT if held else Refusal.NOT_TAKEN
    return None


@dataclass(frozen=True, slots=True)
class Result:
    """What a person says of one try."""

    found: Found
    solved: Solved = Solved.NOT_ASKED
    satisfaction: str = ""
    words: str = ""


def problem_of(why: Why, result: Result) -> tuple[str, str] | None:
    """Return (field, word) of what is missing; None when the result says enough.

    Whoever was reached about a matter was asked whether it is solved; "no" says what is not.
    """
    if result.found is Found.REACHED:
        asks = why in (Why.MATTER, Why.SAMPLE)
        if asks and result.solved is Solved.NOT_ASKED:
            return "solved", "say_solved"
        if result.solved is Solved.NO and len(result.words.strip()) < SHORTEST_WORDS:
            return "words", "say_what"
        if not asks and len(result.words.strip()) < SHORTEST_WORDS:
            return "words", "say_what_came"
    return None


def after(found: Found, tries: int, rules: LineRules) -> State:
    """Return where a callback goes after try number `tries`. Not reached once is not the end."""
    if found is Found.NOT_REACHED:
        return State.UNREACHABLE if tries >= rules.tries else State.WAITING
    return {
        Found.REACHED: State.REACHED,
        Found.REFUSED: State.REFUSED,
        Found.WRONG_NUMBER: State.WRONG_NUMBER,
    }[found]


def next_try(local: datetime, rules: LineRules) -> datetime:
    """Return when to try again: after the least wait, in the hours for calling residents."""
    return within(rules, local + timedelta(hours=rules.wait_hours))


def contact_of(found: Found, solved: Solved) -> str:
    """Return the word of a matter's own call-back for what was found."""
    if found is Found.REACHED:
        return "unsolved" if solved is Solved.NO else "confirmed"
    words: Mapping[Found, str] = {
        Found.NOT_REACHED: "unreachable",
        Found.REFUSED: "declined",
        Found.WRONG_NUMBER: "wrong_number",
    }
    return words[found]


def light_of(
    state: str, due_at: datetime, done_at: datetime | None, created_at: datetime, now: datetime
) -> str:
    """Return the light: green and red as for matters; yellow in the last fifth of the time."""
    if state == State.DROPPED:
        return "ended"
    if done_at is not None:
        return "green" if done_at <= due_at else "red"
    if now > due_at:
        return "red"
    return "yellow" if now >= due_at - (due_at - created_at) / 5 else "none"


def sampled(number: str, percent: int) -> bool:
    """Tell whether a matter is of the sample: by its number alone, so that nobody chooses."""
    return int.from_bytes(sha256(f"sample {number}".encode()).digest()[:4]) % 100 < percent


def answer_until(now: datetime, due_at: datetime, rules: LineRules) -> datetime:
    """Return how long a text waits for its answer: half of the time that is left, at least an hour.

    So that a person can still call in time.
    """
    longest = now + timedelta(hours=rules.text_hours)
    return max(now + timedelta(hours=1), min(longest, now + (due_at - now) / 2))
