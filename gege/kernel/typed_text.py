"""What people type, made clean before anything is asked of it."""

import unicodedata
from typing import Final

_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
_KEPT: Final = frozenset("\n\t\u200d")


def cleaned(text: str, *, lines: bool = True) -> str:
    """Return a text without margins, control and direction marks; line ends are unified.

    Letters, signs and emoji stay, and so does the joiner (U+200D) that whole emoji are made with.
    Without `lines` every run of white space becomes one space.
    """
    clean = "".join(
        sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
        if sign in _KEPT or unicodedata.category(sign) not in _HIDDEN
    ).strip()
    return clean if lines else " ".join(clean.split())


def whole_number(text: str, most: int = 2**63 - 1) -> int | None:
    """Return a number in the digits 0 to 9 alone, at most `most` (a key of a row); else None.

    `str.isdigit` alone lets "²" through, which `int` does not read, and `int` refuses or weighs
    down on thousands of digits.
    """
    if not text.isascii() or not text.isdigit() or len(text) > len(str(most)):
        return None
    number = int(text)
    return number if number <= most else None
