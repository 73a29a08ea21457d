"""Who may do what in an accountability review, in one table (R-092; decision 0046)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from gege.supervision.rules.orders import ANSWERING, SUPERVISOR
from gege.supervision.rules.review_words import (
    FOR_STAFF,
    FOR_UNITS,
    OPEN_REVIEWS,
    Degree,
    Measure,
    ReviewDeed,
    ReviewState,
)

S, D = ReviewState, ReviewDeed

OPENING: Final = frozenset({SUPERVISOR})
"""Who finds serious harm and opens a review: a person of the county's supervision. No light and
no timer does (R-092)."""
SPEAKING: Final = ANSWERING | {"grid_worker", "hotline_operator", SUPERVISOR}
"""Roles under which people stand to what they themselves did."""
FOR_A_UNIT: Final = SPEAKING - {SUPERVISOR}
"""Roles that speak for a unit that is named. The supervision does not speak for the centre it sits
in: it could else conduct no review in which the centre is named."""


class Part(StrEnum):
    """How a person stands to a review, or to one of those named in it."""

    CONDUCTOR = "conductor"
    NAMED = "named"
    DECIDER = "decider"


class ReviewRefusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `review_names.py`."""

    WRONG_STATE = "wrong_state"
    NOT_YOURS = "not_yours"
    HELD_STEPS = "held_steps"
    OWN_FINDING = "own_finding"
    NOBODY_NAMED = "nobody_named"
    NOT_HEARD = "not_heard"
    NOT_FOUND = "no_finding_yet"
    HEARD_ALREADY = "heard_already"
    NOTHING_TO_APPEAL = "nothing_to_appeal"
    APPEALED_ALREADY = "appealed_already"
    APPEAL_OVER = "appeal_over"
    NO_APPEAL = "no_appeal"
    APPEALS_RUN = "appeals_run"


@dataclass(frozen=True, slots=True)
class ReviewRule:
    """One row: from where a deed leads where, and which part does it. `to` None: it stays.
    `each` is a deed about one of those named."""

    deed: ReviewDeed
    states: frozenset[ReviewState]
    to: ReviewState | None
    part: Part
    each: bool = False


_HEARING: Final = frozenset({S.HEARING})
_CONCLUDED: Final = frozenset({S.CONCLUDED})

TABLE: Final = (
    # The likeliest next deed comes first: it is the filled button.
    ReviewRule(D.STATE, _HEARING, None, Part.NAMED, each=True),
    ReviewRule(D.REFUSE, _HEARING, None, Part.NAMED, each=True),
    ReviewRule(D.FIND, _HEARING, None, Part.CONDUCTOR, each=True),
    ReviewRule(D.DROP, _HEARING, None, Part.CONDUCTOR, each=True),
    ReviewRule(D.CONCLUDE, _HEARING, S.CONCLUDED, Part.CONDUCTOR),
    ReviewRule(D.NAME, _HEARING, None, Part.CONDUCTOR),
    ReviewRule(D.STOP, _HEARING, S.STOPPED, Part.CONDUCTOR),
    ReviewRule(D.ACCEPT, _CONCLUDED, None, Part.NAMED, each=True),
    ReviewRule(D.APPEAL, _CONCLUDED, None, Part.NAMED, each=True),
    ReviewRule(D.DECIDE, _CONCLUDED, None, Part.DECIDER, each=True),
    ReviewRule(D.CLOSE, _CONCLUDED, S.CLOSED, Part.CONDUCTOR),
)
_OVERSIGHT: Final = frozenset({"urge", "note", "watch", "attach"})
"""What the supervision does to a matter without holding it."""
EACH: Final = frozenset(row.deed for row in TABLE if row.each)


@dataclass(frozen=True, slots=True)
class NamedFacts:
    """What `may` needs to know of one of those named, and of the person who asks."""

    mine: bool = False
    heard: bool = False
    degree: Degree | None = None
    found_by_me: bool = False
    accepted: bool = False
    appealed: bool = False
    decided: bool = False
    appeal_until: datetime | None = None

    def settled(self, now: datetime) -> bool:
        """Whether nothing can change in what was found about them any more."""
        if self.appealed:
            return self.decided
        over = self.appeal_until is not None and now > self.appeal_until
        return self.accepted or self.degree is Degree.NONE or over


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What `may` needs to know of a review and a person."""

    state: ReviewState
    role: str
    held_steps: bool
    named: Sequence[NamedFacts]

    @property
    def apart(self) -> bool:
        """Whether this person stands apart from what is reviewed."""
        return not self.held_steps and not any(one.mine for one in self.named)

    def parts(self, named: NamedFacts | None) -> frozenset[Part]:
        found = set()
        if self.role == SUPERVISOR and self.apart:
            found |= {Part.CONDUCTOR, Part.DECIDER}
        if named is not None and named.mine and self.role in SPEAKING:
            found.add(Part.NAMED)
        return frozenset(found)


def may(
    deed: ReviewDeed, facts: ReviewFacts, now: datetime, named: NamedFacts | None = None
) -> ReviewRefusal | None:
    """Return None when the deed is possible, else why not."""
    rows = [row for row in TABLE if row.deed is deed and row.each == (named is not None)]
    parts = facts.parts(named)
    if not any(row.part in parts for row in rows):
        supervising = facts.role == SUPERVISOR and any(row.part is not Part.NAMED for row in rows)
        return ReviewRefusal.HELD_STEPS if supervising else ReviewRefusal.NOT_YOURS
    if not any(facts.state in row.states for row in rows):
        return ReviewRefusal.WRONG_STATE
    return _of_one(deed, named, now) if named is not None else _of_all(deed, facts, now)


def _of_one(deed: ReviewDeed, one: NamedFacts, now: datetime) -> ReviewRefusal | None:
    checks: dict[ReviewDeed, tuple[tuple[bool, ReviewRefusal], ...]] = {
        D.STATE: ((one.heard, ReviewRefusal.HEARD_ALREADY),),
        D.REFUSE: ((one.heard, ReviewRefusal.HEARD_ALREADY),),
        D.FIND: ((not one.heard, ReviewRefusal.NOT_HEARD),),
        D.ACCEPT: _answering(one, now),
        D.APPEAL: _answering(one, now),
        D.DECIDE: (
            (not one.appealed or one.decided, ReviewRefusal.NO_APPEAL),
            (one.found_by_me, ReviewRefusal.OWN_FINDING),
        ),
    }
    return next((why for holds, why in checks.get(deed, ()) if holds), None)


def _answering(one: NamedFacts, now: datetime) -> tuple[tuple[bool, ReviewRefusal], ...]:
    over = one.appeal_until is not None and now > one.appeal_until
    return (
        (one.degree in (None, Degree.NONE), ReviewRefusal.NOTHING_TO_APPEAL),
        (one.appealed or one.accepted, ReviewRefusal.APPEALED_ALREADY),
        (over, ReviewRefusal.APPEAL_OVER),
    )


def _of_all(deed: ReviewDeed, facts: ReviewFacts, now: datetime) -> ReviewRefusal | None:
    if deed is D.CONCLUDE:
        if not facts.named:
            return ReviewRefusal.NOBODY_NAMED
        if not all(one.heard for one in facts.named):
            return ReviewRefusal.NOT_HEARD
        if any(one.degree is None for one in facts.named):
            return ReviewRefusal.NOT_FOUND
    if deed is D.CLOSE and not all(one.settled(now) for one in facts.named):
        return ReviewRefusal.APPEALS_RUN
    return None


def possible(facts: ReviewFacts, now: datetime) -> tuple[ReviewDeed, ...]:
    """Return every deed on the review itself this person may do now, in the table's order."""
    rows = (row.deed for row in TABLE if not row.each)
    return tuple(deed for deed in rows if may(deed, facts, now) is None)


def possible_of(facts: ReviewFacts, named: NamedFacts, now: datetime) -> tuple[ReviewDeed, ...]:
    """Return every deed about one of those named this person may do now."""
    rows = (row.deed for row in TABLE if row.each)
    return tuple(deed for deed in rows if may(deed, facts, now, named) is None)


def target_of(deed: ReviewDeed, state: ReviewState) -> ReviewState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in _rows(deed, state):
        return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")


def _rows(deed: ReviewDeed, state: ReviewState) -> Iterator[ReviewRule]:
    return (row for row in TABLE if row.deed is deed and state in row.states)


def holds_a_step(stream: str, deed: str, role: str) -> bool:
    """Tell whether a line of a trail is a step somebody held: overseeing others is none."""
    if role in ("", "system", "resident"):
        return False
    if role != SUPERVISOR:
        return True
    return stream.startswith("matter:") and not deed.startswith("order_") and deed not in _OVERSIGHT


def may_open(role: str) -> bool:
    """Tell whether a role opens reviews. No timer and no light is a role (R-092)."""
    return role in OPENING


def measures_for(*, unit: bool, degree: Degree, declared: Sequence[str]) -> tuple[Measure, ...]:
    """Return the measures that may follow; none where somebody does not answer for it."""
    if degree is Degree.NONE:
        return ()
    suits = FOR_UNITS if unit else FOR_STAFF
    return tuple(one for one in Measure if one in suits and one in declared)


def milder(degree: Degree) -> tuple[Degree, ...]:
    """Return what an appeal may ease a degree to."""
    found = list(Degree)
    return tuple(found[: found.index(degree)])


def is_open(state: str) -> bool:
    return state in OPEN_REVIEWS
