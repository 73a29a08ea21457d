"""Check-in points at the desk: list, form, end, import with its preview (R-080)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gege.fieldwork.api import CheckPoint
from tests.cast import GRID, OTHER_GRID, SECOND_GRID, Cast
from tests.fieldwork.walks import Walks, at, walks_of

LIST = "/field-work/points"
ENTRY = {
    "area_code": GRID,
    "kind": "building",
    "name": "1号楼",
    "address": "解放路1号",
    "code": "A1",
    "households": "24",
    "lng": "106.285",
    "lat": "30.345",
    "crs": "wgs84",
}
HEAD = "grid_code,kind,name,lng,lat\n"


@pytest.fixture
def walks(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Walks:
    monkeypatch.setattr(timezone, "now", lambda: at("15:00"))
    return walks_of(cast)


@pytest.fixture
def clerk(walks: Walks) -> Client:
    return walks.cast.client("station_clerk")


def upload(client: Client, text: str, crs: str = "wgs84") -> Any:
    file = SimpleUploadedFile("points.csv", text.encode())
    return client.post(f"{LIST}/import", {"points": file, "crs": crs})


@pytest.mark.row("R-080")
def test_a_clerk_adds_amends_and_ends_a_point(clerk: Client) -> None:
    assert clerk.post(f"{LIST}/new", ENTRY).headers["Location"] == f"{LIST}?area={GRID}"
    point = CheckPoint.objects.get()
    page = clerk.get(f"{LIST}/{point.uid}")
    seen = page.context["form"]["seen"].value()
    amended = ENTRY | {"name": "甲楼", "seen": seen}
    assert clerk.post(f"{LIST}/{point.uid}", amended).status_code == 302
    stale = clerk.post(
        f"{LIST}/{point.uid}", amended | {"name": "乙楼", "seen": "2020-01-01T00:00:00+00:00"}
    )
    assert (stale.status_code, CheckPoint.objects.get().name) == (422, "甲楼")
    assert clerk.post(f"{LIST}/{point.uid}/end").status_code == 302
    assert clerk.get(f"{LIST}/{point.uid}").status_code == 404
    assert "甲楼" not in clerk.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": ""}, "name"),
        ({"lng": "106.295"}, "lng"),
        ({"lng": "30.345", "lat": "106.285"}, "lng"),
        ({"lat": ""}, "lat"),
        ({"area_code": OTHER_GRID}, "area_code"),
        ({"kind": "palace"}, "kind"),
        ({"households": "-1"}, "households"),
        ({"crs": "moon"}, "crs"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    clerk: Client, given: dict[str, str], field: str
) -> None:
    page = clerk.post(f"{LIST}/new", ENTRY | given)
    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]
    assert "解放路1号" in page.content.decode()
    assert CheckPoint.objects.count() == 0


def test_exchanged_coordinates_are_explained(clerk: Client) -> None:
    page = clerk.post(f"{LIST}/new", ENTRY | {"lng": "30.345", "lat": "106.285"})
    assert "经度和纬度写反了" in page.content.decode()


@pytest.mark.parametrize("who", ["grid_worker", "electronic_supervisor"])
def test_readers_read_and_write_nothing(walks: Walks, who: str) -> None:
    point = walks.point("1号楼")
    client = walks.cast.client(who)
    assert "1号楼" in client.get(LIST).content.decode()
    for path in (f"{LIST}/new", f"{LIST}/{point.uid}", f"{LIST}/import"):
        assert client.get(path).status_code == 404
        assert client.post(path, ENTRY).status_code == 404
    assert client.post(f"{LIST}/{point.uid}/end").status_code == 404


def test_a_stranger_finds_no_point(walks: Walks) -> None:
    point = walks.point("1号楼")
    client = walks.cast.client("stranger")
    assert "1号楼" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}/{point.uid}").status_code == 404
    assert client.post(f"{LIST}/{point.uid}/end").status_code == 404
    assert client.get(f"{LIST}/export", {"area": GRID}).status_code == 404


def test_a_grid_has_a_map_of_its_points(walks: Walks, clerk: Client) -> None:
    walks.point("1号楼")
    walks.point("无坐标", lng=None, lat=None)
    shapes = clerk.get(LIST, {"area": GRID}).context["shapes"]
    found = [(one["geometry"]["type"], one["properties"]["name"]) for one in shapes["features"]]
    assert found == [("Polygon", "第1网格"), ("Point", "1号楼")]
    assert clerk.get(LIST).context["shapes"] is None


def test_the_list_leaves_and_comes_back_as_a_file(walks: Walks, clerk: Client) -> None:
    walks.point("1号楼", code="A1", households=3)
    walks.point("=1+1", SECOND_GRID)
    answer = clerk.get(f"{LIST}/export")
    text = answer.content.decode("utf-8-sig")
    assert text.splitlines()[0] == "grid_code,kind,name,address,code,lng,lat,crs,households"
    assert "'=1+1" in text
    page = upload(clerk, text)
    preview = clerk.get(page.headers["Location"])
    plan = preview.context["plan"]
    assert (plan.new, plan.changed, plan.same) == ([], [], 2)


@pytest.mark.row("R-080")
def test_a_list_is_shown_before_it_is_carried_out(clerk: Client) -> None:
    sent = upload(clerk, HEAD + f"{GRID},building,1号楼,106.285,30.345\n")
    preview = clerk.get(sent.headers["Location"])
    assert CheckPoint.objects.count() == 0
    assert "1号楼" in preview.content.decode()
    digest = preview.context["plan"].digest
    done = clerk.post(sent.headers["Location"], {"digest": digest})
    assert (done.status_code, CheckPoint.objects.count()) == (302, 1)
    assert clerk.get(sent.headers["Location"]).status_code == 404


def test_every_bad_row_is_named_and_nothing_saved(clerk: Client) -> None:
    rows = f"{GRID},palace,1号楼,,\n{GRID},building,,,\n{GRID},building,好楼,,\n"
    page = upload(clerk, HEAD + rows)
    assert page.status_code == 422
    assert [one.partition(": ")[0] for one in page.context["problems"]] == [
        "points.csv:2", "points.csv:3",
    ]  # fmt: skip
    assert CheckPoint.objects.count() == 0


def test_a_preview_that_is_overtaken_is_shown_anew(walks: Walks, clerk: Client) -> None:
    sent = upload(clerk, HEAD + f"{GRID},building,1号楼,106.285,30.345\n")
    digest = clerk.get(sent.headers["Location"]).context["plan"].digest
    walks.point("1号楼", kind="place")
    page = clerk.post(sent.headers["Location"], {"digest": digest})
    assert (page.status_code, len(page.context["plan"].changed)) == (409, 1)
    assert CheckPoint.objects.get().kind == "place"


def test_a_file_needs_its_coordinate_system(clerk: Client) -> None:
    page = upload(clerk, HEAD, crs="")
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["crs"])


def test_an_upload_is_confirmed_by_whoever_sent_it(walks: Walks, clerk: Client) -> None:
    sent = upload(clerk, HEAD + f"{GRID},building,1号楼,106.285,30.345\n")
    other = walks.cast.client("township_operator")
    assert other.get(sent.headers["Location"]).status_code == 404
