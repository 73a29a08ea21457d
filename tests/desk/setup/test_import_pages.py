"""Imports on screen: preview first, confirmed once, hostile files named, nothing saved half."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gege.staff.api import Role
from gege.territory.api import load_atlas, read_editions, set_pilot
from tests.cast import (
    COMMUNITY,
    COUNTY,
    GRID,
    OTHER_COMMUNITY,
    OTHER_TOWN,
    SECOND_COMMUNITY,
    SECOND_GRID,
    TOWN,
    VACANT_GRID,
    Cast,
    add_person,
    square,
)

pytestmark = pytest.mark.usefixtures("standing_clock")

DIVISIONS, GRIDS = "/setup/territory/divisions", "/setup/territory/grids"
ROWS = (
    "code,name",
    f"{TOWN},沿口镇",
    f"{OTHER_TOWN},烈面镇",
    f"{COMMUNITY},解放路社区居委会",
    f"{SECOND_COMMUNITY},城北社区居委会",
    f"{OTHER_COMMUNITY},中山社区居委会",
)
NEW = f"{TOWN}003"
ROW = {"west": 106.28, "south": 30.34, "size": 0.01}


def _csv(*rows: str) -> bytes:
    return "\n".join((*ROWS, *rows)).encode()


def _send(client: Client, data: bytes, on: str = "", **more: Any) -> Any:
    file = SimpleUploadedFile("villages.csv", data)
    return client.post(DIVISIONS, {"lists": file, "on": on or str(timezone.localdate()), **more})


def _strip(code: str, west: float, south: float, wide: float, **properties: str) -> dict[str, Any]:
    east, north = round(west + wide, 6), round(south + 0.01, 6)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"code": code, **properties},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _drawing(*features: dict[str, Any]) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def _ground() -> dict[str, Any]:
    return _strip(COMMUNITY, 106.28, 30.34, 0.03)


def _parts(*more: dict[str, Any]) -> bytes:
    """The community, drawn as two grids where there were three."""
    return _drawing(
        _ground(),
        _strip(GRID, 106.28, 30.34, 0.015, name="第1网格"),
        _strip(SECOND_GRID, 106.295, 30.34, 0.015, name="第2网格"),
        *more,
    )


def _draw(client: Client, data: bytes, crs: str = "wgs84", **more: Any) -> Any:
    file = SimpleUploadedFile("grids.geojson", data)
    typed = {"drawings": file, "crs": crs, "on": str(timezone.localdate()), **more}
    return client.post(GRIDS, typed)


def _kept(settings: Any) -> int:
    root = Path(settings.MEDIA_ROOT) / "staged"
    return len(list(root.iterdir())) if root.exists() else 0


def _edition() -> int:
    return read_editions().areas


@pytest.mark.row("R-035")
def test_divisions_are_previewed_confirmed_and_carried_out_once(
    admin: Client, settings: Any
) -> None:
    before = _edition()
    data = _csv(f"{NEW},新城社区居委会").replace("沿口镇".encode(), "沿口新镇".encode())
    address = _send(admin, data).headers["Location"]
    page = admin.get(address)
    plan = page.context["plan"]
    assert [one.code for one in plan.new] == [NEW]
    assert (_edition(), load_atlas().area(NEW), _kept(settings)) == (before, None, 1)
    answer = admin.post(address, {"edition": plan.edition})
    assert answer.status_code == 302
    opened = load_atlas().area(NEW)
    assert opened is not None
    assert opened.name_zh == "新城社区"
    assert _kept(settings) == 0
    assert admin.post(address, {"edition": plan.edition}).status_code == 404


def test_divisions_in_gbk_are_read_and_what_ends_names_its_successor(admin: Client) -> None:
    rows = [row for row in ROWS if not row.startswith(SECOND_COMMUNITY)]
    data = "\n".join((*rows, f"{NEW},城北村委会")).encode("gb18030")
    page = admin.get(_send(admin, data).headers["Location"])
    assert [one.code for one, _heirs, _likely in page.context["gone"]] == [SECOND_COMMUNITY]
    assert (page.context["orphaned"], page.context["gone"][0][2]) == (1, NEW)
    token = page.context["token"]
    likely = admin.get(f"{DIVISIONS}/{token}/successors.csv").content
    successors = SimpleUploadedFile("successors.csv", likely)
    address = _send(admin, data, successors=successors).headers["Location"]
    page = admin.get(address)
    assert (page.context["orphaned"], page.context["gone"][0][1]) == (0, NEW)
    assert admin.post(address, {"edition": page.context["plan"].edition}).status_code == 302
    ended = load_atlas().area(SECOND_COMMUNITY)
    assert ended is not None
    assert [heir.code for heir in load_atlas().successors(ended)] == [NEW]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00\x01\x02",
        b"not,a,list\n1,2,3",
        _csv()[:-2],
        _csv(f"{NEW},"),
        _csv(f"{NEW}"),
        _csv(f'{NEW},"open'),
        _csv("12345,名"),
        _csv(f"{TOWN}9999,名"),
        _csv(f"{TOWN},又一个"),
        _csv("990000100,别县的镇"),
        _csv(f"{COUNTY}999001,孤儿社区"),
        _csv("<script>alert(1)</script>,x"),
        _csv().decode().encode("utf-8")[:-1] + b"\xff\xff\xff,\x80\x81",
        _csv(f"{NEW},新城社区居委会").decode().encode("utf-16-be"),
    ],
)
def test_a_list_that_is_wrong_is_refused_with_its_reasons(
    admin: Client, settings: Any, data: bytes
) -> None:
    before = _edition()
    answer = _send(admin, data)
    assert answer.status_code == 422
    said = answer.context.get("problems") or answer.context["form"].errors["lists"]
    assert len(said) > 0
    assert b"<script>" not in answer.content
    assert (_edition(), _kept(settings)) == (before, 0)


def test_a_list_from_the_future_or_too_large_is_refused(admin: Client, settings: Any) -> None:
    for on in ("2999-01-01", "0001-01-01", "x"):
        assert _send(admin, _csv(), on=on).status_code == 422
    assert list(_send(admin, b"x" * 50_000_000).context["form"].errors) == ["lists"]
    too_many = [SimpleUploadedFile(f"{n}.csv", _csv()) for n in range(6)]
    answer = admin.post(DIVISIONS, {"lists": too_many, "on": str(timezone.localdate())})
    assert (answer.status_code, _kept(settings)) == (422, 0)
    assert admin.post(DIVISIONS, {"on": str(timezone.localdate())}).status_code == 422


def test_what_ends_must_have_begun_before(admin: Client) -> None:
    data = "\n".join(row for row in ROWS if not row.startswith(SECOND_COMMUNITY)).encode()
    address = _send(admin, data, on="2019-06-01").headers["Location"]
    before = _edition()
    answer = admin.post(address, {"edition": admin.get(address).context["plan"].edition})
    assert (answer.status_code, _edition()) == (422, before)
    area = load_atlas().area(SECOND_COMMUNITY)
    assert area is not None
    assert area.valid_to is None


def test_areas_that_changed_after_the_preview_are_previewed_again(
    cast: Cast, admin: Client
) -> None:
    address = _send(admin, _csv(f"{NEW},新城社区居委会")).headers["Location"]
    seen = admin.get(address).context["plan"].edition
    set_pilot(community_codes=[COMMUNITY], by=cast.administrator.signature(), now=timezone.now())
    answer = admin.post(address, {"edition": seen})
    assert (answer.status_code, load_atlas().area(NEW)) == (409, None)
    fresh = answer.context["plan"].edition
    assert admin.post(address, {"edition": fresh}).status_code == 302
    for wrong in ("", "x", "-1"):
        again = _send(admin, _csv(f"{NEW},新城居委会")).headers["Location"]
        assert admin.post(again, {"edition": wrong}).status_code == 409


def test_another_session_finds_neither_preview_nor_file(cast: Cast, admin: Client) -> None:
    address = _send(admin, _csv(f"{NEW},新城社区居委会")).headers["Location"]
    other = add_person("second-admin", "蒋管理", Role.ADMINISTRATOR, cast.unit_id(COUNTY))
    for client in (cast.client(other), cast.client("administrator")):
        assert client.get(address).status_code == 404
        assert client.post(address, {"edition": _edition()}).status_code == 404
        assert client.get(f"{address}/successors.csv").status_code == 404
    assert admin.get(address.replace("divisions", "grids")).status_code == 404
    assert admin.get(address).status_code == 200


@pytest.mark.row("R-033")
@pytest.mark.row("R-035")
def test_grids_are_previewed_confirmed_and_carried_out_once(admin: Client, settings: Any) -> None:
    answer = _draw(admin, _parts())
    address = answer.headers["Location"]
    page = admin.get(address)
    plan = page.context["plan"]
    assert ([one.code for one in plan.redrawn], [one.code for one in plan.gone]) == (
        [GRID, SECOND_GRID],
        [VACANT_GRID],
    )
    notes = [one["properties"]["note"] for one in page.context["shapes"]["features"]]
    assert notes == [
        f"{COMMUNITY} · 轮廓",
        f"{VACANT_GRID} · 终止",
        f"{GRID} · 重划",
        f"{SECOND_GRID} · 重划",
    ]
    assert admin.post(address, {"edition": plan.edition}).status_code == 302
    assert [one.code for one in load_atlas().children(COMMUNITY)] == [GRID, SECOND_GRID]
    assert _kept(settings) == 0


def _swapped() -> bytes:
    features = json.loads(_parts())["features"]
    for feature in features:
        ring = feature["geometry"]["coordinates"][0]
        feature["geometry"]["coordinates"] = [[[lat, lng] for lng, lat in ring]]
    return _drawing(*features)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"not json",
        _parts()[:400],
        b"[" * 100_000,
        "格".encode("gb18030"),
        b"null",
        b"{}",
        b'{"type": "FeatureCollection", "features": []}',
        b'{"type": "FeatureCollection", "features": [null, 1, "x"]}',
        _swapped(),
        _drawing(_ground(), _strip(GRID, 106.28, 30.34, 0.015, name="1")),
        _drawing(
            _ground(),
            _strip(GRID, 106.28, 30.34, 0.02, name="1"),
            _strip(SECOND_GRID, 106.295, 30.34, 0.015, name="2"),
        ),
        _parts(_strip(VACANT_GRID, 106.5, 30.5, 0.01, name="3")),
        _parts(_strip(f"{COMMUNITY}009", 106.31, 30.34, 0.01)),
        _parts(_strip("511622999999001", 106.31, 30.34, 0.01, name="x")),
        _parts(_strip(GRID, 106.28, 30.34, 0.015, name="1")),
        _parts(_strip(VACANT_GRID, 500000.0, 30.34, 0.01, name="3")),
        _parts({"type": "Feature", "properties": {"code": VACANT_GRID}, "geometry": None}),
    ],
)
def test_a_drawing_that_is_wrong_is_refused_with_its_reasons(
    admin: Client, settings: Any, data: bytes
) -> None:
    before = _edition()
    answer = _draw(admin, data)
    assert answer.status_code == 422
    said = answer.context.get("problems") or answer.context["form"].errors["drawings"]
    assert len(said) > 0
    assert (_edition(), _kept(settings)) == (before, 0)


def test_a_drawing_says_its_coordinate_system_and_has_a_size(admin: Client, settings: Any) -> None:
    for crs in ("", "mars", "WGS84"):
        assert list(_draw(admin, _parts(), crs=crs).context["form"].errors) == ["crs"]
    assert list(_draw(admin, b" " * 50_000_000).context["form"].errors) == ["drawings"]
    assert _kept(settings) == 0
    moved = _draw(admin, _parts(), crs="gcj02")
    assert moved.status_code == 302


@pytest.mark.row("R-033")
def test_a_grid_is_divided_and_a_bad_division_is_refused(admin: Client) -> None:
    address = f"/setup/territory/areas/{GRID}/divide"
    first, second = f"{COMMUNITY}011", f"{COMMUNITY}012"

    def send(*features: dict[str, Any]) -> Any:
        file = SimpleUploadedFile("parts.geojson", _drawing(*features))
        typed = {"drawings": file, "crs": "wgs84", "on": str(timezone.localdate())}
        return admin.post(address, typed)

    west = _strip(first, 106.28, 30.34, 0.004, name="第11网格")
    east = _strip(second, 106.284, 30.34, 0.006, name="第12网格")
    before = _edition()
    assert send(west).status_code == 422
    assert send(west, _strip(second, 106.285, 30.34, 0.005, name="12")).status_code == 422
    assert send(west, _strip(SECOND_GRID, 106.284, 30.34, 0.006)).status_code == 422
    assert send({"type": "Feature"}).status_code == 422
    assert _edition() == before
    assert send(west, east).status_code == 302
    codes = [one.code for one in load_atlas().children(COMMUNITY)]
    assert codes == [SECOND_GRID, VACANT_GRID, first, second]
    assert admin.get(address).status_code == 404


@pytest.mark.row("R-033")
def test_grids_are_merged_and_a_bad_merging_is_refused(admin: Client) -> None:
    address = f"/setup/territory/areas/{COMMUNITY}/merge"
    merged = f"{COMMUNITY}021"
    good = {
        "grids": [GRID, SECOND_GRID],
        "code": merged,
        "name_zh": "第21网格",
        "on": str(timezone.localdate()),
    }
    for wrong in (
        {"grids": [GRID]},
        {"grids": [GRID, VACANT_GRID]},
        {"grids": [GRID, "511622102001001"]},
        {"code": GRID},
        {"code": "511622102001021"},
        {"code": "x"},
        {"name_zh": " "},
        {"on": "2999-01-01"},
    ):
        assert (wrong, admin.post(address, {**good, **wrong}).status_code) == (wrong, 422)
    assert admin.post(address, good).status_code == 302
    assert [one.code for one in load_atlas().children(COMMUNITY)] == [VACANT_GRID, merged]


def test_a_square_of_the_cast_is_what_the_drawings_here_assume() -> None:
    assert square(**ROW) == _strip(GRID, 106.28, 30.34, 0.01)["geometry"]
