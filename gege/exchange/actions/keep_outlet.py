"""How a department is told that cannot ask: a signed message to its address, or a file in its
folder; administrators only."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gege.exchange.actions.keep_source import check_address
from gege.exchange.actions.stepping import allowed, reason_of, step, write_line
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Given, Outlet, Source
from gege.exchange.pulling.folders import FOLDER, OUT, prepare_folder
from gege.exchange.rules.outlets import WAYS, Way
from gege.exchange.rules.sources import ALARMS, Deed, Kind
from gege.notices.api import Unreadable, seal, unseal
from gege.openapi.api import SECRET_BYTES, Client, new_secret
from gege.registers.api import current_contract
from gege.staff.api import Actor
from gege.territory.api import Editions

PURPOSE: Final = "exchange signature"


@dataclass(frozen=True, slots=True)
class Wish:
    """How a department is told. `address` is that of its system, or the name of its folder."""

    way: str
    address: str = ""
    alarm: int = 240


def open_outlet(
    client_uid: UUID, sheet: str, wish: Wish, *, by: Actor, now: datetime, editions: Editions
) -> tuple[Outlet, str]:
    """Begin to tell a department; return the secret of its messages, shown once ("" for files).

    Whether there is anything to tell is said by the catalogue, each time anew.
    """
    allowed(by)
    if sheet not in current_contract(editions).sheets:
        raise Invalid("sheet", "unknown_choice")
    _check(wish)
    with transaction.atomic():
        client = Client.objects.select_for_update().filter(uid=client_uid).first()
        if client is None or client.revoked_at is not None or not client.registers:
            raise Invalid("client", "client_needs_right")
        rows = Outlet.objects.filter(client=client, sheet=sheet, ended_at__isnull=True)
        one = rows.select_for_update().first()
        if one is not None and one.way != Way.PULL:
            raise Invalid("sheet", "told_already")
        one = one or Outlet(client=client, sheet=sheet, opened_at=now)
        _check_folder(wish, client)
        secret = _set(one, wish)
        one.save()
        write_line(one, Deed.OPEN, by, now)
    return one, secret


def amend_outlet(uid: UUID, wish: Wish, *, by: Actor, now: datetime) -> Outlet:
    """Tell it elsewhere; where it was told otherwise before, a new secret has to be made."""
    _check(wish)
    with step(Outlet, uid, Deed.AMEND, by, now) as one:
        if wish.way != one.way:
            raise Invalid("way", "kind_stays")
        _check_folder(wish, one.client)
        one.address, one.alarm = wish.address, wish.alarm
        _refresh(one)
    return one


def new_outlet_secret(uid: UUID, *, by: Actor, now: datetime) -> tuple[Outlet, str]:
    """Sign with another secret from now on; return it, shown once."""
    with step(Outlet, uid, Deed.SECRET, by, now) as one:
        if one.way != Way.WEBHOOK:
            raise Refused("no_messages")
        secret = _sealed(one)
    return one, secret


def pause_outlet(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Outlet:
    """Give nothing until somebody lets it go on; what changes meanwhile waits."""
    why = reason_of(reason)
    with step(Outlet, uid, Deed.PAUSE, by, now, reason=why) as one:
        one.paused_at, one.paused_why = one.paused_at or now, why
    return one


def resume_outlet(uid: UUID, *, by: Actor, now: datetime) -> Outlet:
    with step(Outlet, uid, Deed.RESUME, by, now) as one:
        one.paused_at, one.paused_why = None, ""
        _refresh(one)
    return one


def begin_outlet_anew(uid: UUID, *, by: Actor, now: datetime) -> Outlet:
    """Give everything again from the start, for a department whose data were lost."""
    with step(Outlet, uid, Deed.RESTART, by, now) as one:
        one.generation += 1
        one.given = one.acked = 0
        _refresh(one)
    return one


def end_outlet(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Outlet:
    """Tell nothing more, for good. What the department holds it has to erase itself."""
    why = reason_of(reason)
    with step(Outlet, uid, Deed.END, by, now, reason=why) as one:
        one.ended_at, one.secret = now, ""
        Given.objects.filter(outlet=one).delete()
    return one


def signing_secret(one: Outlet) -> str:
    """Return the secret that signs; "" when it cannot be read any more."""
    try:
        return str(unseal(one.secret, PURPOSE)["secret"]) if one.secret else ""
    except Unreadable:
        return ""


def _set(one: Outlet, wish: Wish) -> str:
    one.way, one.address, one.alarm = wish.way, wish.address, wish.alarm
    _refresh(one)
    if wish.way == Way.FOLDER:
        prepare_folder(wish.address, OUT)
        return ""
    return _sealed(one)


def _sealed(one: Outlet) -> str:
    secret = new_secret(secrets.token_bytes(SECRET_BYTES))
    one.secret = seal({"secret": secret}, PURPOSE)
    return secret


def _check(wish: Wish) -> None:
    if wish.way not in WAYS:
        raise Invalid("way", "unknown_choice")
    if wish.alarm not in ALARMS:
        raise Invalid("alarm", "unknown_choice")
    if wish.way == Way.FOLDER:
        if not FOLDER.fullmatch(wish.address):
            raise Invalid("address", "folder_form")
        return
    check_address("address", wish.address)


def _check_folder(wish: Wish, client: Client) -> None:
    """Refuse a folder of another department: it would read what it was not given."""
    if wish.way != Way.FOLDER:
        return
    told = Outlet.objects.filter(way=Way.FOLDER, address=wish.address, ended_at__isnull=True)
    read = Source.objects.filter(
        kind=Kind.FOLDER, place__folder=wish.address, ended_at__isnull=True
    ).exclude(unit_id=client.unit_id)
    if told.exclude(client=client).exists() or read.exists():
        raise Invalid("address", "folder_of_others")


def _refresh(one: Outlet) -> None:
    """Let it be told at once, as if it had never been away."""
    one.failures, one.not_before, one.away_since, one.told_at = 0, None, None, None
