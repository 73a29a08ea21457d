"""Checks of citizen numbers (GB 11643) and unified social credit codes (GB 32100).

They say whether a number can have been copied correctly, nothing else: no meaning is read from the
area part, since historic codes stay valid for life.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# No county has this prefix: numbers of demonstration data begin with it, so no one can match.
FICTITIOUS_AREA = "990000"

# Findings that a person may override with a reason: some early genuine codes fail these checks.
OVERRIDABLE = frozenset({"check_digit", "organisation_check_digit"})

_CITIZEN_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CITIZEN_CHECKS = "10X98765432"
_CITIZEN_SHAPE = re.compile(r"[0-9]{17}[0-9X]")
_OLD_CITIZEN_SHAPE = re.compile(r"[0-9]{15}")

_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_CREDIT_VALUES = {sign: value for value, sign in enumerate(_CREDIT_ALPHABET)}
_CREDIT_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))

_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)


class Sex(StrEnum):
    """Sex by GB/T 2261.1, as far as a citizen number can tell."""

    MALE = "1"
    FEMALE = "2"


@dataclass(frozen=True, slots=True)
class CitizenNumber:
    """A sound citizen number: 18 characters, capital X; converted when it came with 15 digits."""

    number: str
    born_on: date
    sex: Sex
    converted: bool

    @property
    def is_fictitious(self) -> bool:
        """True for the numbers of demonstration data."""
        return self.number.startswith(FICTITIOUS_AREA)


def citizen_number_problems(text: str, *, today: date | None = None) -> list[str]:
    """What is wrong with a citizen number (GB 11643-1999, 18 characters, or the old 15 digits).

    ``empty``, ``length`` and ``characters`` stand alone; then ``birth_date`` (no such day),
    ``born_in_future`` (only when `today` is given) and ``check_digit``. Empty list: sound.
    """
    number = tidy(text)
    shape = _citizen_shape_problem(number)
    if shape is not None:
        return [shape]
    problems = []
    born_on = _born_on(number)
    if born_on is None:
        problems.append("birth_date")
    elif today is not None and born_on > today:
        problems.append("born_in_future")
    if len(number) == 18 and citizen_check_digit(number[:17]) != number[17]:
        problems.append("check_digit")
    return problems


def read_citizen_number(text: str) -> CitizenNumber | None:
    """The parts of a sound citizen number, or None when `citizen_number_problems` names any.

    Fifteen digits become eighteen with the century 19, as the standard's transition rule has it.
    """
    if citizen_number_problems(text):
        return None
    typed = tidy(text)
    number = _eighteen(typed)
    born_on = _born_on(number)
    if born_on is None:
        return None
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return CitizenNumber(number, born_on, sex, converted=number != typed)


def citizen_check_digit(first_17: str) -> str:
    """The 18th character by ISO 7064 MOD 11-2. Raises ValueError unless given 17 ASCII digits."""
    if not re.fullmatch(r"[0-9]{17}", first_17):
        raise ValueError("the check digit of a citizen number needs 17 digits")
    total = sum(int(d) * w for d, w in zip(first_17, _CITIZEN_WEIGHTS, strict=True))
    return _CITIZEN_CHECKS[total % 11]


def credit_code_problems(text: str) -> list[str]:
    """What is wrong with a unified social credit code (GB 32100-2015, 18 characters).

    ``empty``, ``length`` and ``characters`` (I, O, S, V, Z are never used) stand alone; then
    ``area`` (characters 3-8 not digits), ``organisation_check_digit`` (GB 11714, character 17) and
    ``check_digit`` (character 18). The last two are in `OVERRIDABLE`.
    """
    code = tidy(text)
    if not code:
        return ["empty"]
    if len(code) != 18:
        return ["length"]
    if any(sign not in _CREDIT_VALUES for sign in code):
        return ["characters"]
    problems = []
    if not code[2:8].isdigit():
        problems.append("area")
    if organisation_check_digit(code[8:16]) != code[16]:
        problems.append("organisation_check_digit")
    if credit_check_digit(code[:17]) != code[17]:
        problems.append("check_digit")
    return problems


def credit_check_digit(first_17: str) -> str:
    """The 18th character by GB 32100 (weights 3^i mod 31).

    Raises ValueError unless given 17 characters of the code's alphabet.
    """
    if len(first_17) != 17 or any(sign not in _CREDIT_VALUES for sign in first_17):
        raise ValueError("the check digit of a credit code needs 17 characters of its alphabet")
    total = sum(_CREDIT_VALUES[s] * w for s, w in zip(first_17, _CREDIT_WEIGHTS, strict=True))
    return _CREDIT_ALPHABET[-total % 31]


def organisation_check_digit(first_8: str) -> str:
    """The 9th character of an organisation code (GB 11714-1997): 10 is written X, 11 is 0.

    Raises ValueError unless given 8 digits or capital letters.
    """
    if not re.fullmatch(r"[0-9A-Z]{8}", first_8):
        raise ValueError("the check digit of an organisation code needs 8 digits or capitals")
    total = sum(int(s, 36) * w for s, w in zip(first_8, _ORGANISATION_WEIGHTS, strict=True))
    check = 11 - total % 11
    return {10: "X", 11: "0"}.get(check, str(check))


def tidy(text: str) -> str:
    """The number as stored: half-width, capital, without spaces or dashes."""
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("-", "").upper()


def _citizen_shape_problem(number: str) -> str | None:
    if not number:
        return "empty"
    if len(number) not in (15, 18):
        return "length"
    shape = _CITIZEN_SHAPE if len(number) == 18 else _OLD_CITIZEN_SHAPE
    return None if shape.fullmatch(number) else "characters"


def _eighteen(number: str) -> str:
    if len(number) == 18:
        return number
    first_17 = number[:6] + "19" + number[6:]
    return first_17 + citizen_check_digit(first_17)


def _born_on(number: str) -> date | None:
    written = number[6:14] if len(number) == 18 else "19" + number[6:12]
    try:
        return date(int(written[:4]), int(written[4:6]), int(written[6:]))
    except ValueError:
        return None
