"""The end of a review: closed after its appeals, or stopped with a reason."""

from datetime import datetime
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.reviews.step import review_step
from gege.supervision.models import Named, Review
from gege.supervision.rules.review_words import ReviewDeed

LONGEST_ENDING = 1000


def close_review(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Review:
    """Close a review once nothing in it can change; from then it counts in appraisal (R-084)."""
    return _end(uid, ReviewDeed.CLOSE, "review_closed", words, by, now, seen)


def stop_review(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Review:
    """Stop a review whose finding of harm does not hold. Nothing is found about anybody."""
    return _end(uid, ReviewDeed.STOP, "review_stopped", words, by, now, seen)


def _end(
    uid: UUID,
    deed: ReviewDeed,
    template: str,
    words: str,
    by: Actor,
    now: datetime,
    seen: int | None,
) -> Review:
    said = text_of("words", words, most=LONGEST_ENDING, least=2, lines=True)
    with review_step(uid, deed, by=by, now=now, seen=seen) as step:
        review = step.review
        review.ended_at, review.ended_by, review.ending = now, by.name, said
        Named.objects.filter(review=review).update(next_at=None)
        for named in step.named:
            step.tell(named, template, reason=said[:200])
        step.say(words=said)
    return review
