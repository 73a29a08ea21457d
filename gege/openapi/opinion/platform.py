"""Which platform there is, and what an administrator says about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.db import transaction

from gege.matters.api import local_date, setting
from gege.notices.api import Unreadable, seal, unseal
from gege.openapi.actions.client_step import allowed, write_line
from gege.openapi.actions.feed import begin_feed
from gege.openapi.calling import NotCalled, checked_target, resolved
from gege.openapi.errors import Invalid, NotFound, Refused
from gege.openapi.models import Case, Client, OpinionPlatform
from gege.openapi.posts import actor_of
from gege.openapi.rules.clients import ClientDeed
from gege.staff.api import Actor, Role
from gege.territory.api import load_atlas

PURPOSE: Final = "opinion platform key"
LONGEST_KEY: Final = 400
_COUNTY: Final = frozenset({Role.HOTLINE_OPERATOR, Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR})


@dataclass(frozen=True, slots=True)
class Ways:
    """How both platforms speak. An empty `key` leaves the one that is kept."""

    default_kind: str
    address: str = ""
    key: str = ""
    fetches: bool = False
    sends: bool = False
    page_size: int = 100
    compared_days: int = 30
    answer_hours: int = 24


def platform_of(client: Client) -> OpinionPlatform | None:
    """Return the living platform that a client speaks for."""
    rows = OpinionPlatform.objects.filter(client=client, ended_at__isnull=True)
    return rows.select_related("client").first()


def present_platform() -> OpinionPlatform | None:
    """Return the living platform; a county has one."""
    rows = OpinionPlatform.objects.filter(ended_at__isnull=True).select_related("client")
    return rows.first()


def actor_for_platform(one: OpinionPlatform, now: datetime) -> Actor | None:
    """Return who signs what the platform hands over; None while its client may not speak."""
    client = one.client
    unit = load_atlas().effective_unit(client.unit_id, local_date(now))
    able = client.reports and client.reads and client.revoked_at is None
    if unit is None or not able or client.expires_at <= now:
        return None
    return actor_of(client, unit)


def key_of(one: OpinionPlatform) -> str:
    """Return the key that the platform asks of us; "" for none or one that is unreadable."""
    try:
        return str(unseal(one.key, PURPOSE)["key"]) if one.key else ""
    except Unreadable:
        return ""


def connect(client_uid: UUID, ways: Ways, *, by: Actor, now: datetime) -> OpinionPlatform:
    """Say which client the county opinion platform is."""
    allowed(by)
    with transaction.atomic():
        client = Client.objects.select_for_update().filter(uid=client_uid).first()
        if client is None:
            raise NotFound
        if client.revoked_at is not None:
            raise Refused("revoked")
        if Role(client.role) not in _COUNTY or not (client.reports and client.reads):
            raise Invalid("client", "opinions_need_county")
        if present_platform() is not None:
            raise Refused("one_platform")
        begin_feed()
        one = OpinionPlatform.objects.filter(client=client).first() or OpinionPlatform(
            client=client, opened_at=now
        )
        one.ended_at = None
        _set(one, ways, now)
        one.save()
        Client.objects.filter(pk=client.pk).update(opinions=True)
        write_line(one.stream, ClientDeed.OPEN, by, now, after=facts_of(one))
    return one


def amend_platform(uid: UUID, ways: Ways, *, by: Actor, now: datetime) -> OpinionPlatform:
    with platform_step(uid, ClientDeed.AMEND, by=by, now=now) as one:
        moved = one.address != ways.address
        _set(one, ways, now)
        if moved:
            one.cursor = ""
        one.failures, one.not_before = 0, None
        # What could not be told is tried again at once.
        Case.objects.filter(platform=one, touched_at__isnull=False).update(
            not_before=now, attempts=0
        )
    return one


def disconnect(uid: UUID, *, reason: str, by: Actor, now: datetime) -> OpinionPlatform:
    """End the connection; cases stay what they became."""
    if not 2 <= len(reason.strip()) <= 200:
        raise Invalid("reason", "reason_length")
    with platform_step(uid, ClientDeed.REVOKE, by=by, now=now, reason=reason.strip()) as one:
        one.ended_at, one.key = now, ""
        Client.objects.filter(pk=one.client_id).update(opinions=False)
    return one


@contextmanager
def platform_step(
    uid: UUID, deed: ClientDeed, *, by: Actor, now: datetime, **more: Any
) -> Iterator[OpinionPlatform]:
    """Open a deed of an administrator on the platform: it is saved and recorded at the end."""
    allowed(by)
    with transaction.atomic():
        one = OpinionPlatform.objects.select_for_update().filter(uid=uid).first()
        if one is None:
            raise NotFound
        if one.ended_at is not None:
            raise Refused("platform_ended")
        before = facts_of(one)
        yield one
        one.save()
        write_line(one.stream, deed, by, now, before=before, after=facts_of(one), more=more)


def facts_of(one: OpinionPlatform) -> dict[str, Any]:
    """Return what the ledger says of it; never its key."""
    names = ("client_id", "address", "default_kind", "fetches", "sends", "page_size",
             "compared_days", "answer_hours", "ended_at")  # fmt: skip
    return {name: getattr(one, name) for name in names}


def _set(one: OpinionPlatform, ways: Ways, now: datetime) -> None:
    if (ways.fetches or ways.sends) and not ways.address:
        raise Invalid("address", "address_needed")
    if ways.address:
        _check(ways.address)
    book = setting(now).book
    if not book.has(ways.default_kind) or book.kind(ways.default_kind).retired:
        raise Invalid("default_kind", "unknown_kind")
    for name, least, most in (
        ("page_size", 1, 500), ("compared_days", 1, 366), ("answer_hours", 1, 720)
    ):  # fmt: skip
        if not least <= getattr(ways, name) <= most:
            raise Invalid(name, "between", least=least, most=most)
    if len(ways.key) > LONGEST_KEY or not (ways.key.isascii() and ways.key.isprintable()):
        raise Invalid("key", "key_form")
    one.address, one.default_kind = ways.address.rstrip("/"), ways.default_kind
    one.fetches, one.sends, one.page_size = ways.fetches, ways.sends, ways.page_size
    one.compared_days, one.answer_hours = ways.compared_days, ways.answer_hours
    if ways.key:
        one.key = seal({"key": ways.key}, PURPOSE)


def _check(address: str) -> None:
    try:
        resolved(checked_target(address))
    except NotCalled as error:
        raise Invalid("address", error.word) from None
    except (OSError, UnicodeError):
        raise Invalid("address", "address_unknown") from None
    if urlsplit(address).query:
        raise Invalid("address", "address_form")
