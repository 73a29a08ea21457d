"""Name those who answer, from those who held steps; and let one go again, with a reason."""

from datetime import datetime
from uuid import UUID

from gege.kernel.working_time import Limit, TimeUnit
from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.reviews.step import named_step, review_step
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Named, Review
from gege.supervision.queries.reviews import Holder, holders_of
from gege.supervision.review_editions import review_rules
from gege.supervision.rules.review_words import ReviewDeed
from gege.supervision.rules.reviews import ReviewRefusal
from gege.territory.api import load_calendar

LONGEST_WHY = 1000


def name_holder(
    uid: UUID,
    *,
    who: str,
    why: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Named:
    """Name one of those who held steps, tell them, and start the time for their statement.

    `who` is "account:12" or "unit:7", out of `holders_of`: nobody else can be named. Raises
    Invalid, Refused.
    """
    reason = text_of("why", why, most=LONGEST_WHY, least=2, lines=True)
    with review_step(uid, ReviewDeed.NAME, by=by, now=now, seen=seen) as step:
        holder = _holder(step.review, who)
        if holder.account_id == by.account_id and by.account_id is not None:
            raise Refused(ReviewRefusal.HELD_STEPS)
        if any(
            (one.account_id, one.account_id or one.unit_id)
            == (holder.account_id, holder.account_id or holder.unit_id)
            for one in step.named
        ):
            raise Invalid("who", "named_already")
        days = review_rules(step.review.rules).statement_days
        due = load_calendar().due(now, Limit(days, TimeUnit.WORKING_DAYS)).at
        named = Named(
            review=step.review,
            account_id=holder.account_id,
            name=holder.name[:80],
            post=holder.post[:120],
            unit_id=holder.unit_id,
            why=reason,
            named_at=now,
            statement_due_at=due,
            next_at=due,
        )
        named.save()
        step.say(named=named.name, unit=holder.unit, why=reason, due=due)
        step.tell(named, "review_named", urgent=True, due=due)
    return named


def let_go(
    uid: UUID, named_id: int, *, why: str, by: Actor, now: datetime, seen: int | None = None
) -> Named:
    """Let somebody named go: nothing is found about them, and they read the review no more."""
    reason = text_of("words", why, most=LONGEST_WHY, least=2, lines=True)
    with named_step(uid, named_id, ReviewDeed.DROP, by=by, now=now, seen=seen) as (step, named):
        named.dropped_at, named.dropped_why, named.next_at = now, reason, None
        step.say(why=reason)
        step.tell(named, "review_dropped", reason=reason)
    return named


def _holder(review: Review, who: str) -> Holder:
    found = {key_of(one): one for one in holders_of(review)}
    if who not in found:
        raise Invalid("who", "no_holder")
    return found[who]


def key_of(holder: Holder) -> str:
    """Return the word that names a holder in a form."""
    if holder.account_id is None:
        return f"unit:{holder.unit_id}"
    return f"account:{holder.account_id}"
