"""Hiding what belongs to a person: enough is left to tell two reporters apart. Pure."""

from typing import Final

HIDDEN: Final = "*"
_LEFT_BEFORE, _LEFT_AFTER = 3, 4


def masked_name(name: str) -> str:
    """Return 张三丰 as 张**: the first sign, and stars that do not tell the length."""
    return f"{name[0]}{HIDDEN * 2}" if name else ""


def masked_phone(phone: str) -> str:
    """Return 10000000001 as 100****0001; of a short number only the last two digits."""
    if len(phone) < _LEFT_BEFORE + _LEFT_AFTER + 2:
        return f"{HIDDEN * 4}{phone[-2:]}" if phone else ""
    return f"{phone[:_LEFT_BEFORE]}{HIDDEN * 4}{phone[-_LEFT_AFTER:]}"
