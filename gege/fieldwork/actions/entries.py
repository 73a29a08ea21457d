"""Checking what people typed and what phones sent. Every entry is hostile until it passed here."""

from datetime import datetime, timedelta
from typing import Final, TypeVar

from gege.fieldwork.errors import Invalid
from gege.fieldwork.rules.field_rules import FieldRules
from gege.kernel.typed_text import cleaned

SLACK: Final = timedelta(minutes=5)
"""How far a clock may run ahead without a complaint; the moment is then taken as now."""

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


def choice(field: str, value: str, vocabulary: type[Word]) -> Word:
    """Return a word of a closed vocabulary; raises Invalid for any other."""
    try:
        return vocabulary(value)  # type: ignore[call-arg]  # every vocabulary is a StrEnum
    except ValueError:
        raise Invalid(field, "unknown_choice", value=str(value)[:40]) from None


def number(field: str, value: int, *, least: int, most: int) -> int:
    """Return a whole number within its range; raises Invalid for any other."""
    if not least <= value <= most:
        raise Invalid(field, "between", least=least, most=most)
    return value


def past(field: str, at: datetime, *, now: datetime, rules: FieldRules) -> datetime:
    """Return when something was done: not in the future, not older than phones keep things.

    Raises Invalid; a clock that runs some minutes ahead is taken as now.
    """
    if at - now > SLACK:
        raise Invalid(field, "in_the_future")
    if now - at > rules.longest_away + timedelta(days=1):
        raise Invalid(field, "too_long_ago")
    return min(at, now)
