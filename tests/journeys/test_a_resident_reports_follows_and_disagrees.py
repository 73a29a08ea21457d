"""A resident on an old phone without script: report, follow, rate, disagree, and it is reopened."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Attachment, Matter, Reporting
from gege.portal.queries.places_map import sheet
from gege.territory.api import load_atlas
from tests.cast import COMMUNITY, GRID, TOWN, centre_of
from tests.journeys.screen import County, Person
from tests.portal.conftest import photo

pytestmark = [pytest.mark.row("R-103"), pytest.mark.row("R-110")]

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 800}}


@pytest.fixture(autouse=True)
def waiting(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """A robot of a test fills in forms faster than people do."""
    settings.MEDIA_ROOT = tmp_path / "media"
    monkeypatch.setattr("gege.portal.rules.guarding.LEAST_SECONDS", 0)


def test_a_resident_reports_follows_and_disagrees(county: County, tmp_path: Path) -> None:
    file = tmp_path / "坑.jpg"
    file.write_bytes(photo(size=(1200, 900)).read())
    someone = county.stranger("resident", script=False, **PHONE)
    number, code = report(someone, file)
    matter = Matter.objects.get()
    assert (matter.number, matter.area_code, matter.channel) == (number, GRID, "web")
    assert Attachment.objects.filter(matter=matter).count() == 1
    someone.page.click("text=好了，手机上不留记录")

    settle(county, matter)
    back = county.stranger("resident at another phone", script=False, **PHONE)
    follow(back, number, code)
    assert back.says("坑已经填平")
    assert back.says("已经办结。")
    back.page.click("text=没有解决")
    back.page.fill("[name=words]", "只填了一半")
    back.page.click("main button.is-first")
    assert back.says("已经记下，会有人再去办。")
    matter.refresh_from_db()
    assert (matter.state, matter.reopenings) == ("dispatched", 1)

    settle(county, matter)
    back.visit("/r/own")
    back.page.click('a[href="/r/own/rate"]')
    back.page.check('[value="satisfied"]')
    back.page.click("main button.is-first")
    assert back.says("谢谢，已经记下。")
    assert Reporting.objects.get().satisfaction == "satisfied"


@pytest.mark.row("R-064")
def test_a_place_is_found_by_pressing_a_picture(county: County) -> None:
    someone = county.stranger("resident", script=False, **PHONE)
    lng, lat = centre_of(GRID)
    atlas, on = load_atlas(), timezone.localdate()
    page = someone.visit("/r/report").page
    page.click("text=在地图上选")
    where = matters.setting(timezone.now())
    for place in ("", TOWN, COMMUNITY):
        frame = sheet(where, place, "zh-hans", on, 320).frame
        assert frame is not None
        x, y = frame.pixel(lng, lat)
        page.click("input[type=image]", position={"x": x, "y": y})
    assert someone.says(atlas.label(GRID))
    page.check('[name=intent][value="request"]')
    page.fill("[name=words]", "路灯坏了，晚上看不清路。")
    page.click("main button.is-first")
    matter = Matter.objects.get()
    assert (matter.area_code, matter.placed) == (GRID, True)
    assert abs((matter.lng or 0) - lng) < 0.0003
    assert abs((matter.lat or 0) - lat) < 0.0003


def report(someone: Person, file: Path) -> tuple[str, str]:
    page = someone.visit("/r/").page
    page.click("main >> text=有事要说")
    page.click("text=沿口镇")
    page.click("text=解放路社区")
    page.click("main button.is-first")
    assert someone.says("请再看一看"), "what is missing is named"
    page.check('[name=intent][value="request"]')
    page.fill("[name=words]", "菜市场门口路上有个大坑")
    page.set_input_files("[name=photos]", file)
    page.check(f'[name=grid][value="{GRID}"]')
    someone.shot("resident-form")
    page.click("main button.is-first")
    assert someone.says("已经收到")
    someone.shot("resident-receipt")
    number, code = page.locator(".receipt dd").all_inner_texts()
    return number, code


def follow(someone: Person, number: str, code: str) -> None:
    page = someone.visit("/r/follow").page
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main button.is-first")


def settle(county: County, matter: Matter) -> None:
    """The grid's worker does it, the station verifies, as on any other day."""
    worker, clerk, now = county.cast.grid_worker, county.cast.station_clerk, timezone.now()
    move = matters.acknowledge if matter.state == "dispatched" else matters.accept
    move(matter.number, by=worker, now=now)
    matters.complete(matter.number, outcome="done", words="坑已经填平", by=worker, now=now)
    matters.verify(matter.number, by=clerk, now=now)
    matter.refresh_from_db()
    assert matter.state == "closed"


def test_a_code_on_the_wall_opens_the_form_and_the_station_can_be_called(county: County) -> None:
    clerk = county.person("station_clerk")
    clerk.visit(f"/portal/codes/{COMMUNITY}?all=1")
    assert clerk.page.locator("figure svg").count() == 4
    clerk.shot("sheet")
    address = clerk.page.locator(".address").last.inner_text()
    someone = county.stranger("resident", script=False, **PHONE)
    someone.page.goto(address)
    assert someone.says("解放路社区 · 第3网格")
