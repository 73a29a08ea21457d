"""Reads of check-in points: of grids on a day, one by its uid, with when each was last passed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import DateTimeField, OuterRef, Q, QuerySet, Subquery

from gege.fieldwork.errors import NotFound
from gege.fieldwork.models import CheckIn, CheckPoint
from gege.fieldwork.queries.scope import may_see, scope_of
from gege.staff.api import Actor

PAGE: Final = 100


@dataclass(frozen=True, slots=True)
class PointLine:
    """A point as a list shows it. `seen_at` is the last check-in there, or None."""

    uid: UUID
    area_code: str
    kind: str
    name: str
    address: str
    code: str
    lng: float | None
    lat: float | None
    households: int
    seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class PointPage:
    """Some points by grid and name; `after` continues the list, "" at its end."""

    lines: tuple[PointLine, ...]
    after: str = ""


def points_of(area_codes: Collection[str], on: date) -> tuple[PointLine, ...]:
    """Return the points of grids on a day, by grid and name; one statement.

    For callers that have checked the scope: phones' sections, rounds, campaigns.
    """
    rows = _on(CheckPoint.objects.filter(area_code__in=list(area_codes)), on)
    return tuple(_lines(rows.order_by("area_code", "name", "id")))


def points_page(
    by: Actor, *, on: date, area_code: str = "", text: str = "", after: str = "", size: int = PAGE
) -> PointPage:
    """Return a page of the points a person may see, in one statement.

    `area_code` narrows to an area within the scope, `text` to a part of name, address or code.
    A key that is none begins at the first page.
    """
    rows = _on(CheckPoint.objects.filter(scope_of(by)), on)
    if area_code:
        rows = (
            rows.filter(area_code__startswith=area_code) if may_see(by, area_code) else rows.none()
        )
    if text:
        rows = rows.filter(
            Q(name__icontains=text) | Q(address__icontains=text) | Q(code__istartswith=text)
        )
    grid, _, last = after.partition("-")
    if grid.isdigit() and last.isdigit() and len(grid) == 15 and len(last) < 16:
        rows = rows.filter(Q(area_code__gt=grid) | Q(area_code=grid, id__gt=int(last)))
    found = list(_seen(rows).order_by("area_code", "id")[: size + 1])
    shown = found[:size]
    key = f"{shown[-1].area_code}-{shown[-1].pk}" if len(found) > size else ""
    return PointPage(tuple(_line(one) for one in shown), key)


def point_by_uid(uid: UUID | str, by: Actor, *, lock: bool = False) -> CheckPoint:
    """Return one point; raises NotFound for what does not exist or lies out of scope."""
    rows = CheckPoint.objects.select_for_update() if lock else CheckPoint.objects.all()
    try:
        point = rows.filter(uid=UUID(str(uid))).first()
    except ValueError:
        raise NotFound from None
    if point is None or not may_see(by, point.area_code):
        raise NotFound
    return point


def point_by_code(code: str, *, on: date) -> CheckPoint | None:
    """Return the point that carries a code on a day; for callers that check the scope."""
    return _on(CheckPoint.objects.filter(code=code), on).first() if code else None


def counts_by_grid(by: Actor, on: date) -> dict[str, int]:
    """Return how many points each grid of a person's scope has, in one statement."""
    found: dict[str, int] = {}
    rows = _on(CheckPoint.objects.filter(scope_of(by)), on)
    for code in rows.values_list("area_code", flat=True):
        found[code] = found.get(code, 0) + 1
    return found


def _on(rows: QuerySet[CheckPoint], day: date) -> QuerySet[CheckPoint]:
    return rows.filter(Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day)


def _seen(rows: QuerySet[CheckPoint]) -> QuerySet[CheckPoint]:
    last = CheckIn.objects.filter(point=OuterRef("pk")).order_by("-at").values("at")[:1]
    return rows.annotate(seen_at=Subquery(last, output_field=DateTimeField()))


def _lines(rows: QuerySet[CheckPoint]) -> list[PointLine]:
    return [_line(one) for one in _seen(rows)]


def _line(one: CheckPoint) -> PointLine:
    return PointLine(
        uid=one.uid,
        area_code=one.area_code,
        kind=one.kind,
        name=one.name,
        address=one.address,
        code=one.code,
        lng=one.lng,
        lat=one.lat,
        households=one.households,
        seen_at=getattr(one, "seen_at", None),
    )
