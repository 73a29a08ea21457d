"""The network goes away in the morning and comes back at noon: nothing is lost, nothing doubled."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from gege.field.models import Receipt
from gege.fieldwork.models import CheckIn, Finding, Patrol, TrackPoint, Visit
from gege.matters.api import Attachment, Matter
from tests.journeys.handheld.day import Day, day
from tests.journeys.handheld.phone import Handheld, handheld
from tests.journeys.screen import County

HOLE, LAMP, RUBBISH = "人行道塌了一块", "3 栋路灯不亮", "楼道堆了杂物"


@pytest.mark.row("R-039", "R-063", "R-078", "R-080", "R-106")
def test_a_half_day_offline_arrives_once_in_order_with_the_times_of_the_doing(
    county: County,
) -> None:
    seeded = day(county.cast)
    phone = handheld(county).enter().installed()
    spot = seeded.points[0]
    phone.stand(spot.lng or 0, spot.lat or 0)
    phone.offline()
    before = Matter.objects.count()
    begun = timezone.now()
    walk(phone, seeded)
    ended = timezone.now()
    refuse_a_visit(phone)
    search_the_handbook(phone)
    phone.shot("offline-today")
    kept = phone.open("outbox").unsent
    phone.shot("offline-outbox", whole=True)
    assert kept == 15
    # The phone is switched off and on again, still without a network.
    phone.page.reload()
    phone.unlock()
    assert phone.open("outbox").unsent == kept
    assert (Matter.objects.count(), Patrol.objects.count(), Receipt.objects.count()) == (
        before,
        0,
        0,
    )
    came_back = timezone.now()
    phone.online().all_sent()
    phone.shot("online-outbox", whole=True)
    matters_are_there_once(before, begun, came_back)
    patrol_is_there_once(seeded, begun, ended)
    one = Visit.objects.get(uid=seeded.visits["care"].uid)
    assert (one.state, one.words) == ("refused", "今天不方便，改日再说")
    assert one.done_at is not None
    assert ended <= one.done_at <= came_back
    everything_in_order(kept)


def walk(phone: Handheld, seeded: Day) -> None:
    """A patrol with two points and three finds, one of them settled on the spot."""
    phone.open("patrol").tap("#start-patrol")
    phone.page.locator("[data-point]").first.wait_for()
    phone.page.wait_for_timeout(500)
    phone.shot("patrol-running", whole=True)
    phone.tap(f'[data-point="{seeded.points[0].uid}"]')
    phone.tap(f'[data-point="{seeded.points[3].uid}"]').yes()
    phone.tap("#found")
    phone.type("什么事", HOLE).photo("#855").kind("坑洼").choose("我的位置").press("用我现在的位置")
    phone.page.locator("[data-position]").wait_for()
    phone.shot("report-filled", whole=True)
    phone.tap("#send-report")
    phone.tap("#found")
    phone.type("什么事", LAMP).photo("#558").photo("#575").kind("路灯").choose("选楼栋").press(
        "解放路 3 号楼"
    )
    phone.tap("#send-report")
    phone.tap("#found")
    phone.type("什么事", RUBBISH).photo("#775").kind("垃圾").choose("已当场处理完")
    phone.tap("input[value=done]")
    phone.page.locator(".report textarea").nth(1).fill("和住户一起清走了，已叮嘱。")
    phone.photo("#aa9", ".report .pictures:last-of-type")
    phone.shot("report-settled", whole=True)
    phone.tap("#send-report")
    phone.tap("#end-patrol").yes()


def refuse_a_visit(phone: Handheld) -> None:
    phone.open("visits").press("关爱走访 · 李大爷", exact=False)
    phone.choose("住户谢绝").type("说了什么", "今天不方便，改日再说").tap("#send-visit")


def search_the_handbook(phone: Handheld) -> None:
    phone.open("handbook")
    phone.page.fill("#handbook-search", "煤炉 老人")
    phone.press("独居老人冬天取暖安全", exact=False)
    assert phone.says("装报警器")
    phone.open("today")


def matters_are_there_once(before: int, begun: datetime, came_back: datetime) -> None:
    found = list(Matter.objects.filter(title__in=(HOLE, LAMP, RUBBISH)).order_by("reported_at"))
    assert [one.title for one in found] == [HOLE, LAMP, RUBBISH]
    assert Matter.objects.count() == before + 3
    assert all(begun <= one.reported_at <= came_back for one in found)
    assert [one.channel for one in found] == ["patrol"] * 3
    assert [Attachment.objects.filter(matter=one).count() for one in found] == [1, 2, 2]
    hole, lamp, rubbish = found
    assert (hole.state, lamp.state, rubbish.outcome) == ("reported", "reported", "done")
    assert (rubbish.settled_at or begun) <= came_back
    assert (hole.lng, lamp.address) != (None, "")
    assert lamp.address == "解放路 14 号"


def patrol_is_there_once(seeded: Day, begun: datetime, ended: datetime) -> None:
    one = Patrol.objects.get()
    assert begun <= one.started_at < (one.ended_at or begun) <= ended
    passed = CheckIn.objects.filter(patrol=one).order_by("at").values_list("point_id", "how")
    assert list(passed) == [(seeded.points[0].pk, "position"), (seeded.points[3].pk, "hand")]
    assert Finding.objects.filter(patrol=one).count() == 3
    assert all(begun <= row.at <= ended for row in TrackPoint.objects.all())


def everything_in_order(kept: int) -> None:
    rows: list[dict[str, Any]] = list(Receipt.objects.order_by("done_at", "received_at").values())
    assert [row["status"] for row in rows] == ["done"] * len(rows)
    assert [row["kind"] for row in rows] == [
        "patrol_start", "check_in", "check_in", "report", "attach", "report", "attach", "attach",
        "report", "attach", "attach", "move", "track", "patrol_end", "visit",
    ]  # fmt: skip
    assert len(rows) == kept
