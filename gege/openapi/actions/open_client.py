"""Open an interface client, or amend what one may do; administrators only."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.kernel.typed_text import cleaned
from gege.matters.api import local_date
from gege.openapi.actions.client_step import allowed, client_step, facts_of, new_token
from gege.openapi.errors import Invalid
from gege.openapi.models import Client
from gege.openapi.posts import ROLES
from gege.openapi.rules.clients import (
    FASTEST,
    LONGEST_DAYS,
    LONGEST_NAME,
    SLOWEST,
    ClientDeed,
    hash_of,
    hint_of,
)
from gege.staff.api import Actor, Role, fits, may_write
from gege.territory.api import load_atlas
from gege.trail.api import record

MOST_CLIENTS: Final = 500


@dataclass(frozen=True, slots=True)
class Terms:
    """What a client is called and what it may do."""

    name: str
    unit_code: str
    role: str
    reports: bool = False
    reads: bool = False
    moves: bool = False
    public: bool = False
    registers: bool = False
    per_minute: int = 120
    days: int = 365


def open_client(terms: Terms, *, by: Actor, now: datetime) -> tuple[Client, str]:
    """Open a client and return its token, which nobody can read again."""
    allowed(by)
    token = new_token()
    with transaction.atomic():
        if Client.objects.count() >= MOST_CLIENTS:
            raise Invalid("name", "too_many_clients", most=MOST_CLIENTS)
        client = Client(
            token_hash=hash_of(token), token_hint=hint_of(token), token_since=now, opened_at=now
        )
        _write(client, terms, now)
        client.save(force_insert=True)
        record(
            stream=client.stream,
            deed=str(ClientDeed.OPEN),
            by=by.signature(),
            now=now,
            after=facts_of(client),
        )
    return client, token


def amend_client(uid: UUID, terms: Terms, *, by: Actor, now: datetime) -> Client:
    """Change what a client is called or may do; its token stays."""
    with client_step(uid, ClientDeed.AMEND, by=by, now=now) as client:
        _write(client, terms, now)
    return client


def _write(client: Client, terms: Terms, now: datetime) -> None:
    name = cleaned(terms.name, lines=False)
    if not 2 <= len(name) <= LONGEST_NAME:
        raise Invalid("name", "name_length", most=LONGEST_NAME)
    if Client.objects.filter(name=name).exclude(pk=client.pk).exists():
        raise Invalid("name", "name_taken")
    if terms.role not in {str(role) for role in ROLES}:
        raise Invalid("role", "unknown_role")
    role = Role(terms.role)
    unit = load_atlas().unit_by_code(terms.unit_code, local_date(now))
    if unit is None:
        raise Invalid("unit_code", "unknown_unit")
    if not fits(role, unit.kind):
        raise Invalid("unit_code", "role_does_not_fit")
    if not (terms.reports or terms.reads or terms.moves or terms.registers):
        raise Invalid("reports", "no_right")
    if (terms.reports or terms.moves) and not may_write(role):
        raise Invalid("role", "role_only_reads")
    if terms.moves and not terms.reads:
        raise Invalid("reads", "moving_needs_reading")
    if terms.public and not terms.reports:
        raise Invalid("public", "public_needs_reports")
    if terms.registers and role is not Role.DEPARTMENT_OFFICER:
        raise Invalid("registers", "registers_need_department")
    if not SLOWEST <= terms.per_minute <= FASTEST:
        raise Invalid("per_minute", "between", least=SLOWEST, most=FASTEST)
    if not 1 <= terms.days <= LONGEST_DAYS:
        raise Invalid("days", "between", least=1, most=LONGEST_DAYS)
    client.name, client.unit_id, client.role = name, unit.id, str(role)
    client.reports, client.reads, client.moves = terms.reports, terms.reads, terms.moves
    client.public, client.per_minute = terms.public, terms.per_minute
    client.registers = terms.registers
    client.expires_at = now + timedelta(days=terms.days)
