"""Hotspots: places where a kind of matter came more often than its own past explains (R-070).

The test is the exact conditional comparison of two Poisson counts (Przyborowski and Wilenski,
Biometrika 1940): given all matters of a place and kind, now and in the history, those of now are
binomial with the share of the days, when nothing has changed. So the past need not be long, and no
expectation is taken for known that was only estimated. The probabilities of all places and kinds
are corrected together after Benjamini and Hochberg (1995): of what is named a hotspot, at most
`level` is expected to be chance. Both come from SciPy.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST: Final = 30
"""So many hotspots are named, the surest first."""
_ELSEWHERE: Final = 20
"""So many matters of a kind elsewhere tell how the kind goes in general; fewer tell nothing."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind at one place: how often in the period, how often in the history before."""

    place: str
    kind: str
    now: int
    before: int


@dataclass(frozen=True, slots=True)
class Method:
    """The parameters, as a briefing prints them. Days of the period and of the history before it;
    the share of false ones allowed among those named; the fewest matters, and how many times the
    expectation, that a hotspot has at least."""

    days: int
    history_days: int
    level: float = 0.05
    least: int = 5
    ratio: float = 2.0

    @property
    def possible(self) -> bool:
        """Whether the history is long enough to expect anything from it."""
        return self.history_days >= 2 * self.days


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A cell that stands out: what was expected, the exact probability, and the corrected one."""

    cell: Cell
    expected: float
    p: float
    q: float


def hotspots(cells: Sequence[Cell], method: Method) -> list[Hotspot]:
    """Return the cells that stand out, the surest first.

    Every cell that ever had a matter belongs to the family that is corrected; one with fewer than
    `least` now counts in it and is never named. A kind that grew everywhere is no hotspot anywhere:
    the share of now is that of the days, or that of the kind in all other places where it is more.
    """
    if not method.possible or not cells:
        return []
    import numpy as np  # inline: slow to load, and needed only where it computes
    from scipy import stats  # inline: as above

    now = np.array([one.now for one in cells])
    both = np.array([one.now + one.before for one in cells])
    shares = np.array(_shares(cells, method))
    p = np.where(now >= method.least, stats.binom.sf(now - 1, both, shares), 1.0)
    q = stats.false_discovery_control(p, method="bh")
    found = [
        Hotspot(one, expected, float(p[place]), float(q[place]))
        for place, one in enumerate(cells)
        for expected in [one.before * method.days / method.history_days]
        if q[place] <= method.level and one.now >= method.ratio * expected
    ]
    found.sort(key=lambda one: (one.p, -one.cell.now, one.cell.place, one.cell.kind))
    return found[:MOST]


def _shares(cells: Sequence[Cell], method: Method) -> list[float]:
    """Return what part of each cell's matters is expected to be of now."""
    of_days = method.days / (method.days + method.history_days)
    now, both = Counter[str](), Counter[str]()
    for one in cells:
        now[one.kind] += one.now
        both[one.kind] += one.now + one.before
    found = []
    for one in cells:
        elsewhere = both[one.kind] - one.now - one.before
        grown = (now[one.kind] - one.now) / elsewhere if elsewhere >= _ELSEWHERE else 0.0
        found.append(min(max(of_days, grown), 1.0))
    return found
