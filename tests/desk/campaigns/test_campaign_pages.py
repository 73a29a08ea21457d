"""Campaigns at the desk: made, looked at by place, arranged, opened and closed."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

import pytest

from gege.fieldwork import api as fieldwork
from gege.fieldwork.api import Assignment, Campaign
from tests.cast import COMMUNITY, GRID, OTHER_COMMUNITY, OTHER_GRID, TOWN
from tests.desk.campaigns.conftest import Desk

ENTRY = {
    "title": "房屋普查",
    "purpose": "了解房屋安全情况",
    "form": "houses:1",
    "area_codes": [TOWN],
    "other_codes": "",
    "opens_on": "2026-11-24",
    "due_on": "2026-12-31",
    "sample_percent": "5",
}


@pytest.mark.row("R-046")
def test_a_campaign_is_made_opened_and_closed_at_the_desk(desk: Desk) -> None:
    desk.collecting.form()
    who = "county_supervisor"
    made = desk.post(who, "/campaigns/new", ENTRY)
    campaign = Campaign.objects.get()
    assert (made.status_code, made.headers["Location"]) == (302, f"/campaigns/{campaign.uid}")
    assert (campaign.state, campaign.area_codes) == ("draft", [TOWN])
    page = desk.get(who, f"/campaigns/{campaign.uid}")
    assert "启动采集" in page.content.decode()
    desk.post(who, f"/campaigns/{campaign.uid}/open")
    campaign.refresh_from_db()
    assert campaign.state == "open"
    desk.post(who, f"/campaigns/{campaign.uid}/close")
    campaign.refresh_from_db()
    assert campaign.state == "closed"


def test_other_places_are_named_by_their_codes(desk: Desk) -> None:
    desk.collecting.form()
    body = ENTRY | {"area_codes": [], "other_codes": f"{GRID}，{OTHER_COMMUNITY}"}
    desk.post("county_supervisor", "/campaigns/new", body)
    assert Campaign.objects.get().area_codes == sorted([GRID, OTHER_COMMUNITY])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"title": ""}, "标题"),
        ({"area_codes": []}, "请填写"),
        ({"other_codes": OTHER_GRID}, "辖区"),
        ({"due_on": "2026-11-01"}, "早于"),
        ({"due_on": "soon"}, "日期"),
        ({"form": "nothing:9"}, "选"),
        ({"sample_percent": "500"}, "100"),
    ],
)
def test_what_cannot_be_is_said_on_the_form_and_nothing_is_lost(
    desk: Desk, change: dict[str, Any], said: str
) -> None:
    desk.collecting.form()
    response = desk.post("township_operator", "/campaigns/new", ENTRY | change)
    text = response.content.decode()
    assert (response.status_code, Campaign.objects.count()) == (422, 0)
    assert said in text
    assert ENTRY["purpose"] in text


def test_while_it_runs_only_some_things_can_be_changed(desk: Desk) -> None:
    campaign = desk.collecting.open()
    desk.collecting.form("2")
    page = desk.get("county_supervisor", f"/campaigns/{campaign.uid}/amend").content.decode()
    assert 'name="area_codes"' not in page
    body = ENTRY | {"form": "houses:2", "title": "新名", "area_codes": [GRID]}
    desk.post("county_supervisor", f"/campaigns/{campaign.uid}/amend", body)
    campaign.refresh_from_db()
    assert (campaign.title, campaign.form.version, campaign.area_codes) == (
        "新名",
        "2",
        [COMMUNITY],
    )


def test_a_refusal_is_said_on_the_page(desk: Desk) -> None:
    desk.collecting.form(media=False)
    draft = desk.collecting.draft()
    client = desk.collecting.cast.client("county_supervisor")
    response = client.post(f"/campaigns/{draft.uid}/open", follow=True)
    assert "sketch.png" in response.content.decode()


@pytest.mark.row("R-046")
def test_every_figure_leads_to_its_entries(desk: Desk) -> None:
    campaign = desk.collecting.open()
    collecting = desk.collecting
    collecting.take(campaign)
    collecting.take(campaign, door="102", outcome="refused")
    collecting.take(campaign, "丙栋", by=collecting.cast.second_grid_worker, outcome="absent")
    page = desk.get("township_operator", f"/campaigns/{campaign.uid}")
    shown = {
        figure.name: (figure.value, figure.of, figure.href) for figure in page.context["figures"]
    }
    assert {name: value[:2] for name, value in shown.items()} == {
        "已采集": (1, 6),
        "住户谢绝": (1, 6),
        "无人在家": (1, 6),
        "待再访": (0, 6),
        "未走到": (3, 6),
    }
    for name, many in (("已采集", 1), ("住户谢绝", 1), ("待再访", 0)):
        found = desk.get("township_operator", shown[name][2])
        assert len(found.context["rows"]) == many
    down = desk.get("township_operator", f"/campaigns/{campaign.uid}?area={GRID}")
    assert sorted(line.label for line in down.context["lines"]) == ["乙栋", "甲栋"]
    wrong = desk.get("township_operator", f"/campaigns/{campaign.uid}?area={OTHER_GRID}")
    assert wrong.status_code == 200
    assert wrong.context["wrong"]


@pytest.mark.row("R-031")
def test_a_stranger_finds_no_campaign(desk: Desk) -> None:
    campaign = desk.collecting.open()
    entry = desk.collecting.take(campaign)
    unknown = "00000000-0000-4000-8000-000000000000"
    for tail in ("", "/entries", "/buildings", "/export"):
        for uid in (campaign.uid, unknown):
            assert desk.get("stranger", f"/campaigns/{uid}{tail}").status_code == 404
    for tail in ("/open", "/close", "/amend", "/buildings/arrange", "/buildings/take-in"):
        status = desk.post("strange_township_operator", f"/campaigns/{campaign.uid}{tail}")
        assert status.status_code == 404, tail
    for tail in ("", "/reveal", "/check", "/files/front.jpg"):
        assert desk.get("stranger", f"/campaigns/entries/{entry.uid}{tail}").status_code == 404
    assert desk.get("stranger", "/campaigns").context["rows"] == []
    assert campaign.title not in desk.get("stranger", "/campaigns").content.decode()


def test_the_list_says_what_is_late_and_narrows_by_state(desk: Desk) -> None:
    campaign = desk.collecting.open()
    desk.collecting.wait(days=60)
    page = desk.get("station_clerk", "/campaigns?state=open")
    assert [(row.title, row.late) for row in page.context["rows"]] == [(campaign.title, True)]
    assert desk.get("station_clerk", "/campaigns?state=closed").context["rows"] == []
    nothing = desk.get("station_clerk", "/campaigns?state=%27")
    assert (nothing.status_code, nothing.context["rows"]) == (200, [])


@pytest.mark.parametrize("address", ["/campaigns", "", "/entries", "/buildings"])
def test_a_list_costs_the_same_with_one_row_and_with_three(desk: Desk, address: str) -> None:
    collecting = desk.collecting
    campaign = collecting.open(area_codes=[COMMUNITY])
    path = address if address == "/campaigns" else f"/campaigns/{campaign.uid}{address}"
    Assignment.objects.exclude(point__name="甲栋").delete()
    collecting.take(campaign)
    one = desk.statements("county_supervisor", path)
    collecting.take(campaign, door="102", outcome="refused")
    collecting.take(campaign, door="103", outcome="absent")
    fieldwork.take_in(campaign.uid, by=collecting.cast.county_supervisor, now=collecting.now)
    for form_id in ("f2", "f3"):
        collecting.form(form_id=form_id)
        collecting.open(form_id=form_id, title=form_id)
    assert desk.statements("county_supervisor", path) == one


def test_a_station_arranges_its_buildings_and_nobody_elses(desk: Desk) -> None:
    collecting = desk.collecting
    campaign = collecting.open(area_codes=[COMMUNITY, OTHER_COMMUNITY])
    mine = collecting.at(campaign, "甲栋").pk
    other = collecting.at(campaign, "外栋").pk
    address = f"/campaigns/{campaign.uid}/buildings"
    page = desk.get("station_clerk", address)
    assert {row["name"] for row in page.context["rows"]} == {"甲栋", "乙栋", "丙栋"}
    second = collecting.cast.second_grid_worker.account_id
    do = f"{address}/arrange"
    assert desk.post("station_clerk", do, {"chosen": [mine], "deed": "send", "who": second})
    assert desk.post("station_clerk", do, {"chosen": [mine], "deed": "count", "doors": 7})
    row = Assignment.objects.get(pk=mine)
    assert (row.account_id, row.expected) == (second, 7)
    assert desk.post("station_clerk", do, {"chosen": [mine], "deed": "send", "who": ""})
    row.refresh_from_db()
    assert row.account_id is None
    for ids in ([other], [mine, other], ["9" * 18]):
        response = desk.post("station_clerk", do, {"chosen": ids, "deed": "leave"})
        assert response.status_code == 404
    for body in ({}, {"chosen": ["x"], "deed": "leave"}, {"chosen": [mine], "deed": "burn"}):
        assert desk.post("station_clerk", do, body).status_code == 302
    assert Assignment.objects.filter(pk__in=[mine, other]).count() == 2
    assert desk.post("station_clerk", do, {"chosen": [mine], "deed": "leave"}).status_code == 302
    assert not Assignment.objects.filter(pk=mine).exists()
    assert desk.post("county_supervisor", f"{address}/take-in").status_code == 302
    assert Assignment.objects.filter(point__name="甲栋").exists()


def test_a_worker_makes_a_password_for_collect_and_it_opens_the_interface(desk: Desk) -> None:
    desk.collecting.open()
    page = desk.post("grid_worker", "/campaigns/collect", {"code": ""})
    token = page.context["token"]
    assert token in page.content.decode()
    assert "no-store" in page.headers["Cache-Control"]
    given = b64encode(f"grid-worker:{token}".encode()).decode()
    answer = desk.collecting.cast.client("stranger").get(
        "/field/openrosa/formList", headers={"Authorization": f"Basic {given}"}
    )
    assert b"houses" in answer.content
    wrong = desk.post("grid_worker", "/campaigns/collect", {"code": "ABCD-EFGH"})
    assert wrong.status_code == 422
