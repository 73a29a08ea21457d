"""What is rung when a board of lights has something new to show, and whom it concerns.

A ring names areas and units and tells nothing else: whoever hears it asks for the page, and is
shown what they may see.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

CHANNEL: Final = "gege_lights"
_LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class Ring:
    """The areas and units in which something changed."""

    areas: frozenset[str]
    units: frozenset[int]

    def written(self) -> str:
        """Return it as a payload, "511622100001001;12,15"."""
        units = ",".join(str(one) for one in sorted(self.units))
        return f"{','.join(sorted(self.areas))};{units}"

    def concerns(self, area_code: str, unit_id: int | None) -> bool:
        """Tell whether it concerns a board: of a unit, where one is named, else of an area.

        A board of a town hears of its grids; a board of a grid hears of what concerns its town.
        """
        if unit_id is not None:
            return unit_id in self.units
        return any(one.startswith(area_code) or area_code.startswith(one) for one in self.areas)


def ring_of(areas: Iterable[str], units: Iterable[int | None] = ()) -> Ring:
    return Ring(
        frozenset(one for one in areas if one), frozenset(one for one in units if one is not None)
    )


def read_ring(payload: str) -> Ring | None:
    """Return a ring as it was written; None for what nobody here wrote."""
    areas, separated, units = payload.partition(";")
    if not separated or len(payload) > _LONGEST or not payload.isascii():
        return None
    codes, numbers = areas.split(","), [one for one in units.split(",") if one]
    if not all(one.isdigit() or not one for one in codes):
        return None
    if not all(one.isdigit() and len(one) < 16 for one in numbers):
        return None
    return ring_of(codes, (int(one) for one in numbers))
