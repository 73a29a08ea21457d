"""Cells as departments write them, in the spelling that a field is typed in.

Nothing is guessed: what cannot be read for certain goes on as it stands, and the readers of values
say what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from gege.kernel.personal.citizen_numbers import CellState, read_citizen_cell
from gege.kernel.personal.phones import phones_in
from gege.kernel.personal.placeholders import is_placeholder
from gege.kernel.personal.written_dates import read_date
from gege.registers.rules.declaration import CodeList, Type

_NOT_A_NUMBER: Final = frozenset({CellState.PLACEHOLDER, CellState.EMPTY})
_HIDDEN: Final = frozenset({CellState.MASKED, CellState.TEMPORARY, CellState.DAMAGED})
_UNITS: Final = re.compile(r"(?<=[0-9])\s*(平方米|平米|㎡|m2|m²|层|岁|个|部|人|天|年|元)$")
_YES: Final = frozenset(["有", "√", "✓", "y", "t", "对", "on"])
_NO: Final = frozenset(["无", "没有", "×", "x", "n", "f", "错", "off"])
_MAY_BE_NOTHING: Final = frozenset({Type.CODE, Type.CODES, Type.YES_NO, Type.INTEGER, Type.NUMBER})


class NotTaken(Exception):  # noqa: N818 - an answer, not a fault
    """A cell that says nothing usable: empty, a placeholder, a number that is hidden or cut."""

    def __init__(self, word: str = "") -> None:
        self.word = word
        super().__init__(word)


def typed_of(text: str, kind: Type, today: date) -> str:
    """Return a cell as a person would have typed it. Raises NotTaken where it says nothing.

    The word of NotTaken is empty for what simply is not there, else it names what is wrong with
    the cell without making the row faulty (``number_hidden``).
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain or (kind not in _MAY_BE_NOTHING and is_placeholder(plain)):
        raise NotTaken
    reader = _READERS.get(kind)
    return reader(plain, text.strip(), today) if reader else text.strip()


def code_of(text: str, codes: CodeList, mapped: Mapping[str, str]) -> str:
    """Return the code that a text stands for. Raises NotTaken for what a person left out or what
    is empty, LookupError for a text that nobody mapped.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in mapped:
        if not mapped[plain]:
            raise NotTaken
        return mapped[plain]
    if not plain:
        raise NotTaken
    found = _known(plain, codes)
    if found is not None:
        return found
    if is_placeholder(plain):
        raise NotTaken
    raise LookupError(plain)


def _known(plain: str, codes: CodeList) -> str | None:
    """Return the code of a text by the list itself: the code, its words, or a plain variant."""
    if plain in codes.entries:
        return plain
    if plain.isdigit() and plain.zfill(2) in codes.entries:
        return plain.zfill(2)
    bare = plain.lstrip("0")
    if plain.isdigit() and bare in codes.entries:
        return bare
    shorter = {plain.removesuffix(tail) for tail in ("性", "类", "户", "级")} | {plain}
    for code, words in codes.entries.items():
        if words.zh in shorter or words.en.casefold() == plain.casefold():
            return code
    # "1-男", "01 住宅": the code in front of its own words.
    match = re.fullmatch(r"([0-9A-Za-z]{1,4})[\s.、:：_-]+(.+)", plain)
    if match and match[1] in codes.entries and codes.entries[match[1]].zh == match[2].strip():
        return match[1]
    return None


def _identity(plain: str, text: str, today: date) -> str:
    read = read_citizen_cell(text, today=today)
    if read.state in _NOT_A_NUMBER:
        raise NotTaken
    if read.state in _HIDDEN:
        raise NotTaken("number_hidden")
    if read.state in (CellState.SOUND, CellState.WARNED):
        return read.number
    return plain


def _phone(plain: str, text: str, today: date) -> str:
    found = phones_in(text)
    return found[0].number if found else plain


def _day(plain: str, text: str, today: date) -> str:
    read = read_date(text, today=today)
    sure = read.day if read.precision == "day" and not read.others else None
    return sure.isoformat() if sure is not None else plain


def _month(plain: str, text: str, today: date) -> str:
    read = read_date(text, today=today)
    if read.day is None or read.others or read.precision not in ("day", "month"):
        return plain
    return f"{read.day:%Y-%m}"


def _number(plain: str, text: str, today: date) -> str:
    bare = _UNITS.sub("", plain.replace(",", ""))
    return bare.removesuffix(".0")


def _yes_no(plain: str, text: str, today: date) -> str:
    word = plain.casefold()
    return "yes" if word in _YES else "no" if word in _NO else plain


_READERS: Final[Mapping[Type, Callable[[str, str, date], str]]] = {
    Type.IDENTITY: _identity,
    Type.PHONE: _phone,
    Type.DATE: _day,
    Type.MONTH: _month,
    Type.NUMBER: _number,
    Type.INTEGER: _number,
    Type.YES_NO: _yes_no,
}
