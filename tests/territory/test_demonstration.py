"""The demonstration county is what the report says: ten communities, 116 grids, 22 departments."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import shapely
from shapely.geometry import shape

from gege.kernel.area_codes import Level
from gege.territory.api import (
    RefusedError,
    check_coverage,
    demonstration_county,
    load_atlas,
    load_calendar,
    pilot_units_lacking,
    set_pilot,
)
from gege.trail.api import Signature

NAMES = ["解放路", "城北", "建设北路", "定远街", "印山", "河东", "城南", "石桥", "利民", "迎宾"]


@pytest.mark.row("R-034")
def test_ten_pilot_communities_hold_116_grids(county: None) -> None:
    atlas = load_atlas()
    communities = [a for a in atlas.children("511622100") if a.pilot]
    counts = [len(atlas.children(a.code)) for a in communities]
    assert [a.code for a in communities] == [f"511622100{n:03d}" for n in range(1, 11)]
    assert [a.name_zh for a in communities] == [f"{name}社区" for name in NAMES]
    assert sum(counts) == 116
    assert (min(counts), max(counts)) == (10, 13)
    pilots = [g for g in atlas.areas(Level.GRID) if g.pilot]
    assert (len(pilots), len({g.code for g in pilots})) == (116, 116)


@pytest.mark.row("R-035")
def test_the_county_is_covered_without_gap_or_overlap(county: None) -> None:
    atlas = load_atlas()
    assert check_coverage(atlas, tolerance_m=0.05) == []
    grids = [shape(dict(g.boundary or {})) for g in atlas.areas(Level.GRID) if g.pilot]
    assert bool(shapely.coverage_is_valid(grids))


@pytest.mark.row("R-031")
def test_every_area_has_the_platform_of_its_level(county: None) -> None:
    atlas = load_atlas()
    kinds = {
        Level.COUNTY: "county_centre",
        Level.TOWNSHIP: "township_centre",
        Level.COMMUNITY: "station",
        Level.GRID: "grid",
    }
    for area in atlas.areas():
        unit = atlas.platform_unit(area.code)
        assert unit is not None
        assert (unit.kind, unit.area_id) == (kinds[area.level], area.id)
        assert unit.parent_code == area.parent_code


@pytest.mark.row("R-036")
def test_there_are_22_departments_and_a_dissolved_one_with_its_successor(county: None) -> None:
    atlas = load_atlas()
    county = atlas.departments("511622")
    assert len(county) == 22
    assert {"sifa", "renshe", "weijian", "zhujian", "minzheng"} <= {u.code for u in county}
    assert [u.code for u in atlas.departments("511622100")] == [
        "chengguan-yankou",
        "minzheng-yankou",
        "sifa-yankou",
    ]
    gone = atlas.unit_by_code("jisheng")
    assert gone is not None
    heir = atlas.effective_unit(gone.id, date(2026, 11, 23))
    assert heir is not None
    assert heir.code == "weijian"
    before = atlas.effective_unit(gone.id, date(2014, 11, 30))
    assert before is not None
    assert before.code == "jisheng"


@pytest.mark.row("R-014")
def test_no_pilot_unit_lacks_leader_contact_or_duty_phone(county: None) -> None:
    assert pilot_units_lacking(load_atlas()) == []


@pytest.mark.row("R-001")
def test_the_pilot_grows_by_a_township_without_code_change(
    county: None, by: Signature, now: datetime
) -> None:
    codes = [*(f"511622100{n:03d}" for n in range(1, 11)), "511622102001"]
    set_pilot(community_codes=codes, by=by, now=now)
    pilots = [a.code for a in load_atlas().areas() if a.pilot]
    assert len([c for c in pilots if len(c) == 15]) == 120
    assert [c for c in pilots if len(c) == 9] == ["511622100", "511622102"]
    assert "511622102002" not in pilots


def test_the_county_is_built_once(county: None, by: Signature, now: datetime) -> None:
    before = load_atlas()
    with pytest.raises(RefusedError, match="county_there"):
        demonstration_county(by=by, now=now)
    assert load_atlas() is before


def test_next_year_is_there_and_provisional(county: None) -> None:
    calendar = load_calendar()
    assert not calendar.day(date(2026, 10, 1)).provisional
    assert calendar.day(date(2027, 1, 1)).provisional


def test_labels_speak_both_languages(county: None) -> None:
    atlas = load_atlas()
    assert atlas.label("511622100005003") == "沿口镇 · 印山社区 · 第3网格"
    assert atlas.label("511622100005003", "en") == "Yankou Town · Yinshan Community · Grid 3"
    assert atlas.label("511622") == "武胜县"
    assert atlas.label("no code") == "no code"
