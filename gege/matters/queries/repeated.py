"""What comes from one place again and again: about matters and places, never about a person.

Repetition is counted by place and kind. Who reported is not read: nobody is listed by how often
they complain (domain 5.15).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Count, Max, Min, Q, QuerySet

from gege.kernel.coordinates import Point, distance_m
from gege.kernel.paging import newest_first
from gege.kernel.typed_text import whole_number
from gege.matters.models import Matter
from gege.matters.queries.scope import visible
from gege.matters.rules.nearness import AT_THE_SPOT
from gege.matters.rules.triage_help.grams import plain
from gege.matters.rules.words import ENDED, State
from gege.staff.api import Actor

PAGE: Final = 50
LEAST: Final = 3
"""So many matters of one kind from one place are repeated."""
PERIODS: Final = (30, 90, 180, 365)
"""Days."""
BEFORE: Final = timedelta(days=180)
_BEFORE_MOST: Final = 100
_LEFT_OUT: Final = (str(State.DECLINED),)
_SIGN: Final = "\x1f"


@dataclass(frozen=True, slots=True)
class Place:
    """Which repetition: the grid, the kind, and the address where it is told apart by that."""

    area_code: str
    kind: str
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Repeated:
    """One place and kind: how many matters, how many more reports of the same, how many open."""

    place: Place
    times: int
    reports: int
    open: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """What the list is narrowed to. `by_address` tells addresses of one grid apart."""

    days: int = 90
    by_address: bool = False
    kind: str = ""
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class RepeatedPage:
    rows: tuple[Repeated, ...]
    next_key: str = ""


def repeated(
    by: Actor, asking: Asking, *, now: datetime, after: str = "", size: int = PAGE
) -> RepeatedPage:
    """Return places and kinds that repeat, the most frequent first; one statement.

    Merged reports count as further reports of their matter; what was declined counts nowhere.
    """
    own = ("area_code", "kind", *(("address",) if asking.by_address else ()))
    rows = (
        _of_the_period(by, asking, now)
        .values(*own)
        .annotate(
            times=Count("pk", filter=~Q(state=State.MERGED)),
            reports=Count("pk", filter=Q(state=State.MERGED)),
            open=Count("pk", filter=~Q(state__in=sorted(ENDED))),
            first_at=Min("reported_at"),
            last_at=Max("reported_at"),
        )
        .filter(times__gte=LEAST)
        .order_by("-times", *own)
    )
    found = [_row(one) for one in _after(rows, own, after)[: size + 1]]
    return RepeatedPage(tuple(found[:size]), _key(found[size - 1]) if len(found) > size else "")


def records_of(
    by: Actor, place: Place, days: int, *, now: datetime, after: str = "", size: int = PAGE
) -> tuple[list[Matter], str]:
    """Return exactly the matters that a line counts, the newest first, and the next key."""
    asking = Asking(days=days, by_address=place.address is not None)
    rows = _of_the_period(by, asking, now).filter(area_code=place.area_code, kind=place.kind)
    if place.address is not None:
        rows = rows.filter(address=place.address)
    return newest_first(rows.defer("search", "description").order_by("-id"), after=after, size=size)


def before(matter: Matter, *, by: Actor) -> list[Matter]:
    """Return what was reported of the same kind at the same place before, the newest first.

    The same place: the same address, or within `AT_THE_SPOT` metres; where neither is known of
    one of them, the same grid. One statement, by index.
    """
    if not matter.placed:
        return []
    rows = (
        visible(by)
        .filter(
            area_code=matter.area_code,
            kind=matter.kind,
            reported_at__lt=matter.reported_at,
            reported_at__gte=matter.reported_at - BEFORE,
        )
        .exclude(state__in=(*_LEFT_OUT, str(State.MERGED)))
        .exclude(pk=matter.pk)
        .defer("search", "description")
        .order_by("-reported_at")[:_BEFORE_MOST]
    )
    return [row for row in rows if _same_place(matter, row)]


def _same_place(one: Matter, other: Matter) -> bool:
    address, theirs = plain(one.address), plain(other.address)
    here, there = _point(one), _point(other)
    if here and there and distance_m(here, there) <= AT_THE_SPOT:
        return True
    if address and theirs:
        return address == theirs
    return not (here and there)


def _point(matter: Matter) -> Point | None:
    if matter.lng is None or matter.lat is None:
        return None
    return Point(matter.lng, matter.lat)


def _of_the_period(by: Actor, asking: Asking, now: datetime) -> QuerySet[Matter]:
    rows = visible(by).filter(
        placed=True, reported_at__gte=now - timedelta(days=asking.days), reported_at__lte=now
    )
    rows = rows.exclude(state__in=_LEFT_OUT)
    if asking.kind:
        rows = rows.filter(kind=asking.kind)
    if asking.area_code:
        columns = {9: "township_code", 12: "community_code", 15: "area_code"}
        column = columns.get(len(asking.area_code))
        rows = rows.filter(**{column: asking.area_code}) if column else rows
    return rows.exclude(address="") if asking.by_address else rows


def _row(one: Mapping[str, Any]) -> Repeated:
    place = Place(one["area_code"], one["kind"], one.get("address"))
    return Repeated(
        place, one["times"], one["reports"], one["open"], one["first_at"], one["last_at"]
    )


def _key(row: Repeated) -> str:
    parts = (str(row.times), row.place.area_code, row.place.kind, row.place.address or "")
    return _SIGN.join(parts)


def _after(rows: QuerySet[Any, Any], own: tuple[str, ...], key: str) -> QuerySet[Any, Any]:
    """Continue behind a key; a key that cannot be read starts from the beginning."""
    parts = key.split(_SIGN)
    times = whole_number(parts[0])
    if times is None or len(parts) != 4:
        return rows
    later, same = Q(times__lt=times), Q(times=times)
    for name, value in zip(own, parts[1:], strict=False):
        later |= same & Q(**{f"{name}__gt": value})
        same &= Q(**{name: value})
    return rows.filter(later)
