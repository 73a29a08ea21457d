"""The table beneath the map: each area with its value, its open matters and its patrols, and links.

It says what the map shows, for whoever has no script, no eyes for a map, or a printer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise

from gege.boards.chosen import Chosen
from gege.boards.lights.tables import part_name
from gege.boards.map.asked import REPORTED, Asked, areas_of
from gege.boards.map.bands import band_of, edges_of
from gege.boards.map.telling import unit_of, value_words
from gege.boards.map.values import Lit, Value
from gege.boards.map.walks import WORDS, href_of
from gege.boards.queries import LIGHTS
from gege.fieldwork.api import DayTally
from gege.matters.api import words
from gege.territory.api import Atlas


@dataclass(frozen=True, slots=True)
class Number:
    """A number and the list of exactly what it counts."""

    count: int
    href: str
    light: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One area. `band` is how it is filled; `value` in the unit of the indicator or None."""

    code: str
    name: str
    href: str
    value: float | None
    told: str
    band: int
    of: Number | None
    counted: Number | None
    nets: tuple[Number, ...]
    lights: tuple[Number, ...]
    light: str
    walk: str | Promise
    walk_href: str

    @property
    def quiet(self) -> bool:
        """Whether nothing was reported, nothing is open and nothing counts."""
        numbers = (*self.nets, *self.lights, *(one for one in (self.of,) if one))
        return not any(one.count for one in numbers)


@dataclass(frozen=True, slots=True)
class Table:
    """All areas of a map by code, then what lies in none of them. `edges` divide the bands."""

    lines: list[Line]
    edges: tuple[float, ...]


def table_of(
    atlas: Atlas,
    asked: Asked,
    values: Mapping[str, Value],
    lit: Mapping[str, Lit],
    reported: Mapping[str, Mapping[str, int]],
    walks: Mapping[str, DayTally],
    *,
    now: datetime,
) -> Table:
    """Return the table of what was counted."""
    edges = edges_of(one.whole for one in values.values() if one.whole is not None)
    shown = [area.code for area in areas_of(atlas, asked)]
    others = sorted({*values, *lit, *reported} - set(shown)) if not asked.chosen.pilot else []
    made = [
        _line(atlas, asked, code, edges, values, lit, reported, walks, now)
        for code in (*shown, *others)
    ]
    return Table([one for one in made if one.code in set(shown) or not one.quiet], edges)


def _line(
    atlas: Atlas,
    asked: Asked,
    code: str,
    edges: tuple[float, ...],
    values: Mapping[str, Value],
    lit: Mapping[str, Lit],
    reported: Mapping[str, Mapping[str, int]],
    walks: Mapping[str, DayTally],
    now: datetime,
) -> Line:
    value, lights = values.get(code), lit.get(code, Lit())
    number = value.whole if value else (0.0 if asked.of == REPORTED else None)
    behind, of, counted = Behind(asked, atlas, code), None, None
    if value is not None and asked.indicator is not None:
        of = Number(value.of, behind.indicator("of"))
        counted = Number(value.counted, behind.indicator("counted"))
        counted = counted if asked.indicator.span is None else None
    nets = reported.get(code, {})
    walk = walks.get(code)
    return Line(
        code=code,
        name=part_name(atlas, code),
        href=behind.map,
        value=number,
        told=value_words(number, unit_of(asked)),
        band=band_of(value.whole, edges) if value else 0,
        of=of,
        counted=counted,
        nets=tuple(Number(nets.get(net, 0), behind.reported(net)) for net in words.Family),
        lights=tuple(
            Number(count, behind.open(str(light)), str(light))
            for light, count in zip(LIGHTS, lights.counts, strict=True)
        ),
        light=lights.light,
        walk=WORDS[walk] if walk else "",
        walk_href=href_of(code, now) if walk else "",
    )


@dataclass(frozen=True, slots=True)
class Behind:
    """The lists behind the numbers of one area."""

    asked: Asked
    atlas: Atlas
    code: str

    @property
    def map(self) -> str:
        """Return the map of the area itself; "" for what is no area of the atlas, or the same."""
        inside = self.atlas.area(self.code) is not None and self.code != self.asked.place
        pairs = {name: value for name, value in self.asked.pairs.items() if name != "level"}
        return f"{reverse('boards:map')}?{urlencode(pairs | {'area': self.code})}" if inside else ""

    def reported(self, net: str = "") -> str:
        """Return the list of the matters reported here in the period."""
        return self._own(**({"family": net} if net else {}))

    def open(self, light: str = "") -> str:
        """Return the list of the matters open here."""
        return self._own(open="1", **({"light": light} if light else {}))

    def indicator(self, which: str) -> str:
        """Return the records of the indicator, those of the area alone."""
        assert self.asked.indicator is not None
        code = self.asked.indicator.code
        if self.atlas.area(self.code) is None:
            return ""
        address = reverse("boards:indicator-records", args=[code])
        return f"{address}?{self._chosen(which=which)}"

    def _own(self, **more: str) -> str:
        part = {"part": self.code, "level": self.asked.pairs["level"]}
        pairs = self.asked.chosen.pairs | part | more
        return f"{reverse('boards:map-matters')}?{urlencode(pairs)}"

    def _chosen(self, **more: str) -> str:
        chosen: Chosen = self.asked.chosen
        return urlencode(chosen.pairs | {"area": self.code} | more)
