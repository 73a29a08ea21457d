"""Patrols as the tests walk them: a county at work on Wednesday 2026-11-25, 09:00 local time."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import CheckPoint, Excuse, Fix, Patrol
from gege.kernel.coordinates import Point
from gege.matters.api import LOCAL
from gege.notices.api import Message
from gege.staff.api import SYSTEM
from gege.territory.api import load_years
from gege.trail.api import Entry
from tests.cast import FOUNDED_AT, GRID, Cast, centre_of

DAY = date(2026, 11, 25)
"""A Wednesday without a holiday near it."""

MINUTE = timedelta(minutes=1)


def at(text: str, day: date = DAY) -> datetime:
    """Return a moment of the county's clock, "09:00" of the day of the tests."""
    return datetime.combine(day, time.fromisoformat(text), tzinfo=LOCAL)


@dataclass
class Walks:
    """The cast, and patrols with what they need, said or not."""

    cast: Cast
    points: list[CheckPoint] = field(default_factory=list)

    def point(self, name: str, area_code: str = GRID, **entry: Any) -> CheckPoint:
        """Put a point on the list, by default in the middle of its grid."""
        lng, lat = centre_of(area_code)
        given = {"lng": lng, "lat": lat} | entry
        by = given.pop("by", SYSTEM)
        now = given.pop("now", FOUNDED_AT)
        return fieldwork.add_point(area_code=area_code, name=name, by=by, now=now, **given)

    def three_points(self) -> list[CheckPoint]:
        self.points = self.points or [self.point(name) for name in ("1号楼", "2号楼", "3号楼")]
        return self.points

    def start(self, when: datetime | None = None, **entry: Any) -> Patrol:
        when = when or at("09:00")
        given = {"area_code": GRID, "by": self.cast.grid_worker, "now": when} | entry
        return fieldwork.start_patrol(given.pop("uid", None) or uuid4(), at=when, **given)

    def check_in(self, patrol: Patrol | UUID, point: CheckPoint, **entry: Any) -> Any:
        given = {"at": at("09:10"), "how": "hand", "by": self.cast.grid_worker} | entry
        given.setdefault("now", given["at"])
        return fieldwork.check_in(_uid(patrol), point=point.uid, **given)

    def end(self, patrol: Patrol | UUID, when: datetime | None = None, **entry: Any) -> Patrol:
        when = when or at("09:40")
        given = {"by": self.cast.grid_worker, "now": when} | entry
        return fieldwork.end_patrol(_uid(patrol), at=when, **given)

    def whole(self, begin: str = "09:00", day: date = DAY, *, minutes: int = 40) -> Patrol:
        """Walk a patrol that counts: three points, forty minutes."""
        patrol = self.start(at(begin, day))
        for number, point in enumerate(self.three_points(), start=1):
            self.check_in(patrol, point, at=at(begin, day) + number * MINUTE)
        return self.end(patrol, at(begin, day) + minutes * MINUTE)

    def excuse(self, **entry: Any) -> Excuse:
        given = {
            "area_code": GRID,
            "day": DAY,
            "half": "morning",
            "reason": "leave",
            "by": self.cast.grid_worker,
            "now": at("08:00"),
        } | entry
        return fieldwork.excuse(given.pop("uid", None) or uuid4(), **given)


def walks_of(cast: Cast) -> Walks:
    """Load the calendar of the year, so that service days are announced ones."""
    load_years(years=(2026,), by=SYSTEM.signature(), now=FOUNDED_AT)
    return Walks(cast)


def fix(text: str, lng: float, lat: float, accuracy: float | None = 10, seconds: int = 0) -> Fix:
    return Fix(at(text) + timedelta(seconds=seconds), Point(lng, lat), accuracy)


def deeds(stream: str) -> list[tuple[str, str]]:
    """Return (deed, who) of every line of a stream."""
    rows = Entry.objects.filter(stream=stream).order_by("seq")
    return list(rows.values_list("deed", "name"))


def told() -> list[tuple[str, int | None, int | None]]:
    """Return (template, unit, account) of every message."""
    rows = Message.objects.order_by("id")
    return list(rows.values_list("template", "to_unit_id", "to_account_id"))


def _uid(patrol: Patrol | UUID) -> UUID:
    return patrol.uid if isinstance(patrol, Patrol) else patrol


def lines() -> int:
    """Return how many lines the ledger has."""
    return Entry.objects.count()
