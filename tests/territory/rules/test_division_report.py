"""The division report gives each principle's value per grid and flags what stands out."""

from __future__ import annotations

import dataclasses

import pytest

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Point
from gege.territory.api import Atlas, DivisionLimits, division_report, load_atlas

COMMUNITY = "511622100005"


@pytest.mark.row("R-033")
def test_a_sound_division_has_no_outliers_and_every_value(county: None) -> None:
    reports = division_report(load_atlas())
    assert len(reports) == 123
    assert [r.grid.code for r in reports if r.outliers] == []
    assert all(r.area_m2 and r.distance_m is not None for r in reports)


@pytest.mark.row("R-033")
def test_uneven_work_and_a_far_station_stand_out(county: None) -> None:
    loads = {f"{COMMUNITY}{n:03d}": 400.0 for n in range(1, 12)} | {f"{COMMUNITY}003": 800.0}
    far = {COMMUNITY: Point(106.4, 30.35)}
    found = {
        r.grid.code: (r.workload_percent, r.outliers)
        for r in division_report(load_atlas(), loads, far)
        if r.grid.code.startswith(COMMUNITY)
    }
    assert found.pop(f"{COMMUNITY}003") == (83, ("workload", "distance"))
    assert set(found.values()) == {(-8, ("distance",))}


def test_a_dedicated_grid_is_not_measured_by_the_general_ones(county: None) -> None:
    market = "511622100001012"
    loads = {f"511622100001{n:03d}": 400.0 for n in range(1, 12)} | {market: 9.0}
    by_code = {r.grid.code: r for r in division_report(load_atlas(), loads)}
    assert (by_code[market].workload_percent, by_code[market].outliers) == (None, ())


def test_overlapping_grids_are_not_clear(county: None) -> None:
    atlas = load_atlas()
    grids = atlas.children(COMMUNITY)
    twin = dataclasses.replace(grids[1], boundary=grids[0].boundary)
    others = [a for a in atlas.areas() if a.id != twin.id]
    found = division_report(Atlas([*others, twin], []), limits=DivisionLimits(distance_m=9000))
    assert {r.grid.code: r.outliers for r in found if r.outliers} == {
        grids[0].code: ("clear",),
        grids[1].code: ("clear",),
    }


@pytest.mark.row("R-007")
def test_every_grid_belongs_to_one_community(county: None) -> None:
    atlas = load_atlas()
    for grid in atlas.areas(Level.GRID):
        parent = atlas.area_by_id(grid.parent_id or 0)
        assert parent is not None
        assert (parent.level, parent.code) == (Level.COMMUNITY, grid.code[:12])
