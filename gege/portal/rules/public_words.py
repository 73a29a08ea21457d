"""What stands on public pages: titles out of a resident's words, names as far as published."""

import re
from enum import StrEnum
from typing import Final

LONGEST_TITLE: Final = 60
_END: Final = re.compile(r"[。！？!?；;\n]")
_NUMBERS: Final = re.compile(r"(?<![0-9])(1[0-9]{10}|[0-9]{17}[0-9Xx]|[0-9]{16,19})(?![0-9])")
"""Mobile, identity and bank numbers."""
_DOUBLE: Final = frozenset(
    [
        "欧阳",
        "司马",
        "上官",
        "诸葛",
        "东方",
        "皇甫",
        "尉迟",
        "公孙",
        "令狐",
        "慕容",
        "夏侯",
        "司徒",
        "长孙",
        "宇文",
        "端木",
        "南宫",
        "轩辕",
    ]
)


class Published(StrEnum):
    """How much of a grid's worker the county publishes: each step has what the one before has."""

    NONE = "none"
    SURNAME = "surname"
    NAME = "name"
    PHONE = "phone"


def title_of(words: str) -> str:
    """Return the first sentence of what a resident wrote, cut where it is too long."""
    first = next((part.strip() for part in _END.split(words) if len(part.strip()) > 1), "")
    first = first or " ".join(words.split())
    return first if len(first) <= LONGEST_TITLE else f"{first[: LONGEST_TITLE - 1]}…"


def surname_of(name: str) -> str:
    """Return the surname of a Chinese name; the last word of any other."""
    if name[:2] in _DOUBLE and len(name) > 2:
        return name[:2]
    return name[:1] if "\u4e00" <= name[:1] <= "\u9fff" else name.split(" ")[-1]


def holds_a_number(words: str) -> bool:
    """Tell whether a text holds what looks like somebody's telephone or identity number."""
    return bool(_NUMBERS.search(re.sub(r"[\s-]+", "", words)) or _NUMBERS.search(words))
