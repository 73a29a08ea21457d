"""The line's settings in force, kept in each process, and the deed that publishes new ones."""

from datetime import datetime
from functools import lru_cache
from typing import Final

from django.db import connection, transaction

from gege.hotline.models import LineRulesEdition
from gege.hotline.rules.line_rules import LineRules, from_json, problems_of, to_json
from gege.kernel.typed_text import cleaned
from gege.territory.api import Editions, bump, read_editions
from gege.trail.api import Signature, record

EDITION: Final = "line"


class NotPublished(Exception):  # noqa: N818 - an answer, not a fault
    """Nothing was published: `note`, `rules`, `moved_on` or `changes_nothing`."""

    def __init__(self, word: str, field: str = "") -> None:
        self.word, self.field = word, field
        super().__init__(word)


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
    why = cleaned(note, lines=False)
    if not 2 <= len(why) <= 200:
        raise NotPublished("note", "note")
    for problem in problems_of(rules):
        raise NotPublished("rules", problem.field)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("LOCK TABLE hotline_linerulesedition IN EXCLUSIVE MODE")
        last = LineRulesEdition.objects.order_by("-number").first()
        latest = last.number if last else 0
        if based_on is not None and based_on != latest:
            raise NotPublished("moved_on")
        before, after = to_json(from_json(last.document if last else {})), to_json(rules)
        changed = [name for name in after if before[name] != after[name]]
        if last is not None and not changed:
            raise NotPublished("changes_nothing")
        LineRulesEdition.objects.create(
            number=latest + 1, document=after, note=why, published_at=now, published_by=by.name
        )
        bump(EDITION)
        record(
            stream="line_rules",
            deed="publish",
            by=by,
            now=now,
            before={name: before[name] for name in changed},
            after={name: after[name] for name in changed},
            more={"edition": latest + 1, "note": why},
        )
    return latest + 1
