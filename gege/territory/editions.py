"""Slow data kept in memory: the atlas and the calendar, each under the number of its edition.

Every deed that changes slow data bumps its edition in the same transaction. A request reads all
numbers in one statement and gets what its process keeps under them, or builds it anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType
from typing import Generic, TypeVar

from django.db import connection

from gege.kernel.working_time import WorkingCalendar
from gege.territory.queries import build_atlas, build_calendar
from gege.territory.rules.atlas import Atlas

AREAS = "areas"
CALENDAR = "calendar"
KEPT = 2

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Editions:
    """Name -> number of all slow data at one moment. A name nobody has bumped has number 0."""

    numbers: Mapping[str, int]

    def __getitem__(self, name: str) -> int:
        return self.numbers.get(name, 0)

    @property
    def areas(self) -> int:
        return self[AREAS]

    @property
    def calendar(self) -> int:
        return self[CALENDAR]


class _Shelf(Generic[T]):
    """The newest editions of one thing. Number 0 (nothing announced yet) is never kept."""

    def __init__(self, build: Callable[[], T]) -> None:
        self._build = build
        self._kept: OrderedDict[int, T] = OrderedDict()
        self._lock = Lock()

    def get(self, number: int) -> T:
        with self._lock:
            if number in self._kept:
                self._kept.move_to_end(number)
                return self._kept[number]
        # Built outside the lock: a slow database must not stop readers of the other edition.
        built = self._build()
        if number:
            with self._lock:
                self._kept[number] = built
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return built


_ATLASES: _Shelf[Atlas] = _Shelf(build_atlas)
_CALENDARS: _Shelf[WorkingCalendar] = _Shelf(build_calendar)


def read_editions() -> Editions:
    """All edition numbers, in one statement. Every deed asks this, so it stands written out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, number FROM territory_edition")
        return Editions(MappingProxyType(dict(cursor.fetchall())))


def atlas(editions: Editions) -> Atlas:
    """The atlas of an edition; no statement when this process has it."""
    return _ATLASES.get(editions.areas)


def calendar(editions: Editions) -> WorkingCalendar:
    """The working calendar of an edition; no statement when this process has it."""
    return _CALENDARS.get(editions.calendar)


def load_atlas() -> Atlas:
    """The atlas as the database is now."""
    return atlas(read_editions())


def load_calendar() -> WorkingCalendar:
    """The working calendar as the database is now."""
    return calendar(read_editions())


def bump(name: str) -> int:
    """Give slow data a number it never had; call inside the deed's transaction.

    The row stays locked until the end of the transaction, so that deeds on the same data follow
    one another.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO territory_edition (name) VALUES (%s)"
            " ON CONFLICT (name) DO UPDATE SET number = DEFAULT RETURNING number",
            [name],
        )
        (number,) = cursor.fetchone()
    return int(number)
