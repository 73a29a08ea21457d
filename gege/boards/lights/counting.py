"""Counting the lights of a board: each follows from the times (decision 0002)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Final

from django.db.models import Case, Count, Q, QuerySet, When
from django.http import Http404

from gege.matters.api import (
    LOCAL,
    Light,
    Matter,
    State,
    Tier,
    light_condition,
    local_date,
    open_rows,
)
from gege.territory.api import Atlas

LIGHTS: Final = (Light.RED, Light.YELLOW, Light.NONE)
"""The lights of what is open, the gravest first; green is what was closed in time."""
_PARTS: Final = {6: "township_code", 9: "community_code", 12: "area_code", 15: "area_code"}
NEXT: Final = 10


@dataclass(slots=True)
class Counts:
    """How many open matters there are by light."""

    lights: dict[Light, int] = field(default_factory=lambda: dict.fromkeys(LIGHTS, 0))

    @property
    def total(self) -> int:
        return sum(self.lights.values())

    def add(self, found: Iterable[int]) -> None:
        for light, count in zip(LIGHTS, found, strict=True):
            self.lights[light] += count


@dataclass(frozen=True, slots=True)
class Counted:
    """The open matters of a board: all, by tier, by part of the area and by holding unit."""

    all: Counts
    tiers: Mapping[Tier, Counts]
    parts: Mapping[str, Counts]
    units: Mapping[int, Counts]


@dataclass(frozen=True, slots=True)
class Closed:
    """What was closed today: in time, and altogether."""

    green: int
    all: int


def column_of(area_code: str) -> str:
    """Return the column that tells the parts of an area apart."""
    return _PARTS.get(len(area_code), "township_code")


def count_open(rows: QuerySet[Matter], area_code: str, atlas: Atlas, now: datetime) -> Counted:
    """Count the open matters of a board in one statement."""
    part = column_of(area_code)
    wanted = {str(light): Count("pk", filter=light_condition(light, now)) for light in LIGHTS}
    held = open_rows(rows).order_by().values(part, "holder_id").annotate(**wanted)
    whole, tiers = Counts(), {tier: Counts() for tier in Tier}
    parts: dict[str, Counts] = {}
    units: dict[int, Counts] = {}
    for code, holder_id, *found in held.values_list(part, "holder_id", *wanted):
        whole.add(found)
        parts.setdefault(code, Counts()).add(found)
        units.setdefault(holder_id, Counts()).add(found)
        holder = atlas.unit(holder_id)
        if holder is not None:
            tiers[Tier(holder.kind)].add(found)
    return Counted(whole, tiers, parts, units)


def count_closed(rows: QuerySet[Matter], now: datetime) -> Closed:
    """Count what was closed since midnight of the county, in one statement."""
    found = closed_today(rows, now).aggregate(
        all=Count("pk"), green=Count("pk", filter=light_condition(Light.GREEN, now))
    )
    return Closed(found["green"], found["all"])


def closed_today(rows: QuerySet[Matter], now: datetime) -> QuerySet[Matter]:
    midnight = datetime.combine(local_date(now), time(0), tzinfo=LOCAL)
    return rows.filter(state=State.CLOSED, closed_at__gte=midnight)


def turning_next(rows: QuerySet[Matter], now: datetime, most: int = NEXT) -> list[Matter]:
    """Return the matters whose light changes next by itself, the earliest first; one statement.

    What is red already changes no more by itself. The column of the job that announces changes
    is not asked: it is behind by as much as the job is.
    """
    running = Q(state__in=(State.DISPATCHED, State.HANDLING), due_at__gte=now)
    change = Case(When(warn_at__gt=now, then="warn_at"), default="due_at")
    soon = open_rows(rows).filter(running).order_by(change, "pk")
    return list(soon.defer("search", "description")[:most])


def records(
    rows: QuerySet[Matter], word: str, tier: str, holder_id: int | None, now: datetime
) -> QuerySet[Matter]:
    """Return exactly the matters behind a number of a board; Http404 for an unknown word."""
    if tier and tier not in list(Tier):
        raise Http404
    if word in ("green", "closed"):
        rows = closed_today(rows, now)
        rows = rows.filter(light_condition(Light.GREEN, now)) if word == "green" else rows
    elif word in ("", *LIGHTS):
        rows = open_rows(rows)
        rows = rows.filter(light_condition(Light(word), now)) if word else rows
    else:
        raise Http404
    rows = rows.filter(holder__kind=tier) if tier else rows
    return rows if holder_id is None else rows.filter(holder_id=holder_id)
