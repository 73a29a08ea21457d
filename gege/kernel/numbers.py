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
    try:
        reported_on = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return None
    return MatterNumber(reported_on, int(digits)) if int(digits) else None


def check_digit(digits: str) -> str:
    """The Damm check digit of a row of ASCII digits."""
    interim = 0
    for digit in digits:
        interim = int(_DAMM[interim][int(digit)])
    return str(interim)
