"""What stands in the rail: entries are added by the rooms of pages, counts by their readers.

A room of pages adds its entries when its app is ready:

    navigation.add(navigation.Entry("overdue", _("Overdue"), "desk:inbox", query="light=red", ...))
    navigation.count_with(reader)

A reader gives {key: number} for a request, or {key: Waiting(rows)}: what is counted of rows is
counted by all readers in one statement. It is asked once per page and only when the rail is drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from gege.desk.rail_groups import PLACES
from gege.desk.rail_groups import Group as Group  # rooms of pages name groups by it

MOST_SHOWN: Final = 999


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows to be counted together with those of all other readers, up to `MOST_SHOWN` and one each.

    Several sets are added up. A `quiet` line has no number where there is nothing.
    """

    rows: Sequence[QuerySet[Any]]
    quiet: bool = False


Reader = Callable[[HttpRequest], Mapping[str, int | Waiting]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the rail.

    `key` names it and its count; `roles` are values of `Role`, empty for everybody signed in;
    `group` is where it stands; `light` ("red", "yellow") colours a count above zero; `rank`
    orders within its group.
    """

    key: str
    label: str | Promise
    url_name: str
    query: str = ""
    roles: frozenset[str] = frozenset()
    group: Group = Group.FIRST
    light: str = ""
    rank: int = 100
    covers: tuple[str, ...] = ()
    """Further addresses whose pages belong to this entry, such as those behind its tabs."""


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as one request sees it."""

    key: str
    label: str | Promise
    href: str
    group: Group
    count: int | None
    light: str
    current: bool

    @property
    def shown(self) -> str:
        """The count as it is written; a large one tells only that it is large."""
        if self.count is None:
            return ""
        return f"{MOST_SHOWN}+" if self.count > MOST_SHOWN else str(self.count)


_entries: dict[str, Entry] = {}
_readers: list[Reader] = []


def add(*entries: Entry) -> None:
    """Add entries; one with a key that is there replaces it."""
    for entry in entries:
        _entries[entry.key] = entry


def count_with(reader: Reader) -> None:
    """Add a reader of counts."""
    if reader not in _readers:
        _readers.append(reader)


def counts_for(request: HttpRequest) -> dict[str, int]:
    """Ask every reader; what they count of rows costs one statement."""
    found: dict[str, int] = {}
    waiting: dict[str, Waiting] = {}
    for reader in _readers:
        for key, value in reader(request).items():
            if isinstance(value, Waiting):
                waiting[key] = value
            else:
                found[key] = value
    counted = _together(waiting)
    return found | {
        key: number for key, number in counted.items() if number or not waiting[key].quiet
    }


def _together(waiting: Mapping[str, Waiting]) -> dict[str, int]:
    """Count all rows in one statement."""
    asked: list[str] = []
    parts: list[str] = []
    values: list[Any] = []
    for key, one in waiting.items():
        for rows in one.rows:
            try:
                limited = rows.order_by().values("pk")[: MOST_SHOWN + 1]
                sql, given = limited.query.sql_with_params()
            except EmptyResultSet:
                continue
            asked.append(key)
            # Django compiled the inner statement; its values travel beside it.
            parts.append(f"(SELECT count(*) FROM ({sql}) AS waiting)")  # noqa: S608
            values.extend(given)
    found = dict.fromkeys(waiting, 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {', '.join(parts)}", values)
            for key, number in zip(asked, cursor.fetchone(), strict=True):
                found[key] += number
    return found


def lines_for(request: HttpRequest, role: str, counts: Mapping[str, int]) -> list[Line]:
    """Return the rail of one role; an entry whose page is not installed is left out."""
    open_to_role = [entry for entry in _entries.values() if not entry.roles or role in entry.roles]
    placed = [
        (entry, href)
        for entry in sorted(open_to_role, key=lambda entry: (PLACES[entry.group], entry.rank))
        if (href := _href(entry))
    ]
    current = _current(request, placed)
    return [
        Line(
            key=entry.key,
            label=entry.label,
            href=href,
            group=entry.group,
            count=counts.get(entry.key),
            light=entry.light,
            current=entry.key == current,
        )
        for entry, href in placed
    ]


def _href(entry: Entry) -> str:
    try:
        address = reverse(entry.url_name)
    except NoReverseMatch:
        return ""
    return f"{address}?{entry.query}" if entry.query else address


def _current(request: HttpRequest, placed: Iterable[tuple[Entry, str]]) -> str:
    """Return the key of the entry that names this page most exactly."""
    here = set(request.GET.items())
    best, best_weight = "", -1.0
    for entry, href in placed:
        wanted = set(parse_qsl(entry.query))
        path = href.partition("?")[0]
        within = path != "/" and request.path.startswith(f"{path}/")
        beside = any(request.path.startswith(one) for one in entry.covers)
        weight: float = len(wanted) * 2 + (request.path == path)
        named = (request.path == path and wanted <= here) or (within and not wanted)
        if beside and not named:
            named, weight = True, -0.5
        if named and weight > best_weight:
            best, best_weight = entry.key, weight
    return best
