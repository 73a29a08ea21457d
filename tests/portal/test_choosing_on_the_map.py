"""A resident chooses where it is: on a picture without script, by name, or by standing there."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import pytest

from gege.fieldwork.api import add_point
from gege.matters.api import Matter
from gege.portal.rules.map_drawing import Frame
from tests.cast import COMMUNITY, GRID, OTHER_GRID, TOWN, centre_of
from tests.portal.conftest import Resident


def frame(resident: Resident, path: str) -> Frame:
    found = resident.client.get(path).context["sheet"].frame
    assert isinstance(found, Frame)
    return found


def pressed(one: Frame, lng: float, lat: float) -> dict[str, str]:
    x, y = one.pixel(lng, lat)
    return {"p.x": str(round(x)), "p.y": str(round(y))}


@pytest.mark.row("R-064")
def test_pressing_narrows_from_the_county_to_a_report_in_its_grid(resident: Resident) -> None:
    lng, lat = centre_of(GRID)
    for place, below in (("", TOWN), (TOWN, COMMUNITY)):
        path = f"/r/map?in={place}&size=640"
        sent = pressed(frame(resident, path), lng, lat) | {"in": place, "size": "640"}
        answer = resident.client.get("/r/map", sent)
        assert answer["Location"] == f"/r/map?in={below}&size=640"
    inner = frame(resident, f"/r/map?in={COMMUNITY}")
    answer = resident.client.post("/r/map/here", pressed(inner, lng, lat) | {"in": COMMUNITY})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert f'action="/r/report/{GRID}"' in page
    assert "<svg" in page
    form = {
        "token": answer.context["token"],
        "intent": "request",
        "words": "路灯坏了，晚上看不清",
        "lng": answer.context["form"]["lng"].value(),
        "lat": answer.context["form"]["lat"].value(),
    }
    resident.wait(seconds=10)
    assert resident.client.post(f"/r/report/{GRID}", form).status_code == 302
    matter = Matter.objects.get()
    assert (matter.area_code, matter.placed) == (GRID, True)
    assert abs((matter.lng or 0) - lng) < 0.0005
    assert abs((matter.lat or 0) - lat) < 0.0005


def test_every_step_is_a_list_of_names_as_well(resident: Resident) -> None:
    for path, href in (
        ("/r/map", f"/r/map?in={TOWN}"),
        (f"/r/map?in={TOWN}", f"/r/map?in={COMMUNITY}"),
        (f"/r/map?in={COMMUNITY}", f"/r/report/{GRID}"),
        (f"/r/map?in={COMMUNITY}", f"/r/report/{COMMUNITY}"),
    ):
        page = resident.client.get(path).content.decode()
        assert f'href="{href}"' in page
        assert page.count('<input type="image"') == 1
        assert 'alt="Map of ' in page


def test_a_point_that_everybody_knows_fills_in_the_form(resident: Resident) -> None:
    cast, now = resident.play.cast, resident.play.now
    lng, lat = centre_of(GRID)
    lng, lat = round(lng - 0.002, 6), round(lat + 0.003, 6)
    point = add_point(
        area_code=GRID,
        name="1号楼",
        lng=lng,
        lat=lat,
        by=cast.station_clerk,
        now=now,
    )
    page = resident.client.get(f"/r/map?in={COMMUNITY}").content.decode()
    assert f"/r/report/{GRID}?point={point.uid}" in page
    form = resident.client.get(f"/r/report/{GRID}?point={point.uid}").context["form"]
    assert [form[name].value() for name in ("address", "lng", "lat")] == ["1号楼", lng, lat]
    for other in (OTHER_GRID, COMMUNITY):
        form = resident.client.get(f"/r/report/{other}?point={point.uid}").context["form"]
        assert form["address"].value() is None
    assert resident.client.get(f"/r/report/{GRID}?point=%00x").status_code == 200
    picture = resident.client.get(f"/r/map/picture?in={COMMUNITY}").content.decode()
    assert "1号楼" in picture


def test_whoever_stands_there_need_not_look(resident: Resident) -> None:
    lng, lat = centre_of(OTHER_GRID)
    answer = resident.client.post("/r/map/here", {"lng": f"{lng:.6f}", "lat": f"{lat:.6f}"})
    assert f'action="/r/report/{OTHER_GRID}"' in answer.content.decode()
    assert not Matter.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"lng": "nan", "lat": "inf"},
        {"lng": "0", "lat": "0"},
        {"lng": "30.345", "lat": "106.285"},
        {"lng": "x" * 5000, "lat": "1"},
        {"in": COMMUNITY, "p.x": "0", "p.y": "0"},
        {"in": COMMUNITY, "p.x": "-1", "p.y": "²"},
        {"in": COMMUNITY, "p.x": "9" * 50, "p.y": "1"},
        {"in": TOWN},
    ],
)
def test_a_press_on_nothing_is_said_and_nothing_breaks(
    resident: Resident, sent: dict[str, str]
) -> None:
    answer = resident.client.post("/r/map/here", sent)
    assert answer.status_code == 422
    assert "Please press once more" in answer.content.decode()


@pytest.mark.parametrize("place", ["x", "5116221", GRID, "9" * 12, "\x00", "511622'--"])
def test_a_place_that_is_none_has_no_map(resident: Resident, place: str) -> None:
    for path in ("/r/map", "/r/map/picture"):
        assert resident.client.get(path, {"in": place}).status_code == 404
    assert resident.client.post("/r/map/here", {"in": place}).status_code == 404


def test_the_picture_is_an_svg_that_carries_nothing_foreign(resident: Resident) -> None:
    answer = resident.client.get("/r/map/picture")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    tree = ElementTree.fromstring(answer.content)
    assert tree.get("width") == "320"
    assert 120 <= int(tree.get("height") or 0) <= 320
    texts = {one.text for one in tree.iter("{http://www.w3.org/2000/svg}text")}
    assert texts <= {"Yankou Town", "Liemian Town"}
    assert b"http" not in answer.content.replace(b"http://www.w3.org/2000/svg", b"")
    other = resident.client.get("/r/map/picture", {"size": "640", "in": TOWN})
    assert ElementTree.fromstring(other.content).get("width") == "640"
    odd = resident.client.get("/r/map/picture", {"size": "99999"})
    assert ElementTree.fromstring(odd.content).get("width") == "320"


def test_without_a_territory_there_are_only_words(db: Any) -> None:
    from django.test import Client

    assert Client().get("/r/map").status_code == 200
    assert Client().get("/r/map/picture").status_code == 404
