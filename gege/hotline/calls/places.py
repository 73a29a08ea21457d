"""Places as callers name them: grids, communities, check-in points, addresses reported before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from gege.fieldwork.api import points_page
from gege.kernel.area_codes import Level
from gege.kernel.typed_text import cleaned
from gege.matters.api import Box, Filter, Setting, local_date
from gege.matters.api import page as matters_page
from gege.staff.api import SYSTEM, Actor

MOST: Final = 8
SHORTEST: Final = 2
_KIND_OF_AREA: Final = re.compile(r"(?:社区|居委会|居民委员会|村委会|村民委员会|村|街道|镇|乡)$")


@dataclass(frozen=True, slots=True)
class Place:
    """A place and the grid it lies in. `value` is what a form sends back."""

    grid_code: str
    address: str
    label: str

    @property
    def value(self) -> str:
        return f"{self.grid_code}|{self.address}"


def find_places(text: str, *, by: Actor, where: Setting, language: str) -> list[Place]:
    """Return the places that a few words name, those that are known best first.

    What grids are called comes from memory; points and earlier addresses cost a statement each.
    """
    asked = cleaned(text, lines=False)[:60]
    if len(asked) < SHORTEST:
        return []
    found: dict[tuple[str, str], Place] = {}
    for place in _all(asked, by, where, language):
        found.setdefault((place.grid_code, place.address), place)
        if len(found) == MOST:
            break
    return list(found.values())


def place_of(value: str) -> Place | None:
    """Return what a form sent back; the deed looks at the grid again."""
    code, mark, address = value.partition("|")
    if not mark or not (code.isascii() and code.isdigit() and len(code) == Level.GRID):
        return None
    return Place(code, address[:200], "")


def _all(asked: str, by: Actor, where: Setting, language: str) -> Iterator[Place]:
    yield from _points(asked, where, language)
    yield from _earlier(asked, by, where, language)
    yield from _grids(asked, where, language)


def _points(asked: str, where: Setting, language: str) -> Iterator[Place]:
    # Names and addresses of public places; a call-taker does not see who checks in there.
    page = points_page(SYSTEM, on=local_date(where.now), text=asked, size=MOST)
    for point in page.lines:
        address = point.address or point.name
        label = where.atlas.label(point.area_code, language)
        yield Place(point.area_code, address, f"{point.name} · {label}")


def _earlier(asked: str, by: Actor, where: Setting, language: str) -> Iterator[Place]:
    rows = matters_page(by, Filter(Box.ALL, text=asked), now=where.now, size=2 * MOST).rows
    for matter in rows:
        if matter.placed and matter.address and _names(matter.address, asked):
            label = where.atlas.label(matter.area_code, language)
            yield Place(matter.area_code, matter.address, f"{matter.address} · {label}")


def _grids(asked: str, where: Setting, language: str) -> Iterator[Place]:
    """The grids whose whole name holds every word; else those of a community named in the words."""
    words = asked.lower().split()
    named = []
    direct = False
    for grid in where.atlas.areas(Level.GRID):
        label = where.atlas.label(grid.code, language)
        known = f"{where.atlas.label(grid.code)} {label}".lower()
        if all(word in known for word in words):
            direct = True
            yield Place(grid.code, "", label)
        elif _community(where, grid.code) in asked:
            named.append(Place(grid.code, asked, label))
    yield from [] if direct else named


def _community(where: Setting, grid_code: str) -> str:
    """Return what people call a community: 解放路社区 is 解放路."""
    area = where.atlas.area(grid_code[: Level.COMMUNITY])
    name = _KIND_OF_AREA.sub("", area.name_zh) if area else ""
    return name if len(name) >= SHORTEST else "\0"


def _names(address: str, asked: str) -> bool:
    return all(word in address for word in asked.split())
