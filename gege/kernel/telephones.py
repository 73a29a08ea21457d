"""Telephone numbers as people and networks write them, in one spelling."""

import re
import unicodedata
from typing import Final

_SIGNS: Final = re.compile(r"[\s().\-\u2010-\u2015\u2212]+")
_PLACE: Final = re.compile(r"(?:\+|00)86")
_NUMBER: Final = re.compile(r"\+?[0-9]{3,15}")
_MOBILE: Final = re.compile(r"1[0-9]{10}")
"""The Ministry's numbering plan: eleven digits that begin with 1."""


def telephone(text: str) -> str | None:
    """Return a number as bare digits (China) or +digits (abroad); None when it is none.

    Full-width digits, spaces, brackets and dashes are taken; +86 and 0086 are left out. A name
    instead of a number, as senders of advertisements use, is none.
    """
    typed = _SIGNS.sub("", unicodedata.normalize("NFKC", text))
    match = _PLACE.match(typed)
    bare = typed[match.end() :] if match else typed
    if not bare.isascii() or not _NUMBER.fullmatch(bare):
        return None
    # Without a plus the country's code stands before a mobile number only.
    if len(bare) == 13 and bare.startswith("861"):
        bare = bare[2:]
    return f"+{bare[2:]}" if bare.startswith("00") and not match else bare


def is_mobile(number: str) -> bool:
    """Tell whether a number of `telephone` can take a text."""
    return bool(_MOBILE.fullmatch(number)) or number.startswith("+")


def masked(number: str) -> str:
    """Return a number of which nobody can be called: the middle is hidden."""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"
