"""The closed vocabularies of briefings. Screens translate them in `briefing_names.py`."""

from enum import StrEnum
from typing import Final


class Span(StrEnum):
    """What a briefing looks at: a week from Monday on, a month, or days that somebody chose."""

    WEEK = "week"
    MONTH = "month"
    OTHER = "other"


class BriefingState(StrEnum):
    """Where a briefing stands. The deeds between them are `rules/briefings.py`."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    REPLACED = "replaced"
    DISCARDED = "discarded"


OPEN_BRIEFINGS: Final = frozenset({BriefingState.DRAFT, BriefingState.PROPOSED})
"""States in which its words may still change."""
READABLE: Final = frozenset({BriefingState.PUBLISHED, BriefingState.REPLACED})
"""States in which others than its writers read it; the words never change again."""


class BriefingDeed(StrEnum):
    """What is done to a briefing."""

    DRAFT = "draft"
    COUNT = "count"
    WRITE = "write"
    CONCLUDE = "conclude"
    PROPOSE = "propose"
    SEND_BACK = "send_back"
    PUBLISH = "publish"
    REVISE = "revise"
    DISCARD = "discard"
    REPLACE = "replace"
    """A newer version was published: nobody does it by hand."""


class Chapter(StrEnum):
    """The four lines of work of the county's report (四抓四重四增强, R-005)."""

    BASE = "base"
    LINKAGE = "linkage"
    MECHANISM = "mechanism"
    GUIDANCE = "guidance"


OPENING: Final = "opening"
"""The words above the chapters."""
PARTS: Final = (OPENING, *Chapter)
"""Where a person writes: above the chapters, and in each of them."""
