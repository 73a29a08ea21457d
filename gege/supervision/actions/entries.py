"""What was typed, checked against bounds: texts, choices and whole numbers."""

from enum import StrEnum
from typing import TypeVar

from gege.kernel.typed_text import cleaned
from gege.supervision.errors import Invalid

Word = TypeVar("Word", bound=StrEnum)


def text_of(field: str, text: str, *, most: int, least: int = 0, lines: bool = False) -> str:
    """Return a cleaned text; raises Invalid when it is missing, too short or too long."""
    text = cleaned(text, lines=lines)
    if len(text) < least:
        raise Invalid(field, "needed" if least > 1 else "missing")
    if len(text) > most:
        raise Invalid(field, "too_long", most=most)
    return text


def choice_of(field: str, value: str, vocabulary: type[Word]) -> Word:
    """Return a word of a closed vocabulary; raises Invalid for any other."""
    try:
        return vocabulary(value)
    except ValueError:
        raise Invalid(field, "unknown_choice", value=str(value)[:40]) from None
