"""What somebody's word does to a value: stand, verify, replace or be in question (R-044).

Three sides speak of a field: the people in the field, departments, the resident. Agreement of two
sides verifies; disagreement opens one question for both, and the value that stands meanwhile is
marked as disputed. Where a field has one source by law, the word of that side settles by itself.
"""

from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any, Final

from gege.registers.rules.declaration import Side


class Verified(IntEnum):
    """How far a value is known to be true (domain 5, rule 7)."""

    UNVERIFIED = 0
    BY_FIELD = 1
    BY_DEPARTMENT = 2
    DISPUTED = 3


class Effect(StrEnum):
    """What a word does."""

    STANDS = "stands"
    """Nothing was known, or the same side corrects itself."""
    CONFIRMS = "confirms"
    """Another side says the same."""
    REPEATS = "repeats"
    """The same side says the same again."""
    SETTLES = "settles"
    """The side with authority says otherwise: its value stands, the other side is told why."""
    QUESTIONS = "questions"
    """A difference that two sides have to settle."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A value that stands: what it is, which side said it first, how far it is verified."""

    value: Any
    side: Side
    verified: Verified


_VERIFIER: Final = {
    Side.FIELD: Verified.BY_FIELD,
    Side.RESIDENT: Verified.BY_FIELD,
    Side.DEPARTMENT: Verified.BY_DEPARTMENT,
}
"""A resident's own word counts as seen in the field: it was given at the door or the desk."""


def effect_of(standing: Standing | None, value: Any, side: Side, authority: Side) -> Effect:
    """Return what a word of `side` does to a field whose authority is declared.

    A value of None is a word too: "there is none (any more)".
    """
    if standing is None or standing.value is None:
        return Effect.STANDS
    if standing.value == value:
        return Effect.REPEATS if side is standing.side else Effect.CONFIRMS
    if side is authority:
        return Effect.STANDS if side is standing.side else Effect.SETTLES
    if side is standing.side and standing.verified is Verified.UNVERIFIED:
        return Effect.STANDS
    return Effect.QUESTIONS


def verified_after(
    effect: Effect, side: Side, standing: Standing | None, authority: Side
) -> Verified:
    """Return how far the value is verified after the word took effect."""
    if effect is Effect.QUESTIONS:
        return Verified.DISPUTED
    if effect is Effect.CONFIRMS:
        return _VERIFIER[side]
    if effect is Effect.REPEATS and standing is not None:
        return standing.verified
    return _VERIFIER[side] if side is authority else Verified.UNVERIFIED


def may_say(side: Side, collectors: tuple[Side, ...]) -> bool:
    """Tell whether a side may speak of a field at all."""
    return side in collectors


SIDE_OF_ROLE: Final = {
    "grid_worker": Side.FIELD,
    "station_clerk": Side.FIELD,
    "department_officer": Side.DEPARTMENT,
    "resident": Side.RESIDENT,
}
"""Who speaks for which side. Townships and the county rule on questions and collect nothing."""
