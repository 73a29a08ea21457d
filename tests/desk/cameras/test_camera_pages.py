"""Pages of the camera register and of viewing: nothing is seen without somebody else's word."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.kernel.county_day import LOCAL
from gege.supervision.api import Camera, Viewing, ViewRequest
from tests.cast import GRID, HOUSING, Cast
from tests.matters.play import Play
from tests.security.doors import PAPER
from tests.supervision.actions.test_deed_cameras import row, sheet
from tests.supervision.cameras import LAT, LNG, asked, granted, registered

pytestmark = [pytest.mark.row("R-053"), pytest.mark.usefixtures("standing_clock")]


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def camera_typed(**more: Any) -> dict[str, Any]:
    values = {
        "code": "WS-0001",
        "name": "解放路口",
        "owner": HOUSING,
        "purpose": "road",
        "view": "交叉口全景",
        "lng": str(LNG),
        "lat": str(LAT),
        "crs": "wgs84",
        "direction": "90",
        "sign": "on",
        "retention_days": "30",
        "contact": "监控室 0826-6200000",
    }
    return values | more


def minute(ago: timedelta) -> str:
    return (timezone.now() - ago).astimezone(LOCAL).strftime("%Y-%m-%dT%H:%M")


def test_a_camera_is_registered_and_changed_at_the_desk(cast: Cast, play: Play) -> None:
    officer = cast.client("department_officer")
    made = officer.post("/supervision/cameras/new", camera_typed())
    camera = Camera.objects.get()
    place = camera.get_absolute_url()
    assert (made.headers["Location"], camera.area_code) == (place, GRID)
    assert "90°" in text_of(officer, place)
    typed = camera_typed(view="人行道", seen=str(camera.version), sign="")
    assert officer.post(f"{place}/do/amend", typed).status_code == 302
    assert officer.post(f"{place}/do/amend", typed).status_code == 422
    file = SimpleUploadedFile("sign.pdf", PAPER, "application/pdf")
    assert officer.post(f"{place}/do/attach", {"file": file}).status_code == 302
    bad = SimpleUploadedFile("sign.jpg", b"no picture", "image/jpeg")
    assert officer.post(f"{place}/do/attach", {"file": bad}).status_code == 422
    assert officer.post(f"{place}/do/suspend", {"words": "线路故障"}).status_code == 302
    camera.refresh_from_db()
    assert (camera.view, camera.sign, camera.state) == ("人行道", False, "out_of_order")
    for entry in (
        {"lng": "x"},
        {"lat": "91"},
        {"purpose": "faces"},
        {"owner": "minzheng"},
        {"retention_days": "1"},
        {"direction": "360"},
        {"code": "x" * 41},
        {"code": "WS-0001"},
    ):
        answer = officer.post("/supervision/cameras/new", camera_typed(code="WS-2") | entry)
        assert answer.status_code == 422, entry
    assert Camera.objects.count() == 1


def test_a_request_goes_from_the_station_to_the_owner_and_back(cast: Cast, play: Play) -> None:
    camera = registered(play)
    clerk, officer = cast.client("station_clerk"), cast.client("department_officer")
    ask = f"/supervision/views/new?camera={camera.uid}"
    assert ask in text_of(clerk, camera.get_absolute_url())
    typed = {
        "cameras": [str(camera.uid)],
        "reason": "incident",
        "words": "核查路口事故",
        "begins": minute(timedelta(hours=3)),
        "ends": minute(timedelta(hours=2)),
    }
    made = clerk.post(ask, typed)
    request = ViewRequest.objects.get()
    place = request.get_absolute_url()
    assert made.headers["Location"] == place
    assert clerk.get(f"{place}/do/grant").status_code == 404
    viewing = {
        "cameras": [str(camera.uid)],
        "at": minute(timedelta(0)),
        "begins": typed["begins"],
        "ends": typed["ends"],
        "point": "城北派出所",
        "found": "事故经过清楚",
    }
    assert clerk.post(f"{place}/do/view", viewing).status_code == 422
    assert "/supervision/views" in text_of(officer, "/supervision/cameras")
    assert request.number in text_of(officer, "/supervision/views?box=decide")
    assert officer.post(f"{place}/do/grant", {"words": "同意", "hours": "999"}).status_code == 422
    assert officer.post(f"{place}/do/grant", {"words": "同意", "hours": "8"}).status_code == 302
    # The minute of a calendar began before the permission did: it is noted from the next one on.
    ViewRequest.objects.update(view_from=timezone.now() - timedelta(minutes=2))
    assert clerk.post(f"{place}/do/view", viewing).status_code == 302
    assert Viewing.objects.get().point == "城北派出所"
    for who in (clerk, officer, cast.client("electronic_supervisor")):
        assert "城北派出所" in text_of(who, place)
    assert officer.post(f"{place}/do/revoke", {"words": "已看完"}).status_code == 302
    # What was viewed after it was taken back is none; before that it is noted late.
    ViewRequest.objects.update(ended_at=timezone.now() - timedelta(minutes=5))
    assert clerk.post(f"{place}/do/view", viewing).status_code == 422
    assert Viewing.objects.count() == 1


def test_what_cannot_be_asked_stands_at_its_entry(cast: Cast, play: Play) -> None:
    camera, strange = registered(play), registered(play, code="WS-9", owner="minzheng")
    clerk = cast.client("station_clerk")
    ask = f"/supervision/views/new?camera={camera.uid}"
    good: dict[str, Any] = {
        "cameras": [str(camera.uid)],
        "reason": "incident",
        "words": "核查路口事故",
        "begins": minute(timedelta(hours=3)),
        "ends": minute(timedelta(hours=2)),
    }
    bad: tuple[dict[str, Any], ...] = (
        {"cameras": []},
        {"cameras": [str(strange.uid)]},
        {"cameras": ["x"]},
        {"reason": "curiosity"},
        {"reason": "matter"},
        {"words": ""},
        {"begins": "yesterday"},
        {"begins": minute(timedelta(days=40))},
        {"ends": minute(timedelta(days=-2))},
        {"matter": "20200101-0000001"},
    )
    for entry in bad:
        answer = clerk.post(ask, good | entry)
        assert answer.status_code == 422, entry
    assert ViewRequest.objects.count() == 0
    for word in ("", "x", "00000000-0000-0000-0000-000000000000"):
        assert clerk.get(f"/supervision/views/new?camera={word}").status_code == 302


def test_strangers_find_neither_camera_nor_request(cast: Cast, play: Play) -> None:
    camera = registered(play)
    request = granted(play, asked(play, camera))
    for who in ("stranger", "strange_township_operator", "administrator", "hotline_operator"):
        client = cast.client(who)
        assert client.get(camera.get_absolute_url()).status_code == 404
        assert client.get(request.get_absolute_url()).status_code == 404
        assert client.post(f"{request.get_absolute_url()}/do/view", {}).status_code == 404
    second = cast.client("other_department_officer")
    assert second.get(camera.get_absolute_url()).status_code == 200
    assert request.number not in text_of(second, camera.get_absolute_url())
    watching = cast.client("electronic_supervisor")
    shown = text_of(watching, camera.get_absolute_url())
    assert "/do/" not in shown
    assert watching.post(f"{camera.get_absolute_url()}/do/remove", {}).status_code == 404
    worker = text_of(cast.client("grid_worker"), camera.get_absolute_url())
    assert "/supervision/views/new" not in worker


def test_the_electronic_supervision_reads_no_number_of_a_person(cast: Cast, play: Play) -> None:
    camera = registered(play, contact="值班员 10000000001")
    request = asked(play, camera, words="居民10000000002称车辆被刮")
    watching, clerk = cast.client("electronic_supervisor"), cast.client("station_clerk")
    for page, number in (
        (camera.get_absolute_url(), "10000000001"),
        (request.get_absolute_url(), "10000000002"),
    ):
        assert number in text_of(clerk, page)
        assert number not in text_of(watching, page)


def test_a_sheet_is_taken_over_after_its_preview(cast: Cast, play: Play) -> None:
    officer = cast.client("department_officer")
    assert "提示标识" in text_of(officer, "/supervision/cameras/import")

    def sent(file: Any) -> Any:
        upload = SimpleUploadedFile(file.name, file.data, "text/csv")
        return officer.post("/supervision/cameras/import", {"sheet": upload, "crs": "wgs84"})

    wrong = sent(sheet(row(1), row(2, purpose="人脸识别")))
    assert (wrong.status_code, "cameras.csv:3" in wrong.content.decode()) == (422, True)
    right = sent(sheet(row(1), row(2)))
    place = right.headers["Location"]
    digest = officer.get(place).context["plan"].digest
    assert officer.post(place, {"digest": "other"}).status_code == 409
    assert officer.post(place, {"digest": digest}).status_code == 302
    assert Camera.objects.count() == 2
    assert officer.get(place).status_code == 404
    assert cast.client("county_supervisor").get(place).status_code == 404


def test_lists_cost_the_same_with_one_and_with_many(cast: Cast, play: Play) -> None:
    client, counts, number = cast.client("department_officer"), [], 0
    for more in (1, 3):
        for _one in range(more):
            number += 1
            camera = registered(play, code=f"WS-{number}")
            asked(play, camera)
            asked(play, camera)
        for address in (
            "/supervision/cameras",
            "/supervision/views",
            camera.get_absolute_url(),
        ):
            client.get(address)
            with CaptureQueriesContext(connection) as made:
                assert client.get(address).status_code == 200
            counts.append(len(made))
    assert counts[:3] == counts[3:]


def test_lists_are_turned_by_their_key_and_take_bad_words(cast: Cast, play: Play) -> None:
    first = registered(play, code="WS-first")
    Camera.objects.bulk_create(
        Camera(
            code=f"WS-{one}",
            name="点位",
            owner_id=first.owner_id,
            purpose="road",
            view="路口",
            area_code=first.area_code,
            lng=first.lng,
            lat=first.lat,
            sign=True,
            retention_days=30,
            contact="监控室",
            since=first.since,
        )
        for one in range(52)
    )
    client = cast.client("county_supervisor")
    assert "WS-first" not in text_of(client, "/supervision/cameras")
    shown = client.get("/supervision/cameras").context["turns"].next
    assert "WS-first" in text_of(client, f"/supervision/cameras{shown}")
    assert "WS-first" in text_of(client, "/supervision/cameras?q=first")
    for bad in ("-1", "9" * 40, "'", "²", "\x00"):
        for name in ("after", "q", "purpose", "state", "box"):
            assert client.get("/supervision/cameras", {name: bad}).status_code == 200
            assert client.get("/supervision/views", {name: bad}).status_code == 200
