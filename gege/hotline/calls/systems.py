"""The telephone systems that may tell of calls: open one, give it a new secret, stop it."""

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from gege.hotline.calls.errors import Invalid, NotFound, Refused
from gege.hotline.models import PhoneSystem
from gege.kernel.typed_text import cleaned
from gege.notices.api import Unreadable, seal, unseal
from gege.staff.api import Actor, Role
from gege.trail.api import record

PURPOSE: Final = "hotline.telephone system"
OVERLAP: Final = timedelta(hours=24)
MOST_PER_MINUTE: Final = 1200
"""Messages of one system: some two hundred calls a minute, far more than a county's line takes."""
MOST_SYSTEMS: Final = 50
_CODE: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,29}")
_COUNT: Final = """
    UPDATE hotline_phonesystem
    SET used = CASE WHEN "window" = %(minute)s THEN used + 1 ELSE 1 END,
        "window" = %(minute)s, heard_at = %(now)s
    WHERE id = %(id)s
    RETURNING used
"""


class SystemDeed(StrEnum):
    """What is done to a telephone system; each is a line of the ledger."""

    OPEN = "open"
    ROTATE = "rotate"
    STOP = "stop"


def open_system(code: str, name: str, *, by: Actor, now: datetime) -> tuple[PhoneSystem, str]:
    """Open a telephone system and return its secret, which no page shows again."""
    _allowed(by)
    if not _CODE.fullmatch(code):
        raise Invalid("code", "not_a_code")
    title = cleaned(name, lines=False)
    if not 2 <= len(title) <= 60:
        raise Invalid("name", "name_length", most=60)
    secret = _new_secret()
    with transaction.atomic():
        if PhoneSystem.objects.filter(code=code).exists():
            raise Invalid("code", "code_taken")
        if PhoneSystem.objects.count() >= MOST_SYSTEMS:
            raise Invalid("code", "too_many_systems", most=MOST_SYSTEMS)
        system = PhoneSystem.objects.create(
            code=code,
            name=title,
            secret=seal({"secret": secret}, PURPOSE),
            opened_at=now,
            secret_since=now,
        )
        _write_down(system, SystemDeed.OPEN, by, now, {"code": code, "name": title})
    return system, secret


def rotate_secret(uid: UUID, *, overlap: bool, by: Actor, now: datetime) -> tuple[PhoneSystem, str]:
    """Give a system a new secret; with `overlap` the old one is good for a day more."""
    secret = _new_secret()
    with _changed(uid, SystemDeed.ROTATE, by, now, {"overlap": overlap}) as system:
        system.previous = system.secret if overlap else ""
        system.previous_until = now + OVERLAP if overlap else None
        system.secret, system.secret_since = seal({"secret": secret}, PURPOSE), now
    return system, secret


def stop_system(uid: UUID, reason: str, *, by: Actor, now: datetime) -> PhoneSystem:
    """Take no more messages of a system; its calls stay."""
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_length")
    with _changed(uid, SystemDeed.STOP, by, now, {"reason": why}) as system:
        system.stopped_at, system.secret, system.previous = now, "", ""
        system.previous_until = None
    return system


def secrets_of(system: PhoneSystem, now: datetime) -> list[str]:
    """Return the secrets that open the door now; none for a system that was stopped."""
    held = [system.secret]
    if system.previous_until is not None and system.previous_until > now:
        held.append(system.previous)
    found = []
    for text in held if system.stopped_at is None else ():
        try:
            found.append(str(unseal(text, PURPOSE)["secret"]))
        except (Unreadable, KeyError):
            continue
    return found


def count_message(system: PhoneSystem, now: datetime) -> int:
    """Count a message that was signed well; return how many came in this minute."""
    given: dict[str, Any] = {"minute": int(now.timestamp()) // 60, "now": now, "id": system.pk}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, given)
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def system_by_uid(uid: UUID) -> PhoneSystem:
    """Return a system; raises NotFound."""
    system = PhoneSystem.objects.filter(uid=uid).first()
    if system is None:
        raise NotFound
    return system


def _new_secret() -> str:
    return f"gegecall_{secrets.token_urlsafe(32)}"


def _allowed(by: Actor) -> None:
    if by.role is not Role.ADMINISTRATOR and not by.is_system:
        raise Refused("not_your_role")


@contextmanager
def _changed(
    uid: UUID, deed: SystemDeed, by: Actor, now: datetime, more: dict[str, Any]
) -> Iterator[PhoneSystem]:
    _allowed(by)
    with transaction.atomic():
        system = PhoneSystem.objects.select_for_update().filter(uid=uid).first()
        if system is None:
            raise NotFound
        if system.stopped_at is not None:
            raise Refused("stopped")
        yield system
        system.save()
        _write_down(system, deed, by, now, more)


def _write_down(
    system: PhoneSystem, deed: SystemDeed, by: Actor, now: datetime, more: dict[str, Any]
) -> None:
    record(stream=system.stream, deed=str(deed), by=by.signature(), now=now, after=more)
