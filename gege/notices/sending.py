"""Sending what goes through gateways, and taking their reports.

A delivery is claimed and committed before its gateway is asked, outside of any transaction. Whoever
falls between leaves it `sending`; such a one is sent again only after the time for a report has
passed without any: nothing is lost, and what was taken is not sent twice.
"""

import logging
import time
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Final
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from gege.notices.gateways.kannel import Kannel, KannelAccess
from gege.notices.gateways.mail import Mail
from gege.notices.gateways.mm7 import Mm7
from gege.notices.gateways.outcome import Answer, Outcome
from gege.notices.models import Delivery
from gege.notices.picture_messages import access, send_picture_message
from gege.notices.planning import by_smpp
from gege.notices.rules import Channel, DeliveryState, wait_after
from gege.notices.wording import LONGEST, Addresses

_log: Final = logging.getLogger(__name__)
BATCH: Final = 50
_TAKEN: Final = Outcome(Answer.TAKEN)
UNSURE_FOR: Final = timedelta(minutes=10)
"""A centre answers within seconds; after this a text without any report counts as not taken."""
KEEP_SEALED: Final = timedelta(days=3)


def send_due(*, now: datetime, most: int = BATCH) -> int:
    """Send due deliveries, the oldest first; return how many were handled.

    Several workers may run at once: each claims its own. When a gateway cannot be reached, the rest
    of its batch is put back without asking it again and again.
    """
    claimed = _claim(now, most)
    addresses = Addresses(claimed)
    down: dict[str, Outcome] = {}
    with ExitStack() as stack:
        gates = _Gates(stack)
        taken = stack.enter_context(_Taken(now))
        for one in claimed:
            outcome = down.get(one.channel) or gates.hand_over(one, addresses, now)
            if outcome.answer is Answer.LATER:
                down[one.channel] = outcome
            if outcome == _TAKEN and one.channel == Channel.SMS:
                taken.add(one)
            else:
                note_outcome(one, outcome, now)
    return len(claimed)


def release_unsure(*, now: datetime) -> int:
    """Queue again what nobody reported on; return how many."""
    return Delivery.objects.filter(
        state=DeliveryState.SENDING, claimed_at__lte=now - UNSURE_FOR
    ).update(state=DeliveryState.QUEUED, not_before=now, attempts=F("attempts") + 1)


def forget_sealed(*, now: datetime) -> int:
    """Remove numbers and values that are not needed any more; return how many were."""
    finished = (DeliveryState.DELIVERED, DeliveryState.ACKNOWLEDGED, DeliveryState.GIVEN_UP)
    sealed = Delivery.objects.exclude(sealed="")
    done = sealed.filter(state__in=finished).update(sealed="")
    old = sealed.filter(state=DeliveryState.SENT, sent_at__lte=now - KEEP_SEALED)
    # A call that nobody made keeps its number as long as it stands on the list.
    return done + old.exclude(channel=Channel.VOICE).update(sealed="")


DELIVERED, FAILED, BUFFERED, ACCEPTED, REJECTED = 1, 2, 4, 8, 16


def take_report(token: UUID, kind: int, said: str, *, now: datetime) -> bool:
    """Take a delivery report; False for a delivery that is unknown.

    Reports come twice, late and in any order: what was delivered stays so.
    """
    rows = Delivery.objects.filter(token=token, channel=Channel.SMS)
    if not rows.exists():
        return False
    under_way = rows.filter(state__in=(DeliveryState.SENDING, DeliveryState.SENT))
    if kind == DELIVERED:
        given = rows.exclude(state__in=(DeliveryState.ACKNOWLEDGED, DeliveryState.DELIVERED))
        given.update(state=DeliveryState.DELIVERED, delivered_at=now, error="", sealed="")
        rows.filter(sent_at__isnull=True).update(sent_at=now)
    elif kind in (ACCEPTED, BUFFERED):
        rows.filter(state=DeliveryState.SENDING).update(state=DeliveryState.SENT, sent_at=now)
    elif kind in (FAILED, REJECTED):
        words = f"{'not delivered' if kind == FAILED else 'refused by the centre'}: {said}"
        under_way.update(state=DeliveryState.DEAD, error=words[:200])
    return True


class _Taken:
    """Texts that the gateway took, written down together, a second later at most.

    Whoever falls before that is told by the gateway's reports what it took.
    """

    def __init__(self, now: datetime) -> None:
        self._now = now
        self._keys: list[int] = []
        self._since = 0.0

    def __enter__(self) -> "_Taken":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._write()

    def add(self, one: Delivery) -> None:
        if not self._keys:
            self._since = time.monotonic()
        self._keys.append(one.pk)
        if time.monotonic() - self._since > 1:
            self._write()

    def _write(self) -> None:
        mine = Delivery.objects.filter(pk__in=self._keys, state=DeliveryState.SENDING)
        mine.update(state=DeliveryState.SENT, sent_at=self._now, error="")
        self._keys = []


class _Gates:
    """The gateways of a batch, each opened when it is first needed."""

    def __init__(self, stack: ExitStack) -> None:
        self._stack = stack
        self._kannel: Kannel | None = None
        self._mail: Mail | None = None
        self._mm7: Mm7 | None = None

    def hand_over(self, one: Delivery, addresses: Addresses, now: datetime) -> Outcome:
        worded = addresses.worded(one)
        if isinstance(worded, Outcome):
            return worded
        if one.channel == Channel.EMAIL:
            return self._by_mail().send(worded.address, worded.title, worded.text, one.token)
        if one.channel == Channel.MMS and settings.GEGE_MMS_URL:
            return send_picture_message(self._by_mm7(), one, worded, now)
        if not settings.GEGE_SMS_URL or one.channel == Channel.MMS:
            return Outcome(Answer.NEVER, "no_gateway")
        return self._by_kannel().send(worded.address, worded.text[:LONGEST], one.token)

    def _by_kannel(self) -> Kannel:
        if self._kannel is None:
            report = urlencode({"secret": settings.GEGE_SMS_SECRET})
            access = KannelAccess(
                url=settings.GEGE_SMS_URL,
                user=settings.GEGE_SMS_USER,
                password=settings.GEGE_SMS_PASSWORD,
                sender=settings.GEGE_SMS_FROM,
                report_url=f"{settings.GEGE_SMS_CALLBACK}/hotline/texts/report?{report}",
            )
            self._kannel = self._stack.enter_context(Kannel(access))
        return self._kannel

    def _by_mm7(self) -> Mm7:
        if self._mm7 is None:
            self._mm7 = self._stack.enter_context(Mm7(access()))
        return self._mm7

    def _by_mail(self) -> Mail:
        if self._mail is None:
            self._mail = self._stack.enter_context(Mail(settings.DEFAULT_FROM_EMAIL))
        return self._mail


def _claim(now: datetime, most: int) -> list[Delivery]:
    # Where SMS go over a connection of their own, the process that holds it claims them.
    texts = () if by_smpp() else (Channel.SMS,)
    return claim((*texts, Channel.MMS, Channel.EMAIL), now, most)


def claim(channels: Sequence[Channel], now: datetime, most: int) -> list[Delivery]:
    """Take due deliveries of these channels, the oldest first, and say so before any is sent."""
    with transaction.atomic():
        rows = list(
            Delivery.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("message")
            .filter(state=DeliveryState.QUEUED, not_before__lte=now, channel__in=channels)
            .order_by("not_before", "id")[:most]
        )
        Delivery.objects.filter(id__in=[one.pk for one in rows]).update(
            state=DeliveryState.SENDING, claimed_at=now
        )
    return rows


def note_outcome(one: Delivery, outcome: Outcome, now: datetime) -> None:
    """Write down what a gateway said; a report that came meanwhile knows better."""
    mine = Delivery.objects.filter(pk=one.pk, state=DeliveryState.SENDING)
    if outcome.answer is Answer.TAKEN:
        mine.update(state=DeliveryState.SENT, sent_at=now, error="")
    elif outcome.answer is Answer.UNSURE:
        _log.warning("delivery %s may have been taken: %s", one.pk, outcome.reason)
        mine.update(error=outcome.reason)
    else:
        wait = wait_after(one.attempts + 1) if outcome.answer is Answer.LATER else None
        later: dict[str, Any] = {"state": DeliveryState.DEAD}
        if wait is not None:
            later = {"state": DeliveryState.QUEUED, "not_before": now + wait}
        mine.update(attempts=one.attempts + 1, error=outcome.reason, **later)
