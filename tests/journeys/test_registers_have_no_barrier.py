"""Pages of the registers and of one's own data by axe, on a phone and at a desk, with rows."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from gege.kernel.ids import new_uid
from gege.registers.actions.pairing.find import find_pairs
from gege.registers.api import (
    Merge,
    Pair,
    Question,
    Record,
    answer_request,
    ask_to_correct,
    count_registers,
    merge,
    open_own_data,
    open_roll_call,
    receive_request,
    say,
    share,
    write_assessment,
)
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.journeys.screen import County
from tests.journeys.test_no_page_has_a_barrier import SIZES, problems
from tests.registers.intake.files import person as line_about
from tests.registers.intake.files import previewed
from tests.registers.keeping_records import LATER, Home, go_live

PAGES = {
    "grid_worker": (
        "/registers",
        "/registers/resident",
        "/registers/search",
        "/registers/resident/new",
        "/registers/household/new",
        "/registers/records/{resident}",
        "/registers/records/{resident}/say",
        "/registers/records/{household}",
        "/registers/records/{household}/view",
        "/registers/records/{building}/view",
        "/registers/roll-calls/{roll}",
        "/registers/differences",
        "/registers/differences/{question}",
    ),
    "station_clerk": (
        "/registers/records/{resident}/own",
        "/registers/own",
        "/registers/own/{asked}",
        "/registers/pairs",
        "/registers/pairs/{pair}",
        "/registers/merges/{merge}/apart",
        "/registers/records/{resident}/same",
        "/registers/records/{kept}",
        "/registers/imports",
        "/registers/imports/{import}",
        "/registers/imports/{import}/columns",
        "/registers/imports/{import}/lines",
        "/registers/imports/{import}/lines/3",
    ),
    "county_supervisor": (
        "/registers/statistics",
        "/registers/roll-calls/{roll}",
        "/registers/contract",
        "/registers/contract/population",
        "/registers/assessments",
        "/registers/assessments/{assessment}",
        "/registers/sharing",
        "/registers/sharing/new/resident",
    ),
    "administrator": ("/registers/assessments/new/population", "/registers/contract/publish"),
}


@pytest.mark.parametrize(("size", "language"), [("phone", "zh-hans"), ("desk", "en")])
def test_registers_have_no_barrier(county: County, size: str, language: str) -> None:
    width, height = SIZES[size]
    given = furnish(county)
    # Axe writes styles into the page to measure contrast, which the page itself may not.
    window: dict[str, Any] = {"viewport": {"width": width, "height": height}, "bypass_csp": True}
    found = look_at_own_data(county, given, language, f"{size}-{language}", window)
    for who, paths in PAGES.items():
        account = county.cast.account(who)
        account.language = language
        account.save(update_fields=["language"])
        person = county.person(who, **window)
        for path in paths:
            person.visit(path.format(**given))
            found += problems(person.page, f"{who} {path}", language)
            person.shot(f"{size}-{language}-{who}-{path.strip('/').replace('/', '-')}")
            if path.endswith("/new"):
                person.page.click("main form button.is-first")
                found += problems(person.page, f"{who} {path}, empty", language)
                person.shot(f"{size}-{language}-{who}-{path.strip('/').replace('/', '-')}-wrong")
    assert found == [], "\n".join(["", *found])


def look_at_own_data(
    county: County, given: dict[str, Any], language: str, name: str, window: dict[str, Any]
) -> list[str]:
    """The resident's pages: asked for, wrong, shown, and a correction sent empty."""
    someone = county.stranger("resident", **window)
    cookie = {"name": "django_language", "value": language, "url": county.address}
    someone.page.context.add_cookies([cookie])  # type: ignore[list-item]
    page = someone.visit("/r/my-data").page
    found: list[str] = []

    def look(what: str) -> None:
        found.extend(problems(page, f"resident {what}", language))
        someone.shot(f"{name}-own-{what}")

    look("asked")
    for code in ("0000000000", given["code"]):
        page.fill("[name=number]", given["number"])
        page.fill("[name=code]", code)
        page.click("main button.is-first")
        look("shown" if code == given["code"] else "wrong")
    page.click("main button.is-first")
    look("empty")
    return found


def furnish(county: County) -> dict[str, Any]:
    """A home, a difference, a catalogue entry, an impact record that waits, requests."""
    go_live()
    cast, now, editions = county.cast, timezone.now(), read_editions()
    worker, clerk, supervisor = cast.grid_worker, cast.station_clerk, cast.county_supervisor
    home = Home(worker, name="欧阳慕容")
    home.person(worker, name="王小明", born="2012-09")
    for by, floors in ((worker, "6"), (cast.department_officer, "7")):
        _say(home.building, {"floors": floors}, by)
    asked: dict[str, Any] = {"asked_by": "self", "identity": "card_shown"}
    told, code = receive_request(
        home.resident.uid, kind="see", words="", **asked, by=clerk, now=now, editions=editions
    )
    answered, _ = receive_request(
        home.resident.uid, kind="correct", words="门牌写错了，应该是502。", **asked, by=clerk,
        now=now - timedelta(days=20), editions=editions,
    )  # fmt: skip
    answer_request(
        answered.number, granted=True, answer="已经更正。\n谢谢您告诉我们。", by=clerk, now=now,
        editions=editions,
    )  # fmt: skip
    wrong = ask_to_correct(open_own_data(told.number, code, now=now), "出生年月不对", now=now)
    share(
        sheet="resident", fields=["name", "phone"], receiver="minzheng", purpose="contact",
        basis="社会救助暂行办法", frequency="on_request", valid_from=timezone.localdate(),
        valid_until=timezone.localdate() + timedelta(days=90), by=supervisor, now=now,
        editions=editions,
    )  # fmt: skip
    waits = write_assessment(
        register="population", lawful="依法为居民提供服务所需", risks="可能被无关人员看到，已评估",
        measures="分级、遮挡、加密、留痕", by=cast.administrator, now=now, editions=editions,
    )  # fmt: skip
    pair, merged = _twice(home, cast)
    roll = open_roll_call(
        new_uid(), building=home.building.uid, reason="fire", by=worker, now=now, editions=editions
    )
    count_registers(now=now, editions=editions)
    lines = [
        line_about("李新来", "19620411", serial=3),
        ("王小明", "", "男", "2012-09", "", "天上"),
    ]
    read = previewed(lines, clerk, now=now, fixed={})
    return {
        "import": read.uid,
        "pair": pair.pk, "merge": merged.pk, "kept": merged.kept.uid,
        "resident": home.resident.uid, "household": home.household.uid,
        "question": Question.objects.get().pk, "number": told.number, "code": code,
        "asked": wrong.number, "assessment": waits.pk,
        "building": home.building.uid, "roll": roll.uid,
    }  # fmt: skip


def _twice(home: Home, cast: Cast) -> tuple[Pair, Merge]:
    """A likely pair in a crowded list, and two that became one."""
    worker, now, editions = cast.grid_worker, timezone.now(), read_editions()
    pairs = (
        (("欧阳小梅", "1971-08", "10000000103"), ("欧阳晓梅", "1971-08", "10000000103")),
        (
            ("司徒建国", "1962-01", "10000000104"),
            ("司徒健国", "1962-01", "10000000105"),
        ),
    )
    people = [
        [home.person(worker, name=name, born=born, phone=phone) for name, born, phone in both]
        for both in pairs
    ]
    about: dict[str, Any] = {"now": now, "editions": editions}
    find_pairs(home.resident.area_code[:12], **about)
    one, other = people[0]
    merge(one.uid, other.uid, reason="同一个人，登记了两次", by=cast.station_clerk, **about)
    first, second = (
        home.person(worker, name=name, born="1980-02", phone="10000000106")
        for name in ("赵铁柱", "赵铁住")
    )
    find_pairs(home.resident.area_code[:12], **about)
    low, high = sorted((first.pk, second.pk))
    return Pair.objects.get(one=low, other=high), Merge.objects.get()


def _say(record: Record, typed: dict[str, str], by: Actor) -> None:
    say(
        new_uid(), record=record.uid, typed=typed, evidence="counted", by=by, now=LATER,
        editions=read_editions(),
    )  # fmt: skip
