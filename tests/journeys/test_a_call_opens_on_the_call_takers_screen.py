"""A call rings, opens by itself, becomes a matter at its place, and the caller gets the number."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.utils import timezone

from gege.hotline.models import Call
from gege.matters.api import Matter, Reporting
from gege.notices.api import Delivery, unseal
from gege.notices.planning import PURPOSE as DELIVERY
from gege.services.api import Text, publish_article, write_article
from tests.cast import COUNTY, GRID
from tests.journeys.calls_by_webhook import CALLER, exchange
from tests.journeys.screen import County

pytestmark = [pytest.mark.row("R-072"), pytest.mark.row("R-054"), pytest.mark.row("R-077")]


DANGER = "110、119、120、122"


def handbook(county: County) -> None:
    """One article in force: how to be insured."""
    now, by = timezone.now(), county.cast.county_supervisor
    text = Text(
        kind="procedure",
        title="城乡居民医保怎么参保",
        body="带上身份证和户口簿，到社区服务站窗口办理。\n\n- 填一张表\n- 当场办结",
        keywords="医保 参保 缴费",
        source="县医疗保障局办事指南",
        owner_id=county.cast.unit_id(COUNTY),
        valid_from=date(2020, 1, 1),
        review_on=now.date().replace(year=now.year + 1),
    )
    article = write_article(text, by=by, now=now)
    publish_article(article.uid, note="首发", by=by, now=now)


def test_a_call_is_reported_with_its_place_and_the_caller_has_the_number(county: County) -> None:
    handbook(county)
    line = exchange(county)
    hotline = county.person("hotline_operator").visit("/hotline/")
    assert hotline.says("现在没有来电")

    # It rings while the page stands there; then it is answered at this seat, and opens.
    place = line.ring("c1")
    hotline.page.locator(".is-ringing").wait_for()
    assert hotline.says("100****0155")
    assert not hotline.says(CALLER)
    hotline.shot("hotline-rings")
    line.tell("answered", "c1", extension="8001")
    hotline.page.wait_for_url(f"**{place}")

    # What is typed is answered and placed beside; two fields and Enter are enough.
    page = hotline.page
    page.locator("#call_title").press_sequentially("路灯不亮，整条街都黑")
    page.locator("#answers .guess").wait_for()
    assert hotline.text("#answers .guess") == "类别 路灯不亮"
    page.locator("#call_place").press_sequentially("解放路 第1网格")
    page.locator("#places input:checked").wait_for()
    # What appears beside the words leaves the typing alone.
    assert page.evaluate("document.activeElement.id") == "call_place"
    page.select_option("#call_reply_route", "sms")
    hotline.shot("hotline-work")
    with page.expect_navigation():
        page.press("#call_place", "Enter")

    matter = Matter.objects.get()
    assert (matter.area_code, matter.kind, matter.channel) == (GRID, "A01", "hotline")
    assert hotline.says(matter.number)
    code = re.search(r"\d{3} \d{3} \d{4}", hotline.text("main"))
    assert code is not None
    hotline.shot("hotline-done")
    sealed = unseal(Delivery.objects.get(account_id=None).sealed, DELIVERY)
    assert sealed["phone"] == CALLER
    assert sealed["values"] == {"number": matter.number, "code": code[0], "danger": DANGER}

    # The caller follows it with number and code, without an account.
    resident = county.stranger("nobody").visit("/r/follow")
    resident.page.fill("[name=number]", matter.number)
    resident.page.fill("[name=code]", code[0])
    with resident.page.expect_navigation():
        resident.page.press("[name=code]", "Enter")
    assert resident.says(matter.number)

    # Calling again: what they reported stands beside, and is urged with a word.
    again = line.ring("c2", ago=9)
    line.tell("answered", "c2", ago=3, extension="8001")
    hotline.visit("/hotline/").page.wait_for_url(f"**{again}")
    assert hotline.says(matter.number)
    page.fill("#call_title", "已经两天了还没有人来")
    with page.expect_navigation():
        page.click("button[name=deed][value^=urge]")
    assert [one.given for one in Call.objects.order_by("id")] == ["reported", "urged"]


def test_a_question_is_answered_out_of_the_handbook(county: County) -> None:
    handbook(county)
    line = exchange(county)
    place = line.ring("c1", "")
    line.tell("answered", "c1", extension="8001")
    hotline = county.person("hotline_operator").visit("/hotline/")
    hotline.page.wait_for_url(f"**{place}")
    hotline.page.locator("#call_title").press_sequentially("我想问一下医保怎么参保")
    hotline.page.locator("#answers .button").wait_for()
    hotline.shot("hotline-answers")
    with hotline.page.expect_navigation():
        hotline.page.click("#answers .button")
    call = Call.objects.get()
    assert (call.given, call.article_version, call.matter_id) == ("answered", 1, None)
    assert hotline.says("城乡居民医保怎么参保")


@pytest.mark.row("R-064")
def test_a_call_by_hand_is_two_fields_and_one_key(county: County) -> None:
    """By keyboard only: the first field has the focus, the rest has sane defaults."""
    hotline = county.person("hotline_operator").visit("/hotline/calls/new")
    page = hotline.page
    keys = 0
    assert page.evaluate("document.activeElement.id") == "call_title"
    for text in ("路灯不亮", "中山社区 第1网格"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
        keys += len(text) + 1
    page.keyboard.press("Enter")
    keys += 1
    page.wait_for_url(re.compile(r"/hotline/calls/[0-9a-f]{8}-"))
    matter = Matter.objects.get()
    assert (matter.title, matter.kind, matter.placed) == ("路灯不亮", "A01", True)
    assert keys <= 20
    reporter = Reporting.objects.get()
    assert (reporter.anonymous, reporter.phone, reporter.wants_callback) == (True, "", False)
