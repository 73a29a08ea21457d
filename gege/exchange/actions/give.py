"""Giving a department what changed: under a live entry of the catalogue, logged, never twice lost.

What was given is noted with the access log in one transaction, before it leaves. Up to where the
department has it, it says itself; until then it may ask for the same again.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.conf import settings
from django.db import transaction

from gege.exchange.errors import Invalid, Refused
from gege.exchange.models import Given, Outlet
from gege.exchange.queries.changes import Told, changes_since, month_of, personal_lines
from gege.exchange.queries.grants import Grant, grant_of
from gege.exchange.queries.horizon import safe_turn
from gege.exchange.rules.changes import MOST, PAGE, Cursor, read, written
from gege.kernel.county_day import local_date
from gege.openapi.api import Client
from gege.registers.api import Turn, current_contract
from gege.staff.api import Actor
from gege.territory.api import Editions
from gege.trail.api import note_handing_over

PULL: Final = "pull"
START: Final = Cursor(0, 0)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it leaves: records, the cursor behind them, and under which grant."""

    outlet: Outlet
    grant: Grant
    records: Sequence[dict[str, Any]]
    cursor: str
    turn: int
    more: bool


def outlet_of(client: Client, sheet: str, *, now: datetime) -> Outlet:
    """Return how a department is told of a sheet, locked; it asks by itself unless a person set
    another way up. Inside a transaction."""
    rows = Outlet.objects.select_for_update().filter(
        client=client, sheet=sheet, ended_at__isnull=True
    )
    found = rows.first()
    if found is not None:
        return found
    Outlet.objects.bulk_create(
        [Outlet(client=client, sheet=sheet, way=PULL, opened_at=now)], ignore_conflicts=True
    )
    return rows.get()


def give(
    client: Client,
    sheet: str,
    after: str,
    *,
    by: Actor,
    now: datetime,
    editions: Editions,
    limit: int = PAGE,
) -> Page:
    """Return the next page of changes for a department and note what it was given.

    Without `after` it begins anew. Raises NotFound, Refused (`no_entry`, `not_live`, `paused`,
    `begin_anew` where the catalogue names more now, `cursor_ahead` where ours are older), Invalid
    ("after") for a cursor that was not given for this.
    """
    grant = grant_of(by, sheet, current_contract(editions), local_date(now))
    horizon = safe_turn()
    with transaction.atomic():
        outlet = outlet_of(client, sheet, now=now)
        if outlet.paused_at is not None:
            raise Refused("paused")
        cursor = begin(outlet, grant, now) if not after else _read(outlet, after, grant, horizon)
        outlet.acked = max(outlet.acked, cursor.turn)
        if after:
            outlet.acked_at = now
        page = hand_out(outlet, grant, cursor, horizon, by=by, now=now, limit=limit)
        outlet.reached_at = now
        outlet.save()
    return page


def hand_out(
    outlet: Outlet,
    grant: Grant,
    cursor: Cursor,
    horizon: int,
    *,
    by: Actor,
    now: datetime,
    limit: int,
) -> Page:
    """Return a page after a cursor, logged and noted; the caller holds and saves the outlet."""
    found = changes_since(
        cursor.turn, max(horizon, cursor.turn), outlet, grant, by.area_code, local_date(now),
        limit=min(max(limit, 1), MOST),
    )  # fmt: skip
    lines = personal_lines(found.told)
    if lines:
        note_handing_over(by=by.signature(), now=now, given=lines, purpose=grant.purpose)
    _note(outlet, found.told, now)
    outlet.given, outlet.given_at = max(outlet.given, found.turn), now
    behind = Cursor(cursor.generation, found.turn)
    return Page(
        outlet,
        grant,
        [dict(one.content) for one in found.told],
        written(behind, str(outlet.uid), key_of_cursors()),
        found.turn,
        found.more,
    )


def acknowledge(
    client: Client, sheet: str, cursor_text: str, *, now: datetime
) -> tuple[Outlet, int]:
    """Take a department's word that it has everything up to a cursor; an older one is no news.

    Raises Refused("nothing_given"), Invalid("cursor").
    """
    with transaction.atomic():
        rows = Outlet.objects.select_for_update().filter(client=client, sheet=sheet)
        outlet = rows.filter(ended_at__isnull=True).first()
        if outlet is None:
            raise Refused("nothing_given")
        cursor = read(cursor_text, str(outlet.uid), key_of_cursors())
        if cursor is None or cursor.generation != outlet.generation:
            raise Invalid("cursor", "not_our_cursor")
        if cursor.turn > outlet.given:
            raise Invalid("cursor", "cursor_ahead")
        outlet.acked, outlet.acked_at = max(outlet.acked, cursor.turn), now
        outlet.save(update_fields=["acked", "acked_at"])
    return outlet, outlet.acked


def begin(outlet: Outlet, grant: Grant, now: datetime) -> Cursor:
    """Begin a generation: everything is given from the start, with the fields named today."""
    outlet.generation += 1
    outlet.fields, outlet.begun_at = list(grant.names), now
    outlet.given = outlet.acked = 0
    return Cursor(outlet.generation, 0)


def is_wider(outlet: Outlet, grant: Grant) -> bool:
    """Tell whether the catalogue names fields that were not given when the generation began: then
    records that did not change would lack them."""
    return not set(grant.names) <= set(outlet.fields)


def key_of_cursors() -> bytes:
    return hashlib.sha256(f"exchange cursor {settings.SECRET_KEY}".encode()).digest()


def _read(outlet: Outlet, text: str, grant: Grant, horizon: int) -> Cursor:
    cursor = read(text, str(outlet.uid), key_of_cursors())
    if cursor is None:
        raise Invalid("after", "not_our_cursor")
    if cursor.generation != outlet.generation or is_wider(outlet, grant):
        raise Refused("begin_anew")
    newest = Turn.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    if cursor.turn > max(horizon, newest):
        # Ours are older than what was given: a backup was played back here.
        raise Refused("cursor_ahead")
    return cursor


def _note(outlet: Outlet, told: Sequence[Told], now: datetime) -> None:
    Given.objects.bulk_create(
        [
            Given(
                outlet=outlet,
                record=one.record,
                version=one.record.version,
                gone=one.gone,
                area=one.record.area_code[:12],
                month=month_of(one.record.changed_at),
                at=now,
            )
            for one in told
        ],
        update_conflicts=True,
        unique_fields=["outlet", "record"],
        update_fields=["version", "gone", "area", "month", "at"],
    )
