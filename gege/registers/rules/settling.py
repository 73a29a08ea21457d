"""Who may settle a difference, and how (R-044)."""

from enum import StrEnum
from typing import Final

from gege.registers.rules.declaration import Side
from gege.registers.rules.saying import SIDE_OF_ROLE, Verified


class How(StrEnum):
    """How a question ended."""

    AGREED = "agreed"
    GAVE_WAY = "gave_way"
    RULED = "ruled"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"


RULERS: Final = frozenset({"township_operator", "county_dispatcher", "county_supervisor"})
"""Who stands above both sides."""


def may_settle(*, role: str, standing: Side, proposed: Side, proposed_chosen: bool) -> How | None:
    """Return how a person of this role settles for the chosen word; None where they may not.

    Nobody decides for their own word: a side gives way to the other, or somebody above rules.
    Where both words come from one side, that side corrects itself and may choose either.
    """
    if role in RULERS:
        return How.RULED
    own = SIDE_OF_ROLE.get(role)
    chosen = proposed if proposed_chosen else standing
    given_up = standing if proposed_chosen else proposed
    if own is None:
        return None
    if standing is proposed is own:
        return How.GAVE_WAY
    if own is given_up or (given_up is Side.RESIDENT and own is Side.FIELD and chosen is not own):
        return How.GAVE_WAY
    if own is not chosen and Side.RESIDENT in (standing, proposed):
        # The resident's word against one side: the other side may agree with either.
        return How.AGREED
    return None


def verified_when_settled(how: How, chosen: Side) -> Verified:
    """Return how far a value is verified that was settled on: by whom gave way, or ruled."""
    if how is How.RULED:
        return Verified.BY_DEPARTMENT if chosen is Side.DEPARTMENT else Verified.BY_FIELD
    return Verified.BY_DEPARTMENT if chosen is Side.FIELD else Verified.BY_FIELD
