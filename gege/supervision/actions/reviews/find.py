"""Find, about each of those named, what they answer for, and what follows; then conclude."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from gege.kernel.working_time import Limit, TimeUnit
from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.reviews.step import named_step, review_step
from gege.supervision.errors import Invalid
from gege.supervision.models import Named, Review, ReviewMeasure
from gege.supervision.review_editions import review_rules
from gege.supervision.rules.review_words import Degree, ReviewDeed
from gege.supervision.rules.reviews import measures_for
from gege.territory.api import load_calendar

LONGEST_FACTS = 2000
LONGEST_STANDARD = 500


def write_finding(
    uid: UUID,
    named_id: int,
    *,
    degree: str,
    facts: str,
    standard: str,
    measures: Sequence[str] = (),
    words: str = "",
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Named:
    """Write a finding: the facts, which rule or limit, the degree, the measures that follow.

    Until the conclusion it may be written anew; then it stands as it is.
    """
    chosen = choice_of("degree", degree, Degree)
    found = text_of("facts", facts, most=LONGEST_FACTS, least=2, lines=True)
    rule = text_of("standard", standard, most=LONGEST_STANDARD, least=2, lines=True)
    said = text_of("words", words, most=500)
    with named_step(uid, named_id, ReviewDeed.FIND, by=by, now=now, seen=seen) as (step, named):
        declared = review_rules(step.review.rules).measures
        possible = measures_for(unit=named.account_id is None, degree=chosen, declared=declared)
        wrong = [one for one in measures if one not in possible]
        if wrong or len(set(measures)) != len(measures):
            raise Invalid("measures", "no_such_measure")
        named.degree, named.facts, named.standard = chosen, found, rule
        named.found_at, named.found_by_id, named.found_by = now, by.account_id, by.name
        ReviewMeasure.objects.filter(named=named).delete()
        rows = [ReviewMeasure(named=named, measure=one, words=said, at=now) for one in measures]
        ReviewMeasure.objects.bulk_create(rows)
        step.say(degree=chosen, facts=found, standard=rule, words=said)
        step.say(measures=[str(one) for one in measures])
    return named


def conclude_review(
    uid: UUID, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Review:
    """Announce what was found to each of those named, with their right to appeal.

    Not possible while one of them was not heard, or nothing was found about one (R-092).
    """
    said = text_of("words", words, most=LONGEST_FACTS, least=2, lines=True)
    with review_step(uid, ReviewDeed.CONCLUDE, by=by, now=now, seen=seen) as step:
        review = step.review
        review.conclusion, review.concluded_at, review.concluded_by = said, now, by.name
        days = review_rules(review.rules).appeal_days
        until = load_calendar().due(now, Limit(days, TimeUnit.WORKING_DAYS)).at
        for named in step.named:
            named.appeal_until = None if named.degree == Degree.NONE else until
            named.save()
            template = "review_cleared" if named.degree == Degree.NONE else "review_found"
            step.tell(named, template, urgent=named.degree != Degree.NONE, due=until)
        step.say(words=said, appeal_until=until)
        step.say(found={one.name: one.degree for one in step.named})
    return review
