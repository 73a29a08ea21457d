"""Texts over a connection of our own: each part kept before it is answered, put together, once."""

import base64
import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import connection, transaction

from gege.hotline.models import InboundPart, InboundText
from gege.hotline.rules.incoming import HOUR, Incoming, sender_of
from gege.hotline.texts.receive import receive
from gege.kernel.typed_text import cleaned
from gege.notices.api import Arrived, mark, seal, unseal, words_of

_log: Final = logging.getLogger(__name__)
PURPOSE: Final = "hotline.part"
GIVEN_AGAIN: Final = timedelta(minutes=10)
"""A centre whose answer was lost gives the same again within this time."""
COMPLETE_WITHIN: Final = HOUR
KEEP: Final = timedelta(days=1)
MOST_WORDS: Final = 4000
MOST_PARTS_PER_HOUR: Final = 600
"""Of one sender. Beyond it nothing is kept: a machine is sending."""
MISSING: Final = "……"


def take_part(arrived: Arrived, now: datetime) -> InboundText | None:
    """Take a short message; return the text when it is whole.

    What is no text of anybody, for its sender is a name, is left out: given again it would be no
    other.
    """
    sender = sender_of(arrived.sender)
    if sender is None:
        _log.warning("a short message was refused: sender")
        return None
    place = arrived.place
    group = f"{sender}|{arrived.to}|{place.reference}|{place.of}" if place else sender
    number, of = (place.number, place.of) if place else (1, 1)
    said = f"{group}|{number}|{of}|{arrived.coding}|{arrived.body.hex()}"
    with transaction.atomic():
        _one_at_a_time(mark(sender, PURPOSE))
        token = mark(said, PURPOSE)
        if InboundPart.objects.filter(token=token, received_at__gt=now - GIVEN_AGAIN).exists():
            return None
        row = InboundPart(
            token=token,
            group_mark=mark(group, PURPOSE),
            number=number,
            of=of,
            sealed=_sealed(sender, arrived),
            received_at=now,
        )
        waiting = _waiting(row, now)
        if len(waiting) >= MOST_PARTS_PER_HOUR:
            _log.warning("a part of a text was refused: too many of one sender")
            return None
        row.save()
        parts = {one.number: one for one in (*waiting, row)} if of > 1 else {1: row}
        if len(parts) < of:
            return None
        return _hand_on([parts[one] for one in sorted(parts)], now)


def take_incomplete(*, now: datetime) -> int:
    """Take texts of which parts stayed away, with a sign where they are missing; return how many.

    Rows that are over are removed a day after they came.
    """
    late = InboundPart.objects.exclude(sealed="").filter(received_at__lte=now - COMPLETE_WITHIN)
    groups = list(late.values_list("group_mark", flat=True).distinct()[:500])
    for group in groups:
        with transaction.atomic():
            rows = InboundPart.objects.select_for_update().exclude(sealed="")
            parts = {one.number: one for one in rows.filter(group_mark=group).order_by("id")}
            if parts:
                _hand_on([parts[one] for one in sorted(parts)], now)
    InboundPart.objects.filter(sealed="", received_at__lte=now - KEEP).delete()
    return len(groups)


def _waiting(row: InboundPart, now: datetime) -> list[InboundPart]:
    """Return the parts of the same text that are here, the oldest first."""
    rows = InboundPart.objects.exclude(sealed="").filter(
        group_mark=row.group_mark, of=row.of, received_at__gt=now - COMPLETE_WITHIN
    )
    return list(rows.order_by("id")[:MOST_PARTS_PER_HOUR])


def _hand_on(parts: Sequence[InboundPart], now: datetime) -> InboundText:
    """Put parts together in their order and take the text. Inside a transaction."""
    opened = [unseal(one.sealed, PURPOSE) for one in parts]
    coding, sender = int(opened[0]["coding"]), str(opened[0]["sender"])
    words, run = [], b""
    expected = 1
    for one, content in zip(parts, opened, strict=True):
        if one.number != expected:
            # A sign may lie across two parts, so bytes are joined before they are read.
            words += [words_of(coding, run, settings.GEGE_SMPP_CODING), MISSING]
            run = b""
        run += base64.b64decode(content["body"])
        expected = one.number + 1
    words.append(words_of(coding, run, settings.GEGE_SMPP_CODING))
    if expected <= parts[0].of:
        words.append(MISSING)
    InboundPart.objects.filter(group_mark=parts[0].group_mark, of=parts[0].of).update(sealed="")
    text = cleaned("".join(words))[:MOST_WORDS]
    return receive(Incoming(f"smpp-{parts[0].pk}", sender, text), now=now)


def _sealed(sender: str, arrived: Arrived) -> str:
    body = base64.b64encode(arrived.body).decode("ascii")
    return seal({"sender": sender, "coding": arrived.coding, "body": body}, PURPOSE)


def _one_at_a_time(token: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [7264, int(token[:7], 16)])
