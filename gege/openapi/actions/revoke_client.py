"""End a client for good."""

from datetime import datetime
from uuid import UUID

from gege.kernel.typed_text import cleaned
from gege.openapi.actions.client_step import client_step
from gege.openapi.errors import Invalid
from gege.openapi.models import Client
from gege.openapi.rules.clients import ClientDeed
from gege.staff.api import Actor


def revoke_client(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Client:
    """End both tokens at once; what the client sent stays, and so does its history."""
    why = cleaned(reason, lines=False)
    if not 2 <= len(why) <= 200:
        raise Invalid("reason", "reason_length")
    more = {"reason": why}
    with client_step(uid, ClientDeed.REVOKE, by=by, now=now, more=more) as client:
        client.revoked_at = now
        client.previous_hash = client.previous_until = None
    return client
