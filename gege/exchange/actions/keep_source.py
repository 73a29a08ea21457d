"""Declaring a source of a department, changing it, resting it; administrators only.

An administrator sets up and reads no people: nothing here shows a row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gege.exchange.actions.stepping import allowed, reason_of, step, write_line
from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Held, Outlet, Source
from gege.exchange.pulling.folders import FOLDER, IN, prepare_folder
from gege.exchange.rules.outlets import Way
from gege.exchange.rules.sources import (
    ALARMS,
    EVERY,
    HOST,
    LONGEST_OVERLAP,
    SECRET_NAME,
    Deed,
    Format,
    Kind,
    address_of,
    columns_of,
    host_of,
    is_host,
    table_of,
)
from gege.kernel.county_day import local_date
from gege.kernel.typed_text import cleaned
from gege.notices.api import Unreadable, seal, unseal
from gege.openapi.api import NotCalled, checked_ip, checked_target, resolved
from gege.registers.api import current_contract
from gege.staff.api import Actor
from gege.territory.api import Editions, UnitFacts, load_atlas

PURPOSE: Final = "exchange secret"
MOST_SOURCES: Final = 300
LONGEST_SECRET: Final = 400


@dataclass(frozen=True, slots=True)
class Terms:
    """What a source is. An empty `secret` leaves the one that is kept."""

    name: str
    unit_code: str
    sheet: str
    kind: str
    address: str = ""
    table: str = ""
    columns: str = ""
    format: str = Format.JSON
    figures: str = ""
    folder: str = ""
    secret: str = ""
    secret_name: str = ""
    key_column: str = ""
    change_column: str = ""
    area_column: str = ""
    overlap: int = 600
    every: int = 60
    at_hour: int = 2
    alarm: int = 240


def open_source(terms: Terms, *, by: Actor, now: datetime, editions: Editions) -> Source:
    """Declare a source; it is read from now on. Raises Refused, Invalid naming the entry."""
    allowed(by)
    with transaction.atomic():
        if Source.objects.filter(ended_at__isnull=True).count() >= MOST_SOURCES:
            raise Invalid("name", "too_many_sources", most=MOST_SOURCES)
        one = Source(next_at=now, opened_at=now)
        _write(one, terms, now, editions)
        one.save(force_insert=True)
        write_line(one, Deed.OPEN, by, now)
    if one.kind == Kind.FOLDER:
        prepare_folder(one.place["folder"], IN)
    return one


def amend_source(
    uid: UUID, terms: Terms, *, by: Actor, now: datetime, editions: Editions
) -> Source:
    """Change a source; where it is read elsewhere or by another column, it is read from the
    beginning, and what is held already is not taken twice."""
    with step(Source, uid, Deed.AMEND, by, now) as one:
        if (terms.kind, terms.sheet) != (one.kind, one.sheet):
            raise Invalid("kind", "kind_stays")
        before = (one.place, one.key_column, one.change_column)
        _write(one, terms, now, editions)
        if one.secret and not terms.secret and _systems(one.place) - _systems(before[0]):
            # Who may change an address and not read the secret has it sent to no other system.
            raise Invalid("secret", "secret_again")
        if before != (one.place, one.key_column, one.change_column):
            one.cursor = ""
        if before[1] != one.key_column or before[0].get("columns") != one.place.get("columns"):
            Held.objects.filter(source=one).delete()
        one.next_at, one.failures, one.away_since = now, 0, None
    if one.kind == Kind.FOLDER:
        prepare_folder(one.place["folder"], IN)
    return one


def _systems(place: Mapping[str, Any]) -> set[tuple[str, str]]:
    """Return the systems that a source's secret is sent to."""
    parts = [urlsplit(str(place.get(name) or "")) for name in ("address", "figures")]
    return {(one.scheme, one.netloc) for one in parts if one.netloc}


def pause_source(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Source:
    """Read nothing until somebody lets it go on."""
    why = reason_of(reason)
    with step(Source, uid, Deed.PAUSE, by, now, reason=why) as one:
        one.paused_at, one.paused_why = one.paused_at or now, why
    return one


def resume_source(uid: UUID, *, by: Actor, now: datetime) -> Source:
    """Go on where it was."""
    with step(Source, uid, Deed.RESUME, by, now) as one:
        one.paused_at, one.paused_why = None, ""
        one.next_at, one.failures, one.away_since = now, 0, None
    return one


def end_source(uid: UUID, *, reason: str, by: Actor, now: datetime) -> Source:
    """Read it no more, for good: its secret and the marks of its rows go, what came stays."""
    why = reason_of(reason)
    with step(Source, uid, Deed.END, by, now, reason=why) as one:
        one.ended_at, one.secret = now, ""
        Held.objects.filter(source=one).delete()
    return one


def read_again(uid: UUID, *, by: Actor, now: datetime) -> Source:
    """Read it at the next turn of the worker, wherever its schedule stands."""
    with step(Source, uid, Deed.PULL, by, now) as one:
        if one.paused_at is not None:
            raise Refused("paused")
        one.next_at = now
    return one


def read_from_start(uid: UUID, *, by: Actor, now: datetime) -> Source:
    """Read everything once more at the next turn: what is held unchanged is passed over."""
    with step(Source, uid, Deed.RESTART, by, now) as one:
        if one.paused_at is not None:
            raise Refused("paused")
        one.cursor, one.next_at = "", now
    return one


def secret_of(one: Source) -> str:
    """Return the password or token of a source; "" for none. Raises Refused("unreadable") for one
    that cannot be read any more, ("no_secret") for a name that the environment does not have,
    (`secret_without_host`, `secret_of_another_host`) for one that was not set for this system.
    """
    if one.secret_name:
        found = settings.GEGE_SOURCE_SECRETS.get(one.secret_name, "")
        if not found:
            raise Refused("no_secret", name=one.secret_name)
        word = _misdirected(one)
        if word:
            raise Refused(word, name=f"{one.secret_name}{HOST}")
        return str(found)
    try:
        return str(unseal(one.secret, PURPOSE)["secret"]) if one.secret else ""
    except Unreadable:
        raise Refused("unreadable") from None


def _misdirected(one: Source) -> str:
    """Return a word why the operator's secret may not go where a source is; empty when it may.

    Who declares sources does not know the secret: it goes only to the host that the operator named
    beside it, whatever address is written here.
    """
    meant = str(settings.GEGE_SOURCE_SECRETS.get(f"{one.secret_name}{HOST}", "")).strip()
    if not meant:
        return "secret_without_host"
    hosts = {
        host_of(str(one.place[name])) for name in ("address", "figures") if one.place.get(name)
    }
    return "" if all(is_host(found, meant) for found in hosts) else "secret_of_another_host"


def _write(one: Source, terms: Terms, now: datetime, editions: Editions) -> None:
    one.name = cleaned(terms.name, lines=False)
    if not 2 <= len(one.name) <= 60:
        raise Invalid("name", "name_length", most=60)
    one.unit_id = department_for(terms.unit_code, terms.sheet, now, editions).id
    one.sheet, one.kind = terms.sheet, terms.kind
    one.place = _place(one, terms)
    _write_columns(one, terms)
    if terms.every not in EVERY or terms.alarm not in ALARMS or not 0 <= terms.at_hour <= 23:
        raise Invalid("every", "unknown_choice")
    if not 0 <= terms.overlap <= LONGEST_OVERLAP:
        raise Invalid("overlap", "between", least=0, most=LONGEST_OVERLAP)
    one.every, one.at_hour, one.alarm = terms.every, terms.at_hour, terms.alarm
    one.overlap = terms.overlap
    _write_secret(one, terms)


def department_for(code: str, sheet: str, now: datetime, editions: Editions) -> UnitFacts:
    """Return a department that speaks of a sheet. Raises Invalid (`sheet`, `unit_code`)."""
    contract = current_contract(editions)
    if sheet not in contract.sheets:
        raise Invalid("sheet", "unknown_choice")
    unit = load_atlas().unit_by_code(code, local_date(now))
    if unit is None or unit.kind != "department":
        raise Invalid("unit_code", "unknown_choice")
    if code.partition("-")[0] not in contract.register_of[sheet].departments():
        raise Invalid("unit_code", "not_its_register")
    return unit


def _place(one: Source, terms: Terms) -> dict[str, Any]:
    if terms.kind == Kind.FOLDER:
        if not FOLDER.fullmatch(terms.folder):
            raise Invalid("folder", "folder_form")
        others = Source.objects.filter(kind=Kind.FOLDER, place__folder=terms.folder)
        if others.filter(ended_at__isnull=True).exclude(pk=one.pk).exists():
            raise Invalid("folder", "folder_taken")
        told = Outlet.objects.filter(way=Way.FOLDER, address=terms.folder, ended_at__isnull=True)
        if told.exclude(client__unit_id=one.unit_id).exists():
            raise Invalid("folder", "folder_of_others")
        return {"folder": terms.folder}
    columns = columns_of(terms.columns)
    if columns is None:
        raise Invalid("columns", "columns_form")
    if terms.kind == Kind.TABLE:
        _check_database(terms.address)
        if table_of(terms.table) is None:
            raise Invalid("table", "table_form")
        return {"address": terms.address, "table": terms.table, "columns": list(columns)}
    if terms.kind != Kind.PAGES:
        raise Invalid("kind", "unknown_choice")
    if terms.format not in tuple(Format):
        raise Invalid("format", "unknown_choice")
    for field in ("address", "figures"):
        if getattr(terms, field) or field == "address":
            check_address(field, getattr(terms, field))
    return {
        "address": terms.address,
        "format": str(terms.format),
        "columns": list(columns),
        "figures": terms.figures,
    }


def _write_columns(one: Source, terms: Terms) -> None:
    for field in ("key_column", "change_column", "area_column"):
        name = getattr(terms, field).strip()
        if name and name not in one.place.get("columns", ()):
            raise Invalid(field, "not_among_columns")
        setattr(one, field, name)
    if one.place.get("columns") and not one.key_column:
        raise Invalid("key_column", "key_needed")


def _write_secret(one: Source, terms: Terms) -> None:
    if terms.secret and terms.secret_name:
        raise Invalid("secret", "two_secrets")
    if terms.secret_name and (
        not SECRET_NAME.fullmatch(terms.secret_name) or terms.secret_name.endswith(HOST)
    ):
        raise Invalid("secret_name", "secret_name_form")
    if len(terms.secret) > LONGEST_SECRET or not terms.secret.isprintable():
        raise Invalid("secret", "secret_form")
    one.secret_name = terms.secret_name
    if terms.secret_name:
        one.secret = ""
        word = _misdirected(one) if terms.secret_name in settings.GEGE_SOURCE_SECRETS else ""
        if word:
            raise Invalid("secret_name", word, name=f"{terms.secret_name}{HOST}")
    elif terms.secret:
        one.secret = seal({"secret": terms.secret}, PURPOSE)


def check_address(field: str, address: str) -> None:
    """Raise Invalid for an address that may not be called, as it stands now."""
    try:
        resolved(checked_target(address))
    except NotCalled as error:
        raise Invalid(field, error.word) from None
    except (OSError, UnicodeError):
        raise Invalid(field, "address_unknown") from None


def _check_database(address: str) -> None:
    found = address_of(address)
    if isinstance(found, str):
        raise Invalid("address", found)
    try:
        checked_ip(found[1], 0)
    except NotCalled as error:
        raise Invalid("address", error.word) from None
    except (OSError, UnicodeError):
        raise Invalid("address", "address_unknown") from None
