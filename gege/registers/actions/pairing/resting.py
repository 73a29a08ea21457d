"""On which words a decision about a pair rests: whichever stands instead reopens the question."""

from datetime import datetime
from hashlib import sha256
from typing import Final

from gege.registers.models import Pair, Record
from gege.registers.queries.cells import FIELD_OF, RESIDENT
from gege.registers.rules.merging import Decision
from gege.staff.api import Actor

_LENGTH: Final = 52


def rests_on(pair: Pair) -> str:
    """Return a mark of the statements that stand in what is compared of both records.

    It names statements and no value, so it outlives a change of keys.
    """
    rows = Record.objects.filter(pk__in=(pair.one_id, pair.other_id)).order_by("pk")
    said = [
        f"{pk}.{name}.{kept[0]}"
        for pk, standing in rows.values_list("pk", "standing")
        for name, kept in sorted(standing.items())
        if pair.sheet != RESIDENT or name in FIELD_OF.values()
    ]
    return sha256("\n".join(said).encode()).hexdigest()[:_LENGTH]


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
