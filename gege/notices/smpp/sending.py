"""What goes out over the link: parts written down before they are sent, answers, receipts.

Each part has its row before the centre is asked. Whoever falls between leaves the delivery
`sending`; after ten minutes it is sent again, but never a part that the centre has named: so the
handset puts one text together, whatever broke on the way.
"""

import logging
import time
from collections import deque
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from gege.notices.gateways.outcome import Answer, Outcome
from gege.notices.models import Delivery, Part
from gege.notices.rules import Channel, DeliveryState, PartState
from gege.notices.rules.short_messages import Fate, Piece, Receipt, payload_of, pieces_of
from gege.notices.sealing import mark
from gege.notices.sending import BATCH, claim, note_outcome
from gege.notices.smpp.link import PASSING, THROTTLED, Answered, Link, described
from gege.notices.wording import LONGEST, Addresses, Worded

_log: Final = logging.getLogger(__name__)
TO: Final = "notices.part"
LONGEST_PAUSE: Final = 60.0
LONGEST_HELD: Final = 300.0
"""Seconds: what was claimed goes out within them or is put back, before it counts as unsure."""
KEEP_PARTS: Final = timedelta(days=3)
MOST_WAITING: Final = timedelta(hours=2, minutes=30)
"""How long a text waits for a link that is down; then a person sees to it."""


@dataclass(slots=True)
class _Load:
    """A delivery on its way: how many of its parts have no answer yet, and the worst one."""

    delivery: Delivery
    open: int
    outcome: Outcome = field(default_factory=lambda: Outcome(Answer.TAKEN))
    throttled: bool = False


@dataclass(frozen=True, slots=True)
class _Ready:
    """A part that is to be sent."""

    load: _Load
    part: Part
    number: str
    piece: Piece


class Outflow:
    """The sending half of a session."""

    def __init__(self, link: Link, *, window: int, per_second: int = 0) -> None:
        self._link = link
        self._window = window
        self._per_second = per_second
        self._ready: deque[_Ready] = deque()
        self._asked: dict[int, _Ready] = {}
        self._sent: list[int] = []
        self._claimed_at = 0.0
        self._pause = 0.0
        self._paused_until = 0.0
        self._second, self._in_second = 0, 0

    @property
    def busy(self) -> bool:
        return bool(self._ready or self._asked)

    def fill(self, now: datetime) -> int:
        """Send what is due as far as the window allows; return how many parts went out."""
        if self._ready and time.monotonic() - self._claimed_at > LONGEST_HELD:
            self._put_back(now)
        if time.monotonic() < self._paused_until:
            return 0
        if not self._ready and len(self._asked) < self._window:
            self._take(claim((Channel.SMS,), now, max(self._window, BATCH)), now)
        sent = 0
        while self._ready and len(self._asked) < self._window and self._in_time():
            one = self._ready.popleft()
            if one.load.outcome.answer is Answer.NEVER:
                self._settle(one.load, now)
                continue
            self._asked[self._link.submit(one.number, one.piece)] = one
            sent += 1
        return sent

    def answered(self, answers: Collection[Answered], now: datetime) -> None:
        """Write down what the centre said of parts."""
        if not answers:
            return
        with transaction.atomic():
            taken: list[Part] = []
            self._sent = []
            for answer in answers:
                one = self._asked.pop(answer.sequence, None)
                if one is None:
                    continue
                if answer.status == 0:
                    one.part.state, one.part.taken_as = PartState.TAKEN, answer.name[:100]
                    taken.append(one.part)
                    self._pause = 0.0
                else:
                    self._refused(one.load, answer.status)
                self._settle(one.load, now)
            _took(taken)
            mine = Delivery.objects.filter(pk__in=self._sent, state=DeliveryState.SENDING)
            mine.update(state=DeliveryState.SENT, sent_at=now, error="")

    def lost(self, now: datetime) -> None:
        """The link is gone: what was not sent waits again at once, the rest for the ten minutes."""
        unsure = {one.load.delivery.pk for one in self._asked.values()}
        self._put_back(now)
        Delivery.objects.filter(pk__in=unsure, state=DeliveryState.SENDING).update(
            error="the link broke before the centre answered"
        )
        self._asked.clear()

    def _put_back(self, now: datetime) -> None:
        """Queue what was claimed and not begun; what was begun is settled, or unsure."""
        begun = {one.load.delivery.pk for one in self._asked.values()}
        sure = {one.load.delivery.pk for one in self._ready} - begun
        Delivery.objects.filter(pk__in=sure, state=DeliveryState.SENDING).update(
            state=DeliveryState.QUEUED, not_before=now
        )
        self._ready.clear()

    def _take(self, claimed: list[Delivery], now: datetime) -> None:
        if not claimed:
            return
        self._claimed_at = time.monotonic()
        addresses = Addresses(claimed)
        there: dict[int, list[Part]] = {}
        for part in Part.objects.filter(delivery__in=claimed):
            there.setdefault(part.delivery_id, []).append(part)
        new: list[Part] = []
        for one in claimed:
            worded = addresses.worded(one)
            if isinstance(worded, Outcome):
                note_outcome(one, worded, now)
                continue
            for ready in _parts(one, worded, there.get(one.pk, []), now):
                self._ready.append(ready)
                if ready.part._state.adding:
                    new.append(ready.part)
        Part.objects.bulk_create(new)
        # Those whose parts the centre had all taken before it fell silent need nothing more.
        going = {one.load.delivery.pk for one in self._ready}
        for one in claimed:
            if one.pk not in going:
                note_outcome(one, Outcome(Answer.TAKEN), now)

    def _refused(self, load: _Load, status: int) -> None:
        words = described(status)
        if status in THROTTLED:
            if time.monotonic() >= self._paused_until:
                # Once for all that were on their way together.
                self._pause = min(max(1.0, self._pause * 2), LONGEST_PAUSE)
                self._paused_until = time.monotonic() + self._pause
            load.throttled = True
            if load.outcome.answer is Answer.TAKEN:
                load.outcome = Outcome(Answer.LATER, words)
        elif status in PASSING:
            if load.outcome.answer is not Answer.NEVER:
                load.outcome, load.throttled = Outcome(Answer.LATER, words), False
        else:
            load.outcome, load.throttled = Outcome(Answer.NEVER, words), False

    def _settle(self, load: _Load, now: datetime) -> None:
        load.open -= 1
        if load.open:
            return
        if load.throttled:
            # The centre is busy, which is no fault of this text: its tries are not used up.
            later = now + timedelta(seconds=self._pause)
            Delivery.objects.filter(pk=load.delivery.pk, state=DeliveryState.SENDING).update(
                state=DeliveryState.QUEUED, not_before=later, error=load.outcome.reason
            )
            return
        if load.outcome.answer is Answer.TAKEN:
            self._sent.append(load.delivery.pk)
        else:
            note_outcome(load.delivery, load.outcome, now)

    def _in_time(self) -> bool:
        if not self._per_second:
            return True
        second = int(time.monotonic())
        if second != self._second:
            self._second, self._in_second = second, 0
        self._in_second += 1
        return self._in_second <= self._per_second


def _parts(one: Delivery, worded: Worded, there: list[Part], now: datetime) -> list[_Ready]:
    """Return the parts of a delivery that the centre has not taken yet."""
    text = worded.text[:LONGEST]
    whole = settings.GEGE_SMPP_LONG == "PAYLOAD"
    pieces = [payload_of(text)] if whole else pieces_of(text, one.pk)
    to = mark(worded.address, TO)
    known = {part.number: part for part in there}
    if any(part.of != len(pieces) or part.to_mark != to for part in there):
        # It says something else by now, or goes elsewhere.
        Part.objects.filter(delivery=one).delete()
        known = {}
    wanted = []
    for number, piece in enumerate(pieces, start=1):
        part = known.get(number)
        if part is not None and part.state in (PartState.TAKEN, PartState.DELIVERED):
            continue
        part = part or Part(delivery=one, number=number, of=len(pieces), to_mark=to, asked_at=now)
        wanted.append((part, piece))
    again = [part.pk for part, _piece in wanted if part.pk]
    Part.objects.filter(pk__in=again).update(state=PartState.ASKED, taken_as="", asked_at=now)
    load = _Load(one, len(wanted))
    return [_Ready(load, part, worded.address, piece) for part, piece in wanted]


_TOOK: Final = """
    UPDATE notices_part SET
        taken_as = taken.name,
        state = CASE WHEN state = 'asked' THEN 'taken' ELSE state END
    FROM unnest(%s::bigint[], %s::text[]) AS taken (id, name)
    WHERE notices_part.id = taken.id
"""
"""A receipt that came before the answer knows better than it."""


def _took(parts: list[Part]) -> None:
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(_TOOK, [[one.pk for one in parts], [one.taken_as for one in parts]])


def take_receipts(receipts: Sequence[Receipt], *, now: datetime) -> list[bool]:
    """Take receipts that came together; tell of each whether its message is known.

    However many say "delivered" of parts by their very names, it costs the same few statements.
    """
    plain = {one.name for one in receipts if one.fate is Fate.DELIVERED}
    with transaction.atomic():
        rows = Part.objects.select_for_update().filter(taken_as__in=plain)
        found = dict(rows.order_by("id").values_list("taken_as", "pk"))
        parts = Part.objects.filter(pk__in=found.values())
        parts.update(state=PartState.DELIVERED)
        if found:
            _whole(set(parts.values_list("delivery_id", flat=True)), now)
        return [
            (one.fate is Fate.DELIVERED and one.name in found) or take_receipt(one, "", now=now)
            for one in receipts
        ]


def _whole(deliveries: set[int], now: datetime) -> None:
    """Mark deliveries of which every part was delivered."""
    missing = Part.objects.filter(delivery_id__in=deliveries).exclude(state=PartState.DELIVERED)
    whole = deliveries - set(missing.values_list("delivery_id", flat=True))
    rows = Delivery.objects.filter(pk__in=whole)
    given = rows.exclude(state__in=(DeliveryState.ACKNOWLEDGED, DeliveryState.DELIVERED))
    given.update(
        state=DeliveryState.DELIVERED,
        delivered_at=now,
        sent_at=Coalesce("sent_at", Value(now)),
        error="",
        sealed="",
    )


def take_receipt(receipt: Receipt, sender: str, *, now: datetime) -> bool:
    """Take a receipt; False for one that names nothing we know.

    Receipts come twice, late and in any order: what was delivered stays so. A part whose name never
    arrived here, because the link broke, is found by the `sender` of the receipt, if one is given.
    """
    with transaction.atomic():
        part = _named(receipt.name) or _unnamed(sender)
        if part is None:
            return False
        part = Part.objects.select_for_update().get(pk=part.pk)
        part.taken_as = part.taken_as or receipt.name
        if receipt.fate is Fate.DELIVERED:
            part.state = PartState.DELIVERED
        elif receipt.fate is Fate.FAILED and part.state != PartState.DELIVERED:
            part.state = PartState.FAILED
        elif part.state == PartState.ASKED:
            part.state = PartState.TAKEN
        part.save(update_fields=["state", "taken_as"])
        _carry_on(part.delivery_id, receipt, now)
    return True


def forget_parts(*, now: datetime) -> int:
    """Remove the parts of deliveries that are over; return how many rows went."""
    under_way = Q(delivery__state__in=(DeliveryState.QUEUED, DeliveryState.SENDING))
    old = Part.objects.filter(asked_at__lte=now - KEEP_PARTS).exclude(under_way)
    return old.delete()[0]


def give_up_waiting(*, said: str, now: datetime) -> int:
    """Put texts that waited too long for a link that is down before a person; return how many."""
    waiting = Delivery.objects.filter(
        state=DeliveryState.QUEUED, channel=Channel.SMS, not_before__lte=now - MOST_WAITING
    )
    return waiting.update(state=DeliveryState.DEAD, error=said[:200])


def _carry_on(delivery_id: int, receipt: Receipt, now: datetime) -> None:
    rows = Delivery.objects.filter(pk=delivery_id)
    under_way = rows.filter(state__in=(DeliveryState.SENDING, DeliveryState.SENT))
    states = set(Part.objects.filter(delivery_id=delivery_id).values_list("state", flat=True))
    if receipt.fate is Fate.FAILED:
        under_way.update(state=DeliveryState.DEAD, error=f"not delivered: {receipt.said}")
    elif states == {PartState.DELIVERED}:
        _whole({delivery_id}, now)
    elif PartState.ASKED not in states and PartState.FAILED not in states:
        rows.filter(state=DeliveryState.SENDING).update(
            state=DeliveryState.SENT, sent_at=now, error=""
        )


def _named(name: str) -> Part | None:
    """Return the part of this name; some centres write it in hexadecimal here and decimal there."""
    names = {name, name.lower(), name.upper(), name.lstrip("0")}
    exact = Part.objects.filter(taken_as__in=names - {""}).order_by("-id").first()
    if exact is not None:
        return exact
    other: set[Any] = set()
    if name.isascii() and name.isdigit():
        hexadecimal = f"{int(name):x}"
        other |= {hexadecimal, hexadecimal.upper(), hexadecimal.zfill(8)}
    with suppress(ValueError):
        other.add(str(int(name, 16)))
    found = list(Part.objects.filter(taken_as__in=other).order_by("-id")[:2])
    return found[0] if len(found) == 1 else None


def _unnamed(sender: str) -> Part | None:
    if not sender:
        return None
    return (
        Part.objects.filter(to_mark=mark(sender, TO), state=PartState.ASKED)
        .exclude(delivery__state=DeliveryState.QUEUED)
        .order_by("id")
        .first()
    )
