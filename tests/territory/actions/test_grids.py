"""Grids come in from drawings, are divided and merged, and nothing wrong is saved."""

from __future__ import annotations

import copy
import json
from datetime import date, datetime
from typing import Any

import pytest
from shapely.geometry import LineString, mapping, shape
from shapely.ops import split

from gege.kernel.coordinates import Crs, Point, distance_m, from_wgs84
from gege.territory import models
from gege.territory.api import (
    Drawing,
    RefusedError,
    SourceFile,
    check_coverage,
    divide_grid,
    import_grids,
    load_atlas,
    merge_grids,
    read_grids,
)
from gege.territory.rules.drawings import polygon_of
from gege.trail.api import Entry, Signature

pytestmark = pytest.mark.usefixtures("county")

COMMUNITY = "511622100005"
DAY = date(2026, 12, 1)


def drawn(crs: Crs = Crs.WGS84) -> list[dict[str, Any]]:
    """The grids of one community as features, in a coordinate system."""
    features = []
    for grid in load_atlas().children(COMMUNITY):
        polygon = shape(dict(grid.boundary or {}))
        moved = [from_wgs84(Point(x, y), crs) for x, y in polygon.exterior.coords]
        ring = [[p.lng, p.lat] for p in moved]
        properties = {"code": grid.code, "name": grid.name_zh, "name_en": grid.name_en}
        geometry = {"type": "Polygon", "coordinates": [ring]}
        features.append({"type": "Feature", "properties": properties, "geometry": geometry})
    return features


def source(features: list[dict[str, Any]]) -> SourceFile:
    whole = {"type": "FeatureCollection", "features": features}
    return SourceFile("grids.geojson", json.dumps(whole).encode())


def kinds(features: list[dict[str, Any]], crs: str = "wgs84") -> list[str]:
    return [p.kind for p in read_grids([source(features)], crs).problems]


def test_the_same_drawing_changes_nothing() -> None:
    plan = read_grids([source(drawn())], "wgs84")
    assert (plan.problems, plan.new, plan.redrawn, plan.gone, plan.kept) == ((), (), (), (), 11)


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_drawings_in_shifted_systems_land_where_they_were(
    crs: Crs, by: Signature, now: datetime
) -> None:
    plan = read_grids([source(drawn(crs))], crs.value)
    assert plan.problems == ()
    before = {g.code: g.centre for g in load_atlas().children(COMMUNITY)}
    import_grids(plan=plan, on=DAY, by=by, now=now)
    atlas = load_atlas()
    for grid in atlas.children(COMMUNITY):
        old = before[grid.code]
        assert grid.centre is not None
        assert old is not None
        assert distance_m(grid.centre, old) < 0.5
    assert check_coverage(atlas) == []


@pytest.mark.row("R-035")
def test_a_drawing_read_in_the_wrong_system_is_refused() -> None:
    found = kinds(drawn(Crs.GCJ02), "wgs84")
    assert {"gap", "outside"} <= set(found)


def test_an_unknown_system_is_refused() -> None:
    assert kinds(drawn(), "epsg:3857") == ["unknown_crs_option"]


def test_a_missing_grid_is_a_gap_and_a_stretched_one_an_overlap() -> None:
    features = drawn()
    assert kinds(features[:-1]) == ["gap"]
    stretched = copy.deepcopy(features)
    polygon = shape(stretched[4]["geometry"]).buffer(0.0002)
    stretched[4]["geometry"] = mapping(polygon)
    assert set(kinds(stretched)) == {"overlap"}


def test_codes_of_no_community_and_grids_drawn_elsewhere_are_named() -> None:
    features = drawn()
    nowhere = copy.deepcopy(features[0])
    nowhere["properties"]["code"] = "511622100099001"
    assert kinds([*features, nowhere]) == ["no_community"]
    moved = copy.deepcopy(features)
    other = load_atlas().area("511622100006004")
    assert other is not None
    moved[0]["geometry"] = other.boundary
    assert set(kinds(moved)) == {"in_other", "gap"}
    nameless = copy.deepcopy(features)
    nameless[0]["properties"] = {"code": f"{COMMUNITY}099"}
    assert kinds(nameless) == ["no_name"]


def test_nothing_is_saved_of_a_drawing_with_problems(by: Signature, now: datetime) -> None:
    plan = read_grids([source(drawn()[:-1])], "wgs84")
    before = (models.Area.objects.count(), Entry.objects.count())
    with pytest.raises(RefusedError, match="gap"):
        import_grids(plan=plan, on=DAY, by=by, now=now)
    assert (models.Area.objects.count(), Entry.objects.count()) == before


def test_a_new_code_ends_the_old_grid_and_opens_another(by: Signature, now: datetime) -> None:
    features = drawn()
    features[0]["properties"]["code"] = f"{COMMUNITY}012"
    plan = read_grids([source(features)], "wgs84")
    result = import_grids(plan=plan, on=DAY, by=by, now=now)
    assert (result.opened, result.redrawn, result.ended) == (1, 0, 1)
    atlas = load_atlas()
    old, new = atlas.area(f"{COMMUNITY}001"), atlas.area(f"{COMMUNITY}012")
    assert old is not None
    assert new is not None
    assert (old.valid_to, new.valid_from, new.pilot) == (DAY, DAY, True)


def halves(code: str) -> list[Drawing]:
    grid = load_atlas().area(code)
    assert grid is not None
    polygon = polygon_of(grid.boundary)
    west, south, east, north = polygon.bounds
    middle = (west + east) / 2
    cut = LineString([(middle, south - 1), (middle, north + 1)])
    parts = sorted(split(polygon, cut).geoms, key=lambda part: part.centroid.x)
    return [
        Drawing(f"{COMMUNITY}{n:03d}", f"第{n}网格", f"Grid {n}", "general", "", part)
        for n, part in enumerate(parts, 21)
    ]


@pytest.mark.row("R-033")
def test_a_divided_grid_keeps_its_history(by: Signature, now: datetime) -> None:
    code = f"{COMMUNITY}005"
    before = load_atlas()
    unit = before.platform_unit(code)
    assert unit is not None
    divide_grid(code=code, into=halves(code), on=DAY, by=by, now=now)
    atlas = load_atlas()
    old = atlas.area(code)
    assert old is not None
    assert old.valid_to == DAY
    assert [a.code[-3:] for a in atlas.successors(old)] == ["021", "022"]
    heir = atlas.effective_unit(unit.id, DAY)
    assert heir is not None
    assert heir.code == f"{COMMUNITY}021"
    still = atlas.effective_unit(unit.id, date(2026, 11, 30))
    assert still == atlas.unit(unit.id)
    assert check_coverage(atlas) == []
    assert Entry.objects.filter(stream=f"territory:{code}", deed="divide_grid").count() == 1


def test_parts_that_do_not_tile_the_grid_are_refused(by: Signature, now: datetime) -> None:
    code = f"{COMMUNITY}005"
    left, right = halves(code)
    for parts, kind in (([left], "too_few_parts"), ([left, left], "gap|overlap")):
        with pytest.raises(RefusedError, match=kind):
            divide_grid(code=code, into=parts, on=DAY, by=by, now=now)
    used = Drawing(f"{COMMUNITY}001", "第1网格", "", "general", "", right.polygon)
    with pytest.raises(RefusedError, match="code_used"):
        divide_grid(code=code, into=[left, used], on=DAY, by=by, now=now)
    assert load_atlas().area(f"{COMMUNITY}021") is None


@pytest.mark.row("R-033")
def test_merged_grids_keep_their_history(by: Signature, now: datetime) -> None:
    atlas = load_atlas()
    grids = {g.code: polygon_of(g.boundary) for g in atlas.children(COMMUNITY)}
    first = f"{COMMUNITY}005"
    neighbour = next(
        c for c, p in grids.items() if c != first and p.intersection(grids[first]).length > 0
    )
    merge_grids(
        codes=[first, neighbour],
        code=f"{COMMUNITY}030",
        name_zh="第30网格",
        on=DAY,
        by=by,
        now=now,
    )
    after = load_atlas()
    for code in (first, neighbour):
        old = after.area(code)
        assert old is not None
        assert [a.code for a in after.successors(old)] == [f"{COMMUNITY}030"]
    assert check_coverage(after) == []
    assert len(after.children(COMMUNITY)) == 10


def test_grids_that_do_not_touch_or_are_of_two_communities_stay_apart(
    by: Signature, now: datetime
) -> None:
    atlas = load_atlas()
    grids = {g.code: polygon_of(g.boundary) for g in atlas.children(COMMUNITY)}
    first = f"{COMMUNITY}001"
    far = next(c for c, p in grids.items() if not p.intersects(grids[first]))
    for other, kind in ((far, "not_joined"), ("511622100006001", "other_community")):
        with pytest.raises(RefusedError, match=kind):
            merge_grids(
                codes=[first, other],
                code=f"{COMMUNITY}030",
                name_zh="第30网格",
                on=DAY,
                by=by,
                now=now,
            )
