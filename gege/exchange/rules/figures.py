"""Both sides' counts next to each other, and what to do where they differ."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class What(StrEnum):
    """How a line of a comparison differs."""

    SAME = "same"
    FEWER_HERE = "fewer_here"
    MORE_HERE = "more_here"
    OTHER_DIGEST = "other_digest"
    NOT_TOLD = "not_told"


KEPT_DAYS: Final = 180
MOST_LINES: Final = 5_000
Key = tuple[str, str]
"""An area and a month; either may be "" where a side does not tell it."""


@dataclass(frozen=True, slots=True)
class Count:
    """What one side holds: how many, and the digest over them where it has one."""

    count: int
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line: both sides of one area and month."""

    area: str
    month: str
    ours: Count
    theirs: Count | None
    what: What


def compared(ours: Mapping[Key, Count], theirs: Mapping[Key, Count]) -> list[Line]:
    """Return a line for each area and month that either side has, in order."""
    found = []
    for key in sorted({*ours, *theirs}):
        mine, other = ours.get(key, Count(0)), theirs.get(key, Count(0))
        found.append(Line(*key, mine, other, what_of(mine, other)))
    return found


def what_of(ours: Count, theirs: Count | None) -> What:
    """Say how two counts differ; digests are compared where both sides have one."""
    if theirs is None:
        return What.NOT_TOLD
    if ours.count < theirs.count:
        return What.FEWER_HERE
    if ours.count > theirs.count:
        return What.MORE_HERE
    if ours.digest and theirs.digest and ours.digest != theirs.digest:
        return What.OTHER_DIGEST
    return What.SAME
