"""Who may do what to a briefing, in one table, and which days it looks at (R-002, R-070)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from gege.supervision.rules.briefing_words import BriefingDeed, BriefingState, Chapter, Span

S, D = BriefingState, BriefingDeed
LONGEST: Final = 366
"""Days that a briefing may look at."""

WRITERS: Final[Mapping[str, frozenset[str]]] = {
    "county_centre": frozenset({"county_supervisor", "county_dispatcher"}),
    "township_centre": frozenset({"township_operator"}),
}
"""Who writes what a unit of each kind says of its area: its own people."""
PUBLISHERS: Final[Mapping[str, frozenset[str]]] = {
    "county_centre": frozenset({"county_supervisor", "county_dispatcher"}),
    "township_centre": frozenset({"township_operator", "county_supervisor"}),
}
"""Who publishes it: somebody of the same unit, or of the supervision above; never who wrote it.

A new version takes over the words of the published one, so whoever wrote those has written it too:
nobody publishes their own words by way of a second version that another person corrects. What was
discarded stands nowhere, and does not count.
"""


class BriefingSide(StrEnum):
    """How a person stands to a briefing."""

    WRITER = "writer"
    PUBLISHER = "publisher"


class BriefingRefusal(StrEnum):
    """Why a deed is not possible; each has a sentence in `briefing_names.py`."""

    WRONG_STATE = "wrong_state"
    NOT_YOURS = "not_yours"
    OWN_WORDS = "own_words"


@dataclass(frozen=True, slots=True)
class BriefingRule:
    """One row: from where a deed leads where, and which side does it. `to` None: it stays."""

    deed: BriefingDeed
    states: frozenset[BriefingState]
    to: BriefingState | None
    side: BriefingSide


_OPEN: Final = frozenset({S.DRAFT, S.PROPOSED})
_WAITS: Final = frozenset({S.PROPOSED})

BRIEFING_TABLE: Final = (
    # The likeliest next deed comes first: it is the filled button.
    BriefingRule(D.PUBLISH, _WAITS, S.PUBLISHED, BriefingSide.PUBLISHER),
    BriefingRule(D.PROPOSE, frozenset({S.DRAFT}), S.PROPOSED, BriefingSide.WRITER),
    # Words that change after they were proposed have to be proposed again.
    BriefingRule(D.WRITE, _OPEN, S.DRAFT, BriefingSide.WRITER),
    BriefingRule(D.CONCLUDE, _OPEN, S.DRAFT, BriefingSide.WRITER),
    BriefingRule(D.COUNT, _OPEN, S.DRAFT, BriefingSide.WRITER),
    BriefingRule(D.SEND_BACK, _WAITS, S.DRAFT, BriefingSide.PUBLISHER),
    BriefingRule(D.DISCARD, _OPEN, S.DISCARDED, BriefingSide.WRITER),
    BriefingRule(D.REVISE, frozenset({S.PUBLISHED}), None, BriefingSide.WRITER),
)


@dataclass(frozen=True, slots=True)
class BriefingFacts:
    """What the table needs to know. `unit_kind` is that of the unit whose briefing it is, `own`
    whether the person sits there, `wrote` whether a word is theirs, of it or of a version that it
    carries on."""

    state: BriefingState
    unit_kind: str
    role: str
    own: bool
    wrote: bool = False

    @property
    def sides(self) -> frozenset[BriefingSide]:
        found = set()
        if self.own and self.role in WRITERS.get(self.unit_kind, frozenset()):
            found.add(BriefingSide.WRITER)
        publishes = self.role in PUBLISHERS.get(self.unit_kind, frozenset())
        if publishes and (self.own or self.role == "county_supervisor"):
            found.add(BriefingSide.PUBLISHER)
        return frozenset(found)


def may_do(deed: BriefingDeed, facts: BriefingFacts) -> BriefingRefusal | None:
    """Return None when the deed is possible, else why not."""
    rows = [row for row in BRIEFING_TABLE if row.deed is deed and row.side in facts.sides]
    if not rows:
        return BriefingRefusal.NOT_YOURS
    if not any(facts.state in row.states for row in rows):
        return BriefingRefusal.WRONG_STATE
    if deed is D.PUBLISH and facts.wrote:
        return BriefingRefusal.OWN_WORDS
    return None


def possible_deeds(facts: BriefingFacts) -> tuple[BriefingDeed, ...]:
    """Return every deed this person may do now, in the order of the table."""
    return tuple(row.deed for row in BRIEFING_TABLE if may_do(row.deed, facts) is None)


def leads_to(deed: BriefingDeed, state: BriefingState) -> BriefingState:
    """Return where a possible deed leads; raises LookupError for one that is not."""
    for row in BRIEFING_TABLE:
        if row.deed is deed and state in row.states:
            return row.to or state
    raise LookupError(f"{deed} is not possible from {state}")


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day that a briefing looks at."""

    first: date
    last: date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Days":
        """The span of the same kind before: a whole month before a whole month, else as many
        days."""
        end = self.first - timedelta(days=1)
        if self == month_of(self.first):
            return month_of(end)
        return Days(end - timedelta(days=self.count - 1), end)

    @property
    def year_before(self) -> "Days":
        """The same season a year before: the month, or the same weekdays 52 weeks earlier."""
        if self == month_of(self.first):
            return month_of(self.first.replace(year=self.first.year - 1, day=1))
        back = timedelta(weeks=52)
        return Days(self.first - back, self.last - back)


def week_of(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return Days(monday, monday + timedelta(days=6))


def month_of(day: date) -> Days:
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    return Days(first, after - timedelta(days=1))


def last_whole(span: Span, today: date) -> Days:
    """Return the last week or month that is over today."""
    if span is Span.WEEK:
        return week_of(today - timedelta(days=7))
    return month_of(today.replace(day=1) - timedelta(days=1))


def days_of(span: Span, first: date, last: date | None, today: date) -> Days | str:
    """Return the days of a span, or the word of what is wrong with them.

    A week and a month are named by any of their days. No year is written anywhere: a county's
    reporting starts when it starts (R-002).
    """
    if span is Span.WEEK:
        days = week_of(first)
    elif span is Span.MONTH:
        days = month_of(first)
    elif last is None or last < first:
        return "ends_before_it_begins"
    else:
        days = Days(first, last)
    if days.count > LONGEST:
        return "too_many_days"
    return days if days.last < today else "not_over"


_CHAPTERS: Final[Mapping[Chapter, frozenset[str]]] = {
    Chapter.BASE: frozenset({"grid", "near", "entry", "entry_delay", "disputes"}),
    Chapter.LINKAGE: frozenset({"township", "returned", "triage_time", "handling_time", "closed"}),
    Chapter.GUIDANCE: frozenset(
        {"resolution", "satisfaction", "satisfied", "unreached", "reopened", "first_collect"}
    ),
}


def chapter_of(indicator: str) -> Chapter:
    """Return the line of work that an indicator tells of; what is not assigned tells of how the
    work is kept to its rules."""
    return next((one for one, codes in _CHAPTERS.items() if indicator in codes), Chapter.MECHANISM)
