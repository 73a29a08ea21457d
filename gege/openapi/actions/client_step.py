"""What every deed on a client does: ask the role, lock, write, one line of the ledger."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.openapi.errors import NotFound, Refused
from gege.openapi.models import Client
from gege.openapi.rules.clients import PREFIX, TOKEN_BYTES, ClientDeed
from gege.staff.api import Actor, Role
from gege.trail.api import record


def facts_of(client: Client) -> dict[str, Any]:
    """Return what the ledger says of a client; never a token, nor its hash."""
    return {
        "name": client.name,
        "unit": client.unit_id,
        "role": client.role,
        "reports": client.reports,
        "reads": client.reads,
        "moves": client.moves,
        "public": client.public,
        "registers": client.registers,
        "per_minute": client.per_minute,
        "token": client.token_hint,
        "expires_at": client.expires_at,
        "revoked_at": client.revoked_at,
    }


def new_token() -> str:
    return PREFIX + secrets.token_urlsafe(TOKEN_BYTES)


def allowed(by: Actor) -> None:
    """Raise Refused for anybody but an administrator."""
    if not by.is_system and by.role is not Role.ADMINISTRATOR:
        raise Refused("not_your_role")


@contextmanager
def client_step(
    uid: UUID, deed: ClientDeed, *, by: Actor, now: datetime, more: dict[str, Any] | None = None
) -> Iterator[Client]:
    """Open a deed on one client: the block changes the row, the end saves and records it."""
    allowed(by)
    with transaction.atomic():
        client = Client.objects.select_for_update().filter(uid=uid).first()
        if client is None:
            raise NotFound
        if client.revoked_at is not None:
            raise Refused("revoked")
        before = facts_of(client)
        yield client
        client.save()
        after = facts_of(client)
        write_line(client.stream, deed, by, now, before=before, after=after, more=more)


def write_line(
    stream: str,
    deed: ClientDeed,
    by: Actor,
    now: datetime,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
) -> None:
    """Write the line of a deed on a client, a subscription or the opinion platform."""
    record(
        stream=stream,
        deed=str(deed),
        by=by.signature(),
        now=now,
        before=before,
        after=after,
        more=more,
    )
