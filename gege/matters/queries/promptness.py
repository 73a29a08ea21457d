"""Which matters were entered in time after they happened, each by its own edition's threshold."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from functools import lru_cache

from django.db.models import F, Max, Q

from gege.matters.books import rulebook
from gege.matters.models import RulebookEdition


def prompt_condition() -> Q:
    """Return the condition "entered within the hours its rulebook allows"; one statement.

    A changed threshold judges what is reported from then on, never what was there before (R-086).
    """
    latest = RulebookEdition.objects.aggregate(latest=Max("number"))["latest"] or 0
    condition = Q(pk__in=())
    for hours, editions in _editions_by_hours(latest).items():
        limit = F("happened_at") + timedelta(hours=hours)
        condition |= Q(rulebook__in=editions, recorded_at__lte=limit)
    return condition


@lru_cache(maxsize=4)
def _editions_by_hours(latest: int) -> Mapping[int, tuple[int, ...]]:
    """Return the editions up to the latest one by their threshold; editions never change."""
    found: dict[int, list[int]] = defaultdict(list)
    numbers = RulebookEdition.objects.filter(number__lte=latest).order_by("number")
    for number in numbers.values_list("number", flat=True):
        found[rulebook(number).thresholds.entry_delay_hours].append(number)
    return {hours: tuple(editions) for hours, editions in found.items()}
