"""Hiding what belongs to a person: enough is left to tell two people apart. Pure."""

import re
from collections.abc import Callable, Mapping
from typing import Final

HIDDEN: Final = "*"
_LEFT_BEFORE, _LEFT_AFTER = 3, 4
_COUNTED: Final = r"[0-9〇零一二三四五六七八九十百A-Za-z]+\s*"
_INSIDE: Final = re.compile(rf"{_COUNTED}(?:单元|室|层|房|户|门)")
_BUILDING: Final = re.compile(rf".*{_COUNTED}(?:号楼|栋|幢|座)")
_HOUSE: Final = re.compile(rf".*{_COUNTED}号")
_YEAR: Final = re.compile(r"[0-9]{4}")


def masked_name(name: str) -> str:
    """Return 张三丰 as 张**: the first sign, and stars that do not tell the length."""
    return f"{name[0]}{HIDDEN * 2}" if name else ""


def masked_phone(phone: str) -> str:
    """Return 10000000001 as 100****0001; of a short number only the last two digits."""
    if len(phone) < _LEFT_BEFORE + _LEFT_AFTER + 2:
        return f"{HIDDEN * 4}{phone[-2:]}" if phone else ""
    return f"{phone[:_LEFT_BEFORE]}{HIDDEN * 4}{phone[-_LEFT_AFTER:]}"


def masked_number(number: str) -> str:
    """Return 99000019500307001X as ****001X; a number too short for that is hidden whole."""
    if not number:
        return ""
    return HIDDEN * 4 + (number[-_LEFT_AFTER:] if len(number) >= 2 * _LEFT_AFTER else "")


def masked_address(address: str) -> str:
    """Return 解放路12号3栋2单元501 as 解放路12号3栋****: up to the building, never the door.

    Where no building is named the last house number counts; without one all of it is hidden.
    """
    outside = _INSIDE.split(address, maxsplit=1)[0]
    match = _BUILDING.match(outside) or _HOUSE.match(outside)
    return f"{match[0]}{HIDDEN * 4}" if match else hidden(address)


def masked_year(day: str) -> str:
    """Return 1950-03 or 1950-03-07 as 1950; what begins with no year is hidden whole."""
    match = _YEAR.match(day)
    return match[0] if match else hidden(day)


def hidden(value: str) -> str:
    """Return stars that tell nothing but that there is something."""
    return HIDDEN * 4 if value else ""


def _whole(value: str) -> str:
    return value


MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "whole": _whole,
    "name": masked_name,
    "phone": masked_phone,
    "last_four": masked_number,
    "year": masked_year,
    "building": masked_address,
    "hidden": hidden,
}
"""What a declaration may ask for, by its word."""
