"""The session with a centre: one for each county, however many processes there are.

Whoever holds the advisory lock binds; the others wait to take over. A link that breaks is opened
again with growing pauses. Texts are handed on before they are answered, so that a centre gives
again whatever was not written down.
"""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from gege.kernel.telephones import telephone
from gege.notices.models import GatewayLink
from gege.notices.rules.short_messages import Receipt, receipt_of, words_of
from gege.notices.smpp.link import COME_AGAIN, OK, Answered, Arrived, Link, LinkDown, SmppAccess
from gege.notices.smpp.sending import Outflow, give_up_waiting, take_receipt, take_receipts

_log: Final = logging.getLogger(__name__)
LOCK: Final = 7263
NAME: Final = "smpp"
NOBODY: Final = "nobody keeps the connection; `gege smpp` does not run"
FIRST_PAUSE: Final = 1.0
LONGEST_PAUSE: Final = 60.0
LOOK_SECONDS: Final = 0.2
LINGER_SECONDS: Final = 0.01
HOLD_SECONDS: Final = 5.0
"""A receipt may overtake the answer it belongs to; it is held so long."""

TakeText = Callable[[Arrived, datetime], object]


def access_of_settings() -> SmppAccess:
    """Return the access that the environment names."""
    return SmppAccess(
        host=settings.GEGE_SMPP_HOST,
        port=settings.GEGE_SMPP_PORT,
        user=settings.GEGE_SMPP_USER,
        password=settings.GEGE_SMPP_PASSWORD,
        kind=settings.GEGE_SMPP_TYPE,
        tls=settings.GEGE_SMPP_TLS,
        sender=settings.GEGE_SMS_FROM,
        prefix=settings.GEGE_SMPP_PREFIX,
        enquire=settings.GEGE_SMPP_ENQUIRE,
    )


class Session:
    """Keeps a bound link while it may; `step` is one turn of it."""

    def __init__(self, access: SmppAccess, take_text: TakeText) -> None:
        self._access = access
        self._take_text = take_text
        self._link: Link | None = None
        self._out: Outflow | None = None
        self._locked_on: object = None
        self._pause = FIRST_PAUSE
        self._due = 0.0
        self._early: list[tuple[float, Arrived]] = []

    @property
    def bound(self) -> bool:
        return self._link is not None

    def step(self, seconds: float = LOOK_SECONDS) -> None:
        """Do what is to be done now, waiting `seconds` at most."""
        try:
            try:
                if not self._mine():
                    time.sleep(seconds)
                elif self._link is None:
                    self._open(seconds)
                else:
                    self._serve(seconds)
            except LinkDown as down:
                self._fell(str(down))
        except DatabaseError:
            _log.exception("the database is away; the link to the centre is left")
            self._leave()
            self._let_go()
            connection.close()
            time.sleep(seconds)

    def close(self) -> None:
        """Take leave of the centre, and let another process take over."""
        if self._out is not None:
            # What was sent is answered within moments; nothing new is begun.
            until = time.monotonic() + HOLD_SECONDS
            while self._link is not None and self._out.busy and time.monotonic() < until:
                try:
                    self._take(self._link.wait(LOOK_SECONDS), timezone.now())
                except LinkDown:
                    break
            self._out.lost(timezone.now())
        self._leave()
        self._let_go()

    def _let_go(self) -> None:
        # A pool may keep the connection, and with it a lock that nobody would use.
        with suppress(DatabaseError):
            if self._locked_on is connection.connection is not None:
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_unlock(%s, 0)", [LOCK])
        self._locked_on = None

    def _mine(self) -> bool:
        connection.ensure_connection()
        if self._locked_on is connection.connection:
            return True
        # A connection that was lost has lost the lock with it, and another may have bound.
        self._leave()
        self._locked_on = None
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_try_advisory_lock(%s, 0)", [LOCK])
            row = cursor.fetchone()
        if row and row[0]:
            self._locked_on = connection.connection
        return self._locked_on is not None

    def _open(self, seconds: float) -> None:
        if time.monotonic() < self._due:
            time.sleep(seconds)
            return
        link = Link(self._access)
        link.open()
        self._link = link
        self._out = Outflow(
            link, window=settings.GEGE_SMPP_WINDOW, per_second=settings.GEGE_SMPP_PER_SECOND
        )
        self._pause = FIRST_PAUSE
        _note(up=True, said="", now=timezone.now())
        _log.info("bound to the centre %s:%s", self._access.host, self._access.port)

    def _serve(self, seconds: float) -> None:
        assert self._link is not None
        assert self._out is not None
        sent = self._out.fill(timezone.now())
        found = self._link.wait(0 if sent else seconds)
        try:
            # What comes in the same breath is written down in one go.
            found += self._link.wait(LINGER_SECONDS) if found else []
        except LinkDown:
            self._take(found, timezone.now())
            raise
        self._take(found, timezone.now())

    def _take(self, found: list[Answered | Arrived], now: datetime) -> None:
        assert self._out is not None
        self._out.answered([one for one in found if isinstance(one, Answered)], now)
        held, self._early = self._early, []
        clock = time.monotonic()
        new = [(clock, one) for one in found if isinstance(one, Arrived) and one.receipt]
        self._receipts([*held, *new], now)
        for one in found:
            if isinstance(one, Arrived) and not one.receipt:
                self._text(one, now)

    def _receipts(self, arrived: list[tuple[float, Arrived]], now: datetime) -> None:
        """Take receipts, and answer them; one that overtook its answer waits for it a while."""
        if not arrived:
            return
        assert self._link is not None
        assert self._out is not None
        read = [(since, one, _receipt_in(one)) for since, one in arrived]
        known = take_receipts([told for _since, _one, told in read if told], now=now)
        answers = iter(known)
        for since, one, told in read:
            if told is None:
                _log.warning("a receipt of the centre cannot be read")
            elif not next(answers):
                if self._out.busy and time.monotonic() - since < HOLD_SECONDS:
                    self._early.append((since, one))
                    continue
                sender = telephone(one.sender) or one.sender
                if not take_receipt(told, sender, now=now):
                    _log.warning("a receipt of the centre names no message")
            self._link.answer(one, OK)

    def _text(self, arrived: Arrived, now: datetime) -> None:
        assert self._link is not None
        try:
            self._take_text(arrived, now)
        except DatabaseError:
            self._link.answer(arrived, COME_AGAIN)
            raise
        except Exception:
            _log.exception("a text could not be taken; the centre will give it again")
            self._link.answer(arrived, COME_AGAIN)
        else:
            self._link.answer(arrived, OK)

    def _fell(self, said: str) -> None:
        now = timezone.now()
        _log.warning("the link to the centre is down: %s", said)
        if self._out is not None:
            self._out.lost(now)
        self._leave()
        self._due = time.monotonic() + self._pause
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        _note(up=False, said=said, now=now)
        give_up_waiting(said=said, now=now)

    def _leave(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = self._out = None
        self._early = []


def _receipt_in(arrived: Arrived) -> Receipt | None:
    text = words_of(arrived.coding, arrived.body, settings.GEGE_SMPP_CODING)
    return receipt_of(text, arrived.receipt_name, arrived.receipt_state)


def link_state() -> GatewayLink | None:
    """Return how the link to the centre stands; None where there never was one.

    A process that was killed could not write that it went: the link stands while its lock is held.
    """
    link = _written()
    if link is not None and link.up and not _is_kept():
        link.up, link.said = False, NOBODY
    return link


def _written() -> GatewayLink | None:
    return GatewayLink.objects.filter(name=NAME).first()


def _is_kept() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_HELD, [LOCK])
        return cursor.fetchone() is not None


_HELD: Final = """
    SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
    WHERE locktype = 'advisory' AND classid = %s AND objid = 0 AND granted
        AND datname = current_database()
"""


def _note(*, up: bool, said: str, now: datetime) -> None:
    """Write down a change; a link that stays down keeps its first moment and its newest words."""
    known = _written()
    since = known.since if known is not None and known.up == up and not up else now
    GatewayLink.objects.update_or_create(
        name=NAME, defaults={"up": up, "since": since, "said": said[:200]}
    )
