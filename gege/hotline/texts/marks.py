"""The keyed mark of a sender: equal numbers are found again, none can be read."""

from typing import Final

from gege.notices.api import mark

PURPOSE: Final = "hotline.text"


def mark_of(number: str) -> str:
    """Return the mark of a number in the spelling of `kernel/telephones.py`."""
    return mark(number, PURPOSE)
