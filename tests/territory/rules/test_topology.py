"""Gaps, overlaps and strays are found by name, and drawing noise is let pass."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from gege.territory.rules.topology import Tile, check_communities, check_tiling

WEST, SOUTH = 106.28, 30.34
METRE_EAST = 1 / 96_000
METRE_NORTH = 1 / 111_195


def rectangle(x0: float, y0: float, x1: float, y1: float) -> Polygon:
    """A rectangle in metres from a corner of the town."""
    return box(
        WEST + x0 * METRE_EAST,
        SOUTH + y0 * METRE_NORTH,
        WEST + x1 * METRE_EAST,
        SOUTH + y1 * METRE_NORTH,
    )


TOWN = Tile("511622100001", "解放路社区", rectangle(0, 0, 400, 200))
LEFT = Tile("511622100001001", "第1网格", rectangle(0, 0, 200, 200))


def right(x0: float = 200, x1: float = 400) -> Tile:
    return Tile("511622100001002", "第2网格", rectangle(x0, 0, x1, 200))


def found(*grids: Tile, neighbours: tuple[Tile, ...] = ()) -> list[tuple[str, str]]:
    return [(p.kind, p.where) for p in check_tiling(TOWN, grids, neighbours)]


def test_grids_that_tile_their_community_pass() -> None:
    assert found(LEFT, right()) == []


@pytest.mark.row("R-035")
def test_a_gap_is_found_with_its_place_and_size() -> None:
    problems = check_tiling(TOWN, [LEFT, right(210)])
    assert [(p.kind, p.where) for p in problems] == [("gap", "511622100001 解放路社区")]
    detail = problems[0].detail
    assert abs(float(detail["area"]) - 2000) < 30
    assert abs(float(detail["lng"]) - (WEST + 205 * METRE_EAST)) < 2 * METRE_EAST


@pytest.mark.row("R-033")
def test_an_overlap_names_both_grids() -> None:
    problems = check_tiling(TOWN, [LEFT, right(190)])
    assert [(p.kind, p.where, p.detail["other"]) for p in problems] == [
        ("overlap", "511622100001001 第1网格", "511622100001002 第2网格")
    ]


def test_a_grid_that_leaves_its_community_is_outside() -> None:
    assert found(LEFT, right(200, 430)) == [("outside", "511622100001002 第2网格")]


def test_a_grid_in_another_community_is_told_so() -> None:
    other = Tile("511622100002", "城北社区", rectangle(400, 0, 800, 200))
    stray = Tile("511622100001003", "第3网格", rectangle(500, 0, 600, 200))
    assert found(LEFT, right(), stray, neighbours=(other,)) == [
        ("in_other", "511622100001003 第3网格")
    ]


def test_slivers_narrower_than_the_tolerance_are_noise() -> None:
    assert found(LEFT, right(200.6)) == []
    assert found(LEFT, right(199.4)) == []
    assert [p.kind for p in check_tiling(TOWN, [LEFT, right(200.6)], tolerance_m=0.1)] == ["gap"]


def test_communities_that_share_ground_are_found() -> None:
    other = Tile("511622100002", "城北社区", rectangle(350, 0, 800, 200))
    assert [(p.kind, p.where) for p in check_communities([TOWN, other])] == [
        ("overlap", "511622100001 解放路社区")
    ]


@given(st.floats(20, 380), st.floats(-15, 15))
def test_moving_one_border_makes_a_gap_or_an_overlap_and_nothing_else(at: float, by: float) -> None:
    left = Tile("511622100001001", "第1网格", rectangle(0, 0, at, 200))
    kinds = [kind for kind, _ in found(left, right(at + by))]
    if by > 1.1:
        assert kinds == ["gap"]
    elif by < -1.1:
        assert kinds == ["overlap"]
    elif abs(by) < 0.9:
        assert kinds == []
