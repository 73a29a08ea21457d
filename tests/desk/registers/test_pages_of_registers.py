"""The registers at a desk: every page for everybody who sees it, and a whole life of a record."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gege.kernel.ids import new_uid
from gege.registers.api import Question, Record, shipped_document
from gege.trail.api import AccessLine
from tests.cast import Cast
from tests.desk.registers.entering_pages import Desk, entered
from tests.registers.keeping_records import Home, go_live


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live()
    return Home(cast.grid_worker)


@pytest.mark.row("R-037")
def test_a_resident_is_entered_corrected_opened_and_ended_at_the_desk(
    cast: Cast, home: Home
) -> None:
    desk = Desk(cast.client("grid_worker"))
    page = desk.get("/registers/resident/new")
    assert "姓名" in page
    answer = desk.post(
        "/registers/resident/new",
        uid=str(new_uid()),
        name="赵新民",
        id_type="990",
        born="1970-01",
        residence_kind="1",
        **{"dwelling-0-find": "解放路12号3幢501室"},
        phone="10000000008",
        evidence="told",
    )
    record = entered(answer)
    shown = desk.get(f"/registers/records/{record.uid}")
    assert "赵**" in shown
    assert "赵新民" not in shown
    assert "10000000008" not in shown

    answer = desk.post(
        f"/registers/records/{record.uid}/reveal",
        field=["name", "phone"],
        purpose="contact",
    )
    assert answer.status_code == 200
    text = answer.content.decode()
    assert "赵新民" in text
    assert "10000000008" in text
    line = AccessLine.objects.latest("id")
    assert (line.subject, line.fields) == (f"register:{record.uid}", "name,phone")

    page = desk.get(f"/registers/records/{record.uid}/say")
    assert "赵新民" not in page
    answer = desk.post(
        f"/registers/records/{record.uid}/say",
        version=str(record.version),
        phone="10000000007",
        evidence="told",
        **{"dwelling-0-uid": str(home.dwelling.uid), "dwelling-0-uid-keep": "1"},
    )
    assert answer.status_code == 302, answer.content.decode()
    record.refresh_from_db()
    assert (record.open["phone"], record.open["name"]) == ("10000000007", "赵新民")

    answer = desk.post(
        f"/registers/records/{record.uid}/end",
        on=record.valid_from.isoformat(),
        why="moved_out",
        version=str(record.version),
    )
    assert answer.status_code == 302
    assert "迁出" in desk.get(f"/registers/records/{record.uid}")


def test_every_fault_stands_at_its_entry(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))
    answer = desk.post(
        "/registers/resident/new", uid=str(new_uid()), name="", phone="没有", born="昨天",
        evidence="seen",
    )  # fmt: skip
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {
        "name", "phone", "born", "id_type", "residence_kind", "dwelling"
    }  # fmt: skip


def test_a_doubted_number_is_taken_with_a_reason(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("grid_worker"))
    typed: dict[str, Any] = {
        "uid": str(new_uid()),
        "name": "钱有疑",
        "id_type": "111",
        "id_number": "990000195003070010",
        "born": "1950-03",
        "residence_kind": "1",
        "dwelling-0-uid": str(home.dwelling.uid),
        "evidence": "document",
    }
    assert desk.post("/registers/resident/new", **typed).status_code == 422
    typed["doubts_answered"] = "与证件逐位核对过"
    assert entered(desk.post("/registers/resident/new", **typed)).sealed["id_number"]


@pytest.mark.row("R-044")
def test_a_difference_is_settled_by_the_side_that_gives_way(cast: Cast, home: Home) -> None:
    grid, bureau = Desk(cast.client("grid_worker")), Desk(cast.client("department_officer"))
    say = f"/registers/records/{home.building.uid}/say"
    known = {"building_code": "B1", "name": "3栋", "address": "解放路12号3栋", "use": "1",
             "self_built_business": "no"}  # fmt: skip
    point = grid.value(say, "point")
    assert grid.post(say, **known, point=point, floors="6", evidence="counted").status_code == 302
    answer = bureau.post(say, **known, point=point, floors="7", evidence="department_file")
    assert answer.status_code == 302
    question = Question.objects.get()
    assert "层数" in grid.get("/registers/differences")
    page = f"/registers/differences/{question.pk}"
    assert grid.post(page, choose="standing", reason="我们是对的").status_code == 422
    assert grid.post(page, choose="proposed", reason="重新数过").status_code == 302
    home.building.refresh_from_db()
    assert home.building.open["floors"] == 7
    assert "没有待核定" in bureau.get("/registers/differences")


@pytest.mark.parametrize(
    "path",
    [
        "/registers",
        "/registers/differences",
        "/registers/contract",
        "/registers/contract/population",
        "/registers/contract/document",
        "/registers/assessments",
        "/registers/sharing",
        "/registers/building",
        "/registers/resident?s=unknown&state=all",
        "/registers/search",
        "/registers/resident?state=disputed",
    ],
)
def test_a_page_is_drawn_for_those_who_see_it_in_both_languages(
    cast: Cast, home: Home, path: str
) -> None:
    drawn = set()
    for who in cast.people:
        for language in ("zh-hans", "en"):
            client = cast.client(who)
            client.cookies["gege_language"] = language
            answer = client.get(path)
            assert answer.status_code in (200, 404, 422), (who, answer.status_code)
            if answer.status_code != 404:
                drawn.add(who)
    assert drawn


def test_nothing_of_a_record_is_drawn_for_a_stranger(cast: Cast, home: Home) -> None:
    for who in ("stranger", "second_grid_worker", "administrator", "hotline_operator"):
        client = cast.client(who)
        for part in ("", "/say", "/end"):
            assert client.get(f"/registers/records/{home.resident.uid}{part}").status_code == 404


def test_a_county_publishes_its_own_field_and_every_fault_is_named(cast: Cast, home: Home) -> None:
    desk = Desk(cast.client("administrator"))
    document = json.loads(json.dumps(shipped_document()))
    fields = document["registers"][2]["sheets"][0]["fields"]
    fields.append({"name": "roof", "zh": "屋顶", "en": "Roof", "type": "text", "show": "whole"})
    answer = desk.publish(document, "加屋顶")
    assert answer.status_code == 302
    assert "屋顶" in desk.get("/registers/contract/housing")
    fields.append({"name": "risk", "zh": "风险等级", "en": "Risk", "type": "text"})
    answer = desk.publish(document, "加风险")
    assert answer.status_code == 422
    assert "building.risk" in answer.content.decode()
    for bad in (b"\xff\xfe", b"[]", b"{" * 5000, b"null"):
        assert desk.publish(bad, "坏文件").status_code == 422


@pytest.mark.row("R-043")
def test_an_entry_of_the_catalogue_opens_fields_and_its_end_closes_them(
    cast: Cast, home: Home
) -> None:
    supervisor = Desk(cast.client("county_supervisor"))
    bureau = cast.client("other_department_officer")
    page = f"/registers/records/{home.resident.uid}"
    assert bureau.get(page).status_code == 404
    answer = supervisor.post(
        "/registers/sharing/new/resident",
        fields_=["name", "phone"],
        receiver="minzheng",
        purpose="contact",
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from="2020-01-01",
        valid_until="2022-01-01",
    )
    assert answer.status_code == 422
    today = home.resident.valid_from
    answer = supervisor.post(
        "/registers/sharing/new/resident",
        fields_=["name", "phone"],
        receiver="minzheng",
        purpose="contact",
        basis="社会救助暂行办法",
        frequency="on_request",
        valid_from=today.isoformat(),
        valid_until=today.replace(year=today.year + 1).isoformat(),
    )
    assert answer.status_code == 302, answer.content.decode()
    shown = bureau.get(page).content.decode()
    assert "王**" in shown
    assert "出生年月" not in shown
    number = re.findall(r"/registers/sharing/(\d+)/end", supervisor.get("/registers/sharing"))[0]
    assert supervisor.post(f"/registers/sharing/{number}/end", reason="不再需要").status_code == 302
    assert bureau.get(page).status_code == 404


def test_a_record_costs_the_same_with_one_member_and_with_five(cast: Cast, home: Home) -> None:
    client = cast.client("grid_worker")
    page = f"/registers/records/{home.dwelling.uid}"

    def cost() -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        return len(queries)

    one = cost()
    for number in range(4):
        home.person(cast.grid_worker, name=f"孙{number}")
    assert cost() == one


def test_the_impact_record_of_one_is_decided_by_another(cast: Cast) -> None:
    writer, decider = Desk(cast.client("administrator")), Desk(cast.client("county_supervisor"))
    answer = writer.post(
        "/registers/assessments/new/population",
        lawful="办理居民服务所必需，依法登记",
        risks="可能被无关人员看到个人信息",
        measures="分级、遮挡、加密，查看留痕",
    )
    assert answer.status_code == 302
    number = re.findall(r"/registers/assessments/(\d+)", decider.get("/registers/assessments"))[0]
    page = f"/registers/assessments/{number}"
    assert writer.post(page, approved="yes", reason="同意").status_code == 404
    assert decider.post(page, approved="yes", reason="同意启用").status_code == 302
    assert Client().get(page).status_code in (302, 404)
    assert not Record.objects.exists()
