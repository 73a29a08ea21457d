"""The matters behind a number of the map: of a cell, of an area, or of no place at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gege.boards.figures import Base
from gege.boards.lights.tables import part_name
from gege.boards.map.asked import Asked, UnaskedError, asked_of, rows_of
from gege.boards.map.cells import behind, nowhere
from gege.boards.map.lattice import read_cell
from gege.boards.map.outlines import outlines
from gege.boards.map.values import COLUMNS
from gege.boards.queries import in_period
from gege.boards.records import page_of, row_of
from gege.desk.api import Crumb, MatterRow, Turns
from gege.kernel.area_codes import Level
from gege.matters.api import Light, Matter, light_condition, names, open_rows, words
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas

NOWHERE = "nowhere"
_OWN = ("cell", "part", "open", "light", "family")


@dataclass(frozen=True, slots=True)
class Listed:
    """A page of matters, newest first, and how many there are."""

    title: str
    crumbs: list[Crumb]
    count: int
    rows: list[MatterRow]
    turns: Turns


def listed_of(by: Actor, query: Mapping[str, str], *, now: datetime) -> Listed:
    """Return exactly the matters behind a number; Http404 for words that no number has."""
    atlas = load_atlas()
    try:
        asked = asked_of(by, query, atlas, now=now)
    except UnaskedError as error:
        raise Http404 from error
    rows, title = _narrowed(by, asked, atlas, query, now)
    more = {name: query[name] for name in _OWN if query.get(name)}
    here = urlencode(asked.pairs | more)
    shown, turns = page_of(rows, query.get("after", ""), here)
    return Listed(
        title,
        [Crumb(pgettext("rail", "Map"), f"{reverse('boards:map')}?{asked.query()}"), Crumb(title)],
        rows.count(),
        [row_of(one, atlas, now) for one in shown],
        turns,
    )


def _narrowed(
    by: Actor, asked: Asked, atlas: Atlas, query: Mapping[str, str], now: datetime
) -> tuple[QuerySet[Matter], str]:
    light, held = query.get("light", ""), query.get("open", "")
    known = held in ("", "1") and (not light or (held and light in list(Light)))
    if not known or query.get("family", "") not in ("", *words.Family):
        raise Http404
    rows = rows_of(by, asked, atlas)
    if held:
        rows, title = open_rows(rows), [_("Open matters")]
        if light:
            rows = rows.filter(light_condition(Light(light), now))
            title.append(str(names.name_of(names.LIGHTS, light)))
    else:
        period = asked.chosen.period
        rows = in_period(rows, Base.REPORTED, period)
        title = [_("Matters reported"), f"{period.first} – {period.last}"]
    if asked.chosen.family:
        title.append(str(names.name_of(names.FAMILIES, asked.chosen.family)))
    rows, place = _at(rows, asked, atlas, query)
    return rows, " · ".join([place, *title] if place else title)


def _at(
    rows: QuerySet[Matter], asked: Asked, atlas: Atlas, query: Mapping[str, str]
) -> tuple[QuerySet[Matter], str]:
    """Narrow to a cell, an area or to what has no place; to nothing more where none is named."""
    cell, part = query.get("cell", ""), query.get("part", "")
    if cell and part:
        raise Http404
    if cell:
        there = read_cell(cell)
        if there is None:
            raise Http404
        return behind(rows, there, outlines(atlas), codes_of(atlas)), _("A place on the map")
    if part == NOWHERE:
        return nowhere(rows, outlines(atlas), codes_of(atlas)), _("Without a place on the map")
    if part:
        if not (part.isascii() and part.isdigit() and len(part) in list(Level)):
            raise Http404
        return rows.filter(**{COLUMNS[asked.level]: part}), part_name(atlas, part)
    return rows, ""


def codes_of(atlas: Atlas) -> frozenset[str]:
    """Return the codes of all areas there are or were."""
    return frozenset(area.code for area in (*atlas.areas(), *atlas.former_areas()))
