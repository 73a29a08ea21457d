"""Thanks of residents: who lets them through, and what everybody may read (R-111)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.kernel.area_codes import is_within
from gege.portal.rules.public_words import holds_a_number

WORDS_LEAST: Final = 2
WORDS_MOST: Final = 300
DECIDERS: Final = frozenset({"station_clerk", "township_operator", "county_supervisor"})
"""Who decides whether thanks become public, within their own area."""


class ThanksState(StrEnum):
    """`private`: whoever is thanked reads it, the public does not. `refused`: neither of them."""

    WAITING = "waiting"
    SHOWN = "shown"
    PRIVATE = "private"
    REFUSED = "refused"


READ_BY_THE_THANKED: Final = (ThanksState.SHOWN, ThanksState.PRIVATE)
"""What whoever is thanked reads, and what counts."""


@dataclass(frozen=True, slots=True)
class Decider:
    """Who decides, as the rule needs to know them."""

    role: str
    account_id: int | None
    unit_id: int | None
    area_code: str


def may_decide(by: Decider, *, to_account: int | None, to_unit: int, at: str) -> bool:
    """Tell whether somebody decides on thanks at a place: nobody on thanks to themselves or to
    the unit they sit in."""
    if by.role not in DECIDERS or by.account_id is None:
        return False
    if by.account_id == to_account or by.unit_id == to_unit:
        return False
    return is_within(at, by.area_code)


def wrong_in_public(words: str, names: list[str]) -> str:
    """Return the word of what must not become public, "" when nothing stands against it."""
    if not WORDS_LEAST <= len(words) <= WORDS_MOST:
        return "needed" if len(words) < WORDS_LEAST else "too_long"
    if holds_a_number(words):
        return "holds_a_number"
    return "holds_a_name" if any(name in words for name in names if len(name) > 1) else ""


def without_names(words: str, names: list[str], instead: str) -> str:
    """Return words in which every known name is replaced: a first draft of the public words."""
    for name in sorted(filter(None, names), key=len, reverse=True):
        words = words.replace(name, instead)
    return words
