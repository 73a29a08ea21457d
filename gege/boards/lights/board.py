"""The content of a board of lights, and of the list behind one of its numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.http import Http404
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from gege.boards.chosen import language
from gege.boards.lights.counting import (
    LIGHTS,
    column_of,
    count_closed,
    count_open,
    records,
    turning_next,
)
from gege.boards.lights.reach import Reach, reach_of, rows_of
from gege.boards.lights.tables import Cell, Table, cell, cells, part_name, tables
from gege.boards.records import page_of, row_of
from gege.desk.api import Crumb, MatterRow, Turns, duration
from gege.matters.api import Light, Matter, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, UnitFacts, load_atlas

_WORDS: Final[Mapping[str, str | Promise]] = {
    "": gettext_lazy("Open matters"),
    "green": gettext_lazy("Closed today in time"),
    "closed": gettext_lazy("Closed today"),
}


@dataclass(frozen=True, slots=True)
class Turning:
    """A matter whose light changes next: to what, when, and who holds it."""

    light: str
    at: datetime
    number: str
    title: str
    href: str
    holder: str
    place: str
    away: str


@dataclass(frozen=True, slots=True)
class Board:
    """Everything a board shows. `seconds` is how long it stays true by itself."""

    now: datetime
    place: str
    crumbs: list[Crumb]
    cells: tuple[Cell, ...]
    total: Cell
    green: Cell
    closed: Cell
    tables: list[Table]
    turning: list[Turning]
    seconds: int
    query: str
    lights: tuple[Light, ...] = LIGHTS


@dataclass(frozen=True, slots=True)
class Behind:
    """The matters behind a number, newest first."""

    title: str
    crumbs: list[Crumb]
    rows: list[MatterRow]
    turns: Turns


LONGEST_SECONDS: Final = 60
"""A board asks again after that long, whatever it hears: new matters change no light."""


def board_of(by: Actor, query: Mapping[str, str], *, now: datetime) -> tuple[Board, Reach]:
    """Count everything once; four statements, whatever there is to count."""
    atlas = load_atlas()
    reach = reach_of(by, query, atlas)
    rows = rows_of(by, reach)
    counted = count_open(rows, reach.area_code, atlas, now)
    closed = count_closed(rows, now)
    turning = [_turning(one, atlas, now) for one in turning_next(rows, now)]
    board = Board(
        now=now,
        place=_name(atlas, reach),
        crumbs=_crumbs(by, atlas, reach),
        cells=cells(counted.all, reach),
        total=cell("", counted.all.total, reach),
        green=cell("green", closed.green, reach),
        closed=cell("closed", closed.all, reach),
        tables=tables(by, atlas, reach, counted),
        turning=turning,
        seconds=_true_for(turning, now),
        query=reach.query(),
    )
    return board, reach


def behind(by: Actor, query: Mapping[str, str], *, now: datetime) -> Behind:
    """Return the list behind a number; Http404 for words that no number has."""
    atlas = load_atlas()
    reach = reach_of(by, query, atlas)
    word, tier = query.get("light", ""), query.get("tier", "")
    part, holder = query.get("part", ""), _holder(atlas, query.get("holder", ""))
    found = records(rows_of(by, reach), word, tier, holder.id if holder else None, now)
    if part:
        found = found.filter(**{column_of(reach.area_code): part[:15]})
    asked = {"light": word, "tier": tier, "part": part, "holder": query.get("holder", "")}
    here = reach.query(**{name: value for name, value in asked.items() if value})
    shown, turns = page_of(found, query.get("after", ""), here)
    title = [_WORDS.get(word) or f"{_WORDS['']} · {names.name_of(names.LIGHTS, word)}"]
    title += [names.name_of(names.TIERS, tier)] if tier else []
    title += [holder.short(language())] if holder else []
    title += [part_name(atlas, part)] if part else []
    head = " · ".join(str(one) for one in title)
    board = Crumb(_name(atlas, reach), f"{reverse('boards:lights')}?{reach.query()}")
    return Behind(head, [board, Crumb(head)], [row_of(one, atlas, now) for one in shown], turns)


def _holder(atlas: Atlas, code: str) -> UnitFacts | None:
    unit = atlas.unit_by_code(code) if code else None
    if code and unit is None:
        raise Http404
    return unit


def _true_for(turning: Iterable[Turning], now: datetime) -> int:
    """Return how many seconds until the first light changes, within bounds."""
    first = min((one.at for one in turning), default=now + timedelta(seconds=LONGEST_SECONDS))
    away = (first - now).total_seconds() + 1
    return int(min(max(away, 2), LONGEST_SECONDS))


def _name(atlas: Atlas, reach: Reach) -> str:
    if reach.unit is not None:
        return reach.unit.name(language())
    area = atlas.area(reach.area_code)
    return area.name(language()) if area else reach.area_code


def _crumbs(by: Actor, atlas: Atlas, reach: Reach) -> list[Crumb]:
    if reach.own:
        return []
    here = reverse("boards:lights")
    steps = [] if reach.unit and not reach.area_code else list(atlas.chain(reach.area_code))
    crumbs = [
        Crumb(
            area.name(language()),
            here if area.code == by.area_code else f"{here}?area={area.code}",
        )
        for area in steps
        if len(area.code) >= len(by.area_code)
    ]
    if reach.unit is not None:
        return [*crumbs, Crumb(reach.unit.name(language()))]
    return [*crumbs[:-1], Crumb(crumbs[-1].label)] if crumbs else []


def _turning(matter: Matter, atlas: Atlas, now: datetime) -> Turning:
    holder = atlas.unit(matter.holder_id)
    near = matter.warn_at is not None and now < matter.warn_at
    assert matter.due_at is not None  # asked for in the query
    at = matter.warn_at if near and matter.warn_at else matter.due_at
    return Turning(
        light=str(Light.YELLOW if near else Light.RED),
        at=at,
        number=matter.number,
        title=matter.title,
        href=matter.get_absolute_url(),
        holder=holder.short(language()) if holder else "",
        place=matter.place_label,
        away=duration(at - now, fine=False),
    )
