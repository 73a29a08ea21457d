"""What somebody meets who uses the handheld for the first time: no right word, no patience."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Matter
from tests.journeys.handheld.day import Day
from tests.journeys.handheld.phone import handheld, points
from tests.journeys.screen import County


@pytest.mark.row("R-063")
def test_a_kind_is_found_by_words_that_come_near(county: County) -> None:
    phone = handheld(county).enter().open("report")
    phone.page.fill(".kind input[type=search]", "灯坏了")
    assert phone.page.locator(".kind .found button").first.inner_text().startswith("路灯")
    phone.page.fill(".kind input[type=search]", "xyz")
    assert phone.page.locator(".kind .found button").count() == 0


@pytest.mark.row("R-063")
def test_a_report_waits_for_the_position_that_was_asked_for(county: County) -> None:
    spot = points(county.cast)[0]
    phone = handheld(county).enter().stand(spot.lng or 0, spot.lat or 0).open("report")
    phone.type("什么事", "路灯不亮").kind("路灯").choose("我的位置").tap("#send-report")
    phone.page.locator("#patrol").wait_for()
    phone.all_sent()
    assert Matter.objects.get(title="路灯不亮").lat is not None


@pytest.mark.row("R-063")
def test_a_position_that_is_not_found_is_said_before_a_report_goes_without(county: County) -> None:
    phone = handheld(county).enter().open("report")
    phone.type("什么事", "路灯不亮").kind("路灯").choose("我的位置").tap("#send-report")
    phone.page.get_by_text("还没有定到位").wait_for()
    phone.tap("#send-report").page.locator("#patrol").wait_for()
    phone.all_sent()
    assert Matter.objects.get(title="路灯不亮").lat is None


@pytest.mark.row("R-039")
def test_what_was_entered_stands_under_its_labels_in_the_outbox(county: County) -> None:
    cast = county.cast
    number = Day(cast).with_matters().matters["new"].number
    phone = handheld(county).enter().installed().offline()
    phone.open(f"matter/{number}").tap("[data-move=handle_in_place]").choose("已完成")
    phone.page.locator(".screen textarea").fill("已经扶正")
    phone.tap("#send-move")
    matters.escalate(number, reason="要协调", tried="看过", by=cast.grid_worker, now=timezone.now())
    phone.online().page.locator(".head .wrong").wait_for()
    phone.open("outbox").press("小区门口井盖松动", exact=False)
    said = phone.text()
    assert ("办理结果" in said, "已完成" in said, "done" in said) == (True, True, False)
