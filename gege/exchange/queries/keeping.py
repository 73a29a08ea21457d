"""Sources, ways out and comparisons for those who keep or supervise the exchange: no person."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeVar
from uuid import UUID

from django.db.models import QuerySet

from gege.exchange.errors import NotFound
from gege.exchange.models import Comparison, Figure, Outlet, Run, Source
from gege.kernel.typed_text import whole_number
from gege.staff.api import Actor, Role
from gege.trail.api import Entry

PAGE: Final = 30
READERS: Final = (Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR)
"""Administrators set it up; the county's supervision agrees on what is shared and looks at both."""
One = TypeVar("One", Source, Outlet)


@dataclass(frozen=True, slots=True)
class SourcePage:
    """One source with a page of its readings, its comparisons and its history, the newest first."""

    source: Source
    runs: tuple[Run, ...]
    following: str
    comparisons: tuple[Comparison, ...]
    steps: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class OutletPage:
    """One way out with its comparisons and its history."""

    outlet: Outlet
    comparisons: tuple[Comparison, ...]
    steps: tuple[Entry, ...]


def sources(by: Actor) -> QuerySet[Source]:
    """Return the sources, the living first; a county has some dozens."""
    if by.role not in READERS:
        return Source.objects.none()
    return Source.objects.select_related("unit").order_by("-ended_at", "name", "id")


def outlets(by: Actor) -> QuerySet[Outlet]:
    """Return the ways out, the living first."""
    if by.role not in READERS:
        return Outlet.objects.none()
    rows = Outlet.objects.select_related("client__unit")
    return rows.order_by("-ended_at", "client__name", "sheet", "id")


def source_page(uid: UUID, by: Actor, *, before: str = "") -> SourcePage:
    """Return one source. Raises NotFound."""
    one = _one(sources(by), uid)
    rows = Run.objects.filter(source=one).order_by("-pk")
    key = whole_number(before)
    found = list((rows.filter(pk__lt=key) if key is not None else rows)[: PAGE + 1])
    return SourcePage(
        one,
        tuple(found[:PAGE]),
        str(found[PAGE - 1].pk) if len(found) > PAGE else "",
        tuple(Comparison.objects.filter(source=one).order_by("-pk")[:5]),
        _steps(one),
    )


def outlet_page(uid: UUID, by: Actor) -> OutletPage:
    """Return one way out. Raises NotFound."""
    one = _one(outlets(by), uid)
    return OutletPage(
        one, tuple(Comparison.objects.filter(outlet=one).order_by("-pk")[:5]), _steps(one)
    )


def comparison_page(
    uid: UUID, by: Actor, *, after: str = "", every: bool = False
) -> tuple[Comparison, list[Figure], str]:
    """Return a comparison with a page of its lines: those that differ, or every one."""
    rows = Comparison.objects.select_related("source", "outlet__client")
    one = rows.filter(uid=uid).first() if by.role in READERS else None
    if one is None:
        raise NotFound
    lines = Figure.objects.filter(comparison=one).order_by("pk")
    if not every:
        lines = lines.exclude(what="same")
    key = whole_number(after)
    found = list((lines.filter(pk__gt=key) if key is not None else lines)[: PAGE + 1])
    return one, found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def newest_comparisons(rows: Sequence[Source | Outlet], name: str) -> dict[int, Comparison]:
    """Return the newest comparison of each row; `name` is source or outlet. One statement."""
    found = Comparison.objects.filter(**{f"{name}__in": [one.pk for one in rows]})
    newest = found.order_by(name, "-pk").distinct(name)
    return {getattr(one, f"{name}_id"): one for one in newest}


def silent_ones() -> tuple[QuerySet[Source], QuerySet[Outlet]]:
    """Return the sources and the receivers that do not answer now."""
    living = {"ended_at__isnull": True, "paused_at__isnull": True, "failures__gt": 0}
    return Source.objects.filter(**living), Outlet.objects.filter(**living)


def _one(rows: QuerySet[One], uid: UUID) -> One:
    one = rows.filter(uid=uid).first()
    if one is None:
        raise NotFound
    return one


def _steps(one: Source | Outlet) -> tuple[Entry, ...]:
    return tuple(Entry.objects.filter(stream=one.stream).order_by("-seq")[:30])
