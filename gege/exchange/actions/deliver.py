"""Telling departments that cannot ask: a signed message, or a file in their folder.

One page after the other, each only when the one before was taken. A receiver that is away costs one
try and is left alone for a growing while; the cursor stands where it was, so nothing is lost.
"""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Q

from gege.exchange.actions.alarms import tell_silence
from gege.exchange.actions.give import Page, begin, hand_out, is_wider
from gege.exchange.actions.keep_outlet import signing_secret
from gege.exchange.errors import Away, ExchangeError, Refused
from gege.exchange.models import Outlet
from gege.exchange.pulling.folders import OUT, prepare_folder, write_out
from gege.exchange.queries.grants import grant_of
from gege.exchange.queries.horizon import safe_turn
from gege.exchange.rules.changes import PAGE, Cursor
from gege.exchange.rules.outlets import (
    MOST_WAITING,
    WAYS,
    Way,
    body_of,
    filename_of,
    id_of,
    oldest_waiting,
)
from gege.kernel.county_day import LOCAL, local_date
from gege.notices.api import Draft, post
from gege.openapi.api import Verdict, actor_of, call, heads_of, pause_after, verdict_of
from gege.registers.api import current_contract
from gege.staff.api import Actor
from gege.territory.api import Editions, load_atlas

log = logging.getLogger(__name__)
PAGES_OF_A_RUN: Final = 20
SECONDS: Final = 30.0


@dataclass(frozen=True, slots=True)
class _Parcel:
    """A page on its way, and its content."""

    outlet: Outlet
    page: Page
    body: str


def deliver_due(*, now: datetime, editions: Editions) -> int:
    """Tell every department that waits; return how many pages were taken."""
    horizon = safe_turn()
    rested = Q(not_before__isnull=True) | Q(not_before__lte=now)
    rows = Outlet.objects.filter(
        rested,
        way__in=WAYS,
        paused_at__isnull=True,
        ended_at__isnull=True,
        client__revoked_at__isnull=True,
        client__expires_at__gt=now,
        client__registers=True,
    )
    taken = 0
    for pk in list(rows.order_by("pk").values_list("pk", flat=True)):
        for _ in range(PAGES_OF_A_RUN):
            if not _tell(pk, horizon, now, editions):
                break
            taken += 1
    return taken


def _tell(pk: int, horizon: int, now: datetime, editions: Editions) -> bool:
    """Tell one department the next page; tell whether it was taken and another may follow."""
    try:
        parcel = _packed(pk, horizon, now, editions)
    except Away as error:
        return _away(pk, error.said, now)
    except ExchangeError as error:
        _blocked(pk, error.word, now)
        return False
    if parcel is None:
        return False
    if not parcel.page.records:
        _taken(parcel, now, reached=False)
        return parcel.page.more
    return True if parcel.outlet.way == Way.FOLDER else _sent(parcel, now)


def _packed(pk: int, horizon: int, now: datetime, editions: Editions) -> _Parcel | None:
    """Return the next page, noted as given before it leaves; None when there is none.

    A file is written in the same transaction: what is noted as given lies in the folder. Raises
    Refused without a live entry of the catalogue, Away when the folder cannot be written.
    """
    with transaction.atomic():
        rows = Outlet.objects.select_for_update(skip_locked=True, of=("self",))
        outlet = rows.select_related("client").filter(pk=pk, ended_at__isnull=True).first()
        if outlet is None or outlet.paused_at is not None:
            return None
        by = _speaks_for(outlet, now)
        grant = grant_of(by, outlet.sheet, current_contract(editions), local_date(now))
        if outlet.begun_at is None or is_wider(outlet, grant):
            begin(outlet, grant, now)
        if outlet.way == Way.FOLDER and not _has_room(outlet, now):
            outlet.save()
            return None
        after = outlet.given if outlet.way == Way.FOLDER else outlet.acked
        if after >= horizon:
            outlet.save()
            return None
        page = hand_out(
            outlet, grant, Cursor(outlet.generation, after), horizon, by=by, now=now, limit=PAGE
        )
        at = now.astimezone(LOCAL)
        body = body_of(outlet.sheet, page.records, page.cursor, page.more, at)
        if outlet.way == Way.FOLDER and page.records:
            _filed(outlet, filename_of(outlet.sheet, outlet.generation, after, page.turn), body)
            outlet.reached_at = now
        outlet.save()
    return _Parcel(outlet, page, body)


def _speaks_for(outlet: Outlet, now: datetime) -> Actor:
    unit = load_atlas().effective_unit(outlet.client.unit_id, local_date(now))
    if unit is None:
        raise Refused("no_unit")
    return actor_of(outlet.client, unit)


def _has_room(outlet: Outlet, now: datetime) -> bool:
    """Note what the department took out of its folder, and tell whether more may be put there."""
    folder = prepare_folder(outlet.address, OUT)
    names = [one.name for one in folder.iterdir()]
    count, oldest = oldest_waiting(names, outlet.sheet, outlet.generation)
    acked = outlet.given if oldest is None else min(oldest, outlet.given)
    if acked > outlet.acked:
        outlet.acked, outlet.acked_at, outlet.reached_at = acked, now, now
    if count < MOST_WAITING:
        outlet.failures, outlet.away_since, outlet.said = 0, None, ""
        return True
    outlet.failures, outlet.away_since = outlet.failures + 1, outlet.away_since or now
    outlet.not_before, outlet.said = now + pause_after(outlet.failures), "folder_full"
    tell_silence(outlet, now=now)
    return False


def _sent(parcel: _Parcel, now: datetime) -> bool:
    outlet = parcel.outlet
    secret = signing_secret(outlet)
    if not secret:
        return _away(outlet.pk, "unreadable", now)
    uid = id_of(str(outlet.uid), parcel.body)
    heads = heads_of([secret], uid, int(now.timestamp()), parcel.body)
    answer = call("POST", outlet.address, heads=heads, body=parcel.body.encode(), seconds=SECONDS)
    verdict = verdict_of(answer.status)
    if verdict is Verdict.TAKEN:
        _taken(parcel, now, reached=True)
        return True
    if verdict is Verdict.GONE:
        Outlet.objects.filter(pk=outlet.pk).update(paused_at=now, paused_why="410")
    return _away(outlet.pk, answer.said, now)


def _filed(outlet: Outlet, name: str, body: str) -> None:
    try:
        write_out(outlet.address, name, body.encode())
    except OSError as error:
        raise Away("no_folder", f"{type(error).__name__}: {error}") from None


def _taken(parcel: _Parcel, now: datetime, *, reached: bool) -> None:
    with transaction.atomic():
        one = Outlet.objects.select_for_update().get(pk=parcel.outlet.pk)
        if one.generation != parcel.outlet.generation:
            return
        if one.way == Way.WEBHOOK:
            one.acked, one.acked_at = max(one.acked, parcel.page.turn), now
        if reached:
            one.reached_at = now
        one.failures, one.away_since, one.not_before = 0, None, None
        one.said, one.told_at = "", None
        one.save()


def _away(pk: int, said: str, now: datetime) -> bool:
    with transaction.atomic():
        rows = Outlet.objects.select_for_update(of=("self",)).select_related("client")
        one = rows.get(pk=pk)
        one.failures += 1
        one.away_since, one.said = one.away_since or now, said[:200]
        one.not_before = now + pause_after(one.failures)
        one.save()
        tell_silence(one, now=now)
    return False


def _blocked(pk: int, word: str, now: datetime) -> None:
    """Give nothing while no entry of the catalogue lives; both sides are told once (L18)."""
    with transaction.atomic():
        one = Outlet.objects.select_for_update(of=("self",)).select_related("client").get(pk=pk)
        if one.said == word:
            return
        one.said = word
        one.save(update_fields=["said"])
        if word != "no_entry":
            return
        centre = load_atlas().units()
        today = local_date(now)
        units = {
            one.client.unit_id,
            *(u.id for u in centre if u.kind == "county_centre" and u.valid_on(today)),
        }
        values = {"name": one.client.name}
        drafts = [
            Draft("sharing_blocked", one.stream, to_unit_id=unit, values=values)
            for unit in sorted(units)
        ]
        post(drafts, now=now)
