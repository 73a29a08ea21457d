"""Which move is most likely the next one, and in which order the others stand. Pure.

Only one button of a page is filled. The table never adds a move: it chooses among those that the
rules allow this person.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gege.matters.api import Light, Move, State

M, S = Move, State

PREFERRED: Final[Mapping[State, Sequence[Move]]] = {
    S.REPORTED: (M.PLACE, M.SKIP_LEVEL, M.HANDLE_IN_PLACE, M.ACCEPT, M.DISPATCH),
    S.ACCEPTED: (M.DISPATCH, M.ESCALATE),
    S.DISPATCHED: (M.EXTEND, M.ACKNOWLEDGE, M.URGE),
    S.HANDLING: (M.EXTEND, M.COMPLETE, M.URGE),
    S.PAUSED: (M.EXTEND, M.RESUME),
    S.RETURNED: (M.DISPATCH, M.ESCALATE),
    S.DISPUTED: (M.RULE,),
    S.COMPLETED: (M.VERIFY,),
    S.VERIFIED: (M.CLOSE, M.CALL_BACK),
}
"""By state, the best first. A state that is not named has no likely move: nothing is filled."""

ORDER: Final = (
    M.ACCEPT,
    M.ACKNOWLEDGE,
    M.HANDLE_IN_PLACE,
    M.COMPLETE,
    M.DISPATCH,
    M.RULE,
    M.ESCALATE,
    M.VERIFY,
    M.SEND_BACK,
    M.CLOSE,
    M.CALL_BACK,
    M.RESUME,
    M.EXTEND,
    M.REFUSE_EXTENSION,
    M.TRIAGE,
    M.PLACE,
    M.ASK_EXTENSION,
    M.PAUSE,
    M.RETURN,
    M.URGE,
    M.REOPEN,
    M.REASSIGN,
    M.MERGE,
    M.DOWNGRADE,
    M.SKIP_LEVEL,
    M.DECLINE,
)
TALK: Final = (M.REPLY, M.NOTE, M.ATTACH)
"""Moves that add words or pictures and leave the matter where it is; they stand last."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The moves of a page: the filled one, those beside it, and those that only add words."""

    first: Move | None
    others: tuple[Move, ...]
    talk: tuple[Move, ...]


def choose(
    moves: Collection[Move],
    state: State,
    *,
    light: Light = Light.NONE,
    routine: bool = False,
    grave: bool = False,
) -> Choice:
    """Put the allowed moves in order.

    `routine`: a kind the locality settles on the spot; `grave`: a major matter that has not been
    before the county yet. Urging is the likely move only once the light says that it is time.
    """
    first = next(
        (
            move
            for move in PREFERRED.get(state, ())
            if move in moves and _timely(move, light, routine=routine, grave=grave)
        ),
        None,
    )
    others = tuple(move for move in ORDER if move in moves and move is not first)
    return Choice(first, others, tuple(move for move in TALK if move in moves))


def _timely(move: Move, light: Light, *, routine: bool, grave: bool) -> bool:
    if move is M.URGE:
        return light in (Light.YELLOW, Light.RED)
    if move is M.HANDLE_IN_PLACE:
        return routine
    if move is M.SKIP_LEVEL:
        return grave
    return True
