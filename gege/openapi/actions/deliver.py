"""Send messages to other systems: claimed and committed first, sent outside of any transaction.

Whoever falls in between leaves a message `sending`; after some minutes it is sent again, with the
same id, so nothing is lost and what comes twice can be told. Of one matter only the oldest message
that waits is sent, so their order holds whatever fails.
"""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from gege.notices.api import Unreadable, unseal
from gege.openapi.actions.feed import living, visible_to
from gege.openapi.calling import Answer, call
from gege.openapi.models import Attempt, Delivery, Event, Subscription
from gege.openapi.rules.webhooks import (
    KEPT,
    LONGEST_WAIT,
    UNSURE_FOR,
    DeliveryState,
    Verdict,
    heads_of,
    pause_after,
    verdict_of,
    wait_after,
)
from gege.territory.api import load_atlas

SIDE_BY_SIDE: Final = 8
IN_A_ROW: Final = 20
PURPOSE: Final = "webhook secret"
_STATES: Final = (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEAD)


def send_webhooks(*, now: datetime) -> int:
    """Send what is due, to several addresses at once; return how many messages were handled.

    An address that cannot be reached costs one try, and is left alone for a while.
    """
    batches = [_claim(one, now) for one in _open(now)]
    claimed = [one for one in batches if one.rows]
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        # The threads only call; what came of it is written here.
        for batch, answers in zip(claimed, pool.map(_send, claimed), strict=True):
            _note(batch, answers, now)
    return sum(len(one.rows) + one.passed_over for one in batches)


@dataclass(frozen=True, slots=True)
class _Batch:
    subscription: Subscription
    rows: Sequence[Delivery]
    secrets: Sequence[str]
    seconds: int
    passed_over: int


def _open(now: datetime) -> list[Subscription]:
    rows = Subscription.objects.filter(
        living(), paused_at__isnull=True, client__expires_at__gt=now, client__reads=True
    )
    due = Delivery.objects.filter(
        subscription=OuterRef("pk"), state=DeliveryState.QUEUED, not_before__lte=now
    )
    rested = Q(not_before__isnull=True) | Q(not_before__lte=now)
    found = rows.filter(rested, Exists(due)).select_related("client")
    return list(found.order_by(F("tried_at").asc(nulls_first=True), "id")[:50])


def _claim(one: Subscription, now: datetime) -> _Batch:
    """Claim the next messages of a subscription, one of each matter; pass over those that its
    client may not be told any more."""
    before = Delivery.objects.filter(
        subscription=one, matter=OuterRef("matter"), id__lt=OuterRef("id"), state__in=_STATES
    )
    with transaction.atomic():
        due = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(
            ~Exists(before), subscription=one, state=DeliveryState.QUEUED, not_before__lte=now
        )
        # An address that was away is asked with one message first.
        rows = list(due.order_by("id")[: 1 if one.failures else IN_A_ROW])
        ids = {row.matter_id for row in rows if row.matter_id is not None}
        seen = visible_to(one, ids, load_atlas(), now)
        hidden = [row.pk for row in rows if row.matter_id is not None and row.matter_id not in seen]
        Delivery.objects.filter(pk__in=hidden).update(
            state=DeliveryState.SKIPPED, done_at=now, said="not_seen"
        )
        rows = [row for row in rows if row.pk not in hidden]
        Delivery.objects.filter(pk__in=[row.pk for row in rows]).update(
            state=DeliveryState.SENDING, claimed_at=now
        )
    return _Batch(one, rows, secrets_of(one, now), int(now.timestamp()), len(hidden))


def secrets_of(one: Subscription, now: datetime) -> list[str]:
    """Return the secrets that sign now, the newest first; none when they cannot be read."""
    sealed = [one.secret]
    if one.old_until is not None and one.old_until > now:
        sealed.append(one.old_secret)
    try:
        return [str(unseal(text, PURPOSE)["secret"]) for text in sealed]
    except Unreadable:
        return []


def _send(batch: _Batch) -> list[Answer]:
    """Send in order until the address does not work; one answer for each that was tried."""
    answers = []
    began = time.monotonic()
    for row in batch.rows:
        if not batch.secrets:
            answers.append(Answer(None, "unreadable", 0))
            break
        seconds = batch.seconds + int(time.monotonic() - began)
        heads = heads_of(batch.secrets, id_of(row), seconds, row.body)
        answer = call("POST", batch.subscription.address, heads=heads, body=row.body.encode())
        answers.append(answer)
        if verdict_of(answer.status) in (Verdict.AWAY, Verdict.GONE):
            break
    return answers


def id_of(row: Delivery) -> str:
    return f"msg_{row.uid.hex}"


def _note(batch: _Batch, answers: Sequence[Answer], now: datetime) -> None:
    """Write down what came back; what was not tried goes back to the queue."""
    one = batch.subscription
    with transaction.atomic():
        living_row = Subscription.objects.select_for_update().get(pk=one.pk)
        for row, answer in zip(batch.rows, answers, strict=False):
            Attempt.objects.create(
                delivery=row,
                at=now,
                took_ms=min(answer.took_ms, 2**31 - 1),
                status=answer.status,
                said=answer.said,
            )
            _judge(row, answer, now)
            _mark(living_row, answer, now)
        untried = [row.pk for row in batch.rows[len(answers) :]]
        Delivery.objects.filter(pk__in=untried, state=DeliveryState.SENDING).update(
            state=DeliveryState.QUEUED
        )
        living_row.save(
            update_fields=[
                "failures", "away_since", "not_before", "tried_at", "reached_at", "said",
                "paused_at", "paused_why",
            ]
        )  # fmt: skip


def _judge(row: Delivery, answer: Answer, now: datetime) -> None:
    mine = Delivery.objects.filter(pk=row.pk, state=DeliveryState.SENDING)
    if verdict_of(answer.status) is Verdict.TAKEN:
        mine.update(
            state=DeliveryState.DONE, done_at=now, attempts=F("attempts") + 1, said=answer.said
        )
        return
    wait = wait_after(row.attempts + 1)
    mine.update(
        state=DeliveryState.DEAD if wait is None else DeliveryState.QUEUED,
        attempts=F("attempts") + 1,
        not_before=now if wait is None else now + wait,
        said=answer.said,
    )


def _mark(one: Subscription, answer: Answer, now: datetime) -> None:
    one.tried_at, one.said = now, answer.said
    verdict = verdict_of(answer.status)
    if verdict is Verdict.AWAY:
        one.failures += 1
        one.away_since = one.away_since or now
        one.not_before = now + pause_after(one.failures)
        return
    # A refused message was answered all the same: the address works.
    if one.failures:
        Delivery.objects.filter(
            subscription=one, state=DeliveryState.QUEUED, not_before__gt=now
        ).update(not_before=now)
    one.failures, one.not_before, one.away_since = 0, None, None
    if verdict is Verdict.GONE:
        one.paused_at, one.paused_why = one.paused_at or now, "410"
    elif verdict is Verdict.TAKEN:
        one.reached_at = now


def release_webhooks(*, now: datetime) -> int:
    """Queue again what was left half-way; return how many."""
    return Delivery.objects.filter(
        state=DeliveryState.SENDING, claimed_at__lte=now - UNSURE_FOR
    ).update(state=DeliveryState.QUEUED, not_before=now)


def give_up_webhooks(*, now: datetime) -> int:
    """Give up what waited too long: for an address that is away, or for anything else."""
    queued = Delivery.objects.filter(state=DeliveryState.QUEUED)
    before = now - LONGEST_WAIT
    away = Q(subscription__away_since__lt=before, created_at__lt=before)
    old = queued.filter(away | Q(created_at__lt=now - KEPT))
    ids = list(old.values_list("pk", flat=True)[:5000])
    return Delivery.objects.filter(pk__in=ids, state=DeliveryState.QUEUED).update(
        state=DeliveryState.DEAD
    )


def forget_webhooks(*, now: datetime) -> int:
    """Remove what was told long ago, with its tries; what nobody looked at stays."""
    old = Delivery.objects.filter(done_at__lt=now - KEPT)
    gone = old.delete()[0]
    told = Delivery.objects.filter(event=OuterRef("pk"))
    Event.objects.filter(~Exists(told), recorded_at__lt=now - KEPT).delete()
    return gone
