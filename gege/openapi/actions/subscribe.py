"""What an administrator does about subscriptions and dead messages."""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.notices.api import seal
from gege.openapi.actions.client_step import allowed, write_line
from gege.openapi.actions.deliver import PURPOSE
from gege.openapi.actions.feed import begin_feed
from gege.openapi.calling import NotCalled, checked_target, resolved
from gege.openapi.errors import Invalid, NotFound, Refused
from gege.openapi.models import Client, Delivery, Subscription
from gege.openapi.rules.clients import ClientDeed
from gege.openapi.rules.webhooks import (
    MOST_OF_A_CLIENT,
    OVERLAP,
    PING,
    SECRET_BYTES,
    DeliveryState,
    Kind,
    body_of,
    new_secret,
)
from gege.staff.api import Actor

_FRESH: Final = {"failures": 0, "not_before": None, "away_since": None}


@dataclass(frozen=True, slots=True)
class Wish:
    """Where to tell it, and what."""

    address: str
    events: Sequence[str]


def subscribe(
    client_uid: UUID, wish: Wish, *, by: Actor, now: datetime
) -> tuple[Subscription, str]:
    """Begin to tell a client of events; return the secret, which nobody can read again."""
    allowed(by)
    _check(wish)
    secret = new_secret(secrets.token_bytes(SECRET_BYTES))
    with transaction.atomic():
        client = Client.objects.select_for_update().filter(uid=client_uid).first()
        if client is None:
            raise NotFound
        if client.revoked_at is not None:
            raise Refused("revoked")
        if not client.reads:
            raise Invalid("client", "telling_needs_reading")
        mine = Subscription.objects.filter(client=client, ended_at__isnull=True)
        if mine.count() >= MOST_OF_A_CLIENT:
            raise Invalid("client", "too_many_subscriptions", most=MOST_OF_A_CLIENT)
        begin_feed()
        one = Subscription.objects.create(
            client=client,
            address=wish.address,
            events=sorted(wish.events),
            secret=seal({"secret": secret}, PURPOSE),
            secret_since=now,
            opened_at=now,
        )
        write_line(one.stream, ClientDeed.OPEN, by, now, after=_facts(one))
    return one, secret


def amend_subscription(uid: UUID, wish: Wish, *, by: Actor, now: datetime) -> Subscription:
    """Tell it elsewhere, or tell something else; the secret stays."""
    _check(wish)
    with _step(uid, ClientDeed.AMEND, by, now) as one:
        if one.address != wish.address:
            _refresh(one)
        one.address, one.events = wish.address, sorted(wish.events)
    return one


def new_webhook_secret(
    uid: UUID, *, overlap: bool, by: Actor, now: datetime
) -> tuple[Subscription, str]:
    """Return a new secret; with `overlap` the old one signs beside it for a day."""
    secret = new_secret(secrets.token_bytes(SECRET_BYTES))
    with _step(uid, ClientDeed.ROTATE, by, now, overlap=overlap) as one:
        one.old_secret = one.secret if overlap else ""
        one.old_until = now + OVERLAP if overlap else None
        one.secret, one.secret_since = seal({"secret": secret}, PURPOSE), now
    return one, secret


def pause_subscription(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Subscription:
    """Send nothing until somebody lets it go on; what happens meanwhile waits."""
    why = _reason(reason)
    with _step(uid, ClientDeed.PAUSE, by, now, reason=why) as one:
        one.paused_at, one.paused_why = one.paused_at or now, why
    return one


def resume_subscription(uid: UUID, *, by: Actor, now: datetime) -> Subscription:
    with _step(uid, ClientDeed.RESUME, by, now) as one:
        one.paused_at, one.paused_why = None, ""
        _refresh(one)
    return one


def end_subscription(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Subscription:
    """Tell nothing more, for good; what waits is dropped."""
    why = _reason(reason)
    with _step(uid, ClientDeed.REVOKE, by, now, reason=why) as one:
        one.ended_at = now
        one.old_secret, one.old_until = "", None
        Delivery.objects.filter(
            subscription=one, state__in=(DeliveryState.QUEUED, DeliveryState.DEAD)
        ).update(state=DeliveryState.DROPPED, done_at=now, ended_by=by.name)
    return one


def ping(uid: UUID, *, by: Actor, now: datetime) -> Delivery:
    """Queue a message that says nothing, to see whether it arrives."""
    with _step(uid, ClientDeed.PING, by, now) as one:
        _refresh(one)
        return Delivery.objects.create(
            subscription=one,
            kind=PING,
            body=body_of(PING, now, {"subscription": one.uid.hex}),
            created_at=now,
            not_before=now,
        )


def retry_webhook(uid: UUID, *, by: Actor, now: datetime) -> Delivery:
    """Queue a dead message again, with all its tries, at the place it had."""
    with transaction.atomic():
        row = _dead(uid, by)
        row.state, row.attempts, row.not_before = DeliveryState.QUEUED, 0, now
        row.save(update_fields=["state", "attempts", "not_before"])
        Subscription.objects.filter(pk=row.subscription_id).update(**_FRESH)
        write_line(
            row.subscription.stream, ClientDeed.RETRY, by, now, more={"message": row.uid.hex}
        )
    return row


def retry_all(uid: UUID, *, by: Actor, now: datetime) -> int:
    """Queue every dead message of a subscription again; return how many."""
    with _step(uid, ClientDeed.RETRY, by, now) as one:
        _refresh(one)
        return Delivery.objects.filter(subscription=one, state=DeliveryState.DEAD).update(
            state=DeliveryState.QUEUED, attempts=0, not_before=now
        )


def drop_webhook(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Delivery:
    """Take a dead message off the list for good; those behind it go on."""
    why = _reason(reason)
    with transaction.atomic():
        row = _dead(uid, by)
        row.state, row.done_at, row.ended_by = DeliveryState.DROPPED, now, by.name[:80]
        row.save(update_fields=["state", "done_at", "ended_by"])
        said = {"message": row.uid.hex, "reason": why}
        write_line(row.subscription.stream, ClientDeed.DROP, by, now, more=said)
    return row


def _refresh(one: Subscription) -> None:
    """Let its address be tried at once, as if it had never been away."""
    for name, value in _FRESH.items():
        setattr(one, name, value)


def _check(wish: Wish) -> None:
    """Raise Invalid for an address that may not be called, as it stands now; it is asked again
    whenever something is sent."""
    try:
        resolved(checked_target(wish.address))
    except NotCalled as error:
        raise Invalid("address", error.word) from None
    except (OSError, UnicodeError):
        raise Invalid("address", "address_unknown") from None
    if not wish.events or not set(wish.events) <= set(map(str, Kind)):
        raise Invalid("events", "no_event")


def _dead(uid: UUID, by: Actor) -> Delivery:
    allowed(by)
    rows = Delivery.objects.select_for_update(of=("self",)).select_related("subscription")
    row = rows.filter(uid=uid, state=DeliveryState.DEAD).first()
    if row is None:
        raise NotFound
    if row.subscription.ended_at is not None:
        raise Refused("subscription_ended")
    return row


@contextmanager
def _step(
    uid: UUID, deed: ClientDeed, by: Actor, now: datetime, **more: Any
) -> Iterator[Subscription]:
    allowed(by)
    with transaction.atomic():
        one = Subscription.objects.select_for_update().filter(uid=uid).first()
        if one is None:
            raise NotFound
        if one.ended_at is not None:
            raise Refused("subscription_ended")
        before = _facts(one)
        yield one
        one.save()
        write_line(one.stream, deed, by, now, before=before, after=_facts(one), more=more)


def _facts(one: Subscription) -> dict[str, Any]:
    """Return what the ledger says of it; never a secret."""
    return {
        "client": one.client_id,
        "address": one.address,
        "events": one.events,
        "secret_since": one.secret_since,
        "paused_at": one.paused_at,
        "ended_at": one.ended_at,
    }


def _reason(text: str) -> str:
    why = cleaned(text, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_length")
    return why
