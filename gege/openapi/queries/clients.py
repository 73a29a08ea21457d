"""Reads of interface clients: by token, the list, one with its history."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gege.openapi.errors import NotFound
from gege.openapi.models import Client
from gege.openapi.rules.clients import hash_of
from gege.staff.api import Actor, Role
from gege.trail.api import Entry

LONGEST_TOKEN = 200
_COUNT = """
UPDATE openapi_client
SET used = CASE WHEN "window" = %s THEN used + 1 ELSE 1 END, "window" = %s, last_used_at = %s
WHERE id = %s RETURNING used
"""


@dataclass(frozen=True, slots=True)
class ClientPage:
    """One client and its history, the newest first."""

    client: Client
    steps: tuple[Entry, ...]


def client_by_token(token: str, now: datetime) -> Client | None:
    """Return the client that may speak with a token now; one statement."""
    if not token or len(token) > LONGEST_TOKEN:
        return None
    digest = hash_of(token)
    living = Q(token_hash=digest) | Q(previous_hash=digest, previous_until__gt=now)
    return Client.objects.filter(living, revoked_at=None, expires_at__gt=now).first()


def count_use(client: Client, now: datetime) -> int:
    """Count a request and return how many this minute has seen; exact across processes."""
    minute = int(now.timestamp()) // 60
    with transaction.atomic(), connection.cursor() as cursor:
        # A count that a crash of the server loses harms nobody; waiting for the disk would.
        cursor.execute("SET LOCAL synchronous_commit TO off")
        cursor.execute(_COUNT, [minute, minute, now, client.pk])
        row = cursor.fetchone()
    return int(row[0]) if row else 0


def clients(by: Actor) -> QuerySet[Client]:
    """Return the clients an administrator keeps, the living first; nobody else sees any."""
    if by.role is not Role.ADMINISTRATOR:
        return Client.objects.none()
    return Client.objects.select_related("unit").order_by("-revoked_at", "name")


def client_page(uid: UUID, by: Actor) -> ClientPage:
    """Return one client with its history; raises NotFound."""
    client = clients(by).filter(uid=uid).first()
    if client is None:
        raise NotFound
    return ClientPage(client, tuple(Entry.objects.filter(stream=client.stream).order_by("-seq")))
