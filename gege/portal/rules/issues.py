"""Hot issues: who writes, who approves, and how far one is (R-102, decisions 0033 and 0047)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class IssueStanding(StrEnum):
    """How far an issue is that no single matter stands for. One of a matter follows the matter."""

    PLANNED = "planned"
    WORKING = "working"
    DONE = "done"


class OpenWords(StrEnum):
    """How far the words are that are to be read next."""

    NONE = ""
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"


class IssueDeed(StrEnum):
    """What is done to an issue."""

    WRITE = "write"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    HIDE = "hide"


class IssueStep(StrEnum):
    """What everybody reads of an issue's history."""

    PUBLISHED = "published"
    PLAN = "plan"
    STANDING = "standing"
    ANSWERED = "answered"


COUNTY_ROLES: Final = frozenset({"county_supervisor", "county_dispatcher"})
SPEAKING: Final = COUNTY_ROLES | {"township_operator"}
"""Who writes of their own area, and approves what somebody else there or below wrote."""


@dataclass(frozen=True, slots=True)
class IssueFacts:
    """What the table needs to know. `within` whether the issue lies in the person's area; `wrote`
    whether the words that wait are theirs."""

    shown: bool
    open: OpenWords
    role: str
    within: bool
    wrote: bool


ISSUE_TABLE: Final = (
    # deed, state of the open words, only what is shown
    (IssueDeed.APPROVE, frozenset({OpenWords.PROPOSED}), False),
    (IssueDeed.WRITE, frozenset(OpenWords), False),
    (IssueDeed.SEND_BACK, frozenset({OpenWords.PROPOSED}), False),
    (IssueDeed.HIDE, frozenset(OpenWords), True),
)


def why_not(deed: IssueDeed, facts: IssueFacts) -> str:
    """Return the word of why a deed is not possible; "" when it is.

    Nobody approves what they wrote. Taking down waits for nobody (decision 0033).
    """
    if facts.role not in SPEAKING or not facts.within:
        return "not_yours"
    row = next(row for row in ISSUE_TABLE if row[0] is deed)
    if facts.open not in row[1] or (row[2] and not facts.shown):
        return "nothing_open" if deed is not IssueDeed.HIDE else "not_shown"
    if deed in (IssueDeed.APPROVE, IssueDeed.SEND_BACK) and facts.wrote:
        return "own_words"
    return ""


def possible_issue_deeds(facts: IssueFacts) -> tuple[IssueDeed, ...]:
    """Return every deed that a person may do now, the likeliest first."""
    return tuple(row[0] for row in ISSUE_TABLE if not why_not(row[0], facts))
