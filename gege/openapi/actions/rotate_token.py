"""Give a client a new token."""

from datetime import datetime
from uuid import UUID

from gege.openapi.actions.client_step import client_step, new_token
from gege.openapi.models import Client
from gege.openapi.rules.clients import OVERLAP, ClientDeed, hash_of, hint_of
from gege.staff.api import Actor


def rotate_token(uid: UUID, *, overlap: bool, by: Actor, now: datetime) -> tuple[Client, str]:
    """Return the new token, which nobody can read again.

    With `overlap` the old one may be used for a day more, so that nothing stands still while the
    other system is told; without it (a token that leaked) it ends at once.
    """
    token = new_token()
    more = {"overlap": overlap}
    with client_step(uid, ClientDeed.ROTATE, by=by, now=now, more=more) as client:
        client.previous_hash = client.token_hash if overlap else None
        client.previous_until = now + OVERLAP if overlap else None
        client.token_hash, client.token_hint = hash_of(token), hint_of(token)
        client.token_since = now
    return client, token
