"""Bands that areas are filled by: at most five, of about as many areas each, with round ends."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

MOST: Final = 5
NOTHING: Final = 0
"""The band of an area in which nothing counts."""


def edges_of(values: Iterable[float]) -> tuple[float, ...]:
    """Return what the second and every further band begins with.

    Values of whole numbers have whole edges; the same values give the same edges.
    """
    known = sorted({value for value in values if math.isfinite(value)})
    bands = min(MOST, len(known))
    places = 0 if all(value == int(value) for value in known) or _span(known) > 10 else 1
    edges: list[float] = []
    for number in range(1, bands):
        edge = round(known[number * len(known) // bands], places)
        if edge > known[0] and (not edges or edge > edges[-1]):
            edges.append(edge)
    return tuple(edges)


def band_of(value: float | None, edges: tuple[float, ...]) -> int:
    """Return the band of a value, from 1 on; `NOTHING` for none."""
    return NOTHING if value is None else bisect_right(edges, value) + 1


def shade_of(band: int, edges: tuple[float, ...]) -> int:
    """Return how dark a band is drawn, of 1 to 5: few bands are drawn far apart."""
    bands = len(edges) + 1
    if band == NOTHING:
        return NOTHING
    return 3 if bands == 1 else 1 + round((band - 1) * (MOST - 1) / (bands - 1))


def _span(known: list[float]) -> float:
    return known[-1] - known[0] if known else 0
