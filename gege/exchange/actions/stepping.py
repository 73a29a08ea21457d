"""What every deed on a source or a way out does: ask the role, lock, write, one line of ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import transaction

from gege.exchange.errors import Invalid, NotFound, Refused
from gege.exchange.models import Outlet, Source
from gege.exchange.rules.sources import Deed
from gege.kernel.typed_text import cleaned
from gege.staff.api import Actor, Role
from gege.trail.api import record

One = TypeVar("One", Source, Outlet)
_SAID = {
    Source: (
        "name", "unit_id", "sheet", "kind", "place", "secret_name", "key_column", "change_column",
        "area_column", "overlap", "every", "at_hour", "alarm", "paused_at", "ended_at",
    ),
    Outlet: (
        "client_id", "sheet", "way", "address", "alarm", "generation", "paused_at", "ended_at",
    ),
}  # fmt: skip


def allowed(by: Actor) -> None:
    """Raise Refused for anybody but an administrator."""
    if not by.is_system and by.role is not Role.ADMINISTRATOR:
        raise Refused("not_your_role")


def facts_of(one: Source | Outlet) -> dict[str, Any]:
    """Return what the ledger says; never a secret, only whether one is kept."""
    return {name: getattr(one, name) for name in _SAID[type(one)]} | {"secret": bool(one.secret)}


@contextmanager
def step(
    model: type[One], uid: UUID, deed: Deed, by: Actor, now: datetime, **more: Any
) -> Iterator[One]:
    """Open a deed on one row: the block changes it, the end saves and records it."""
    allowed(by)
    with transaction.atomic():
        one = model.objects.select_for_update().filter(uid=uid).first()
        if one is None:
            raise NotFound
        if one.ended_at is not None:
            raise Refused("ended")
        before = facts_of(one)
        yield one
        one.save()
        write_line(one, deed, by, now, before=before, more=more)


def write_line(
    one: Source | Outlet,
    deed: Deed,
    by: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    record(
        stream=one.stream,
        deed=str(deed),
        by=by.signature(),
        now=now,
        before=before,
        after=facts_of(one),
        more=more,
    )


def reason_of(text: str) -> str:
    why = cleaned(text, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_length")
    return why
