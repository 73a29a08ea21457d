"""The editions of the rulebook in memory. An edition never changes, so a process keeps it."""

from functools import lru_cache

from django.db.models import Max

from gege.matters.models import RulebookEdition
from gege.matters.rules.rulebook import Rulebook
from gege.matters.rules.rulebook_text import from_json
from gege.territory.api import Editions

EDITION = "rulebook"


@lru_cache(maxsize=64)
def rulebook(number: int) -> Rulebook:
    """Return an edition; raises LookupError when it was never published."""
    row = RulebookEdition.objects.filter(number=number).first()
    if row is None:
        raise LookupError(f"rulebook edition {number} was never published")
    return from_json(row.number, row.document)


def current_rulebook(editions: Editions) -> Rulebook:
    """Return the edition in force; raises LookupError before the first one is published."""
    return rulebook(_latest(editions[EDITION]))


@lru_cache(maxsize=8)
def _latest(stamp: int) -> int:
    """Return the newest edition's number under a stamp, which changes with every publishing."""
    number = RulebookEdition.objects.aggregate(latest=Max("number"))["latest"] if stamp else None
    if number is None:
        raise LookupError("no rulebook was published yet")
    return int(number)
