"""What an address asks of the map: area, period, what fills areas, steps, the part looked at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.boards.chosen import Chosen, chosen_by, chosen_rows
from gege.boards.indicators.declared import INDICATORS, Indicator
from gege.boards.map.ground import Ground, ground
from gege.boards.map.lattice import WORLD, Box, level_for, read_box
from gege.boards.map.outlines import within
from gege.boards.map.steps import Steps, Stride, steps_of
from gege.kernel.area_codes import Level
from gege.kernel.typed_text import whole_number
from gege.matters.api import Matter
from gege.staff.api import Actor
from gege.territory.api import AreaFacts, Atlas

OPEN: Final = "open"
REPORTED: Final = "reported"
LEVELS: Final[Mapping[str, Level]] = {
    "grid": Level.GRID,
    "community": Level.COMMUNITY,
    "township": Level.TOWNSHIP,
}
MOST_GRIDS: Final = 300
"""With more grids than that the map begins with communities, unless somebody asks otherwise."""
MOST_ZOOM: Final = 22


class UnaskedError(Exception):
    """An address asks for what there is not. `sentence` says what, in the reader's words."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Asked:
    """One map. `place` is the area that it shows: the one chosen, or the reader's own."""

    chosen: Chosen
    of: str
    steps: Steps
    level: Level
    ground: Ground

    @property
    def place(self) -> str:
        return self.chosen.area_code or self.chosen.scope

    @property
    def indicator(self) -> Indicator | None:
        """The declared indicator that fills the areas; None for open matters and those reported."""
        return INDICATORS.get(self.of)

    @property
    def pairs(self) -> dict[str, str]:
        """The same choice as parameters of an address."""
        level = next(word for word, one in LEVELS.items() if one is self.level)
        own = {"of": self.of, "step": str(self.steps.wanted), "level": level}
        return self.chosen.pairs | own

    def query(self, **more: str) -> str:
        return urlencode(self.pairs | more)


def asked_of(by: Actor, query: Mapping[str, str], atlas: Atlas, *, now: datetime) -> Asked:
    """Read an address.

    Raises UnaskedError for a word that means nothing here, Http404 for an area beyond the reader's.
    """
    chosen = chosen_by(by, query, atlas, now=now)
    of, stride = query.get("of", OPEN), query.get("step", Stride.DAY)
    if of not in (OPEN, REPORTED, *INDICATORS):
        raise UnaskedError(_("There is no such indicator. Choose one of the list."))
    if stride not in list(Stride):
        raise UnaskedError(_("Steps are a day, a week or a month."))
    place = chosen.area_code or chosen.scope
    word = query.get("level", "")
    if word and word not in LEVELS:
        raise UnaskedError(_("Areas are filled by grid, community or township."))
    level = LEVELS[word] if word else level_of(atlas, place)
    # What is narrower than a township has no townships: the finest that it has is filled.
    level = level if level > len(place) or level is Level.GRID else Level.GRID
    return Asked(chosen, of, steps_of(chosen.period, Stride(stride)), level, ground())


def level_of(atlas: Atlas, place: str) -> Level:
    """Return the level that a map of an area begins with."""
    grids = sum(area.level is Level.GRID for area in within(atlas, place))
    return Level.GRID if grids <= MOST_GRIDS else Level.COMMUNITY


def areas_of(atlas: Atlas, asked: Asked) -> list[AreaFacts]:
    """Return the areas that are filled, by code; those of the pilot where it was chosen."""
    found = [area for area in within(atlas, asked.place) if area.level is asked.level]
    return [area for area in found if not asked.chosen.pilot or is_pilot(atlas, area)]


def is_pilot(atlas: Atlas, area: AreaFacts) -> bool:
    """Tell whether an area takes part in the pilot, as a whole or in a part (R-001)."""
    if area.pilot or (area.level is Level.GRID and _pilot(atlas, area.parent_code)):
        return True
    return any(is_pilot(atlas, child) for child in atlas.children(area.code))


def rows_of(by: Actor, asked: Asked, atlas: Atlas) -> QuerySet[Matter]:
    """Return the matters of a map: what its reader may see, within the area."""
    return chosen_rows(by, asked.chosen, atlas)


def looked_at(
    query: Mapping[str, str], ground: Ground, whole: Box | None
) -> tuple[int, Box | None]:
    """Return the level of cells and the part of the world that a reader looks at.

    None is the whole area, which is drawn within `whole`. Raises UnaskedError for a zoom or a box
    that cannot be.
    """
    zoom = whole_number(query.get("zoom", "12"), MOST_ZOOM)
    if zoom is None:
        raise UnaskedError(_("The zoom is a whole number from 0 to 22."))
    text = query.get("box", "")
    box = read_box(text) if text else None
    if text and box is None:
        raise UnaskedError(_("The part looked at is given as west,south,east,north in degrees."))
    part = ground.looked_at(box) if box else None
    return level_for(zoom, part or whole or WORLD), part


def _pilot(atlas: Atlas, code: str | None) -> bool:
    area = atlas.area(code) if code else None
    return bool(area and area.pilot)
