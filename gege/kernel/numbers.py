"""Matter numbers: one number from the grid to the county, safe to read out over the telephone.

``20261123-0001234`` is the day of the report, a serial of six digits or more, and a check digit by
the Damm scheme, which catches every single wrong digit and every exchange of two neighbours.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

_SERIAL_DIGITS = 6
_LARGEST_SERIAL = 999_999_999

# H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004): the quasigroup of order 10.
_DAMM = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)
# What people and input methods type for the dash; NFKC leaves these apart.
_DASHES = re.compile("[\u2010\u2011\u2012\u2013\u2014\u2015\u2212\uff0d\u30fc_]+")
_BEGINNING = re.compile(r"([0-9]{8})-?([0-9]{0,10})")
_SHAPE = re.compile(r"([0-9]{8})-?([0-9]{6,9})([0-9])")


@dataclass(frozen=True, slots=True, order=True)
class MatterNumber:
    """The day a matter was reported on and its serial of that day; `str` writes the number."""

    reported_on: date
    serial: int

    def __str__(self) -> str:
        return format_number(self.reported_on, self.serial)


def format_number(reported_on: date, serial: int) -> str:
    """The number as written: ``20261123-0001234`` for serial 123 of 2026-11-23.

    Raises ValueError for a serial below 1 or above 999,999,999.
    """
    if not 1 <= serial <= _LARGEST_SERIAL:
        raise ValueError(f"serial {serial} is outside 1 to {_LARGEST_SERIAL}")
    day = f"{reported_on.year:04d}{reported_on.month:02d}{reported_on.day:02d}"
    digits = f"{serial:0{_SERIAL_DIGITS}d}"
    return f"{day}-{digits}{check_digit(day + digits)}"


def parse_number(text: str) -> MatterNumber | None:
    """The number a person typed, or None when it is not one.

    Full-width digits, spaces anywhere, any kind of dash and a missing dash are accepted. A wrong
    check digit, an impossible date or needless zeros before the serial are not.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    match = _SHAPE.fullmatch(_DASHES.sub("-", typed))
    if match is None:
        return None
    day, digits, check = match.groups()
    if check_digit(day + digits) != check:
        return None
    if len(digits) > _SERIAL_DIGITS and digits.startswith("0"):
        return None
    reported_on = _day(day)
    if reported_on is None or not int(digits):
        return None
    return MatterNumber(reported_on, int(digits))


@dataclass(frozen=True, slots=True)
class NumberBeginning:
    """The beginning of a number, from its whole day on: the serials that may follow.

    `serials` are spans, both ends included; there is none for a number that cannot be.
    """

    reported_on: date
    serials: tuple[tuple[int, int], ...]


def parse_beginning(text: str) -> NumberBeginning | None:
    """The beginning of a number that a person typed, at least its day; None when it is none.

    What stands behind the day is compared digit by digit, as it is written: zeros in front, the
    check digit at the end.
    """
    typed = "".join(unicodedata.normalize("NFKC", text).split())
    match = _BEGINNING.fullmatch(_DASHES.sub("-", typed))
    if match is None:
        return None
    day, digits = match.groups()
    reported_on = _day(day)
    if reported_on is None:
        return None
    spans: list[tuple[int, int]] = []
    for length in range(_SERIAL_DIGITS, len(str(_LARGEST_SERIAL)) + 1):
        if length > _SERIAL_DIGITS and digits.startswith("0"):
            break
        spans += _span(day, digits, length)
    return NumberBeginning(reported_on, tuple(spans))


def _day(digits: str) -> date | None:
    """The day of a number; None for one that cannot be, or lies outside of these thousand years."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None
    return day if 2000 <= day.year < 3000 else None


def _span(day: str, digits: str, length: int) -> list[tuple[int, int]]:
    """The serials of a length whose number begins with these digits."""
    if len(digits) > length:
        serial, check = digits[:length], digits[length:]
        whole = check == check_digit(day + serial) and int(serial) > 0
        return [(int(serial), int(serial))] if whole else []
    room = 10 ** (length - len(digits))
    least = 1 if length == _SERIAL_DIGITS else 10 ** (length - 1)
    first = int(digits or "0") * room
    last = first + room - 1 if digits else 10**length - 1
    return [(max(first, least), last)] if last >= least else []


def check_digit(digits: str) -> str:
    """The Damm check digit of a row of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)
