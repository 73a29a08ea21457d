"""Open a review: a person finds serious harm, in words; its evidence is gathered and frozen."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.ids import new_uid
from gege.matters.api import Matter, local_date, matter_by_number
from gege.matters.api import NotFound as NoMatter
from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.reviews.step import ReviewStep
from gege.supervision.errors import Invalid, NotFound, Refused
from gege.supervision.models import Evidence, Order, Review, ReviewSubject
from gege.supervision.queries.evidence import gathered
from gege.supervision.queries.scope import order_by_uid
from gege.supervision.review_editions import current_review_rules
from gege.supervision.rules.evidence import Item, sum_of, sum_of_list
from gege.supervision.rules.review_words import Consequence, EvidenceKind, ReviewDeed
from gege.supervision.rules.reviews import ReviewRefusal, may_open

MOST_SUBJECTS: Final = 20
LONGEST_FINDING: Final = 2000
SHORTEST_FINDING: Final = 10
"""A finding of serious harm says what happened; a word is none."""


@dataclass(frozen=True, slots=True)
class NewReview:
    """A finding of serious harm: what kind, on which day, the facts in words, and what it is
    about: numbers of matters, and orders."""

    consequence: str
    harm_on: date
    finding: str
    matters: tuple[str, ...] = ()
    orders: tuple[UUID, ...] = ()
    title: str = ""


def open_review(entry: NewReview, *, by: Actor, now: datetime) -> Review:
    """Open a review. Raises Refused, Invalid naming the entry.

    Nobody who held a step may conduct it, so nobody who did may open it.
    """
    if not may_open(str(by.role)) or by.account_id is None or by.unit_id is None:
        raise Refused(ReviewRefusal.NOT_YOURS)
    with transaction.atomic():
        consequence = choice_of("consequence", entry.consequence, Consequence)
        finding = text_of(
            "finding", entry.finding, most=LONGEST_FINDING, least=SHORTEST_FINDING, lines=True
        )
        if entry.harm_on > local_date(now):
            raise Invalid("harm_on", "in_the_future")
        matters, orders = _matters(entry, by), _orders(entry, by)
        if not matters and not orders:
            raise Invalid("matters", "about_nothing")
        first = matters[0].title if matters else orders[0].title
        number, _rules = current_review_rules()
        review = Review(
            uid=new_uid(),
            title=text_of("title", entry.title or first, most=120, least=2),
            consequence=consequence,
            finding=finding,
            harm_on=entry.harm_on,
            by_unit_id=by.unit_id,
            opened_at=now,
            opened_by_id=by.account_id,
            opened_by=by.name,
            rules=number,
        )
        review.save()
        subjects = [ReviewSubject(review=review, matter=one) for one in matters]
        subjects += [ReviewSubject(review=review, order=one) for one in orders]
        ReviewSubject.objects.bulk_create(subjects)
        items = gathered(matters, orders, now)
        if any(one.kind is EvidenceKind.LINE and one.account_id == by.account_id for one in items):
            raise Refused(ReviewRefusal.HELD_STEPS)
        _freeze(review, items)
        step = ReviewStep(review, str(ReviewDeed.OPEN), by, now)
        step.say(
            consequence=consequence,
            harm_on=entry.harm_on,
            finding=finding,
            about=[one.number for one in matters] + [one.number for one in orders],
            rules=number,
            evidence=review.evidence_count,
            evidence_sum=review.evidence_sum,
        )
        step.tell_supervision("review_opened")
        step.finish()
    return review


def _freeze(review: Review, items: Sequence[Item]) -> None:
    """Keep each item as its one text with the sum over it; the sum of the list is the review's."""
    rows = []
    for place, item in enumerate(items, start=1):
        text = item.text(place)
        row = Evidence(
            review=review,
            place=place,
            kind=item.kind,
            title=item.title[:200],
            at=item.at,
            account_id=item.account_id,
            name=item.name[:80],
            post=item.post[:120],
            unit_id=item.unit_id,
            unit=item.unit[:120],
            text=text,
            sha256=sum_of(text),
        )
        rows.append(row)
    Evidence.objects.bulk_create(rows, batch_size=500)
    review.evidence_count = len(rows)
    review.evidence_sum = sum_of_list((one.place, one.sha256) for one in rows)


def _matters(entry: NewReview, by: Actor) -> list[Matter]:
    if len(entry.matters) + len(entry.orders) > MOST_SUBJECTS:
        raise Invalid("matters", "too_many_subjects", most=MOST_SUBJECTS)
    found: dict[int, Matter] = {}
    for number in entry.matters:
        try:
            matter = matter_by_number(number, by)
        except NoMatter:
            raise Invalid("matters", "unknown_matter", value=number[:40]) from None
        found[matter.pk] = matter
    return list(found.values())


def _orders(entry: NewReview, by: Actor) -> list[Order]:
    found: dict[int, Order] = {}
    for uid in entry.orders:
        try:
            order = order_by_uid(uid, by)
        except NotFound:
            raise Invalid("matters", "unknown_order") from None
        found[order.pk] = order
    return list(found.values())
