"""Cells, steps and bands: plain sums, for any position, period and values."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.boards.map.bands import MOST as MOST_BANDS
from gege.boards.map.bands import band_of, edges_of, shade_of
from gege.boards.map.lattice import (
    COARSEST,
    FINEST,
    MOST_TOUCHED,
    WORLD,
    Box,
    Cell,
    cell_of,
    level_for,
    read_box,
    read_cell,
)
from gege.boards.map.steps import MOST, Stride, steps_of
from gege.boards.period import Period

LNG = st.floats(-180, 180, allow_nan=False)
LAT = st.floats(-90, 90, allow_nan=False)
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))


@given(lng=LNG, lat=LAT, level=st.integers(COARSEST + 1, FINEST))
def test_a_cell_lies_in_the_cell_of_the_coarser_level(lng: float, lat: float, level: int) -> None:
    fine = cell_of(lng, lat, level)
    assert fine.at(level - 1) == cell_of(lng, lat, level - 1)
    assert read_cell(fine.key) == fine


@given(lng=st.floats(-179, 179), lat=st.floats(-89, 89), level=st.integers(COARSEST, FINEST))
def test_a_box_touches_the_cells_of_its_corners(lng: float, lat: float, level: int) -> None:
    low_x, high_x, low_y, high_y = Box(lng, lat, lng + 0.5, lat + 0.5).cells(level)
    cell = cell_of(lng + 0.25, lat + 0.25, level)
    assert low_x <= cell.x <= high_x
    assert low_y <= cell.y <= high_y


@pytest.mark.parametrize("zoom", range(23))
def test_every_zoom_has_a_level(zoom: int) -> None:
    assert COARSEST <= level_for(zoom) <= FINEST
    for part in (WORLD, Box(106, 30, 106.6, 30.5), Box(106, 30, 106.01, 30.01)):
        low_x, high_x, low_y, high_y = part.cells(level_for(zoom, part))
        assert (high_x - low_x + 1) * (high_y - low_y + 1) <= MOST_TOUCHED
    assert level_for(zoom, Box(106, 30, 106.01, 30.01)) == level_for(zoom)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1,2,3",
        "1,2,3,4,5",
        "nan,nan,nan,nan",
        "0,0,inf,1",
        "1,2,1,3",
        "3,2,1,4",
        "1,,3,4",
        "a,b,c,d",
        "-181,0,1,1",
        "0,0,1,91",
        "00000000000000000000000000,0,1,1",
    ],
)
def test_what_is_no_box_is_none(text: str) -> None:
    assert read_box(text) is None


@pytest.mark.parametrize(
    "text", ["", "14", "14-1", "5-1-1", "21-1-1", "14--1-1", "14-99999-1", "14-1-99999", "१४-1-1"]
)
def test_what_is_no_cell_is_none(text: str) -> None:
    assert read_cell(text) is None
    assert read_cell("14-1-1") == Cell(14, 1, 1)


@given(first=DAYS, length=st.integers(0, 1098), wanted=st.sampled_from(list(Stride)))
def test_steps_are_the_whole_period_and_each_day_once(
    first: date, length: int, wanted: Stride
) -> None:
    period = Period(first, first + timedelta(days=length))
    steps = steps_of(period, wanted)
    assert 1 <= len(steps.spans) <= MOST
    assert sum(one.days for one in steps.spans) == period.days
    assert (steps.spans[0].first, steps.spans[-1].last) == (period.first, period.last)
    for before, after in zip(steps.spans, steps.spans[1:], strict=False):
        assert after.first - before.last == timedelta(days=1)
    assert len(steps.numbers()) == len(steps.spans)
    assert steps.coarser == (steps.stride is not wanted)


@given(values=st.lists(st.floats(0, 1e6, allow_nan=False).map(lambda one: round(one, 1))))
def test_bands_rise_and_every_value_has_one(values: list[float]) -> None:
    edges = edges_of(values)
    assert list(edges) == sorted(set(edges))
    assert len(edges) < MOST_BANDS
    assert band_of(None, edges) == 0
    for value in values:
        band = band_of(value, edges)
        assert band == bisect_right(edges, value) + 1
        assert 1 <= shade_of(band, edges) <= MOST_BANDS
    shades = [shade_of(band, edges) for band in range(1, len(edges) + 2)]
    assert shades == sorted(set(shades))


def test_bands_hold_about_as_many_each() -> None:
    edges = edges_of(range(100))
    assert edges == (20, 40, 60, 80)
    assert edges_of([5, 5, 5]) == ()
    assert edges_of([]) == ()
