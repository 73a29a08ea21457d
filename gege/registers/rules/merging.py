"""Who may make one record of two, and when (peers' lesson on duplicates; decision 0039)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

CLERK: Final = "station_clerk"
RULERS: Final = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
DECIDERS: Final = frozenset({CLERK, *RULERS})
"""Who decides on pairs: the community's clerk; beyond a community, who stands above it."""
LATER_DAYS: Final = 14
AT_ONCE: Final = 30
"""Likely pairs that may be confirmed together."""
CERTAIN: Final = "certain"
LIKELY: Final = "likely"
REVIEW: Final = "review"
BANDS: Final = (CERTAIN, LIKELY, REVIEW)


class Decision(StrEnum):
    """What became of a pair."""

    MERGED = "merged"
    DIFFERENT = "different"
    LATER = "later"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a merge looks at of one of the two records."""

    uid: str
    sheet: str
    ended: bool


def refusal(
    kept: Standing, other: Standing, *, role: str, machine: bool, found: bool, certain: bool
) -> str:
    """Return the word for why two records cannot be merged by this person; empty if they can.

    `found` tells that an open pair of the two stands on a list: whoever is above the community
    decides on those, and looks for none. A machine merges what is certain, and nothing below.
    """
    if kept.uid == other.uid:
        return "one_record"
    if kept.sheet != other.sheet:
        return "not_of_one_kind"
    if kept.ended or other.ended:
        return "has_ended"
    if machine:
        return "" if certain else "not_by_machine"
    if role not in DECIDERS:
        return "not_yours_to_merge"
    return "" if role == CLERK or found else "no_pair_found"
