"""What a text asks for: the agreed format, and plain words (docs/api.md, "Texts")."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.kernel.numbers import parse_number
from gege.kernel.typed_text import cleaned

LONGEST: Final = 2000
LONGEST_TITLE: Final = 40
SHORTEST: Final = 2


class Wish(StrEnum):
    """What the sender wants."""

    REPORT = "report"
    ADD = "add"
    ASK = "ask"
    ACKNOWLEDGE = "acknowledge"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text understood. `number` is a matter's (ADD, ASK); the rest is for REPORT and ADD."""

    wish: Wish
    number: str = ""
    words: str = ""
    kind: str = ""
    place: str = ""

    @property
    def title(self) -> str:
        """The first sentence, as the title of a matter."""
        first = re.split(r"[\n。！？!?；;]", self.words, maxsplit=1)[0].strip()
        if len(first) < SHORTEST:
            first = " ".join(self.words.split())
        return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


_ADD: Final = ("补充", "bc", "add")
_ASK: Final = ("查询", "cx", "ask")
_REPORT: Final = ("上报", "sb", "report")
_ACKNOWLEDGE: Final = frozenset({"收到", "已收到", "知道了", "已知悉", "sd", "ok", "received"})
_HELP: Final = frozenset({"帮助", "bz", "help", "?"})
_NUMBER: Final = re.compile(
    r"[0-9０-９]{8}[ \u3000]*[-_\u2010-\u2015\u2212\uff0d\u30fc]*[ \u3000]*[0-9０-９]{7,10}"
)
_BREAK: Final = " \u3000\n\t:：,，、-"


def understood(text: str) -> Wanted:
    """Return what a text wants. Full-width letters, digits and signs are read like narrow ones.

    A text that begins with no word of the format is a report in plain words; one that holds
    nothing asks for help.
    """
    clean = cleaned(text)[:LONGEST]
    plain = _narrow(clean).strip(" .。!！").lower()
    if not plain or plain in _HELP:
        return Wanted(Wish.HELP)
    if plain in _ACKNOWLEDGE:
        return Wanted(Wish.ACKNOWLEDGE)
    for wish, beginnings in ((Wish.ADD, _ADD), (Wish.ASK, _ASK)):
        rest = _after(clean, beginnings)
        if rest is not None:
            return _about(wish, rest)
    rest = _after(clean, _REPORT)
    if rest is not None:
        return _report(rest)
    if parse_number(clean) is not None:
        return Wanted(Wish.ASK, number=str(parse_number(clean)))
    return _report(clean) if len(clean) >= SHORTEST else Wanted(Wish.HELP)


PICTURES_ALONE: Final = "彩信（没有文字）"
"""What a picture message without words says."""


def understood_with_pictures(text: str) -> Wanted:
    """Return what a picture message wants: as its words say, but pictures are always a report.

    Alone they open a matter; with nothing but a number they are added to that matter.
    """
    wanted = understood(text)
    number = wanted.number
    if wanted.wish is Wish.HELP:
        rest = _after(cleaned(text)[:LONGEST], _ADD)
        match = _NUMBER.match(rest) if rest else None
        number = str(parse_number(match.group()) or "") if match else ""
        if not number:
            return Wanted(Wish.REPORT, words=PICTURES_ALONE)
    if number and not wanted.words:
        return Wanted(Wish.ADD, number=number, words=PICTURES_ALONE)
    return wanted


def kind_in(words: str, kinds: Iterable[tuple[str, str]]) -> str:
    """Return the code of the kind whose name words speak of; "" when none or several do.

    `kinds` are (code, name). A kind is meant by its code, by its whole name, or by three signs or
    more of it.
    """
    text = _narrow(words).strip()
    found: list[tuple[int, str]] = []
    for code, name in kinds:
        if text.upper() == code:
            return code
        common = _longest_common(_narrow(name), text)
        if common >= 3 or common == len(name):
            found.append((common, code))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return ""
    return found[0][1]


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _after(text: str, beginnings: Iterable[str]) -> str | None:
    """Return what follows one of these words; Latin ones need a break behind them."""
    for word in beginnings:
        head = _narrow(text[: len(word)]).lower()
        rest = text[len(word) :]
        if head == word and (not word.isascii() or not rest or not _narrow(rest[0]).isalnum()):
            return rest.lstrip(_BREAK)
    return None


def _about(wish: Wish, rest: str) -> Wanted:
    match = _NUMBER.match(rest)
    number = parse_number(match.group()) if match else None
    words = rest[match.end() :].strip(_BREAK) if match else ""
    if number is None or (wish is Wish.ADD and not words):
        return Wanted(Wish.HELP)
    return Wanted(wish, number=str(number), words=words)


def _report(rest: str) -> Wanted:
    """Read "kind # place # words", "place # words" or plain words."""
    parts = [one.strip() for one in re.split(r"[#＃]", rest) if one.strip()]
    if not parts:
        return Wanted(Wish.HELP)
    if len(parts) == 1:
        return Wanted(Wish.REPORT, words=parts[0]) if len(parts[0]) >= SHORTEST else _HELP_WANTED
    if len(parts) == 2:
        return Wanted(Wish.REPORT, place=parts[0][:200], words=parts[1])
    return Wanted(Wish.REPORT, kind=parts[0], place=parts[1][:200], words="\n".join(parts[2:]))


_HELP_WANTED: Final = Wanted(Wish.HELP)


def _longest_common(name: str, text: str) -> int:
    """Return the length of the longest piece of a name that stands in a text."""
    for length in range(len(name), 1, -1):
        if any(name[at : at + length] in text for at in range(len(name) - length + 1)):
            return length
    return 0
