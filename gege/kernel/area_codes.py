"""Area codes: the code of an area is its path from the county down to the grid.

A county has 6 digits (GB/T 2260), a township 9 (GB/T 10114), a community 12 (statistical code of
urban and rural areas) and a grid 15 (the community plus a sequence of three). So
``511622`` > ``511622100`` > ``511622100001`` > ``511622100001001``.

Codes change when townships are merged: relations that must last are foreign keys. The path is for
scope ("may this post read that row?") and for reading files.
"""

import re
from enum import IntEnum

_DIGITS = re.compile(r"[0-9]+")
_SMALLEST_REGION, _LARGEST_REGION = 1, 599


class Level(IntEnum):
    """A level of administration; the value is the number of digits of its code."""

    COUNTY = 6
    TOWNSHIP = 9
    COMMUNITY = 12
    GRID = 15


_LENGTHS = frozenset(int(level) for level in Level)


def problems_of(code: str) -> list[str]:
    """What is wrong with a code, as problem names in the order of the digits; empty when sound.

    ``empty``, ``not_digits`` (anything but ASCII digits) and ``length`` (not 6, 9, 12 or 15) stand
    alone. The others go by part: ``province`` (digits 1-2 below 11), ``township`` (digits 7-9
    outside 001-599, GB/T 10114), ``community`` (digits 10-12 outside 001-599), ``grid``
    (digits 13-15 are 000). Whether the area exists is for the registers of areas to say.
    """
    if not code:
        return ["empty"]
    if not _DIGITS.fullmatch(code):
        return ["not_digits"]
    if len(code) not in _LENGTHS:
        return ["length"]
    problems = []
    if code < "11":
        problems.append("province")
    if len(code) >= Level.TOWNSHIP and not _is_region(code[6:9]):
        problems.append("township")
    if len(code) >= Level.COMMUNITY and not _is_region(code[9:12]):
        problems.append("community")
    if len(code) == Level.GRID and code[12:15] == "000":
        problems.append("grid")
    return problems


def level_of(code: str) -> Level:
    """The level a code belongs to.

    Raises ValueError when the text has not the shape of a code (digits, 6, 9, 12 or 15 of them).
    """
    if not _has_shape(code):
        raise ValueError(f"not an area code: {code!r} (6, 9, 12 or 15 digits)")
    return Level(len(code))


def parent_of(code: str) -> str | None:
    """The code one level up; None for a county. Raises ValueError as `level_of` does."""
    level = level_of(code)
    return None if level is Level.COUNTY else code[:-3]


def chain_of(code: str) -> tuple[str, ...]:
    """The codes from the county down to the code itself. Raises ValueError as `level_of` does."""
    level = level_of(code)
    return tuple(code[:length] for length in Level if length <= level)


def is_within(code: str, scope: str) -> bool:
    """True when the area lies in the scope or is the scope itself.

    Both must have the shape of a code. Anything else, an empty scope above all, is within nothing:
    a mistake must close doors, not open them.
    """
    return _has_shape(scope) and _has_shape(code) and code.startswith(scope)


def _has_shape(code: str) -> bool:
    return len(code) in _LENGTHS and _DIGITS.fullmatch(code) is not None


def _is_region(three_digits: str) -> bool:
    return _SMALLEST_REGION <= int(three_digits) <= _LARGEST_REGION
