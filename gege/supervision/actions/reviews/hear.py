"""Those named are heard: they make a statement, or say that they make none (R-092)."""

from datetime import datetime
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.reviews.step import named_step
from gege.supervision.models import Named
from gege.supervision.rules.review_words import Heard, ReviewDeed

LONGEST_STATEMENT = 4000


def make_statement(
    uid: UUID, named_id: int, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Named:
    """Say what one did and why. Late ones are taken: nobody is concluded about unheard."""
    said = text_of("words", words, most=LONGEST_STATEMENT, least=2, lines=True)
    return _heard(uid, named_id, ReviewDeed.STATE, Heard.STATEMENT, said, by, now, seen)


def refuse_statement(
    uid: UUID, named_id: int, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Named:
    """Say that one makes no statement, and why: that is a statement too, and stands as one."""
    said = text_of("words", words, most=LONGEST_STATEMENT, least=2, lines=True)
    return _heard(uid, named_id, ReviewDeed.REFUSE, Heard.REFUSAL, said, by, now, seen)


def _heard(
    uid: UUID,
    named_id: int,
    deed: ReviewDeed,
    how: Heard,
    said: str,
    by: Actor,
    now: datetime,
    seen: int | None,
) -> Named:
    with named_step(uid, named_id, deed, by=by, now=now, seen=seen) as (step, named):
        named.heard, named.statement, named.next_at = how, said, None
        named.heard_at, named.heard_by_id, named.heard_by = now, by.account_id, by.name
        step.say(words=said, late=now > named.statement_due_at)
        step.tell_supervision("review_heard", name=named.name)
    return named
