"""A call that no telephone system told of: written down by hand, with what came of it, at once."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import transaction

from gege.hotline.calls.errors import Refused
from gege.hotline.calls.step import open_facts, take
from gege.hotline.models import Call
from gege.hotline.rules.call_table import CallState, Came
from gege.staff.api import Actor
from gege.trail.api import record

Done = TypeVar("Done")


def enter_call(uid: UUID, then: Callable[[UUID], Done], *, by: Actor, now: datetime) -> Done | Call:
    """Open a call and do with it what `then` does, all or nothing.

    `uid` is made with the form: sent twice, it is one call, and the first one is returned.
    """
    open_facts(by)
    with transaction.atomic():
        call, made = Call.objects.get_or_create(
            uid=uid,
            defaults={
                "came": Came.HAND,
                "state": CallState.ENDED,
                "rang_at": now,
                "answered_at": now,
                "ended_at": now,
                "withheld": True,
            },
        )
        if not made:
            if call.came != Came.HAND or call.taker_id != by.account_id:
                raise Refused("key_used")
            return call
        take(call, by, now)
        call.save()
        record(
            stream=call.stream,
            deed="enter",
            by=by.signature(),
            now=now,
            after={"came": call.came, "taker": call.taker_name},
        )
        return then(call.uid)
