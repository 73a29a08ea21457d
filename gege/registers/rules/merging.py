"""Who may make one record of two, and when (peers' lesson on duplicates; decision 0039)."""

from collections.abc import Mapping
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
SURE_WEIGHT: Final = 10.0
BY_HAND: Final = "hand"
"""How a pair was found that a person put side by side."""
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


_SOUNDS_ALIKE: Final = ("same", "variant", "same_sound", "near_sound")


def band_of(levels: Mapping[str, str | None], weight: float | None, *, several: bool) -> str:
    """Return in which band a pair of one register stands, by what was seen on it.

    Within one register no machine is certain, for two records with one number are two mistakes or
    two people. Likely is a pair with odds of a thousand to one against which nothing speaks, and
    neither side of which has another such pair.
    """
    speaks_against = (
        levels.get("name") not in _SOUNDS_ALIKE
        or levels.get("number") == "differs"
        or levels.get("birth") in ("near", "differs")
        or levels.get("sex") == "differs"
    )
    if weight is None or weight < SURE_WEIGHT or several or speaks_against:
        return REVIEW
    return LIKELY


def better_of(one: tuple[bool, int, int], other: tuple[bool, int, int]) -> bool:
    """Tell whether the second of two records is the one to keep.

    A record with a document's number goes before one without, then the one that tells more, then
    the one that is older.
    """
    return other > one
