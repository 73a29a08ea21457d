"""The handbook's rules (R-078): where an article stands on a day, and what it must say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

TITLE_MOST: Final = 80
TITLE_EN_MOST: Final = 120
BODY_LEAST: Final = 10
BODY_MOST: Final = 20_000
KEYWORDS_MOST: Final = 200
SOURCE_MOST: Final = 300
NOTE_MOST: Final = 300
EARLIEST: Final = date(1949, 10, 1)
LONGEST_REVIEW: Final = timedelta(days=3 * 366)
LONGEST_SENTENCE: Final = 60


class ArticleKind(StrEnum):
    """What an article is; everything but a guide names the text it follows."""

    POLICY = "policy"
    LAW = "law"
    PROCEDURE = "procedure"
    GUIDE = "guide"


class ArticleState(StrEnum):
    """What was done with an article. Whether it is shown is a question of the day as well."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """How an article stands on a day."""

    DRAFT = "draft"
    TO_COME = "to_come"
    SHOWN = "shown"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class Ask(StrEnum):
    """What an owner is asked."""

    EXPIRED = "expired"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Life:
    """The days of an article: valid in [valid_from, valid_to), to be looked at again on a day."""

    state: ArticleState
    valid_from: date
    valid_to: date | None
    review_on: date
    asked_on: date | None = None


def standing_of(life: Life, on: date) -> Standing:
    """Return how an article stands on a day."""
    if life.state is ArticleState.DRAFT:
        return Standing.DRAFT
    if life.state is ArticleState.WITHDRAWN:
        return Standing.WITHDRAWN
    if on < life.valid_from:
        return Standing.TO_COME
    if life.valid_to is not None and on >= life.valid_to:
        return Standing.EXPIRED
    return Standing.SHOWN


def to_ask(life: Life, on: date) -> Ask | None:
    """Return what the owner is to be asked on a day; None when nothing, or asked already.

    Expiry is asked about once and a review day once. A renewal or a new version sets other days,
    and with them the question is open again.
    """
    if life.state is not ArticleState.PUBLISHED:
        return None
    asked = life.asked_on or date.min
    if life.valid_to is not None and life.valid_to <= on:
        return Ask.EXPIRED if asked < life.valid_to else None
    return Ask.REVIEW if asked < life.review_on <= on else None


def needs_source(kind: ArticleKind) -> bool:
    """Tell whether an article must name the law, document or notice it follows."""
    return kind is not ArticleKind.GUIDE


def wrong_days(valid_from: date, valid_to: date | None, review_on: date) -> tuple[str, str] | None:
    """Return the field and the word of what is wrong with an article's days, else None."""
    if not EARLIEST <= valid_from <= date(2100, 1, 1):
        return "valid_from", "day_out_of_range"
    if valid_to is not None and not valid_from < valid_to <= date(2100, 1, 1):
        return "valid_to", "ends_before_it_begins"
    if not EARLIEST <= review_on <= date(2100, 1, 1):
        return "review_on", "day_out_of_range"
    return None


def wrong_to_publish(valid_to: date | None, review_on: date, on: date) -> tuple[str, str] | None:
    """Return the field and the word of what forbids publishing or renewing on a day, else None."""
    if valid_to is not None and valid_to <= on:
        return "valid_to", "ended_already"
    if review_on <= on:
        return "review_on", "review_in_the_past"
    if review_on > on + LONGEST_REVIEW:
        return "review_on", "review_too_far"
    return None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a run of steps."""

    steps: bool
    lines: tuple[str, ...]


def blocks_of(body: str) -> tuple[Block, ...]:
    """Return a text as paragraphs and steps: lines that begin with "- " are steps."""
    return tuple(_blocks(body))


def long_sentences(body: str, most: int = LONGEST_SENTENCE) -> tuple[str, ...]:
    """Return the sentences that are hard to read aloud: longer than `most` signs."""
    return tuple(
        sentence
        for line in body.splitlines()
        for sentence in _sentences(line.removeprefix("- "))
        if len(sentence) > most and not sentence.isascii()
    )


def _blocks(body: str) -> Iterator[Block]:
    kept: list[str] = []
    steps = False
    for line in (*(one.strip() for one in body.splitlines()), ""):
        is_step = line.startswith("- ")
        if kept and (not line or is_step != steps):
            yield Block(steps, tuple(kept))
            kept = []
        if line:
            steps = is_step
            kept.append(line.removeprefix("- ").strip())


def _sentences(line: str) -> Iterator[str]:
    start = 0
    for place, sign in enumerate(line):
        if sign in "。！？；":
            yield line[start : place + 1].strip()
            start = place + 1
    yield line[start:].strip()
