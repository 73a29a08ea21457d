"""Remembering that two records are different (decision 0039)."""

from datetime import datetime

from gege.registers.models import Pair
from gege.registers.queries.resting import rests_on
from gege.registers.rules.merging import Decision
from gege.staff.api import Actor


def remember_different(one: int, other: int, why: str, by: Actor, now: datetime) -> Pair | None:
    """Note on the pair of two records, if there is one, that they are different; return it."""
    low, high = sorted((one, other))
    pair = Pair.objects.select_for_update().filter(one_id=low, other_id=high).first()
    if pair is not None:
        mark_different(pair, why, by, now)
    return pair


def mark_different(pair: Pair, why: str, by: Actor, now: datetime) -> None:
    """Note on a locked pair that the two are different, and on which words that rests."""
    pair.rests_on = rests_on(pair)
    pair.how, pair.reason, pair.later_until = str(Decision.DIFFERENT), why, None
    pair.decided_at, pair.decided_by, pair.decided_post = now, by.name, by.post
    pair.save()
