"""The pages of the exchange: set up by an administrator, who sees no row; constant statements."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.exchange.actions.compare import compare_source
from gege.exchange.models import Outlet, Run, Source
from tests.cast import HOUSING, Cast
from tests.exchange.asking import System
from tests.exchange.conftest import shared
from tests.exchange.pulling import declare
from tests.registers.keeping_records import NOW, Home

ROOT = "/setup/exchange"


def content(answer: Any) -> str:
    return str(answer.content.decode())


def test_an_administrator_declares_a_source_with_its_form(county: Cast) -> None:
    browser = county.client("administrator")
    given = {
        "name": "房屋库", "unit_code": HOUSING, "sheet": "building", "folder": "zhujian",
        "every": "60", "at_hour": "2", "alarm": "240",
    }  # fmt: skip
    made = browser.post(f"{ROOT}/sources/new/folder", given)
    source = Source.objects.get()
    assert (made.status_code, made["Location"]) == (302, f"{ROOT}/sources/{source.uid}")
    again = browser.post(f"{ROOT}/sources/new/folder", given)
    assert again.status_code == 422
    assert "另一个来源已使用这个文件夹" in content(again)
    wrong = browser.post(f"{ROOT}/sources/new/table", given | {"address": "sqlite:///x"})
    assert wrong.status_code == 422
    assert browser.get(f"{ROOT}/sources/new/nothing").status_code == 404
    page = browser.get(f"{ROOT}/sources/{source.uid}")
    assert "exchange/zhujian/in" in content(page)
    assert content(browser.get(f"{ROOT}/sources/{source.uid}/change")).count("zhujian") > 0
    changed = browser.post(f"{ROOT}/sources/{source.uid}/change", given | {"name": "新名"})
    assert changed.status_code == 302
    for deed, body, word in (
        ("try", {}, "对方回答正常"), ("read", {}, "一分钟内读取"),
        ("anew", {}, "从头读取"), ("compare", {}, "部门不提供计数"),
        ("pause", {"reason": "检修"}, "已暂停"),
        ("read", {}, "已暂停"), ("resume", {}, "正常应答"), ("end", {"reason": "停用"}, "已停用"),
    ):  # fmt: skip
        if deed == "resume":
            Source.objects.update(reached_at=timezone.now())
        done = browser.post(f"{ROOT}/sources/{source.uid}/{deed}", body, follow=True)
        assert word in content(done), deed


def test_an_administrator_lets_a_department_be_told(
    county: Cast, home: Home, system: System
) -> None:
    browser = county.client("administrator")
    given = {
        "client": str(system.client.uid), "sheet": "resident", "way": "folder",
        "address": "minzheng", "alarm": "240",
    }  # fmt: skip
    made = browser.post(f"{ROOT}/outlets/new", given, follow=True)
    assert "从现在起向其文件夹放置文件" in content(made)
    outlet = Outlet.objects.get()
    assert browser.post(f"{ROOT}/outlets/new", given).status_code == 422
    page = f"{ROOT}/outlets/{outlet.uid}"
    assert browser.post(f"{page}/change", given | {"address": "other"}).status_code == 302
    assert browser.get(f"{page}/secret").status_code == 404
    assert "全部重新给出" in content(browser.get(f"{page}/anew"))
    for deed, body in (
        ("anew", {}), ("pause", {"reason": "检修"}), ("resume", {}), ("end", {"reason": "停用"}),
    ):  # fmt: skip
        assert browser.post(f"{page}/{deed}", body).status_code == 302, deed
    outlet.refresh_from_db()
    assert outlet.ended_at is not None


def test_no_page_shows_a_person(county: Cast, home: Home, system: System) -> None:
    """The administrator configures and reads no people; the deeds are nobody else's."""
    shared(county)
    system.changes()
    outlet = Outlet.objects.get()
    for who, deeds in (("administrator", True), ("county_supervisor", False)):
        browser = county.client(who)
        pages = [content(browser.get(ROOT)), content(browser.get(f"{ROOT}/outlets/{outlet.uid}"))]
        assert all("王小明" not in one and "民政系统" in one for one in pages)
        assert ("全部重新给出" in pages[1]) is deeds
    assert county.client("station_clerk").get(ROOT).status_code == 404


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_silent_source_is_red(county: Cast, language: str) -> None:
    source = declare(county, kind="folder", folder="zhujian")
    Source.objects.update(failures=3, away_since=NOW, said="no_folder")
    browser = county.client("county_supervisor")
    browser.cookies["django_language"] = language
    page = content(browser.get(ROOT, headers={"accept-language": language}))
    assert "light-red" in page
    one = content(browser.get(f"{ROOT}/sources/{source.uid}"))
    assert "light-red" in one


def test_lists_cost_the_same_with_one_row_and_with_three(
    county: Cast, home: Home, system: System
) -> None:
    browser = county.client("administrator")
    source = declare(county, kind="folder", folder="f0", name="来源0")
    shared(county)
    system.changes()

    def fill(count: int) -> None:
        for number in range(count):
            one = declare(county, kind="folder", folder=f"g{number}", name=f"又{number}")
            compare_source(one, by=county.administrator, now=NOW)
            Run.objects.create(source=source, started_at=NOW, state="empty")
            Outlet.objects.create(
                client=system.client, sheet=f"s{number}", way="folder", opened_at=NOW
            )

    def cost() -> list[int]:
        costs = []
        for path in (ROOT, f"{ROOT}/sources/{source.uid}"):
            with CaptureQueriesContext(
                connection,
            ) as seen:
                assert browser.get(path).status_code == 200
            costs.append(len(seen))
        return costs

    fill(1)
    cost()
    before = cost()
    for number in range(1, 4):
        Source.objects.create(
            name=f"多{number}", unit_id=county.unit_id(HOUSING), sheet="building", kind="folder",
            place={"folder": f"h{number}"}, next_at=NOW, opened_at=NOW,
        )  # fmt: skip
        Run.objects.create(source=source, started_at=NOW, state="empty")
        Outlet.objects.create(client=system.client, sheet=f"t{number}", way="pull", opened_at=NOW)
    assert cost() == before


def test_readings_are_turned_by_key(county: Cast) -> None:
    source = declare(county, kind="folder", folder="zhujian")
    for _ in range(35):
        Run.objects.create(source=source, started_at=NOW, state="empty")
    browser = county.client("administrator")
    page = content(browser.get(f"{ROOT}/sources/{source.uid}"))
    assert page.count("没有新内容") == 30
    key = Run.objects.order_by("-pk")[29].pk
    assert f"?before={key}" in page
    second = content(browser.get(f"{ROOT}/sources/{source.uid}?before={key}"))
    assert second.count("没有新内容") == 5
    assert browser.get(f"{ROOT}/sources/{source.uid}?before=²").status_code == 200
