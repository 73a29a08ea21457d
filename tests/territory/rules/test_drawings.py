"""Drawings that cannot be read are named, feature by feature."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gege.kernel.coordinates import Crs, Point, distance_m, from_wgs84
from gege.territory.messages import explain
from gege.territory.rules.drawings import crs_named, read_drawings
from gege.territory.rules.sheets import SourceFile

SQUARE = [[106.28, 30.34], [106.29, 30.34], [106.29, 30.35], [106.28, 30.35], [106.28, 30.34]]
CODE = "511622100001001"


def feature(ring: Any = SQUARE, kind: str = "Polygon", **properties: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"code": CODE, "name": "第1网格", **properties},
        "geometry": {"type": kind, "coordinates": [ring]},
    }


def kinds_of(*features: Any, **top: Any) -> list[str]:
    whole = {"type": "FeatureCollection", "features": list(features), **top}
    file = SourceFile("grids.geojson", json.dumps(whole).encode())
    problems = read_drawings(file, Crs.WGS84)[1]
    assert all(explain(one).startswith("grids.geojson") for one in problems)
    return [one.kind for one in problems]


def test_a_sound_feature_is_read() -> None:
    assert kinds_of(feature()) == []


def test_what_is_wrong_with_a_feature_is_named() -> None:
    bow = [[106.28, 30.34], [106.29, 30.35], [106.29, 30.34], [106.28, 30.35], [106.28, 30.34]]
    metres = [[106280000 + x, 30340000 + y] for x, y in ((0, 0), (9, 0), (9, 9), (0, 0))]
    assert kinds_of(feature(bow)) == ["invalid_ring"]
    assert kinds_of(feature([[y, x] for x, y in SQUARE])) == ["swapped"]
    assert kinds_of(feature(metres)) == ["not_degrees"]
    assert kinds_of(feature(SQUARE[:4])) == ["ring_open"]
    assert kinds_of(feature([["a", "b"]])) == ["not_a_position"]
    assert kinds_of(feature(SQUARE, "LineString")) == ["not_a_polygon"]
    assert kinds_of(feature(code="51162210000100")) == ["bad_code"]
    assert kinds_of(feature(code="")) == ["bad_code"]
    assert kinds_of(feature() | {"geometry": None}) == ["not_a_polygon"]
    assert kinds_of({"type": "Feature"}, "text") == ["no_properties", "no_properties"]
    assert kinds_of(feature(), feature()) == ["code_twice"]
    assert kinds_of(feature(community="511622100002")) == ["wrong_community"]


def test_an_unknown_kind_of_grid_is_named() -> None:
    assert kinds_of({**feature(), "properties": {"code": CODE, "kind": "vip"}}) == ["bad_kind"]


def test_a_file_that_names_an_unknown_system_is_refused() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}
    assert kinds_of(feature(), crs=crs) == ["unknown_crs"]
    known = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    assert kinds_of(feature(), crs=known) == []


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b'{"type": "FeatureCollection", "features": [{', "not_json"),
        (b"[1, 2]", "not_geojson"),
        (b'{"type": "FeatureCollection", "features": []}', "file_empty"),
        ("{'名': 1}".encode("gbk"), "not_utf8"),
        (b"[" * 200_000, "not_json"),
        (b" " * 64_000_001, "file_too_big"),
    ],
)
def test_a_file_that_is_no_drawing_is_refused(data: bytes, kind: str) -> None:
    drawings, problems = read_drawings(SourceFile("x.geojson", data), Crs.WGS84)
    assert (drawings, [one.kind for one in problems]) == ([], [kind])


@pytest.mark.parametrize("crs", [Crs.GCJ02, Crs.BD09])
def test_shifted_systems_come_back_to_within_a_hand(crs: Crs) -> None:
    moved = [from_wgs84(Point(x, y), crs) for x, y in SQUARE]
    whole = {"type": "FeatureCollection", "features": [feature([[p.lng, p.lat] for p in moved])]}
    drawings, problems = read_drawings(SourceFile("x", json.dumps(whole).encode()), crs)
    assert problems == []
    corners = [Point(x, y) for x, y in drawings[0].polygon.exterior.coords]
    errors = [distance_m(a, Point(x, y)) for a, (x, y) in zip(corners, SQUARE, strict=True)]
    assert max(errors) < 0.1


def test_systems_are_known_however_they_are_written() -> None:
    assert [crs_named(t) for t in ("WGS-84", "gcj_02", "BD 09", "CGCS2000", "epsg:3857")] == [
        Crs.WGS84,
        Crs.GCJ02,
        Crs.BD09,
        Crs.CGCS2000,
        None,
    ]
