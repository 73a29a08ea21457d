"""Checking what people typed. Every entry is hostile until it has passed here."""

from datetime import datetime
from typing import Final, TypeVar

from gege.kernel.typed_text import cleaned
from gege.matters.errors import Invalid

SHORTEST_REASON: Final = 2

Word = TypeVar("Word")


def words(field: str, text: str, *, most: int, least: int = 0, lines: bool = True) -> str:
    """Return a cleaned text; raises Invalid when it is empty, too short or too long."""
    text = cleaned(text, lines=lines)
    if least and not text:
        raise Invalid(field, "needed")
    if len(text) < least:
        raise Invalid(field, "too_short", least=least)
    if len(text) > most:
        raise Invalid(field, "too_long", most=most)
    return text


def reason(text: str, field: str = "reason") -> str:
    """Return a reason in words; raises Invalid when none is given."""
    return words(field, text, most=500, least=SHORTEST_REASON)


def choice(field: str, value: str, vocabulary: type[Word]) -> Word:
    """Return a word of a closed vocabulary; raises Invalid for any other."""
    try:
        return vocabulary(value)  # type: ignore[call-arg]  # every vocabulary is a StrEnum
    except ValueError:
        raise Invalid(field, "unknown_choice", value=value[:40]) from None


def past(field: str, at: datetime | None, *, now: datetime, slack_minutes: int) -> datetime | None:
    """Return a moment that is not in the future, some minutes of a fast clock forgiven."""
    if at is None:
        return None
    if (at - now).total_seconds() > slack_minutes * 60:
        raise Invalid(field, "in_the_future")
    if at.year < 2000:
        raise Invalid(field, "too_long_ago")
    return min(at, now)
