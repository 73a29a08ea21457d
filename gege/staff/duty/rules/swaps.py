"""Swaps: what may be asked, and what follows from each answer (R-073).

A swap changes who is there, never when: the spans stay, so what was covered stays covered.
"""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from gege.staff.duty.rules.coverage import Piece


class SwapState(StrEnum):
    """asked → accepted → done; or declined, refused, withdrawn, lapsed."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DONE = "done"
    DECLINED = "declined"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


OPEN = frozenset({SwapState.ASKED, SwapState.ACCEPTED})


def swapped(pieces: Sequence[Piece], given: str, colleague: int, taken: str = "") -> list[Piece]:
    """Return the pieces after a swap: `colleague` does the piece `given`.

    With `taken`, a piece of the colleague's, whoever gave theirs away does that one instead.
    """
    giver = next(one.account_id for one in pieces if one.key == given)
    new = {given: colleague, **({taken: giver} if taken else {})}
    return [replace(one, account_id=new[one.key]) if one.key in new else one for one in pieces]
