"""Excuses: why a patrol is not made. A worker asks, the station decides (R-080).

The station may also excuse a grid itself (its worker is ill), and for the weather all grids of its
community at once; these are granted as they are made.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.fieldwork.actions.entries import choice, words
from gege.fieldwork.actions.patrolling import rules_now
from gege.fieldwork.errors import Invalid, NotFound, Refused
from gege.fieldwork.models import Excuse
from gege.fieldwork.queries.patrols import excuse_by_uid
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.patrols import ROUNDS
from gege.fieldwork.rules.words import ExcuseReason, Half
from gege.kernel.area_codes import Level
from gege.matters.api import local_date
from gege.notices.api import Draft, post
from gege.staff.api import Actor, Role, holder_of_grid
from gege.territory.api import Atlas, load_atlas
from gege.trail.api import record

AHEAD_DAYS: Final = 31
DECIDERS: Final = frozenset({Role.STATION_CLERK, Role.TOWNSHIP_OPERATOR})
"""The station decides; the township's centre may where the station has nobody."""


def excuse(
    uid: UUID,
    *,
    area_code: str,
    day: date,
    half: str,
    reason: str,
    note: str = "",
    by: Actor,
    now: datetime,
) -> Excuse:
    """Ask for a half-day without a patrol, or as a station grant it at once.

    The same uid again returns the first. Raises NotFound, Refused (`excused_already`,
    `weather_only`, `own_excuse`), Invalid.
    """
    word, why = choice("half", half, Half), choice("reason", reason, ExcuseReason)
    if word not in ROUNDS:
        raise Invalid("half", "unknown_choice", value=half)
    said = words("note", note, most=200)
    with transaction.atomic():
        again = Excuse.objects.filter(uid=uid).first()
        if again is not None:
            return _same(again, area_code, by)
        atlas = load_atlas()
        _check_area(area_code, why, day, by, atlas)
        _check_day(day, now)
        granted = by.role in DECIDERS
        if granted:
            _not_own(area_code, by, now, atlas)
        try:
            with transaction.atomic():
                row = Excuse.objects.create(
                    uid=uid,
                    area_code=area_code,
                    account_id=by.account_id or 0,
                    by_name=by.name,
                    day=day,
                    half=word,
                    reason=why,
                    note=said,
                    made_at=now,
                    granted=True if granted else None,
                    decided_at=now if granted else None,
                    decided_by=by.name if granted else "",
                )
        except IntegrityError:
            raise Refused("excused_already") from None
        after = {"area": area_code, "day": day, "half": word, "reason": why, "granted": row.granted}
        _write(row, "ask", by=by, now=now, after=after)
        if not granted:
            _tell_station(row, atlas, by=by, now=now)
    return row


def decide_excuse(
    uid: UUID | str, *, granted: bool, answer: str = "", by: Actor, now: datetime
) -> Excuse:
    """Grant or refuse an excuse; its worker is told. A refusal says why.

    Until its day is over a decision may be turned. Raises NotFound, Refused (`not_your_role`,
    `decided_already`, `own_excuse`, `excused_already`), Invalid.
    """
    said = words("answer", answer, most=200)
    if not granted and len(said) < 2:
        raise Invalid("answer", "refusal_needs_words")
    with transaction.atomic():
        row = excuse_by_uid(uid, by, lock=True)
        if by.role not in DECIDERS:
            raise Refused("not_your_role")
        if row.granted is None and row.account_id == by.account_id:
            raise Refused("own_excuse")
        if row.granted is not None and (row.granted == granted or row.day < local_date(now)):
            raise Refused("decided_already")
        before = {"granted": row.granted}
        row.granted, row.answer = granted, said
        row.decided_at, row.decided_by = now, by.name
        try:
            with transaction.atomic():
                row.save(update_fields=["granted", "answer", "decided_at", "decided_by"])
        except IntegrityError:
            raise Refused("excused_already") from None
        _write(row, "decide", by=by, now=now, before=before, after={"granted": granted})
        if row.account_id != by.account_id:
            _tell_worker(row, now=now)
    return row


def stream_of(row: Excuse) -> str:
    """Return the excuse's stream in the ledger."""
    return f"excuse:{row.uid}"


def _same(row: Excuse, area_code: str, by: Actor) -> Excuse:
    if row.account_id != by.account_id or row.area_code != area_code:
        raise Refused("uid_used")
    return row


def _check_area(area_code: str, why: ExcuseReason, day: date, by: Actor, atlas: Atlas) -> None:
    if by.role is not Role.GRID_WORKER and by.role not in DECIDERS:
        raise Refused("not_your_role")
    if not may_see(by, area_code):
        raise NotFound
    area = atlas.area(area_code, day) or atlas.area(area_code)
    if area is None or area.level not in (Level.GRID, Level.COMMUNITY):
        raise NotFound
    if area.level == Level.COMMUNITY and why is not ExcuseReason.WEATHER:
        raise Invalid("area_code", "weather_only")


def _check_day(day: date, now: datetime) -> None:
    """An excuse may come late, as late as a phone may be without a network, or a month ahead."""
    today = local_date(now)
    first = today - rules_now().longest_away
    last = today + timedelta(days=AHEAD_DAYS)
    if not first <= day <= last:
        raise Invalid("day", "not_a_day_ahead", first=first, last=last)


def _not_own(area_code: str, by: Actor, now: datetime, atlas: Atlas) -> None:
    """Who decides for a station and looks after one of its grids does not excuse himself."""
    unit = atlas.platform_unit(area_code) if len(area_code) == Level.GRID else None
    holder = holder_of_grid(unit.id, now) if unit else None
    if holder is not None and holder.account_id == by.account_id:
        raise Refused("own_excuse")


def _tell_station(row: Excuse, atlas: Atlas, *, by: Actor, now: datetime) -> None:
    station = atlas.platform_unit(row.area_code[: Level.COMMUNITY])
    if station is None:
        return
    values = {"who": by.name, "day": str(row.day)}
    note = Draft("excuse_asked", stream_of(row), to_unit_id=station.id, values=values)
    post([note], now=now)


def _tell_worker(row: Excuse, *, now: datetime) -> None:
    template = "excuse_granted" if row.granted else "excuse_refused"
    values = {"day": str(row.day), "reason": row.answer, "who": row.decided_by}
    note = Draft(template, stream_of(row), to_account_id=row.account_id, values=values)
    post([note], now=now)


def _write(
    row: Excuse,
    deed: str,
    *,
    by: Actor,
    now: datetime,
    after: Mapping[str, object],
    before: Mapping[str, object] | None = None,
) -> None:
    record(stream=stream_of(row), deed=deed, by=by.signature(), now=now, before=before, after=after)
