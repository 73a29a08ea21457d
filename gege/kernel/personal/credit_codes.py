"""A cell that should hold a unified social credit code: what stands there, and if it is a key."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.kernel.identity import (
    OVERRIDABLE,
    credit_code_problems,
    organisation_check_digit,
    tidy,
)
from gege.kernel.personal.placeholders import is_placeholder

_ORGANISATION: Final = re.compile(r"[0-9A-Z]{8}[0-9X]")
_REGISTRATION: Final = re.compile(r"[0-9]{15}")


class CreditState(StrEnum):
    """What a cell holds. WARNED: only check digits fail, as those of some early genuine codes do.

    ORGANISATION and REGISTRATION are the numbers before 2015: nine characters (GB 11714) and
    fifteen digits of a business licence. They name an organisation and are no credit code.
    """

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    ORGANISATION = "organisation"
    REGISTRATION = "registration"
    UNREADABLE = "unreadable"
    WARNED = "warned"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class CreditCell:
    """A read cell: the code without spaces and dashes, and the words of `credit_code_problems`.

    `organisation` is the code's nine characters for the organisation, by which an old number and a
    new code of one organisation are found together; empty when there is none that is sound.
    """

    state: CreditState
    code: str
    problems: tuple[str, ...] = ()
    organisation: str = ""

    @property
    def usable(self) -> str:
        """The 18 characters of a sound code; else empty."""
        return self.code if self.state is CreditState.SOUND else ""


def read_credit_cell(text: str) -> CreditCell:
    """Read a cell. Letters that no code uses (O for 0, I for 1) are told, and not guessed."""
    code = tidy(text.strip().lstrip("'’‘`"))
    if not code:
        return CreditCell(CreditState.EMPTY, "")
    if is_placeholder(code):
        return CreditCell(CreditState.PLACEHOLDER, "")
    if len(code) == 9 and _ORGANISATION.fullmatch(code):
        sound = organisation_check_digit(code[:8]) == code[8]
        problems = () if sound else ("organisation_check_digit",)
        return CreditCell(CreditState.ORGANISATION, code, problems, code if sound else "")
    if _REGISTRATION.fullmatch(code):
        return CreditCell(CreditState.REGISTRATION, code)
    found = tuple(credit_code_problems(code))
    if not found:
        return CreditCell(CreditState.SOUND, code, (), code[8:17])
    if set(found) <= OVERRIDABLE:
        organisation = "" if "organisation_check_digit" in found else code[8:17]
        return CreditCell(CreditState.WARNED, code, found, organisation)
    return CreditCell(CreditState.UNREADABLE, code, found)
