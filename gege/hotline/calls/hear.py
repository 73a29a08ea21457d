"""Take one message of a telephone system: once, late, out of order, as it comes (R-072).

The times of a call are the earliest that were told of its ringing and answering, and the latest of
its end: so the order in which messages come does not matter.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from gege.hotline.calls.callers import Caller, keep
from gege.hotline.calls.errors import Refused
from gege.hotline.models import Call, CallEvent, PhoneSystem, Seat
from gege.hotline.rules.call_events import Told, digest_of
from gege.hotline.rules.call_table import (
    CallState,
    Came,
    Effect,
    EventKind,
    Standing,
    Times,
    state_of,
)
from gege.staff.api import Role, account_with_posts
from gege.trail.api import Signature, record

TAKERS: Final = (Role.HOTLINE_OPERATOR, Role.COUNTY_DISPATCHER)
"""Who takes calls: the hotline, and the duty centre that stands in for it."""
RINGS_AT_MOST: Final = timedelta(minutes=15)
TALKS_AT_MOST: Final = timedelta(hours=4)


@dataclass(frozen=True, slots=True)
class Heard:
    """What a message changed; `again` for one that was known."""

    call: Call
    effect: Effect
    again: bool = False


def hear(system: PhoneSystem, told: Told, *, now: datetime) -> Heard:
    """Take a message; the same again returns what it did first and changes nothing.

    Raises Refused("key_used") where its key was used for another message.
    """
    try:
        with transaction.atomic():
            return _known(system, told) or _take(system, told, now)
    except IntegrityError:
        # Two copies at once: the other one was first.
        known = _known(system, told)
        if known is None:
            raise
        return known


def give_up_lost(*, now: datetime) -> int:
    """End calls of whose end nobody ever told; return how many. What is told later still counts."""
    ringing = Call.objects.filter(state=CallState.RINGING, rang_at__lt=now - RINGS_AT_MOST)
    talking = Call.objects.filter(state=CallState.TALKING, answered_at__lt=now - TALKS_AT_MOST)
    done = 0
    for uid in [*ringing.values_list("uid", flat=True), *talking.values_list("uid", flat=True)]:
        with transaction.atomic():
            call = Call.objects.select_for_update().get(uid=uid)
            if call.state not in (CallState.RINGING, CallState.TALKING):
                continue
            before = call.state
            call.lost_at, call.version = now, call.version + 1
            call.state = state_of(times_of(call))
            call.save()
            _write_down(call, "lost", _signature(call.system), now, before)
            done += 1
    return done


def times_of(call: Call) -> Times:
    return Times(call.answered_at, call.ended_at, call.abandoned_at, call.lost_at)


def seat_of(extension: str, now: datetime) -> Signature | None:
    """Return who sits at an extension, under the post in which they take calls."""
    seat = Seat.objects.filter(extension=extension).first() if extension else None
    found = account_with_posts(seat.account_id, now) if seat else None
    held = [one for one in found[1] if one.role in TAKERS] if found else []
    return held[0].signature() if held else None


def _known(system: PhoneSystem, told: Told) -> Heard | None:
    row = CallEvent.objects.filter(system=system, key=told.key).select_related("call").first()
    if row is None:
        return None
    if row.digest != digest_of(told):
        raise Refused("key_used")
    return Heard(row.call, Effect(row.effect), again=True)


def _take(system: PhoneSystem, told: Told, now: datetime) -> Heard:
    Call.objects.get_or_create(
        system=system,
        ref=told.call,
        defaults={
            "came": Came.WEBHOOK,
            "state": CallState.RINGING,
            "rang_at": told.at,
            "withheld": not told.number,
        },
    )
    call = Call.objects.select_for_update(of=("self",)).get(system=system, ref=told.call)
    before = call.state
    effect = _EFFECTS[told.kind](call, told, now)
    call.state = state_of(times_of(call))
    _know_caller(call, told)
    CallEvent.objects.create(
        system=system,
        key=told.key,
        digest=digest_of(told),
        call=call,
        kind=told.kind,
        at=told.at,
        received_at=now,
        extension=told.extension,
        effect=effect,
    )
    call.waited_seconds = _waited(call)
    call.version += 1
    call.save()
    _write_down(call, str(told.kind), _signature(system), now, before, effect)
    return Heard(call, effect)


def _ring(call: Call, told: Told, now: datetime) -> Effect:
    first = not _told(call, EventKind.RINGING)
    at = told.at if first else min(call.rang_at, told.at)
    at = min(at, call.answered_at) if call.answered_at else at
    changed = at != call.rang_at or first
    call.rang_at = at
    return Effect.TAKEN if changed else Effect.KNOWN


def _answer(call: Call, told: Told, now: datetime) -> Effect:
    """What the telephone system tells outweighs what a call-taker's button said."""
    first = not _told(call, EventKind.ANSWERED)
    at = told.at if first or call.answered_at is None else min(call.answered_at, told.at)
    if not _told(call, EventKind.RINGING):
        call.rang_at = min(call.rang_at, at)
    at = max(at, call.rang_at)
    changed = at != call.answered_at or first
    call.answered_at = at
    if changed:
        _seat(call, told, now)
    return Effect.TAKEN if changed else Effect.KNOWN


def _transfer(call: Call, told: Told, now: datetime) -> Effect:
    later = CallEvent.objects.filter(call=call, at__gt=told.at, effect=Effect.TAKEN)
    if later.filter(kind__in=(EventKind.ANSWERED, EventKind.TRANSFERRED)).exists():
        return Effect.KNOWN
    _seat(call, told, now, anew=True)
    return Effect.TAKEN


def _end(call: Call, told: Told, now: datetime) -> Effect:
    if call.ended_at is not None and call.ended_at >= told.at:
        return Effect.KNOWN
    call.ended_at = told.at
    return Effect.TAKEN


def _abandon(call: Call, told: Told, now: datetime) -> Effect:
    if call.answered_at is not None:
        return Effect.CONTRADICTS
    if call.abandoned_at is not None and call.abandoned_at <= told.at:
        return Effect.KNOWN
    call.abandoned_at = told.at
    return Effect.TAKEN


_EFFECTS: Final[dict[EventKind, Callable[[Call, Told, datetime], Effect]]] = {
    EventKind.RINGING: _ring,
    EventKind.ANSWERED: _answer,
    EventKind.TRANSFERRED: _transfer,
    EventKind.ENDED: _end,
    EventKind.ABANDONED: _abandon,
}


def _told(call: Call, kind: EventKind) -> bool:
    return CallEvent.objects.filter(call=call, kind=kind).exists()


def _seat(call: Call, told: Told, now: datetime, *, anew: bool = False) -> None:
    """A call belongs to whoever sits where it was answered, unless somebody took it already."""
    if told.extension:
        call.extension = told.extension
    taken = call.taker_id is not None and not (anew and call.written_at is None)
    who = None if taken else seat_of(told.extension, now)
    if who is not None:
        call.taker_id, call.taker_name, call.taker_post = who.account_id, who.name, who.post


def _know_caller(call: Call, told: Told) -> None:
    if told.number and not call.sealed and call.standing != Standing.ANONYMOUS:
        keep(call, Caller(told.number))
        call.withheld = False


def _waited(call: Call) -> int | None:
    """Return how long the caller waited, where the telephone system told both ends of it."""
    kinds = set(CallEvent.objects.filter(call=call).values_list("kind", flat=True))
    end = call.answered_at or call.abandoned_at or call.ended_at
    by_system = EventKind.ANSWERED in kinds or call.answered_at is None
    if EventKind.RINGING not in kinds or end is None or not by_system:
        return None
    return max(int((end - call.rang_at).total_seconds()), 0)


def _signature(system: PhoneSystem | None) -> Signature:
    name = system.name if system is not None else "gege"
    return Signature(None, name, "telephone system", str(Role.SYSTEM), None, "")


def _write_down(
    call: Call,
    deed: str,
    by: Signature,
    now: datetime,
    before: str,
    effect: Effect = Effect.TAKEN,
) -> None:
    record(
        stream=call.stream,
        deed=deed,
        by=by,
        now=now,
        before={"state": before},
        after={"state": call.state},
        more={"extension": call.extension, "effect": str(effect)},
    )
