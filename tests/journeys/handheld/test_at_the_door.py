"""Visits and campaigns: a service that the resident confirms, a form answered from door to door."""

from __future__ import annotations

import pytest

from gege.fieldwork.models import Concern, Entry, EntryFile, Visit
from gege.matters.api import Matter
from tests.journeys.handheld.day import day
from tests.journeys.handheld.phone import handheld, picture
from tests.journeys.screen import County


@pytest.mark.row("R-061", "R-106")
def test_a_doorstep_service_counts_by_the_residents_own_tap(county: County) -> None:
    seeded = day(county.cast)
    phone = handheld(county).enter().installed().offline()
    phone.open(f"visit/{seeded.visits['service'].uid}").choose("已走访")
    phone.type("说了什么", "代缴了今年的医保").tap("#hand-over")
    phone.shot("witness")
    assert phone.text("dialog .service") == "代缴了今年的医保"
    phone.tap("#witness-yes").tap("#phone-back")
    assert phone.says("群众说：办好了。")
    phone.choose("反映了要办的事").tap("#send-visit")
    phone.type("什么事", "单元门锁坏了").kind("自建房").tap("#send-report")
    phone.online().all_sent()
    made = Visit.objects.get(uid=seeded.visits["service"].uid)
    assert (made.state, made.confirm_how) == ("done", "tap")
    matter = Matter.objects.get(title="单元门锁坏了")
    assert matter.channel == "visit"
    assert Concern.objects.filter(visit=made).count() == 1


@pytest.mark.row("R-046", "R-039")
def test_a_form_is_answered_without_a_network_and_goes_on_after_a_break(county: County) -> None:
    seeded = day(county.cast)
    assert seeded.campaign is not None
    phone = handheld(county).enter().installed()
    phone.open(f"form/{seeded.campaign.uid}").page.locator(".xform .field").first.wait_for()
    phone.offline()
    phone.open(f"campaign/{seeded.campaign.uid}").press("解放路 2 号楼", exact=False)
    phone.type("门牌", "1-101").press("住户谢绝")
    phone.type("门牌", "1-102").press("无人在家")
    phone.shot("doors", whole=True)
    phone.type("门牌", "1-103").tap("#fill")
    phone.page.locator(".xform .field").first.wait_for()
    phone.choose("有人").type("常住几人", "3").choose("维修")
    phone.type("怎么称呼", "张大姐").press("再加一个")
    phone.page.get_by_label("怎么称呼").nth(1).fill("小明")
    phone.page.locator(".xform input[type=file]").set_input_files(
        {"name": "door.jpg", "mimeType": "image/jpeg", "buffer": picture("#365")}
    )
    phone.page.locator(".photo.is-one").wait_for()
    phone.choose("住户知情")
    phone.page.wait_for_timeout(500)
    phone.page.reload()
    phone.unlock()
    phone.page.locator(".xform .field").first.wait_for()
    assert phone.field("常住几人").input_value() == "3"
    phone.page.locator(".photo.is-one img").wait_for()  # it is opened from the store
    assert phone.says("共 3 人")
    phone.shot("form-again", whole=True)
    phone.tap("#send-form").online().all_sent()
    found = {one.door: one for one in Entry.objects.all()}
    assert {door: one.outcome for door, one in found.items()} == {
        "1-101": "refused",
        "1-102": "absent",
        "1-103": "done",
    }
    xml = found["1-103"].xml
    for part in (
        "<count>3</count>",
        "<needs>repair</needs>",
        "<nick>张大姐</nick>",
        "<nick>小明</nick>",
    ):
        assert part in xml
    file = EntryFile.objects.get(entry=found["1-103"])
    assert (file.media_type, file.name in xml) == ("image/jpeg", True)


@pytest.mark.row("R-046")
def test_a_form_with_faults_says_each_at_its_question(county: County) -> None:
    seeded = day(county.cast)
    assert seeded.campaign is not None
    phone = handheld(county).enter()
    phone.open(f"form/{seeded.campaign.uid}").page.locator(".xform .field").first.wait_for()
    phone.choose("有人").type("常住几人", "30").tap("#send-form")
    wrong = [
        " ".join(one.split()) for one in phone.page.locator(".is-wrong .error").all_inner_texts()
    ]
    assert wrong == ["人数在 0 到 20 之间", "这一项要填。"]
    assert Entry.objects.count() == 0
