"""Who may do what to a leading group and its meetings, in tables (R-012; decision 0049)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gege.supervision.rules.group_words import GroupDeed, MeetingDeed, MeetingState, Seat
from gege.supervision.rules.orders import SUPERVISOR

S, D = MeetingState, MeetingDeed

MOST_AGENDA: Final = 4000
MOST_MINUTES: Final = 20_000
MOST_MEMBERS: Final = 100
MOST_DECISIONS: Final = 50
LONGEST_DAYS: Final = 730
"""A decision is due within two years: what takes longer is decided again."""


class GroupRefusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `group_names.py`."""

    NOT_YOURS = "not_yours"
    WRONG_STATE = "wrong_meeting_state"
    DISSOLVED = "group_dissolved"
    NOT_YET = "meeting_not_yet"
    NOBODY_THERE = "nobody_there"
    NO_MINUTES = "no_minutes"
    DECISION_STANDS = "decision_was_made"


@dataclass(frozen=True, slots=True)
class MeetingRule:
    """One row: in which states a deed is possible, and where it leads. `to` None: it stays."""

    deed: MeetingDeed
    states: frozenset[MeetingState]
    to: MeetingState | None = None


TABLE: Final = (
    # The likeliest next deed comes first: it is the filled button.
    MeetingRule(D.HOLD, frozenset({S.CALLED}), S.HELD),
    MeetingRule(D.DECIDE, frozenset({S.HELD})),
    MeetingRule(D.MINUTE, frozenset({S.HELD})),
    MeetingRule(D.CONCLUDE, frozenset({S.HELD}), S.CONCLUDED),
    MeetingRule(D.ATTACH, frozenset({S.CALLED, S.HELD})),
    MeetingRule(D.CHANGE, frozenset({S.CALLED})),
    MeetingRule(D.CANCEL, frozenset({S.CALLED}), S.CANCELLED),
)


@dataclass(frozen=True, slots=True)
class MeetingFacts:
    """What `may_meet` needs to know of a meeting and a person."""

    state: MeetingState
    role: str
    held_on: date
    today: date
    dissolved: bool = False
    present: int = 0
    minuted: bool = False


def may_keep(deed: GroupDeed, role: str, *, dissolved: bool) -> GroupRefusal | None:
    """Return None when a role may do a deed to a group, else why not."""
    if role != SUPERVISOR:
        return GroupRefusal.NOT_YOURS
    return GroupRefusal.DISSOLVED if dissolved and deed is not GroupDeed.FOUND else None


def may_meet(deed: MeetingDeed, facts: MeetingFacts) -> GroupRefusal | None:
    """Return None when a deed to a meeting is possible, else why not.

    A group that was dissolved still has its last minutes concluded.
    """
    if facts.role != SUPERVISOR:
        return GroupRefusal.NOT_YOURS
    if not any(row.deed is deed and facts.state in row.states for row in TABLE):
        return GroupRefusal.WRONG_STATE
    if deed is D.HOLD and facts.today < facts.held_on:
        return GroupRefusal.NOT_YET
    if deed is D.CONCLUDE and not facts.present:
        return GroupRefusal.NOBODY_THERE
    if deed is D.CONCLUDE and not facts.minuted:
        return GroupRefusal.NO_MINUTES
    return None


def meeting_deeds(facts: MeetingFacts) -> tuple[MeetingDeed, ...]:
    """Return every deed this person may do now, in the order of the table."""
    return tuple(row.deed for row in TABLE if may_meet(row.deed, facts) is None)


def meeting_leads_to(deed: MeetingDeed, state: MeetingState) -> MeetingState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in _rows_of(deed, state):
        return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")


def _rows_of(deed: MeetingDeed, state: MeetingState) -> Iterator[MeetingRule]:
    return (row for row in TABLE if row.deed is deed and state in row.states)


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when somebody has a seat; `until` is their last day, None while it goes on.

    `who` tells people apart: an account, or the name of somebody without one.
    """

    seat: Seat
    who: str
    since: date
    until: date | None = None

    def covers(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)

    def meets(self, other: "Term") -> bool:
        """Tell whether two terms have a day in common."""
        ends_after = self.until is None or self.until >= other.since
        return ends_after and (other.until is None or other.until >= self.since)


def in_the_way(term: Term, others: Iterable[Term]) -> str:
    """Return why a term cannot stand beside others, "" when it can.

    One person has one seat at a time, and a group has one chair on each day.
    """
    for other in others:
        if not term.meets(other):
            continue
        if other.who == term.who:
            return "seated_already"
        if term.seat is Seat.CHAIR and other.seat is Seat.CHAIR:
            return "second_chair"
    return ""
