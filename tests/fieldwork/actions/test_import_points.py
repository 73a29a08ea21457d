"""Points from a file: every bad row by its name, and nothing half-saved."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.actions import import_points as importing
from gege.fieldwork.api import CheckPoint, Imported, Invalid, PointPlan, Refused
from gege.kernel.coordinates import Crs
from gege.territory.api import SourceFile
from tests.cast import GRID, OTHER_GRID, SECOND_GRID, Cast
from tests.fieldwork.walks import Walks, at, deeds, lines, walks_of

HEAD = "grid_code,kind,name,address,code,lng,lat,crs,households\n"
GOOD = f"{GRID},building,1号楼,解放路1号,A1,106.285,30.345,,24\n"


@pytest.fixture
def walks(cast: Cast) -> Walks:
    return walks_of(cast)


def plan(walks: Walks, text: str | bytes, name: str = "points.csv", **entry: Any) -> PointPlan:
    data = text.encode() if isinstance(text, str) else text
    given = {"crs": Crs.WGS84, "by": walks.cast.station_clerk, "now": at("08:00")} | entry
    return fieldwork.plan_points(SourceFile(name, data), **given)


def carry_out(walks: Walks, text: str | bytes, name: str = "points.csv", **entry: Any) -> Imported:
    data = text.encode() if isinstance(text, str) else text
    given = {"crs": Crs.WGS84, "by": walks.cast.station_clerk, "now": at("08:00")} | entry
    return fieldwork.import_points(SourceFile(name, data), **given)


def words(found: PointPlan) -> list[tuple[str, str]]:
    return [
        (one.where, getattr(one, "word", "") or getattr(one, "kind", "")) for one in found.problems
    ]


@pytest.mark.row("R-080")
def test_new_points_are_opened_and_known_ones_said_anew(walks: Walks) -> None:
    text = HEAD + GOOD + f"{SECOND_GRID},场所,菜市场,,,106.295,30.345,wgs84,\n"
    assert carry_out(walks, text) == Imported(new=2, changed=0)
    again = plan(walks, text)
    assert (again.new, again.changed, again.same, again.problems) == ([], [], 2, [])
    # A row with the code of a point says that point anew, its name too.
    moved = HEAD + f"{GRID},building,甲楼,解放路1号,A1,106.286,30.345,,24\n"
    assert carry_out(walks, moved) == Imported(new=0, changed=1)
    point = CheckPoint.objects.get(code="A1")
    assert (point.name, point.lng) == ("甲楼", 106.286)
    assert deeds(f"point:{point.uid}") == [("add_point", "张站员"), ("amend_point", "张站员")]
    assert CheckPoint.objects.get(name="菜市场").kind == "place"


def test_chinese_headings_and_gbk_are_read(walks: Walks) -> None:
    text = f"网格编码,名称,户数\n{GRID},解放路1号楼,24\n"
    assert carry_out(walks, text.encode("gb18030")) == Imported(1, 0)
    assert list(CheckPoint.objects.values_list("name", "households", "lng")) == [
        ("解放路1号楼", 24, None)
    ]


def test_geojson_points_are_read_and_their_grid_found(walks: Walks) -> None:
    features = [feature({"name": "1号楼", "户数": 12}, [106.285, 30.345])]
    assert carry_out(walks, collection(features), "points.geojson") == Imported(1, 0)
    assert list(CheckPoint.objects.values_list("area_code", "households")) == [(GRID, 12)]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (f"{GRID},building,,,,,,,", "needed"),
        (f"{GRID},palace,1号楼,,,,,,", "unknown_kind"),
        (f"{GRID},building,1号楼,,,106.285,,,", "half_a_position"),
        (f"{GRID},building,1号楼,,,30.345,106.285,,", "swapped_in_grid"),
        (f"{GRID},building,1号楼,,,106.295,30.345,,", "outside_grid"),
        (f"{GRID},building,1号楼,,,16.2,30.345,,", "outside_county"),
        (f"{GRID},building,1号楼,,,east,30.345,,", "not_a_number"),
        (f"{GRID},building,1号楼,,,nan,30.345,,", "not_a_number"),
        (f"{GRID},building,1号楼,,,106.285,30.345,moon,", "unknown_crs"),
        (f"{GRID},building,1号楼,,,,,,many", "not_a_number"),
        (f"{GRID},building,1号楼,,,,,,1.5", "not_a_number"),
        (f"{GRID},building,1号楼,,,,,,-1", "between"),
        (f"{OTHER_GRID},building,1号楼,,,,,,", "grid_not_yours"),
        (",building,1号楼,,,,,,", "no_grid"),
        (f"{GRID},building,1号楼", "row_cut"),
        (f"{GRID},building,2号楼,,A1,,,,", "code_twice"),
        (f"{GRID},building,好楼,,,,,,", "name_twice"),
    ],
)
def test_every_bad_row_is_named_and_nothing_is_saved(walks: Walks, row: str, word: str) -> None:
    text = HEAD + f"{GRID},building,好楼,,A1,,,,\n" + row + "\n"
    found = plan(walks, text)
    assert words(found) == [("points.csv:3", word)]
    assert found.said()[0].startswith("points.csv:3: ")
    assert "%(" not in found.said()[0]
    before = lines()
    with pytest.raises(Invalid, match="rows_are_wrong"):
        carry_out(walks, text)
    assert (CheckPoint.objects.count(), lines()) == (0, before)


def test_all_bad_rows_are_named_at_once(walks: Walks) -> None:
    bad = f"{GRID},building,,,,,,,\n"
    assert [where for where, _ in words(plan(walks, HEAD + bad + GOOD + bad))] == [
        "points.csv:2", "points.csv:4",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "file_empty"),
        (HEAD.encode(), "file_empty"),
        (b"a,b\n1,2\n", "no_column"),
        (b"name,name\n1,2\n", "column_twice"),
        (b"\xff\xff\x00\x01", "not_text"),
        (b'{"type": "FeatureCollection", "features": [', "not_json"),
        (b'{"type": "Feature"}', "not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "file_empty"),
        (b"{" + b"\xff" * 10, "not_utf8"),
        (b"x" * 8_000_001, "file_too_big"),
        (b"name\n" + b"1\n" * 5001, "too_many_rows"),
    ],
)
def test_a_file_that_is_none_is_said(walks: Walks, data: bytes, word: str) -> None:
    assert [kind for _, kind in words(plan(walks, data))] == [word]


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"type": "Feature", "geometry": None}, "no_properties_here"),
        ("nonsense", "no_properties_here"),
        (
            {"properties": {"name": "x"}, "geometry": {"type": "Polygon", "coordinates": []}},
            "not_a_point",
        ),
        (
            {"properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": [1]}},
            "not_a_point",
        ),
        (
            {"properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": [{}, 1]}},
            "not_a_number",
        ),
    ],
)
def test_a_feature_that_is_no_point_is_said(walks: Walks, given: Any, word: str) -> None:
    found = plan(walks, collection([given]), "p.geojson")
    assert words(found) == [("p.geojson#1", word)]


def test_a_code_of_elsewhere_is_refused_without_telling_whose(walks: Walks) -> None:
    walks.point("远方", OTHER_GRID, code="A1")
    found = plan(walks, HEAD + GOOD)
    assert words(found) == [("points.csv:2", "code_taken")]
    assert "远方" not in found.said()[0]


def test_a_plan_that_has_become_another_is_not_carried_out(walks: Walks) -> None:
    confirmed = plan(walks, HEAD + GOOD)
    walks.point("1号楼")
    with pytest.raises(Refused, match="changed_meanwhile"):
        carry_out(walks, HEAD + GOOD, expected=confirmed.digest)
    fresh = plan(walks, HEAD + GOOD)
    assert carry_out(walks, HEAD + GOOD, expected=fresh.digest) == Imported(0, 1)


def test_others_import_nothing(walks: Walks) -> None:
    for who in ("grid_worker", "electronic_supervisor", "department_officer", "administrator"):
        with pytest.raises(Refused, match="not_your_role"):
            plan(walks, HEAD + GOOD, by=walks.cast.people[who])


def test_an_import_without_its_lines_leaves_nothing(
    walks: Walks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("the ledger is broken")

    monkeypatch.setattr(importing, "open_streams", broken)
    with pytest.raises(RuntimeError):
        carry_out(walks, HEAD + GOOD)
    assert CheckPoint.objects.count() == 0


def feature(properties: dict[str, Any], place: list[float]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": place},
    }


def collection(features: list[Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features})
