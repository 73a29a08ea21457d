"""The secret address of a calendar: made anew, shown once, taken back."""

import hashlib
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.staff.actor import Actor
from gege.staff.duty.errors import NotFound
from gege.staff.duty.models import CalendarFeed, DutyDesk
from gege.staff.duty.queries.scope import seen_desk
from gege.trail.api import record


@transaction.atomic
def make_feed(*, by: Actor, now: datetime, desk_uid: UUID | None = None) -> str:
    """Return a new secret for a person's own duty or for a desk; the old address ends with it.

    Raises NotFound for a desk that the person does not see.
    """
    desk = seen_desk(by, desk_uid) if desk_uid is not None else None
    account = _account(by)
    _end(account, desk, now)
    secret = secrets.token_urlsafe(32)
    CalendarFeed.objects.create(
        account_id=account, desk=desk, digest=digest_of(secret), made_at=now
    )
    _write("make_feed", desk, by, now)
    return secret


@transaction.atomic
def end_feed(*, by: Actor, now: datetime, desk_uid: UUID | None = None) -> None:
    """Take an address back: whoever has it reads nothing any more. Raises NotFound."""
    desk = seen_desk(by, desk_uid) if desk_uid is not None else None
    if not _end(_account(by), desk, now):
        raise NotFound
    _write("end_feed", desk, by, now)


def digest_of(secret: str) -> str:
    """Return what is kept of a secret: 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _account(by: Actor) -> int:
    if by.account_id is None:
        raise NotFound
    return by.account_id


def _end(account: int, desk: DutyDesk | None, now: datetime) -> int:
    open_ones = CalendarFeed.objects.filter(account_id=account, desk=desk, ended_at=None)
    return open_ones.update(ended_at=now)


def _write(deed: str, desk: DutyDesk | None, by: Actor, now: datetime) -> None:
    stream = desk.stream if desk else f"account:{by.account_id}"
    record(stream=stream, deed=deed, by=by.signature(), now=now)
