"""The start of a shift: the own grid and nothing more, in few statements, only what changed."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.field.sections.table import SECTIONS
from gege.fieldwork import api as fieldwork
from gege.fieldwork.models import CheckPoint
from gege.matters import api as matters
from gege.matters.api import Matter, Report, Who
from gege.notices.api import Draft, deliver, post
from gege.staff.api import SYSTEM, Role, end_post, give_post, substitute
from tests.cast import (
    COMMUNITY,
    GRID,
    NEIGHBOUR_GRID,
    SECOND_GRID,
    SINCE,
    VACANT_GRID,
    Cast,
    centre_of,
)
from tests.field.phone import JSON, Phone, phone_of

MATTER_KEYS = {
    "number", "version", "title", "kind", "kind_name", "intent", "severity", "state",
    "state_text", "light", "light_text", "due_at", "due_text", "step_due_at", "mine", "grid",
    "place", "address", "lng", "lat", "description", "reported_at", "closed_at", "moves",
    "steps", "photos",
}  # fmt: skip


def reported(cast: Cast, by: str = "grid_worker", grid: str = GRID, **more: Any) -> Matter:
    entry = Report(**({"title": "路面有坑", "kind": "B01", "grid_code": grid} | more))
    return matters.report(entry, by=cast.people[by], now=timezone.now() - timedelta(hours=1))


def more_of_everything(cast: Cast, place: int) -> None:
    """One more row for every section."""
    now = timezone.now()
    for kind in ("B01", "C01"):
        matter = reported(cast, title=f"事项{place}", kind=kind)
        matters.accept(matter.number, by=cast.grid_worker, now=now)
    paused = reported(cast, title=f"暂停{place}")
    matters.accept(paused.number, by=cast.grid_worker, now=now)
    matters.pause(paused.number, why="weather", words="大雨", days=1, by=cast.grid_worker, now=now)
    known = Who(anonymous=False, name="居民甲", phone="10000000001", wants_callback=True)
    settled = reported(cast, title=f"办结{place}", kind="C01", who=known)
    matters.handle_in_place(
        settled.number, outcome="done", words="已经补好", by=cast.grid_worker, now=now
    )
    CheckPoint.objects.create(area_code=GRID, name=f"{place}号楼", valid_from=SINCE, changed_at=now)
    fieldwork.plan_visit(
        matters.Matter.objects.order_by("-id")[0].uid,
        area_code=GRID,
        purpose="care",
        due_on=timezone.localdate(),
        door=f"{place}单元",
        by=cast.station_clerk,
        now=now,
    )
    post([Draft("closed", "x", to_account_id=cast.grid_worker.account_id)], now=now)
    deliver(now=now)


def statements(phone: Phone) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        phone.start()
    return len(asked)


def test_a_first_start_has_every_section_and_a_later_one_only_what_changed(
    phone: Phone, county: Cast
) -> None:
    reported(county)
    first = phone.start()
    assert (sorted(first["sections"]), first["unchanged"]) == (sorted(SECTIONS), [])
    have = {name: one["etag"] for name, one in first["sections"].items()}
    again = phone.start(have)
    assert (again["sections"], sorted(again["unchanged"])) == ({}, sorted(SECTIONS))
    reported(county, title="又一处")
    later = phone.start(have)
    assert sorted(later["sections"]) == ["matters"]
    assert later["csrf"]


@pytest.mark.row("R-039")
def test_it_costs_the_same_with_one_row_and_with_three(phone: Phone, county: Cast) -> None:
    more_of_everything(county, 1)
    statements(phone)  # what a process keeps is read
    one = statements(phone)
    for place in (2, 3):
        more_of_everything(county, place)
    assert (statements(phone), one < 45) == (one, True)


@pytest.mark.row("R-031")
def test_only_the_own_grid_goes_to_the_phone(phone: Phone, county: Cast) -> None:
    mine = reported(county)
    reported(county, "second_grid_worker", SECOND_GRID)
    reported(county, "station_clerk", VACANT_GRID)
    reported(county, "second_station_clerk", NEIGHBOUR_GRID)
    sections = phone.start()["sections"]
    assert [one["number"] for one in sections["matters"]["data"]] == [mine.number]
    drawn = {one["code"]: one["own"] for one in sections["map"]["data"]["grids"]}
    assert drawn == {GRID: True, SECOND_GRID: False, VACANT_GRID: False}
    assert sections["map"]["data"]["centre"] == pytest.approx(list(centre_of(GRID)))
    assert NEIGHBOUR_GRID not in json.dumps(sections)


def test_a_matter_says_what_may_be_done_and_with_which_fields(phone: Phone, county: Cast) -> None:
    reported(county, kind="D05", title="燃气泄漏")
    (one,) = phone.section("matters")
    assert set(one) == MATTER_KEYS
    moves = {move["move"]: [field["name"] for field in move["fields"]] for move in one["moves"]}
    number = one["number"]
    page = matters.matter_page(number, by=county.grid_worker, now=timezone.now())
    assert moves == {
        "accept": [],
        "handle_in_place": ["outcome", "words"],
        "escalate": ["reason", "tried"],
        "reply": ["words"],
        "note": ["words"],
        "skip_level": ["reason"],
    }
    assert set(moves) | {"attach"} == {str(move) for move in page.moves}
    outcome = one["moves"][1]["fields"][0]
    assert (outcome["type"], [choice["value"] for choice in outcome["choices"]]) == (
        "choice",
        ["done", "refused"],
    )
    assert [step["text"] for step in one["steps"]] == ["上报"]


def test_what_is_mine_stands_first_and_what_was_closed_last(phone: Phone, county: Cast) -> None:
    now, worker = timezone.now(), county.grid_worker
    gone = reported(county, title="上级处理")
    matters.escalate(gone.number, reason="协调", tried="劝导", by=worker, now=now)
    done = reported(county, title="已办结", kind="C01")
    matters.handle_in_place(done.number, outcome="done", words="已经补好", by=worker, now=now)
    reported(county, title="我的")
    rows = phone.section("matters")
    assert [(one["title"], one["mine"], bool(one["closed_at"])) for one in rows] == [
        ("我的", True, False),
        ("上级处理", False, False),
        ("已办结", True, True),
    ]
    assert rows[2]["moves"] == []
    Matter.objects.filter(pk=done.pk).update(closed_at=now - timedelta(days=8))
    assert len(phone.section("matters")) == 2


def test_a_substitute_carries_both_grids(county: Cast) -> None:
    now = timezone.now()
    substitute(
        by=SYSTEM,
        now=now,
        account_id=county.grid_worker.account_id or 0,
        unit_id=county.unit_id(VACANT_GRID),
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate() + timedelta(days=5),
    )
    there = reported(county, "station_clerk", VACANT_GRID)
    phone = phone_of(county)
    me, rows = phone.section("me"), phone.section("matters")
    assert [(one["grid"], one["substitute"]) for one in me["posts"]] == [
        (GRID, False),
        (VACANT_GRID, True),
    ]
    assert [one["number"] for one in rows] == [there.number]
    body = {
        "matter": {"number": there.number, "version": 1},
        "move": "handle_in_place",
        "fields": {"outcome": "done", "words": "已经补好"},
    }
    assert phone.do("move", body)["status"] == "done"
    there.refresh_from_db()
    assert there.state == "completed"


@pytest.mark.row("R-080")
def test_a_substitute_has_the_half_days_of_the_cover_grid_too(county: Cast) -> None:
    now, today = timezone.now(), timezone.localdate()
    substitute(
        by=SYSTEM,
        now=now,
        account_id=county.grid_worker.account_id or 0,
        unit_id=county.unit_id(VACANT_GRID),
        valid_from=today,
        valid_to=today + timedelta(days=5),
    )
    for name, grid in (("甲栋", GRID), ("丙栋", VACANT_GRID)):
        lng, lat = centre_of(grid)
        CheckPoint.objects.create(
            area_code=grid, name=name, lng=lng, lat=lat, valid_from=SINCE, changed_at=now
        )
        fieldwork.suggest_round(grid, day=today, half="afternoon", now=now)
    weather = {"area_code": COMMUNITY, "day": today, "half": "morning", "reason": "weather"}
    fieldwork.excuse(uuid4(), **weather, by=county.station_clerk, now=now)
    told = phone_of(county).section("patrol")
    (cover,) = told["also"]
    assert [(one["grid"], len(one["halves"])) for one in (told, cover)] == [
        (GRID, 2),
        (VACANT_GRID, 2),
    ]
    assert [len(one["rounds"]["afternoon"]["stops"]) for one in (told, cover)] == [1, 1]
    assert told["rounds"] != cover["rounds"]
    assert [(one["grid"], one["half"]) for one in told["excuses"]] == [(COMMUNITY, "morning")]


@pytest.mark.row("R-104")
def test_a_household_of_a_grid_that_was_left_is_on_the_phone_no_more(county: Cast) -> None:
    now, worker = timezone.now(), county.grid_worker
    fieldwork.link_household(
        uuid4(),
        account_id=worker.account_id or 0,
        area_code=GRID,
        who="陈大娘",
        door="2-301",
        by=worker,
        now=now,
    )
    phone = phone_of(county)
    assert [one["who"] for one in phone.section("visits")["links"]] == ["陈大娘"]
    end_post(by=SYSTEM, now=now, post_id=worker.post_id or 0)
    give_post(
        by=SYSTEM,
        now=now,
        account_id=worker.account_id or 0,
        unit_id=county.unit_id(VACANT_GRID),
        role=Role.GRID_WORKER,
        valid_from=timezone.localdate(),
    )
    told = phone.start()["sections"]
    assert told["me"]["data"]["grid"]["code"] == VACANT_GRID
    assert told["visits"]["data"]["links"] == []
    assert "陈大娘" not in json.dumps(told, ensure_ascii=False)


def test_the_language_of_the_account_speaks(phone: Phone) -> None:
    phone.do("setting", {"language": "en"})
    kinds = phone.section("kinds")
    assert kinds["groups"][0]["name"].isascii()
    rules = phone.section("rules")
    assert rules["outcomes"]["idea"] == [
        {"value": "considered", "label": "Considered and answered"}
    ]
    assert (rules["today"], rules["offline_hours"]) == (timezone.localdate().isoformat(), 72)


def test_the_contact_is_noted(phone: Phone) -> None:
    phone.post("start", {"have": {}, "app_version": "1.2", "waiting": 7})
    phone.terminal.refresh_from_db()
    assert (phone.terminal.app_version, phone.terminal.waiting) == ("1.2", 7)
    assert phone.terminal.last_contact_at is not None


@pytest.mark.parametrize(
    "body",
    [
        {"have": []},
        {"have": "all"},
        {"waiting": "many"},
        {"waiting": True},
        [],
        {"have": {"me": {"a": {"b": [[[[[[[[[[1]]]]]]]]]]}}}},
    ],
)
def test_a_start_that_is_none_is_refused(phone: Phone, body: Any) -> None:
    assert phone.post("start", body).status_code == 400


def test_a_start_too_large_is_refused(phone: Phone) -> None:
    assert phone.post("start", {"have": {"me": "x" * 20_000}}).status_code == 413


def test_it_is_sent_packed_to_whoever_can_unpack(phone: Phone, county: Cast) -> None:
    packed = phone.post("start", {}, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert packed.headers["Cache-Control"] == "no-store"
    assert json.loads(gzip.decompress(packed.content))["sections"]["me"]
    assert len(packed.content) < 12_000


def test_a_section_is_bounded(phone: Phone, county: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gege.field.sections.matters.MOST_OPEN", 2)
    for place in range(3):
        reported(county, title=f"事项{place}")
    assert len(phone.section("matters")) == 2
    assert COMMUNITY in json.dumps(phone.section("me"))
    assert phone.client.get("/field/api/start", content_type=JSON).status_code == 405
