"""One step of a call: lock, ask the rule, change, write the ledger line (R-072).

Every deed of a call-taker on a call runs inside `call_step`. Whatever fails, nothing of it stays.
Words that were said on the telephone stay with the call and do not go into the ledger, which
forgets nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.hotline.calls.errors import NotFound, Refused
from gege.hotline.calls.hear import TAKERS, times_of
from gege.hotline.models import Call
from gege.hotline.rules.call_table import (
    GIVEN_BY,
    STILL_OPEN,
    CallFacts,
    CallMove,
    CallState,
    Given,
    Standing,
    may,
    state_of,
)
from gege.staff.api import Actor
from gege.trail.api import record


@dataclass
class CallStep:
    """A call under its lock, and what the deed says of it in the ledger."""

    call: Call
    move: CallMove
    by: Actor
    now: datetime
    more: dict[str, Any] = field(default_factory=dict)

    def give(self) -> None:
        """Write down what came of the call; what was handed over keeps what it became else."""
        call, given = self.call, GIVEN_BY[self.move]
        if given is Given.HANDED_OVER and call.given not in (Given.NOTHING_YET, Given.NO_REQUEST):
            return
        call.given, call.written_at = given, self.now

    def say(self, **more: Any) -> None:
        self.more.update({name: value for name, value in more.items() if value not in (None, "")})


def facts_of(call: Call, by: Actor) -> CallFacts:
    """Return what the rule needs to know of a call and of the person before it."""
    return CallFacts(
        state=CallState(call.state),
        mine=call.taker_id is not None and call.taker_id == by.account_id,
        taken=call.taker_id is not None,
        given=Given(call.given),
        standing=Standing(call.standing),
    )


def open_facts(by: Actor) -> None:
    """Raise NotFound for whoever takes no calls: to them there is none."""
    if by.role not in TAKERS:
        raise NotFound


@contextmanager
def call_step(uid: UUID, move: CallMove, *, by: Actor, now: datetime) -> Iterator[CallStep]:
    """Open a deed on one call: the block changes the row, the end saves and records it.

    Raises NotFound for whoever takes no calls, and Refused with the rule's word.
    """
    open_facts(by)
    with transaction.atomic():
        call = Call.objects.select_for_update().filter(uid=uid).first()
        if call is None:
            raise NotFound
        refusal = may(move, facts_of(call, by))
        if refusal is not None:
            raise Refused(str(refusal))
        one = CallStep(call, move, by, now)
        before = _shown(call)
        if move is not CallMove.NOTE and call.taker_id is None:
            take(call, by, now)
        yield one
        call.version += 1
        call.save()
        record(
            stream=call.stream,
            deed=str(move),
            by=by.signature(),
            now=now,
            before=before,
            after=_shown(call),
            more=one.more,
        )


def take(call: Call, by: Actor, now: datetime) -> None:
    """Make a call somebody's; one that nobody told of being answered is answered now."""
    call.taker_id, call.taker_name, call.taker_post = by.account_id, by.name, by.post
    if call.answered_at is None and call.state in (CallState.RINGING, CallState.LOST):
        call.answered_at = now
        call.state = state_of(times_of(call))


def still_open(call: Call) -> bool:
    """Tell whether it is still to be written down what came of a call."""
    return Given(call.given) in STILL_OPEN


def _shown(call: Call) -> dict[str, Any]:
    """Return what the ledger says of a call: no number, no name, no words."""
    return {
        "state": call.state,
        "taker": call.taker_name,
        "standing": call.standing,
        "given": call.given,
        "reply_route": call.reply_route,
    }
