"""One step of a review: lock, ask the rule, change, write its trail, post the notices."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.matters.api import LOCAL
from gege.notices.api import Draft, post
from gege.staff.api import Actor, Role, people_at
from gege.supervision.errors import NotFound, Refused, Stale
from gege.supervision.models import Named, Review
from gege.supervision.queries.reviews import facts_of, named_facts, review_by_uid
from gege.supervision.rules.review_words import ReviewDeed, ReviewState
from gege.supervision.rules.reviews import may, target_of
from gege.trail.api import record


class ReviewStep:
    """A review under its lock, and what the deed does to it."""

    def __init__(self, review: Review, deed: str, by: Actor, now: datetime) -> None:
        self.review, self.deed, self.by, self.now = review, deed, by, now
        self.more: dict[str, Any] = {}
        self.drafts: list[Draft] = []
        self._was = review.state

    @property
    def named(self) -> list[Named]:
        """Those named who were not dropped."""
        rows = Named.objects.filter(review=self.review, dropped_at__isnull=True)
        return list(rows.order_by("id"))

    def say(self, **more: Any) -> None:
        """Keep words of this step on its ledger line."""
        self.more.update({key: value for key, value in more.items() if value not in (None, "")})

    def tell(self, named: Named, template: str, *, urgent: bool = False, **values: Any) -> None:
        """Post a notice to one of those named, or to their unit."""
        to: dict[str, Any] = {"to_account_id": named.account_id}
        if named.account_id is None:
            to = {"to_unit_id": named.unit_id}
        self._draft(template, urgent, values, **to)

    def tell_supervision(self, template: str, **values: Any) -> None:
        """Post a notice to each person of the supervision but who acts and who is named."""
        people = people_at(self.review.by_unit_id, self.now)
        accounts = {one.account_id for one in people if one.role is Role.COUNTY_SUPERVISOR}
        apart = {self.by.account_id, *(one.account_id for one in self.named)}
        for account_id in sorted(accounts - apart):
            self._draft(template, False, values, to_account_id=account_id)

    def _draft(self, template: str, urgent: bool, values: dict[str, Any], **to: Any) -> None:
        said = {"number": self.review.number, "title": self.review.title} | {
            name: _local(value) if isinstance(value, datetime) else value
            for name, value in values.items()
        }
        subject = self.review.stream
        draft = Draft(template=template, subject=subject, values=said, urgent=urgent, **to)
        self.drafts.append(draft)

    def finish(self) -> None:
        """Write the review, its line and the notices."""
        review, now = self.review, self.now
        review.version += 1
        state = self._was
        changed = state != review.state
        head = record(
            stream=review.stream,
            deed=self.deed,
            by=self.by.signature(),
            now=now,
            before={"state": state} if changed else {},
            after={"state": review.state} if changed else {},
            more=self.more,
            head=review.head,
        )
        review.trail_seq, review.trail_hash = head.seq, head.hash
        review.save()
        post(self.drafts, now=now)


@contextmanager
def review_step(
    uid: UUID,
    deed: ReviewDeed,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Iterator[ReviewStep]:
    """Open one step of a review; what the deed raises undoes it.

    `seen` is the version the person had on screen. Raises NotFound, Stale, Refused.
    """
    with transaction.atomic():
        review = _locked(uid, by, seen)
        everybody = list(Named.objects.filter(review=review))
        refusal = may(deed, facts_of(review, everybody, by), now)
        if refusal is not None:
            raise Refused(refusal)
        step = ReviewStep(review, str(deed), by, now)
        review.state = target_of(deed, ReviewState(review.state))
        yield step
        step.finish()


@contextmanager
def named_step(
    uid: UUID,
    named_id: int,
    deed: ReviewDeed,
    *,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Iterator[tuple[ReviewStep, Named]]:
    """Open one step about one of those named; the row is saved and named on the line."""
    with transaction.atomic():
        review = _locked(uid, by, seen)
        everybody = list(Named.objects.filter(review=review))
        named = next((one for one in everybody if one.pk == named_id), None)
        if named is None or named.dropped_at is not None:
            raise NotFound
        facts = facts_of(review, everybody, by)
        refusal = may(deed, facts, now, named_facts(named, by))
        if refusal is not None:
            raise Refused(refusal)
        step = ReviewStep(review, str(deed), by, now)
        step.say(named=named.name)
        yield step, named
        named.save()
        step.finish()


def _locked(uid: UUID, by: Actor, seen: int | None) -> Review:
    review = review_by_uid(uid, by, lock=True)
    if seen is not None and seen != review.version:
        raise Stale
    return review


def _local(moment: datetime) -> str:
    return moment.astimezone(LOCAL).strftime("%Y-%m-%d %H:%M")
