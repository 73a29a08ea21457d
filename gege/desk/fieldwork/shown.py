"""How field work is said on screen: standings, faults, figures, shapes, who reads notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gege.desk.api import Figure
from gege.desk.moments import duration
from gege.fieldwork.api import (
    Completion,
    DayTally,
    HalfLine,
    PatrolLine,
    PointLine,
    Standing,
    names,
)
from gege.staff.api import Actor, Role
from gege.territory.api import AreaFacts

LIGHTS: Final[Mapping[Standing, str]] = {
    Standing.DONE: "green",
    Standing.NOT_COUNTED: "yellow",
    Standing.MISSED: "red",
    Standing.EXCUSED: "paused",
    Standing.OFF_DUTY: "ended",
}
"""The shape of each standing; the others are an open ring, as what is in progress."""

TALLIES: Final[Mapping[str, str | Promise]] = {
    DayTally.COMPLETE: gettext_lazy("complete"),
    DayTally.OPEN: gettext_lazy("on duty, not complete"),
    DayTally.EXCUSED: gettext_lazy("excused all day"),
    DayTally.VACANT: gettext_lazy("vacant"),
}

DEFINITION: Final = gettext_lazy(
    "Grids that walked every patrol expected of them on a service day, of the grids on duty. Two "
    "are expected: one begun within the morning’s hours, one within the afternoon’s. A half-day "
    "that was excused is not expected; a grid that was excused all day, or that nobody looks "
    "after, is not on duty. A patrol counts when its walker ended it, it lasted at least "
    "%(minutes)s minutes and passed at least %(points)s points. Service days are the working days "
    "of the county’s calendar, from the county’s first patrol on."
)


@dataclass(frozen=True, slots=True)
class HalfCell:
    """A half-day in a table: its light, its words, and what stands beside them."""

    label: str
    light: str
    word: str
    beside: str
    why: tuple[str, ...]
    href: str


def half_cell(half: HalfLine, href_of: Any) -> HalfCell:
    """Return a half-day as a cell; it links to the patrol that decides it."""
    told = _deciding(half)
    running = told is not None and told.ended_at is None
    return HalfCell(
        label=str(names.name_of(names.HALVES, half.half)),
        light=LIGHTS.get(half.standing, "none"),
        word=str(names.name_of(names.STANDINGS, half.standing)),
        beside=_beside(half, told),
        why=() if told is None or half.standing is Standing.DONE else fault_words(told.faults),
        href=href_of(told) if told is not None and not running else "",
    )


def fault_words(faults: Iterable[str]) -> tuple[str, ...]:
    """Return why a patrol does not count, in words."""
    return tuple(str(names.name_of(names.FAULTS, one)) for one in faults)


def clock(at: datetime | None) -> str:
    """Return the time of day of a moment, on the county's clock."""
    return f"{timezone.localtime(at):%H:%M}" if at else ""


def length(line: PatrolLine) -> str:
    """Return how long a patrol took, in words."""
    return duration(line.ended_at - line.started_at) if line.ended_at else ""


def completion_figure(
    found: Completion, *, minutes: int, points: int, href: str, period: str
) -> Figure:
    """Return the figure of one day as a number over its denominator."""
    return Figure(
        name=_("Grids that walked what was expected"),
        value=found.total.complete,
        of=found.total.on_duty,
        of_label=_("grids on duty"),
        period=period,
        meaning=DEFINITION % {"minutes": minutes, "points": points},
        href=href,
    )


def share_figure(found: Completion, *, minutes: int, points: int, href: str, period: str) -> Figure:
    """Return the figure of several days as a share."""
    total = found.total
    return Figure(
        name=_("Completion of patrols"),
        value=100 * total.complete / total.on_duty if total.on_duty else None,
        unit="%",
        places=1,
        of=total.on_duty,
        of_label=_("grids on duty, added up over the days"),
        period=period,
        meaning=DEFINITION % {"minutes": minutes, "points": points},
        href=href,
    )


def reads_notes(by: Actor, area_code: str, account_id: int) -> bool:
    """Tell whether a person reads what a worker wrote: himself, his station, its substitutes."""
    return account_id == by.account_id or (
        by.role is Role.STATION_CLERK and area_code.startswith(by.area_code)
    )


def point_shapes(
    points: Iterable[PointLine], grids: Iterable[AreaFacts], language: str
) -> dict[str, Any] | None:
    """Return the points of a page and the borders of their grids for the map; None without any."""
    spots = [_spot(one.lng, one.lat, one.name) for one in points if one.lng is not None]
    borders = [
        {
            "type": "Feature",
            "geometry": dict(grid.boundary),
            "properties": {"name": grid.name(language)},
        }
        for grid in grids
        if grid.boundary
    ]
    if not spots and not borders:
        return None
    return {"type": "FeatureCollection", "features": [*borders, *spots]}


def track_shapes(
    fixes: Iterable[tuple[datetime, float, float]], grid: AreaFacts | None, language: str
) -> dict[str, Any]:
    """Return a track for the map: the border of its grid, a line, and its positions with times."""
    shapes = point_shapes((), (grid,) if grid else (), language) or {
        "type": "FeatureCollection",
        "features": [],
    }
    way = [(at, lng, lat) for at, lng, lat in fixes]
    if len(way) > 1:
        line = {"type": "LineString", "coordinates": [[lng, lat] for _at, lng, lat in way]}
        shapes["features"].append(
            {"type": "Feature", "geometry": line, "properties": {"kind": "track"}}
        )
    shapes["features"] += [_spot(lng, lat, clock(at)) for at, lng, lat in way]
    return shapes


def _spot(lng: float | None, lat: float | None, name: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [lng, lat]},
        "properties": {"name": name, "kind": "spot"},
    }


def _deciding(half: HalfLine) -> PatrolLine | None:
    """Return the patrol that a half-day stands by: the running one, one that counts, the last."""
    for one in half.patrols:
        if one.ended_at is None:
            return one
    for one in half.patrols:
        if one.counted:
            return one
    return half.patrols[-1] if half.patrols else None


def _beside(half: HalfLine, told: PatrolLine | None) -> str:
    if half.standing is Standing.EXCUSED and half.excuse:
        return str(names.name_of(names.EXCUSE_REASONS, half.excuse.reason))
    if told is None:
        waits = half.excuse is not None and half.excuse.granted is None
        return _("an excuse waits for a decision") if waits else ""
    if told.ended_at is None:
        return _("since %(time)s") % {"time": clock(told.started_at)}
    times = f"{clock(told.started_at)}–{clock(told.ended_at)}"
    return _("%(times)s, %(points)s points") % {"times": times, "points": told.points}
