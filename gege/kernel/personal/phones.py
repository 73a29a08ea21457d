"""The telephone numbers of a cell: several, with area codes and extensions, in one spelling."""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.kernel.personal.placeholders import is_placeholder

_DASHES: Final = re.compile("[\u2010-\u2015\u2212\uff0d\u30fc_]+")
_GAP: Final = r"[ \-]?"
_FOUND: Final = re.compile(
    r"(?<![0-9])(?:(?:\+|00)?86[ \-]?)?"
    rf"(?P<mobile>1[0-9]{{2}}{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}})(?![0-9])"
    r"|(?<![0-9])(?:(?:\+|00)86[ \-]?)?"
    r"\(?(?P<area>0?(?:10|2[0-9]|(?![48]00)[3-9][0-9]{2}))\)?[ \-]?"
    rf"(?P<local>[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}})(?![0-9])"
    rf"|(?<![0-9])(?P<own>[2-9][0-9]{{2,3}}{_GAP}[0-9]{{4}})(?![0-9])"
    r"|(?<![0-9])(?P<service>(?:400|800)-?[0-9]{3,4}-?[0-9]{3,4}|1[0-2][0-9]{1,3}|9[56][0-9]{3,6})"
    r"(?![0-9])"
    r"|(?P<abroad>(?:\+|00)(?!86)[1-9][0-9 \-]{6,16}[0-9])"
)
_EXTENSION: Final = re.compile(r"\s*(?:转|分机|EXT\.?|X|#|-)\s*([0-9]{1,6})(?![0-9])")
_KNOWN_FILLERS: Final = frozenset(
    f"1{second}{digit * 9}" for second in "3456789" for digit in "0123456789"
) | {"13800138000"}
"""138 0013 8000 is the operator's own number, and the example of every form."""


class PhoneKind(StrEnum):
    """What answers at a number."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    ABROAD = "abroad"


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as bare digits: eleven of a mobile, area code and number of a landline.

    `complete` is False for a landline whose area code nobody knows.
    """

    kind: PhoneKind
    number: str
    extension: str = ""
    complete: bool = True

    @property
    def key(self) -> str:
        """The digits by which people may be compared; empty when many share the number."""
        if self.kind is PhoneKind.SERVICE or not self.complete:
            return ""
        return f"{self.number}-{self.extension}" if self.extension else self.number


def phones_in(text: str, *, area_code: str = "") -> tuple[Phone, ...]:
    """Return the numbers of a cell in their order, each once; words between them are left out.

    `area_code` (0826, say) completes landlines that came without one. Fillers (all one digit,
    12345678901, 13800138000) are no numbers.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text)).upper()
    if len(plain) == 11 and plain.isascii() and plain.isdigit() and plain[0] == "1":
        return () if _is_filler(plain) else (Phone(PhoneKind.MOBILE, plain),)
    found: dict[tuple[str, str], Phone] = {}
    place = 0
    while match := _FOUND.search(plain, place):
        place = match.end()
        phone = _phone(match, area_code)
        if phone.kind is PhoneKind.LANDLINE and (after := _EXTENSION.match(plain, place)):
            place = after.end()
            phone = Phone(phone.kind, phone.number, after[1], phone.complete)
        if not _is_filler(phone.number):
            found.setdefault((phone.number, phone.extension), phone)
    return tuple(found.values())


def _phone(match: re.Match[str], area_code: str) -> Phone:
    if match["mobile"]:
        return Phone(PhoneKind.MOBILE, _digits(match["mobile"]))
    if match["local"]:
        area = match["area"]
        return Phone(PhoneKind.LANDLINE, f"0{area.removeprefix('0')}{_digits(match['local'])}")
    if match["own"]:
        return Phone(
            PhoneKind.LANDLINE, area_code + _digits(match["own"]), complete=bool(area_code)
        )
    if match["service"]:
        return Phone(PhoneKind.SERVICE, _digits(match["service"]))
    return Phone(PhoneKind.ABROAD, "+" + _digits(match["abroad"]).removeprefix("00"))


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _is_filler(number: str) -> bool:
    return number in _KNOWN_FILLERS or is_placeholder(number)
