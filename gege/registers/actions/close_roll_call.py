"""Closing a roll-call with what came of it."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.registers.errors import Invalid, Refused, Stale
from gege.registers.models import RollCall, RollCallPerson, RollCallReader
from gege.registers.queries.roll_calls.scope import calling_reach, roll_call_by_uid
from gege.registers.queries.roll_calls.sheet import counts_of
from gege.registers.rules.roll_calls import Found
from gege.staff.api import Actor
from gege.trail.api import record

_LONGEST: Final = 500
_MOST_OTHERS: Final = 5000


def close_roll_call(
    uid: UUID,
    *,
    summary: str,
    others: int,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> RollCall:
    """Close a roll-call; `others` are people found there whom no register knows.

    While somebody is missing or was not looked for, it is said in words what becomes of them.
    Raises NotFound, Invalid (`summary`, `others`), Refused (`roll_closed`, `roll_not_joined`),
    Stale when it was closed and opened meanwhile.
    """
    calling_reach(by)
    said = cleaned(summary)
    if len(said) > _LONGEST:
        raise Invalid("summary", "reason_needed", least=0, most=_LONGEST)
    if not 0 <= others <= _MOST_OTHERS:
        raise Invalid("others", "number_out_of_range")
    with transaction.atomic():
        roll = roll_call_by_uid(uid, by, lock=True)
        if roll.closed_at is not None:
            raise Refused("roll_closed")
        if seen is not None and seen != roll.version:
            raise Stale
        if not RollCallReader.objects.filter(
            roll_call=roll, account_id=by.account_id or 0
        ).exists():
            raise Refused("roll_not_joined")
        counts = counts_of(list(RollCallPerson.objects.filter(roll_call=roll)))
        if (counts[Found.MISSING] or counts["open"]) and len(said) < 2:
            raise Invalid("summary", "reason_needed", least=2, most=_LONGEST)
        end_roll_call(roll, counts, summary=said, others=others, by=by, now=now)
    return roll


def end_roll_call(
    roll: RollCall, counts: dict[str, int], *, summary: str, others: int, by: Actor, now: datetime
) -> None:
    """Write that a locked roll-call is over, with its numbers; inside the caller's transaction."""
    roll.closed_at, roll.closed_by, roll.version = now, by.name, roll.version + 1
    roll.summary, roll.others, roll.counts = summary, others, counts
    roll.save()
    record(
        stream=roll.stream,
        deed="close_roll_call",
        by=by.signature(),
        now=now,
        after={**counts, "others": others},
    )
