"""The page of the map: what was chosen, the legend, the table, and what the script begins with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import QuerySet
from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gege.boards.indicators.declared import GROUPS
from gege.boards.map.asked import (
    LEVELS,
    OPEN,
    REPORTED,
    Asked,
    UnaskedError,
    asked_of,
    is_pilot,
    rows_of,
)
from gege.boards.map.bands import MOST as MOST_BANDS
from gege.boards.map.bands import shade_of
from gege.boards.map.outlines import outlines, within
from gege.boards.map.script import Layer, layers_of, told
from gege.boards.map.steps import Stride
from gege.boards.map.table import Table, table_of
from gege.boards.map.telling import unit_of, value_words
from gege.boards.map.values import open_by_area, reported_by_area, values_of
from gege.boards.map.walks import SIGNS, WORDS, walks_of
from gege.boards.overview import chips_of, crumbs_of, place_name
from gege.boards.queries import LIGHTS
from gege.desk.api import Chip, Choice, Crumb
from gege.fieldwork.api import DayTally
from gege.kernel.area_codes import Level
from gege.matters.api import Matter, names
from gege.staff.api import Actor
from gege.territory.api import Atlas, load_atlas

STRIDES: Final[Mapping[Stride, Promise | str]] = {
    Stride.DAY: pgettext_lazy("steps", "days"),
    Stride.WEEK: pgettext_lazy("steps", "weeks"),
    Stride.MONTH: pgettext_lazy("steps", "months"),
}
FILLED: Final[Mapping[str, Promise | str]] = {
    "grid": pgettext_lazy("areas", "grids"),
    "community": pgettext_lazy("areas", "communities"),
    "township": pgettext_lazy("areas", "townships"),
}
BY_LIGHT: Final = gettext_lazy("Open matters by light")
OF_PERIOD: Final = gettext_lazy("Matters reported")


@dataclass(frozen=True, slots=True)
class Band:
    """One line of the legend: how it is drawn, what it means, and how many areas have it."""

    mark: str
    words: str
    areas: int


@dataclass(frozen=True, slots=True)
class Walks:
    """How many grids stand so with today's patrols."""

    sign: str
    words: str | Promise
    grids: int


@dataclass(frozen=True, slots=True)
class Page:
    """Everything the page shows before any script runs."""

    now: datetime
    place: str
    crumbs: list[Crumb]
    chips: list[Chip]
    keep: list[tuple[str, str]]
    asked: Asked
    title: str | Promise
    meaning: str | Promise
    unit: str
    said: str
    legend: list[Band]
    table: Table
    walks: list[Walks]
    layers: list[Layer]
    drawn: bool
    config: dict[str, Any]
    lights: tuple[Any, ...] = LIGHTS
    marks: tuple[str, ...] = tuple(f"band-{shade}" for shade in range(1, MOST_BANDS + 1))

    @property
    def walked(self) -> bool:
        """Whether the table has a column of patrols: they are walked in grids."""
        return bool(self.walks) and self.asked.level is Level.GRID

    @property
    def quiet(self) -> int:
        """How many areas have nothing to tell; they are named in the whole table alone."""
        return sum(line.quiet for line in self.table.lines)


def page_of(by: Actor, query: Mapping[str, str], *, now: datetime) -> Page:
    """Count everything once; Http404 for a word that no map knows."""
    atlas = load_atlas()
    try:
        asked = asked_of(by, query, atlas, now=now)
    except UnaskedError as error:
        raise Http404 from error
    rows: QuerySet[Matter] = rows_of(by, asked, atlas)
    walks = walks_of(by, asked.place, now=now)
    table = table_of(
        atlas,
        asked,
        values_of(rows, asked, now),
        open_by_area(rows, asked.level, now),
        reported_by_area(rows, asked),
        walks if asked.level is Level.GRID else {},
        now=now,
    )
    lines = outlines(atlas)
    there = [area for area in within(atlas, asked.place) if lines.shape(area.code) is not None]
    box = lines.around(area.code for area in there)
    # Over a whole county the pilot is looked at first, while there is one.
    pilot = [area.code for area in there if area.level is Level.GRID and is_pilot(atlas, area)]
    first = lines.around(pilot) if len(asked.place) == Level.COUNTY and pilot else box
    layers = layers_of(query.get("show", ""), walks=bool(walks))
    show = [("show", query["show"][:200])] if "show" in query else []
    return Page(
        now=now,
        place=place_name(atlas, asked.place),
        crumbs=crumbs_of(atlas, asked.chosen),
        chips=_chips(atlas, asked),
        keep=show + ([("wall", "1")] if query.get("wall") == "1" else []),
        asked=asked,
        title=title_of(asked),
        meaning=asked.indicator.numerator if asked.indicator else "",
        unit=unit_of(asked),
        said=_said(atlas, asked),
        legend=_legend(asked, table),
        table=table,
        walks=_walks(walks),
        layers=layers,
        drawn=box is not None,
        config=told(asked, (box, first), table, unit_of(asked), layers) if box and first else {},
    )


def title_of(asked: Asked) -> str | Promise:
    """Return what fills the areas, in words."""
    if asked.indicator is not None:
        return asked.indicator.name
    return BY_LIGHT if asked.of == OPEN else OF_PERIOD


def _chips(atlas: Atlas, asked: Asked) -> list[Chip]:
    chosen = asked.pairs
    of = [Choice(OPEN, BY_LIGHT), Choice(REPORTED, OF_PERIOD)]
    of += [Choice(one.code, one.name) for group in GROUPS for one in group.indicators]
    levels = [
        Choice(word, FILLED[word])
        for word, level in LEVELS.items()
        if level > len(asked.place) or level is Level.GRID
    ]
    own = [Chip("of", _("areas by"), asked.of, choices=of)]
    if len(levels) > 1:
        own.append(Chip("level", _("fills"), chosen["level"], choices=levels))
    steps = [Choice(str(stride), words) for stride, words in STRIDES.items()]
    return [
        *own,
        *chips_of(atlas, asked.chosen),
        Chip("step", _("in steps of"), chosen["step"], choices=steps),
    ]


def _said(atlas: Atlas, asked: Asked) -> str:
    """Return what was chosen as one sentence, for paper and for the wall."""
    chosen = asked.chosen
    parts = [place_name(atlas, asked.place), str(title_of(asked))]
    parts.append(f"{chosen.period.first} – {chosen.period.last}")
    if chosen.family:
        parts.append(str(names.name_of(names.FAMILIES, chosen.family)))
    if chosen.pilot:
        parts.append(_("pilot communities"))
    return " · ".join(parts)


def _legend(asked: Asked, table: Table) -> list[Band]:
    if asked.of == OPEN:
        held = Counter(line.light for line in table.lines)
        marks = [(str(light), str(names.name_of(names.LIGHTS, light))) for light in LIGHTS]
        return [
            *(Band(f"light-{mark}", words, held[mark]) for mark, words in marks),
            Band("nothing", _("nothing open"), held[""]),
        ]
    held_bands = Counter(line.band for line in table.lines)
    unit, edges = unit_of(asked), table.edges
    known = [line.value for line in table.lines if line.band and line.value is not None]
    ends = [min(known), *edges, max(known)] if known else []
    found = [
        Band(
            f"band-{shade_of(number, edges)}",
            _("%(low)s to %(high)s")
            % {
                "low": value_words(ends[number - 1], unit),
                "high": value_words(ends[number], unit),
            }
            if number == len(edges) + 1
            else _("%(low)s to below %(high)s")
            % {
                "low": value_words(ends[number - 1], unit),
                "high": value_words(ends[number], unit),
            },
            held_bands[number],
        )
        for number in range(1, min(len(ends), MOST_BANDS + 1))
    ]
    return [*found, Band("nothing", _("nothing counts"), held_bands[0])]


def _walks(walks: Mapping[str, DayTally]) -> list[Walks]:
    held = Counter(walks.values())
    return [Walks(SIGNS[one], WORDS[one], held[one]) for one in DayTally if held[one]]
