"""A cell that should hold a citizen number: what stands there, and whether it tells people apart.

GB 11643 is checked by `gege.kernel.identity`; this module knows how such numbers arrive in files of
departments: masked, cut to fifteen digits by a spreadsheet, replaced by a placeholder.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gege.kernel.identity import Sex, citizen_number_problems, read_citizen_number, tidy
from gege.kernel.personal.placeholders import is_placeholder
from gege.kernel.personal.written_dates import FILLED_IN

OLDEST: Final = date(1880, 1, 1)
"""Nobody who is registered was born before; such a number is a filler or a slip."""

_SCIENTIFIC: Final = re.compile(r"[0-9](?:\.[0-9]+)?E\+?1[0-9]")
_DECIMAL: Final = re.compile(r"([0-9]{15,18})\.0+")
_CUT: Final = re.compile(r"[0-9]{15}000")
_MASKED: Final = re.compile(r"[0-9]{2,14}[*X●•]{3,15}[0-9]{0,6}[0-9X]?")
_TEMPORARY: Final = re.compile(r"(?:临时?|LS|TEMP|T|TMP|L|G|J)[0-9A-Z]{3,20}")
_UNFINISHED: Final = re.compile(r"[0-9]{14}(?:0000|9999|[A-Z]{2,4})")


class CellState(StrEnum):
    """What a cell holds. Only a sound number is a key."""

    EMPTY = "empty"
    PLACEHOLDER = "placeholder"
    TEMPORARY = "temporary"
    MASKED = "masked"
    DAMAGED = "damaged"
    UNREADABLE = "unreadable"
    WARNED = "warned"
    SOUND = "sound"


@dataclass(frozen=True, slots=True)
class CitizenCell:
    """A read cell. `number` is tidied: 18 characters when sound or warned, else what stood there.

    `problems` are words of `citizen_number_problems`, besides ``scientific``, ``cut_to_15``,
    ``too_old`` and ``filled_in``. A warned number may be genuine (only its check digit is wrong),
    so it is shown and compared, yet it links nobody by itself.
    """

    state: CellState
    number: str
    problems: tuple[str, ...] = ()
    converted: bool = False
    born_on: date | None = None
    sex: Sex | None = None

    @property
    def usable(self) -> str:
        """The 18 characters of a sound number; else empty."""
        return self.number if self.state is CellState.SOUND else ""


def read_citizen_cell(text: str, *, today: date | None = None) -> CitizenCell:
    """Read a cell: full-width digits, spaces, dashes, a lower-case x and a leading ' are taken.

    Fifteen digits become eighteen (century 19). A number in scientific notation, or whose last
    three digits a spreadsheet has made zeros, is damaged: it is told, and never guessed.
    """
    typed = _bare(text)
    if not typed:
        return CitizenCell(CellState.EMPTY, "")
    if is_placeholder(typed):
        return CitizenCell(CellState.PLACEHOLDER, "")
    odd = _odd(typed)
    return odd if odd is not None else _checked(typed, today)


def contradictions(
    cell: CitizenCell, *, born_on: date | None = None, sex: str = ""
) -> tuple[str, ...]:
    """What a person's other columns say against their number: ``birth_date``, ``sex``.

    `sex` is a code of GB/T 2261.1; 0 (unknown) and 9 (not said) contradict nothing.
    """
    found = []
    if born_on is not None and cell.born_on is not None and born_on != cell.born_on:
        found.append("birth_date")
    if sex in ("1", "2") and cell.sex is not None and sex != cell.sex:
        found.append("sex")
    return tuple(found)


def _bare(text: str) -> str:
    typed = tidy(text.strip().lstrip("'’‘`"))
    if typed.isascii() and typed.isalnum():
        return typed
    typed = "".join(sign for sign in typed if unicodedata.category(sign)[0] != "C")
    decimal = _DECIMAL.fullmatch(typed)
    return decimal[1] if decimal else typed


def _odd(typed: str) -> CitizenCell | None:
    """A cell that holds no whole number, and says why."""
    if _SCIENTIFIC.fullmatch(typed):
        return CitizenCell(CellState.DAMAGED, typed, ("scientific",))
    if _MASKED.fullmatch(typed) and citizen_number_problems(typed):
        return CitizenCell(CellState.MASKED, typed.replace("●", "*").replace("•", "*"))
    if _TEMPORARY.fullmatch(typed) or _UNFINISHED.fullmatch(typed):
        # An unfinished number may be genuine by chance: four zeros pass one check in eleven.
        return CitizenCell(CellState.TEMPORARY, typed)
    if _CUT.fullmatch(typed):
        # One cut number in eleven passes the check: not damaged for sure, and yet no key.
        sound = not citizen_number_problems(typed)
        state = CellState.WARNED if sound else CellState.DAMAGED
        return CitizenCell(state, typed, ("cut_to_15",))
    return None


def _checked(typed: str, today: date | None) -> CitizenCell:
    problems = tuple(citizen_number_problems(typed, today=today))
    if problems == ("check_digit",):
        born_on, sex = _parts(typed)
        return CitizenCell(CellState.WARNED, typed, problems, False, born_on, sex)
    read = None if problems else read_citizen_number(typed)
    if read is None:
        return CitizenCell(CellState.UNREADABLE, typed, problems)
    if read.born_on < OLDEST:
        return CitizenCell(CellState.UNREADABLE, typed, ("too_old",))
    if read.born_on == FILLED_IN:
        return CitizenCell(CellState.WARNED, read.number, ("filled_in",), read.converted)
    return CitizenCell(CellState.SOUND, read.number, (), read.converted, read.born_on, read.sex)


def _parts(number: str) -> tuple[date, Sex]:
    born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return born_on, Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
