"""What holds for a campaign (集中采集, R-046), from values alone.

A door that declines is counted as such and as nothing else: it is no fault of the household, of
the worker or of the campaign, and it is never asked why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from gege.fieldwork.rules.words import CampaignState, CheckState, Outcome

MOST_AREAS: Final = 50
MOST_EXPECTED: Final = 2000


@dataclass(frozen=True, slots=True)
class Tally:
    """What became of the doors of an area: the newest answer of each, against the doors there."""

    expected: int = 0
    done: int = 0
    refused: int = 0
    absent: int = 0
    revisit: int = 0

    @property
    def reached(self) -> int:
        """Doors with an answer of any kind."""
        return self.done + self.refused + self.absent + self.revisit

    @property
    def waiting(self) -> int:
        """Doors nobody was at yet; none where more doors were found than counted."""
        return max(0, self.expected - self.reached)

    @property
    def settled(self) -> int:
        """Doors that need no other visit: a no is as final as a yes."""
        return self.done + self.refused

    def plus(self, other: Tally) -> Tally:
        return Tally(
            self.expected + other.expected,
            self.done + other.done,
            self.refused + other.refused,
            self.absent + other.absent,
            self.revisit + other.revisit,
        )


def tally(expected: int, outcomes: Mapping[str, int]) -> Tally:
    """Return a tally from the number of newest entries by outcome."""
    return Tally(
        expected,
        outcomes.get(Outcome.DONE, 0),
        outcomes.get(Outcome.REFUSED, 0),
        outcomes.get(Outcome.ABSENT, 0),
        outcomes.get(Outcome.REVISIT, 0),
    )


def summed(tallies: Iterable[Tally]) -> Tally:
    """Return the tally of several areas together."""
    whole = Tally()
    for one in tallies:
        whole = whole.plus(one)
    return whole


def takes(
    state: str, *, opened_at: datetime | None, closed_at: datetime | None, at: datetime
) -> str:
    """Return why an entry made at a moment cannot be taken; empty when it can.

    What was done while the campaign ran is taken however late it arrives.
    """
    if state == CampaignState.DRAFT or opened_at is None or at < opened_at:
        return "campaign_not_open"
    if closed_at is not None and at > closed_at:
        return "campaign_closed"
    return ""


def drawn(secret: str, door: str, percent: int) -> bool:
    """Tell whether a door is in the sample. The same door is in it or out of it for good.

    `secret` is something of the campaign that no phone knows, so that nobody can tell beforehand
    which of the answers will be looked at again.
    """
    digest = hashlib.sha256(f"{secret}\n{door}".encode()).digest()
    return int.from_bytes(digest[:8], "big") * 100 < percent << 64


def counts_as_door(door: str, expected: int) -> bool:
    """Tell whether entries under this name are entries of one door.

    Without a name they are only where the building has one door; otherwise each stands alone.
    """
    return bool(door) or expected == 1


def overlap(first: Collection[str], second: Collection[str]) -> bool:
    """Tell whether two scopes share an area; codes are paths."""
    return any(a.startswith(b) or b.startswith(a) for a in first for b in second)


def check_after(outcome: str, latest: bool, in_sample: bool) -> CheckState:
    """Return whether an entry is to be looked at again."""
    due = latest and in_sample and outcome == Outcome.DONE
    return CheckState.DUE if due else CheckState.NONE
