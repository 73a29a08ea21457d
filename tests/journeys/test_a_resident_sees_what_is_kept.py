"""A home is entered by searching, a department differs, and the resident reads and corrects."""

from __future__ import annotations

import re
from typing import Any

import pytest

from gege.registers.api import Question, Record
from gege.trail.api import AccessLine
from tests.cast import GRID, centre_of
from tests.journeys.screen import County, Person
from tests.registers.keeping_records import Home, go_live

PHONE: dict[str, Any] = {"viewport": {"width": 360, "height": 800}}


def test_a_resident_sees_what_is_kept_and_is_answered(county: County) -> None:
    go_live()
    home = Home(county.cast.grid_worker)
    clerk = county.person("station_clerk").visit(f"/registers/records/{home.resident.uid}")
    clerk.page.click(".deeds a[href$='/own']")
    clerk.page.check("[name=kind][value=see]")
    clerk.page.click("main form button.is-first")
    number, code = clerk.page.locator(".slip").all_inner_texts()
    assert not clerk.says("王小明")

    someone = county.stranger("resident", script=False, **PHONE)
    open_own_data(someone, number, code)
    assert someone.says("王小明")
    assert someone.says("没有人查看过")
    someone.page.fill("[name=words]", "出生年月应是1951年3月")
    someone.page.click("main button.is-first")
    asked = re.search(r"\d{6}-\d{6}", someone.text("[role=status]"))
    assert asked is not None

    clerk.visit("/registers/own").page.click(f"text={asked[0]}")
    assert clerk.says("出生年月应是1951年3月")
    clerk.page.check("[name=granted][value=yes]")
    clerk.page.fill("[name=answer]", "已按身份证更正")
    clerk.page.click("main form button.is-first")
    clerk.page.wait_for_url("**/registers/own")
    open_own_data(someone, number, code)
    assert someone.says("已按身份证更正")
    kept = [one.get("name") for one in someone.page.context.cookies()]
    assert "sessionid" not in kept, "the browser keeps nothing that opens the data again"


@pytest.mark.row("R-039")
def test_a_home_is_entered_by_searching_and_its_entries_are_opened_with_a_purpose(
    county: County,
) -> None:
    go_live()
    worker = county.person("grid_worker")
    lng, lat = centre_of(GRID)
    enter(
        worker, "building",
        building_code="B1", name="3栋", address="解放路12号3栋", point=f"{lng}, {lat}", use="1",
        self_built_business="no",
    )  # fmt: skip
    found = {"building-0-find": "解放路12号3栋"}
    enter(worker, "dwelling", dwelling_no="501", occupancy="1", **found)
    home = {"dwelling-0-find": "解放路12号3栋501"}
    person = {"id_type": "990", "residence_kind": "1", "phone": "10000000008"}
    enter(worker, "resident", name="赵新民", born="1970-01", **person, **home)
    head = {"head-0-find": "赵新民", "members-0-find": "赵新民", "members-0-relation": "02"}
    enter(worker, "household", household_no="H-1", household_kind="1", **head, **home)
    worker.page.click("dl a:has-text('赵**') >> nth=0")
    assert worker.says("H-1"), "the household names the resident, and the resident it"

    for entry in ("name", "phone"):
        worker.page.check(f"[name=field][value={entry}]")
    worker.page.select_option("[name=purpose]", "contact")
    worker.page.click(".reveal button")
    assert worker.says("赵新民")
    assert worker.says("10000000008")
    resident = Record.objects.get(sheet="resident")
    assert resident.area_code == GRID, "the place follows from the dwelling"
    assert AccessLine.objects.latest("id").subject == f"register:{resident.uid}"


@pytest.mark.row("R-044")
def test_a_department_differs_and_the_grid_worker_gives_way(county: County) -> None:
    go_live()
    home = Home(county.cast.grid_worker)
    page = f"/registers/records/{home.building.uid}"
    for who, floors in (("grid_worker", "6"), ("department_officer", "7")):
        person = county.person(who).visit(f"{page}/say")
        person.page.fill("[name=floors]", floors)
        person.page.click("main form button.is-first")
        person.page.wait_for_url(f"**{page}")
    worker = county.person("grid_worker").visit("/registers/differences")
    worker.page.click("main table a")
    assert worker.text(".two-words").count("7") >= 1
    worker.page.check("[name=choose][value=proposed]")
    worker.page.fill("[name=reason]", "重新数过，是七层")
    worker.page.click("main form button.is-first")
    worker.page.wait_for_url("**/registers/differences")
    assert Question.objects.get().settled_at is not None
    bureau = county.person("department_officer").visit(page)
    assert bureau.text("dl.record-facts div:has(dt:text-is('层数')) dd").startswith("7")


def open_own_data(someone: Person, number: str, code: str) -> None:
    page = someone.visit("/r/my-data").page
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    page.click("main button.is-first")


def enter(worker: Person, sheet: str, **typed: str) -> None:
    """Enter a record by its list's button; a searched entry that is not found stays here."""
    worker.visit(f"/registers/{sheet}").page.click(f"a[href$='/registers/{sheet}/new']")
    worker.fill("entry", typed)
    worker.page.click("main form button.is-first")
    if worker.page.locator("main [role=alert]").count():
        raise AssertionError(worker.text("main [role=alert]"))
    worker.page.wait_for_url("**/registers/records/*")
