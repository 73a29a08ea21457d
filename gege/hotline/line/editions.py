"""The line's settings in force, kept in each process, and the deed that publishes new ones."""

from datetime import datetime
from functools import lru_cache
from typing import Final

from gege.hotline.models import LineRulesEdition
from gege.hotline.rules.line_rules import LineRules, from_json, problems_of, to_json
from gege.territory.api import Editions, bump, read_editions
from gege.trail.api import NotPublished, Signature, publish_edition, publishing_note

EDITION: Final = "line"


def current_line(editions: Editions | None = None) -> LineRules:
    """Return the settings in force; the defaults while nothing was published.

    One statement, none where the editions are at hand.
    """
    return _rules((editions or read_editions())[EDITION])


@lru_cache(maxsize=8)
def _rules(stamp: int) -> LineRules:
    """Return the newest settings under a stamp, which changes with every publishing."""
    newest = LineRulesEdition.objects.order_by("-number").first() if stamp else None
    return from_json(newest.document) if newest else LineRules()


def publish_line_rules(
    rules: LineRules, *, note: str, by: Signature, now: datetime, based_on: int | None = None
) -> int:
    """Publish settings as the next edition and return its number.

    `based_on` is the number that the editor had on screen, 0 for none. Raises NotPublished.
    """
    why = publishing_note(note)
    for problem in problems_of(rules):
        raise NotPublished("rules", problem.field)
    return publish_edition(
        LineRulesEdition,
        to_json(rules),
        as_read=lambda document: to_json(from_json(document)),
        stream="line_rules",
        note=why,
        by=by,
        now=now,
        based_on=based_on,
        then=lambda: bump(EDITION),
    )
