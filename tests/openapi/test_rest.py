"""The REST interface: what a unit's own system reads, reports and moves."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Matter, Remark, Reporting
from gege.openapi.models import Answered
from gege.trail.api import Entry
from tests.cast import COUNTY, GRID, HOUSING, TOWN, centre_of
from tests.matters.play import CALLER, PLAIN, Play
from tests.openapi.conftest import Opener
from tests.openapi.rest_calls import bureau, get, post
from tests.security.doors import PAPER

LNG, LAT = centre_of(GRID)
REPORT = {"title": "路面有坑", "kind": PLAIN, "lng": LNG, "lat": LAT}


def test_a_system_learns_who_it_is_and_what_there_is(play: Play, open_system: Opener) -> None:
    system = bureau(open_system)
    me = get(system, "me").json()
    assert (me["unit"]["code"], me["role"]) == (HOUSING, "department_officer")
    assert me["rights"] == {"report": True, "read": True, "move": True, "exchange": False}
    book = matters.setting(play.now).book
    assert len(get(system, "kinds").json()["kinds"]) == len(book.live_kinds)
    areas = get(system, "areas", under=TOWN).json()["areas"]
    assert areas[0]["code"] == TOWN
    assert {one["code"][:9] for one in areas} == {TOWN}
    units = {one["code"]: one for one in get(system, "units").json()["units"]}
    assert units[HOUSING]["kind"] == "department"


def test_a_reported_matter_is_read_back_without_its_reporter(
    play: Play, open_system: Opener
) -> None:
    system = bureau(open_system)
    told = {"name": "居民甲", "phone": "10000000001", "wants_callback": True}
    made = post(system, "matters", REPORT | told)
    assert made.status_code == 201, made.content.decode()
    number = made.json()["number"]
    assert Reporting.objects.get().name == "居民甲"
    found = get(system, f"matters/{number}")
    assert found.json()["area_code"] == GRID
    assert "居民甲" not in found.content.decode()
    assert "10000000001" not in found.content.decode()
    assert [step["deed"] for step in found.json()["steps"]] == ["report"]


def test_a_bureau_works_a_matter_off(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    matter, system = play.dispatched(who=CALLER), bureau(open_system)
    address = f"matters/{matter.number}"
    before = get(system, address).json()
    assert before["moves"] == ["acknowledge", "return", "ask_extension", "reply", "note"]
    taken = post(system, f"{address}/moves/acknowledge", {"version": before["version"]})
    assert taken.status_code == 200, taken.content.decode()
    version = taken.json()["version"]
    asked = {"version": version, "days": 2, "reason": "等材料"}
    assert post(system, f"{address}/moves/ask_extension", asked).status_code == 200
    assert post(system, f"{address}/moves/note", {"words": "已派班组"}).status_code == 200
    assert post(system, f"{address}/moves/reply", {"words": "明天来修"}).status_code == 200
    file = {"file": SimpleUploadedFile("a.pdf", PAPER), "stage": "after"}
    kept = Browser().post(f"/api/v1/{address}/attachments", file, **system.head)
    assert kept.status_code == 201, kept.content.decode()
    bytes_ = get(system, f"{address}/attachments/{kept.json()['sha256']}")
    assert b"".join(bytes_.streaming_content) == PAPER
    done = {"version": kept.json()["version"], "outcome": "done", "words": "坑洼已经填平"}
    assert post(system, f"{address}/moves/complete", done).status_code == 200
    after = get(system, address).json()
    assert (after["state"], after["outcome"]) == ("completed", "done")
    assert [(one["public"], one["words"]) for one in after["remarks"]] == [
        (True, "坑洼已经填平"),
        (True, "明天来修"),
        (False, "已派班组"),
    ]
    signed = Entry.objects.filter(stream=matter.stream).latest("seq")
    assert (signed.name, signed.post) == ("县住建局系统 [API]", f"department_officer@{HOUSING}")


def test_who_was_slower_is_told_and_nothing_is_done(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    matter, system = play.dispatched(), bureau(open_system)
    play.do(matters.acknowledge, matter, play.cast.department_officer)
    body = {"version": matter.version - 1, "reason": "不属于我局"}
    refused = post(system, f"matters/{matter.number}/moves/return", body)
    assert (refused.status_code, refused.json()["error"]) == (409, "stale")
    matter.refresh_from_db()
    assert matter.state == "handling"


def test_what_the_rules_forbid_is_422_with_its_word(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    matter, system = play.dispatched(), bureau(open_system)
    body = {"version": matter.version, "outcome": "done", "words": "坑洼已经填平"}
    refused = post(system, f"matters/{matter.number}/moves/complete", body)
    assert (refused.status_code, refused.json()["error"]) == (422, "wrong_state")


@pytest.mark.row("R-031")
def test_what_lies_out_of_scope_does_not_exist(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    matter, system = play.report(), bureau(open_system)
    other = f"{matter.number[:-1]}{(int(matter.number[-1]) + 1) % 10}"
    bodies: list[Any] = []
    for number in (matter.number, other, "none"):
        answers = [
            get(system, f"matters/{number}"),
            post(system, f"matters/{number}/moves/note", {"words": "x"}),
            get(system, f"matters/{number}/attachments/{'0' * 64}"),
            Browser().post(
                f"/api/v1/matters/{number}/attachments",
                {"file": SimpleUploadedFile("a.pdf", PAPER)},
                **system.head,
            ),
        ]
        assert {one.status_code for one in answers} == {404}
        bodies.append([one.content for one in answers])
    assert bodies[0] == bodies[1] == bodies[2]
    assert get(system, "matters").json()["matters"] == []


def test_each_right_opens_its_own_doors_only(play: Play, open_system: Opener) -> None:
    matter = play.report()
    only = {"reports": False, "reads": True, "moves": False}
    reader = bureau(open_system, **only, unit_code=TOWN, role="township_operator")
    sender = bureau(open_system, name="只报", reads=False, moves=False)
    assert get(reader, f"matters/{matter.number}").json()["moves"] == []
    assert post(reader, "matters", REPORT).status_code == 403
    noted = post(reader, f"matters/{matter.number}/moves/note", {"words": "x"})
    assert noted.status_code == 403
    assert get(sender, "matters").status_code == 403
    assert post(sender, "matters", REPORT).status_code == 201
    assert Remark.objects.count() == 0


def test_the_list_goes_on_behind_its_cursor(play: Play, open_system: Opener) -> None:
    made = [play.report().number for _ in range(5)][::-1]
    terms = {"unit_code": COUNTY, "role": "county_dispatcher"}
    system, cursor, found = bureau(open_system, **terms), "", []
    for _ in range(3):
        query = {"limit": 2} | ({"cursor": cursor} if cursor else {})
        page = get(system, "matters", **query).json()
        found.append([one["number"] for one in page["matters"]])
        cursor = page["next"]
    assert found == [made[:2], made[2:4], made[4:]]
    assert cursor is None


def test_filters_narrow_the_list(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    open_one, handled = play.report(), play.accepted()
    system = bureau(open_system, unit_code=TOWN, role="township_operator")

    def numbers(**query: str) -> list[str]:
        return [one["number"] for one in get(system, "matters", **query).json()["matters"]]

    assert numbers(state="reported") == [open_one.number]
    assert numbers(state="reported,handling") == [handled.number, open_one.number]
    assert numbers(area=GRID, kind=PLAIN, order="oldest") == [open_one.number, handled.number]
    assert numbers(box="mine") == []
    assert numbers(since="2100-01-01") == []
    assert numbers(q=open_one.number) == [open_one.number]


def test_one_row_costs_as_many_statements_as_three(play: Play, open_system: Opener) -> None:
    system = bureau(open_system, unit_code=COUNTY, role="county_dispatcher")

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert get(system, "matters").status_code == 200
        return len(asked)

    play.report()
    cost()
    one = cost()
    play.report()
    play.report()
    assert cost() == one <= 8


def test_the_same_key_is_the_same_deed(play: Play, open_system: Opener) -> None:
    play.now = timezone.now()
    matter, system = play.dispatched(), bureau(open_system)
    head = {"HTTP_IDEMPOTENCY_KEY": "a-1"}
    address = f"matters/{matter.number}/moves/acknowledge"
    first = post(system, address, {"version": matter.version}, **head)
    again = post(system, address, {"version": matter.version}, **head)
    assert first.json() | {"again": True} == again.json()
    other = post(system, address, {"version": matter.version + 7}, **head)
    assert (other.status_code, other.json()["error"]) == (422, "key_used")
    elsewhere = post(system, "matters", REPORT, **head)
    assert elsewhere.json()["error"] == "key_used"
    assert Answered.objects.count() == 1
    sent = [post(system, "matters", REPORT, HTTP_IDEMPOTENCY_KEY="b-1").json() for _ in (1, 2)]
    assert [one["again"] for one in sent] == [False, True]
    assert Matter.objects.count() == 2


def test_a_key_is_not_used_up_by_what_was_refused(play: Play, open_system: Opener) -> None:
    system, head = bureau(open_system), {"HTTP_IDEMPOTENCY_KEY": "a-1"}
    assert post(system, "matters", REPORT | {"kind": "no-such"}, **head).status_code == 422
    assert post(system, "matters", REPORT, **head).status_code == 201
