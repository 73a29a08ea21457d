"""Ticking who was found safe, who is not there, who is missing."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.registers.actions.chronicle import mark_of
from gege.registers.errors import Invalid, Refused
from gege.registers.models import RollCall, RollCallPerson, RollCallReader
from gege.registers.queries.roll_calls.scope import calling_reach, roll_call_by_uid
from gege.registers.rules.roll_calls import AHEAD, EARLIEST, Found
from gege.staff.api import Actor
from gege.trail.api import record

MOST: Final = 2000
_STATES: Final = frozenset(str(one) for one in Found)


def mark_people(
    uid: UUID, *, states: Mapping[str, str], by: Actor, now: datetime, at: datetime | None = None
) -> int:
    """Write what was found of people on a roll; return how many lines changed.

    `states` maps the uid of a person to a word of `Found`; what is empty says nothing. `at` is
    when it was seen, for ticks that were made on paper or without a network: of two ticks about
    one person the later seen one stands, in whatever order they arrive, and the same twice
    changes nothing. Raises NotFound, Invalid (`states`, `at`), Refused (`roll_closed`,
    `roll_not_joined`).
    """
    calling_reach(by)
    said = {person: state for person, state in states.items() if state}
    if len(said) > MOST or not set(said.values()) <= _STATES:
        raise Invalid("states", "unknown_choice")
    with transaction.atomic():
        roll = roll_call_by_uid(uid, by, lock=True)
        if roll.closed_at is not None:
            raise Refused("roll_closed")
        if not RollCallReader.objects.filter(
            roll_call=roll, account_id=by.account_id or 0
        ).exists():
            raise Refused("roll_not_joined")
        seen = _seen_at(at, roll, now)
        lines = _lines(roll, said)
        changed = []
        for line in lines:
            state = said[str(line.person.uid)]
            if (line.at is not None and line.at > seen) or line.state == state:
                continue
            line.state, line.at = state, seen
            line.account_id, line.by_name = by.account_id, by.name
            changed.append(line)
        if not changed:
            return 0
        RollCallPerson.objects.bulk_update(
            changed, ["state", "at", "account_id", "by_name"], batch_size=500
        )
        record(
            stream=roll.stream,
            deed="mark_people",
            by=by.signature(),
            now=now,
            after=dict(Counter(line.state for line in changed)),
            more={"at": seen.isoformat(), "said": mark_of(said)},
        )
    return len(changed)


def _lines(roll: RollCall, said: Mapping[str, str]) -> list[RollCallPerson]:
    """Return the lines of those who are meant, locked. Somebody not on the roll is refused."""
    rows = RollCallPerson.objects.select_for_update(of=("self",)).filter(roll_call=roll)
    lines = [
        line
        for line in rows.select_related("person").order_by("pk")
        if str(line.person.uid) in said
    ]
    if len(lines) != len(said):
        raise Invalid("states", "not_on_the_roll")
    return lines


def _seen_at(at: datetime | None, roll: RollCall, now: datetime) -> datetime:
    if at is None:
        return now
    if at > now + AHEAD or at < roll.opened_at - EARLIEST:
        raise Invalid("at", "seen_at_another_time")
    return min(at, now)
