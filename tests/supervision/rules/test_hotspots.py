"""Hotspots against truth that was made: what was planted is found, noise is not, at a stated rate.

All draws are seeded, so that the rates counted here are the same on every machine.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from gege.supervision.rules.hotspots import Cell, Hotspot, Method, hotspots

pytestmark = pytest.mark.row("R-070")

WEEK = Method(days=7, history_days=84)
PLACES, KINDS = 60, 8


def county(luck: np.random.Generator, planted: int = 0) -> tuple[list[Cell], set[Cell]]:
    """Counts of a county whose places differ widely and stay as they are, but for as many planted
    cells, which had more than one matter a week and have eight times as many; and what
    was planted."""
    rates = luck.gamma(0.6, 0.08, PLACES * KINDS)
    busy = np.flatnonzero(rates > 0.2)
    chosen = luck.choice(busy, planted, replace=False)
    before = luck.poisson(rates * WEEK.history_days)
    rates[chosen] *= 8
    now = luck.poisson(rates * WEEK.days)
    cells = [
        Cell(f"g{place // KINDS}", f"k{place % KINDS}", int(now[place]), int(before[place]))
        for place in range(PLACES * KINDS)
    ]
    return cells, {cells[place] for place in chosen}


def test_pure_noise_has_no_hotspots_more_often_than_is_stated() -> None:
    """Where nothing changed, naming anything is wrong: so often it may happen in a county's weeks
    is the level. 400 weeks; three standard errors of 0.05 are 0.033."""
    luck = np.random.default_rng(20_261_126)
    wrong = sum(bool(hotspots(county(luck)[0], WEEK)) for _week in range(400))
    assert wrong / 400 <= 0.05 + 0.033


def test_planted_hotspots_are_found_and_little_else() -> None:
    luck = np.random.default_rng(7)
    planted, true, false = 0, 0, 0
    for _week in range(60):
        cells, truth = county(luck, planted=6)
        named = {one.cell for one in hotspots(cells, WEEK)}
        planted += len(truth)
        true += len(named & truth)
        false += len(named - truth)
    assert planted == 360
    assert true / planted >= 0.75
    assert false / (true + false) <= 0.05


def test_the_probability_is_the_exact_one_of_two_counts() -> None:
    [one] = hotspots([Cell("g", "k", 9, 6)], WEEK)
    exact = stats.binomtest(9, 15, 7 / 91, alternative="greater").pvalue
    assert one == Hotspot(Cell("g", "k", 9, 6), 0.5, pytest.approx(exact), pytest.approx(exact))


def test_what_grew_everywhere_is_a_hotspot_nowhere() -> None:
    flooded = [Cell(f"g{place}", "flood", 10, 3) for place in range(30)]
    assert hotspots(flooded, WEEK) == []
    assert hotspots(flooded[:1], WEEK) != []


@pytest.mark.parametrize(
    ("cells", "method"),
    [
        ([], WEEK),
        ([Cell("g", "k", 4, 0)], WEEK),  # four are too few, whatever was before
        ([Cell("g", "k", 50, 0)], Method(7, 13)),  # the history is too short to expect anything
        ([Cell("g", "k", 40, 400)], WEEK),  # sure, but not twice what was expected
    ],
)
def test_small_counts_and_short_histories_name_nothing(cells: list[Cell], method: Method) -> None:
    assert hotspots(cells, method) == []
