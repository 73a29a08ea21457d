"""What may be done with a terminal (R-022), and what binds a device to its holder."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from gege.fieldwork.rules.words import TerminalState as S

MOST_IN_USE: Final = 3
"""How many terminals one person may use at once: the office's, the own phone, a spare one."""
CODE_HOURS: Final = 24
CODE_SIGNS: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No sign that is taken for another one when a code is read out or written down by hand."""
CODE_LENGTH: Final = 8


class TerminalDeed(StrEnum):
    """What is done with a terminal; the ledger keeps these words."""

    REGISTER = "register_terminal"
    HAND_OVER = "hand_over"
    ENROL = "enrol"
    RENEW = "renew"
    LOSE = "report_lost"
    FIND = "found_again"
    REVOKE = "revoke"
    RETIRE = "retire"
    LEAVE = "leave"


ALLOWED: Final[Mapping[TerminalDeed, frozenset[S]]] = {
    TerminalDeed.HAND_OVER: frozenset({S.STOCK, S.IN_USE, S.REVOKED}),
    TerminalDeed.ENROL: frozenset({S.STOCK}),
    TerminalDeed.RENEW: frozenset({S.IN_USE}),
    TerminalDeed.LOSE: frozenset({S.STOCK, S.IN_USE, S.REVOKED}),
    TerminalDeed.FIND: frozenset({S.LOST}),
    TerminalDeed.REVOKE: frozenset({S.STOCK, S.IN_USE}),
    TerminalDeed.RETIRE: frozenset({S.STOCK, S.IN_USE, S.LOST, S.REVOKED}),
    TerminalDeed.LEAVE: frozenset({S.IN_USE}),
}
"""In which states a deed is possible. A lost device must be found before anybody gets it."""


def problem_of(
    deed: TerminalDeed, state: str, *, own_phone: bool = False, held: bool = True
) -> str | None:
    """Return why a deed is not possible now, as a word; None when it is.

    An own phone is nobody's to hand over, and once it is lost, revoked or left it is over: its
    owner logs in anew. `held`: somebody holds the terminal or was given its code.
    """
    if state not in ALLOWED[deed]:
        return "terminal_wrong_state"
    if own_phone and deed in (TerminalDeed.HAND_OVER, TerminalDeed.FIND):
        return "own_phone_is_not_handed_over"
    if deed is TerminalDeed.REVOKE and not held:
        return "terminal_not_held"
    return None


def deeds_possible(state: str, *, own_phone: bool, held: bool) -> tuple[TerminalDeed, ...]:
    """Return the deeds of the register that are possible now, as they stand on its page."""
    return tuple(
        deed
        for deed in (
            TerminalDeed.HAND_OVER,
            TerminalDeed.LOSE,
            TerminalDeed.FIND,
            TerminalDeed.REVOKE,
            TerminalDeed.RETIRE,
        )
        if problem_of(deed, state, own_phone=own_phone, held=held) is None
    )


def is_silent(
    last_contact: datetime | None, password_seen: datetime | None, now: datetime, days: int
) -> bool:
    """Tell whether nothing was heard for longer than `days`; then the password is wanted again."""
    heard = [moment for moment in (last_contact, password_seen) if moment is not None]
    return not heard or now - max(heard) > timedelta(days=days)


def code_is_over(until: datetime | None, now: datetime) -> bool:
    """Tell whether a hand-over's code can no longer be used; its last moment still counts."""
    return until is None or now > until


def typed_code(text: str) -> str:
    """Return a code as it was made, however a person wrote it: spaces, hyphens, small letters."""
    return "".join(sign for sign in text.upper() if sign in CODE_SIGNS)[: CODE_LENGTH + 1]
