"""Time reminds those named of their statements. It concludes nothing for them (R-092)."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from gege.kernel.working_time import Limit, TimeUnit
from gege.staff.api import SYSTEM
from gege.supervision.actions.reviews.step import ReviewStep
from gege.supervision.models import Named, Review
from gege.supervision.review_editions import review_rules
from gege.supervision.rules.review_words import ReviewDeed, ReviewState
from gege.territory.api import load_calendar

_log: Final = logging.getLogger(__name__)
BATCH: Final = 100
TRY_AGAIN_AFTER: Final = timedelta(minutes=10)


def remind_of_statements(*, now: datetime) -> int:
    """Remind of statements whose time is over; return how many were seen.

    Each is its own transaction: one that fails stops only itself and is written to the log.
    """
    due = list(
        Named.objects.filter(next_at__lte=now)
        .order_by("next_at", "pk")
        .values_list("pk", "review_id")[:BATCH]
    )
    for pk, review_id in due:
        try:
            with transaction.atomic():
                _remind(pk, review_id, now)
        except Exception:
            _log.exception("statement %s could not be reminded of", pk)
            Named.objects.filter(pk=pk).update(next_at=now + TRY_AGAIN_AFTER)
    return len(due)


def _remind(pk: int, review_id: int, now: datetime) -> None:
    review = Review.objects.select_for_update(skip_locked=True).filter(pk=review_id).first()
    if review is None:
        return
    named = Named.objects.get(pk=pk)
    if review.state != ReviewState.HEARING or named.heard or named.dropped_at is not None:
        named.next_at = None
        named.save()
        return
    rules = review_rules(review.rules)
    step = ReviewStep(review, str(ReviewDeed.REMIND), SYSTEM, now)
    named.reminded += 1
    again = named.reminded < rules.reminders
    limit = Limit(rules.again_days, TimeUnit.WORKING_DAYS)
    named.next_at = load_calendar().due(now, limit).at if again else None
    named.save()
    step.say(named=named.name, reminder=named.reminded)
    step.tell(named, "review_reminded", urgent=True, due=named.statement_due_at)
    step.tell_supervision("review_unanswered", name=named.name)
    step.finish()
