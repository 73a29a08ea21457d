"""Whether two matters may be the same one: near in place, in time and in words (R-077).

Plain values in, reasons out. It names candidates; only a person makes two matters one.
"""

import math
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gege.kernel.coordinates import Point, distance_m
from gege.matters.rules.triage_help.grams import plain

NEAR_METRES: Final = 300
AT_THE_SPOT: Final = 100
FARTHEST: Final = 1_500
"""Metres within one grid beyond which it is another place: a village's grid may be wide."""
LOOK_BACK: Final = timedelta(days=30)
ALIKE: Final = 0.3
"""Likeness of words from which they count as alike."""
A_LITTLE_ALIKE: Final = 0.15
_READ: Final = 300


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of a matter that is told now, or stands already."""

    title: str
    description: str = ""
    kind: str = ""
    area_code: str = ""
    address: str = ""
    point: Point | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Near:
    """Why two matters may be the same. `metres` is None where a position is missing."""

    same_grid: bool
    metres: float | None
    apart: timedelta
    likeness: float
    same_kind: bool
    same_address: bool

    @property
    def alike(self) -> bool:
        return self.likeness >= ALIKE

    @property
    def weight(self) -> float:
        """Order candidates: words first, then kind, place and time."""
        metres = NEAR_METRES if self.metres is None else min(self.metres, NEAR_METRES)
        return (
            self.likeness
            + 0.3 * self.same_kind
            + 0.3 * self.same_address
            + 0.2 * (1 - metres / NEAR_METRES)
            + 0.1 * (1 - min(self.apart / LOOK_BACK, 1))
        )


def nearness(one: Seen, other: Seen, now: datetime) -> Near | None:
    """Return why two matters may be the same; None where nothing speaks for it.

    In place: in one grid, or within `NEAR_METRES`. In time: within `LOOK_BACK`. In words: alike;
    or a little alike and of one kind; or of one kind at the very spot.
    """
    apart = abs((one.at or now) - (other.at or now))
    if apart > LOOK_BACK:
        return None
    metres = distance_m(one.point, other.point) if one.point and other.point else None
    same_grid = len(one.area_code) == 15 and one.area_code == other.area_code
    near = metres is not None and metres <= NEAR_METRES
    if not near and (not same_grid or (metres is not None and metres > FARTHEST)):
        return None
    address = plain(one.address)
    found = Near(
        same_grid=same_grid,
        metres=metres,
        apart=apart,
        likeness=likeness(one, other),
        same_kind=bool(one.kind) and one.kind == other.kind,
        same_address=bool(address) and address == plain(other.address),
    )
    at_the_spot = found.same_address or (metres is not None and metres <= AT_THE_SPOT)
    speaks = (
        found.alike
        or (found.same_kind and found.likeness >= A_LITTLE_ALIKE)
        or (found.same_kind and at_the_spot)
    )
    return found if speaks else None


def likeness(one: Seen, other: Seen) -> float:
    """Return the cosine of the pairs of signs of two texts: of titles, or of all their words.

    The address is taken out of both: a place is compared as a place.
    """
    titles = cosine(_pairs(one.title, one, other), _pairs(other.title, one, other))
    mine = _pairs(f"{one.title} {one.description}", one, other)
    theirs = _pairs(f"{other.title} {other.description}", one, other)
    return max(titles, cosine(mine, theirs))


def cosine(one: Counter[str], other: Counter[str]) -> float:
    """Return how alike two counts are: 0 for nothing shared, 1 for the same."""
    shared = sum(number * other[pair] for pair, number in one.items() if pair in other)
    if not shared:
        return 0.0
    lengths = math.sqrt(sum(n * n for n in one.values()) * sum(n * n for n in other.values()))
    return shared / lengths


def _pairs(text: str, one: Seen, other: Seen) -> Counter[str]:
    found = plain(text)[:_READ]
    for address in (plain(one.address), plain(other.address)):
        if address:
            found = found.replace(address, " ")
    found = found.replace(" ", "")
    return Counter(found[at : at + 2] for at in range(len(found) - 1))
