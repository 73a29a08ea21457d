"""Against a finding: accept it or appeal; somebody else than who found decides (R-092)."""

from datetime import datetime
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.reviews.step import named_step
from gege.supervision.errors import Invalid
from gege.supervision.models import Named, ReviewMeasure
from gege.supervision.rules.review_words import Degree, ReviewDeed, Ruling
from gege.supervision.rules.reviews import milder

LONGEST_APPEAL = 2000


def accept_finding(
    uid: UUID, named_id: int, *, by: Actor, now: datetime, seen: int | None = None
) -> Named:
    """Say that one does not appeal: the review need not wait for the days to pass."""
    with named_step(uid, named_id, ReviewDeed.ACCEPT, by=by, now=now, seen=seen) as (step, named):
        named.accepted_at = now
        step.tell_supervision("review_accepted", name=named.name)
    return named


def make_appeal(
    uid: UUID, named_id: int, *, words: str, by: Actor, now: datetime, seen: int | None = None
) -> Named:
    """Appeal against a finding, within its days and once."""
    said = text_of("words", words, most=LONGEST_APPEAL, least=2, lines=True)
    with named_step(uid, named_id, ReviewDeed.APPEAL, by=by, now=now, seen=seen) as (step, named):
        named.appeal, named.appealed_at, named.appealed_by = said, now, by.name
        step.say(words=said)
        step.tell_supervision("review_appealed", name=named.name)
    return named


def decide_appeal(
    uid: UUID,
    named_id: int,
    *,
    ruling: str,
    words: str,
    eased_to: str = "",
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Named:
    """Decide an appeal: the finding stands, or it is eased. Nobody is worse off for appealing.

    With "no responsibility" the measures fall.
    """
    chosen = choice_of("ruling", ruling, Ruling)
    why = text_of("words", words, most=LONGEST_APPEAL, least=2, lines=True)
    with named_step(uid, named_id, ReviewDeed.DECIDE, by=by, now=now, seen=seen) as (step, named):
        if chosen is Ruling.EASED:
            degree = choice_of("eased_to", eased_to, Degree)
            if degree not in milder(Degree(named.degree)):
                raise Invalid("eased_to", "not_milder")
            named.eased_to = degree
            if degree is Degree.NONE:
                measures = ReviewMeasure.objects.filter(named=named, lifted_at__isnull=True)
                measures.update(lifted_at=now)
        named.ruling, named.ruling_why = chosen, why
        named.decided_at, named.decided_by = now, by.name
        step.say(ruling=chosen, eased_to=named.eased_to, words=why)
        step.tell(named, "review_decided", urgent=True, reason=why[:200])
    return named
