"""Two people move one matter, or the platform refuses: the worker is told, and decides."""

from __future__ import annotations

import pytest
from django.utils import timezone

from gege.field.models import Receipt
from gege.fieldwork.models import Visit
from gege.matters import api as matters
from gege.matters.api import Matter
from tests.cast import GRID
from tests.journeys.handheld.day import Day
from tests.journeys.handheld.phone import handheld, points, soon, today
from tests.journeys.screen import County


@pytest.mark.row("R-039", "R-063")
def test_a_step_on_a_matter_that_moved_meanwhile_is_shown_and_not_guessed(county: County) -> None:
    cast = county.cast
    matter = Day(cast).with_matters().matters["new"]
    number = matter.number
    phone = handheld(county).enter().installed().offline()
    phone.open(f"matter/{number}").tap("[data-move=accept]").tap("#send-move")
    phone.open(f"matter/{number}")
    assert phone.says("您这一步会先发出去")
    matters.escalate(
        number, reason="需要社区协调", tried="已现场看过", by=cast.grid_worker, now=timezone.now()
    )
    phone.online()
    phone.page.locator(".head .wrong").wait_for()
    phone.open("outbox").press("小区门口井盖松动", exact=False)
    phone.shot("conflict", whole=True)
    assert phone.says("现在的情况：")
    assert phone.says("按现在的情况，您这一步做不了了。")
    phone.press("看现在的情况")
    assert phone.says("需要社区协调")
    phone.open("outbox").press("小区门口井盖松动", exact=False).press("不发了").yes()
    assert phone.says("全部发出了")
    matter.refresh_from_db()
    assert matter.state == "reported"


@pytest.mark.row("R-039", "R-063")
def test_a_step_that_is_still_possible_is_done_again_on_the_new_state(county: County) -> None:
    cast = county.cast
    matter = Day(cast).with_matters().matters["new"]
    number = matter.number
    phone = handheld(county).enter().installed().offline()
    phone.open(f"matter/{number}").tap("[data-move=accept]").tap("#send-move")
    matters.note(number, words="请先放警示牌", by=cast.station_clerk, now=timezone.now())
    phone.online()
    phone.page.locator(".head .wrong").wait_for()
    phone.open("outbox").press("小区门口井盖松动", exact=False)
    assert phone.says("您的操作没有") or phone.says("现在的情况：")
    phone.press("按现在的情况再发一次").all_sent()
    phone.page.locator(".head .wrong").wait_for(state="detached")
    matter.refresh_from_db()
    assert matter.state == "handling"


OLDER = """async body => {
  const outbox = await import("/static/field/js/outbox.js");
  const key = outbox.newKey();
  await outbox.putAll([
    { key, kind: "report", body },
    { kind: "move", after: key, body: { matter: { key }, move: "handle_in_place",
      fields: { outcome: "done", words: "已经扶正" } } },
  ]);
}"""
"""What an older version of the app kept, which did not ask for the telephone yet."""


@pytest.mark.row("R-039", "R-064")
def test_a_refused_report_opens_again_with_the_reason_at_the_field(county: County) -> None:
    points(county.cast)
    phone = handheld(county).enter().installed().offline()
    body = {"title": "路牌倒了", "kind": "B01", "grid": GRID, "anonymous": False, "name": "居民乙"}
    phone.page.evaluate(OLDER, body | {"wants_callback": True})
    phone.online().page.locator(".head .wrong").wait_for()
    phone.open("outbox").page.locator(".section").first.wait_for()
    phone.shot("refused-outbox", whole=True)
    phone.press("路牌倒了 上报", exact=False).press("打开修改")
    phone.shot("refused-report", whole=True)
    wrong = phone.page.locator(".field.is-wrong")
    assert "电话" in wrong.inner_text()
    assert phone.field("什么事").input_value() == "路牌倒了"
    wrong.locator("input").fill("10000000009")
    phone.choose("选楼栋").press("解放路 2 号楼").tap("#send-report").all_sent()
    phone.page.locator(".head .wrong").wait_for(state="detached")
    made = Matter.objects.get(title="路牌倒了")
    assert (made.address, made.outcome) == ("解放路 12 号", "done")
    assert sorted(Receipt.objects.values_list("kind", "status")) == [
        ("move", "done"),
        ("report", "done"),
        ("report", "refused"),
    ]


@pytest.mark.row("R-106")
def test_a_refused_visit_opens_again_with_the_reason_at_the_field(county: County) -> None:
    phone = handheld(county).enter().installed()
    phone.open("visit/new").choose("关爱走访").choose("已走访").type("门牌", "3-302")
    phone.type("下次去", today().isoformat()).tap("#send-visit")
    phone.page.locator(".head .wrong").wait_for()
    phone.open("outbox").press("3-302", exact=False).press("打开修改")
    phone.shot("refused-visit", whole=True)
    assert "下次去的日子" in phone.page.locator(".field.is-wrong").inner_text()
    phone.type("下次去", soon().isoformat()).tap("#send-visit").all_sent()
    phone.page.locator(".head .wrong").wait_for(state="detached")
    assert [(one.state, one.door) for one in Visit.objects.exclude(done_at=None)] == [
        ("done", "3-302")
    ]


@pytest.mark.row("R-039")
def test_what_was_typed_is_there_again_after_the_app_was_killed(county: County) -> None:
    phone = handheld(county).enter().installed().offline()
    phone.open("report").type("什么事", "围墙裂了一道缝").photo()
    phone.type("详细情况", "从上到下，能伸进一只手。")
    phone.page.wait_for_timeout(500)
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.page.goto(f"{phone.address}/field/")
    phone.unlock().open("report")
    assert phone.field("什么事").input_value() == "围墙裂了一道缝"
    assert phone.field("详细情况").input_value() == "从上到下，能伸进一只手。"
    assert phone.page.locator(".photo img").count() == 1
