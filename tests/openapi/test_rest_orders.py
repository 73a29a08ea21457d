"""Orders over REST: a department's own system reads, signs, answers; it issues and closes none."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser

from gege.kernel.ids import new_uid
from gege.supervision.api import NewOrder, Order, OrderKind, issue
from tests.cast import CIVIL_AFFAIRS, HOUSING
from tests.matters.play import Play
from tests.openapi.conftest import Opener
from tests.openapi.rest_calls import bureau, get, post
from tests.security.doors import PAPER

pytestmark = [pytest.mark.row("R-013"), pytest.mark.row("R-093")]


def ordered(play: Play, to: str = HOUSING) -> Order:
    entry = NewOrder(OrderKind.FOLLOW_UP, to, "请三日内书面答复", title="充电棚", days=3)
    return issue(entry, by=play.cast.county_supervisor, now=play.now)


def test_a_system_signs_answers_and_leaves_the_closing_to_people(
    play: Play, open_system: Opener
) -> None:
    system, order, other = bureau(open_system), ordered(play), ordered(play, CIVIL_AFFAIRS)
    listed = get(system, "orders").json()
    assert [one["number"] for one in listed["orders"]] == [order.number]
    place = f"orders/{order.uid}"
    read = get(system, place).json()
    assert (read["words"], read["to"], read["deeds"]) == (
        "请三日内书面答复",
        HOUSING,
        ["receive", "progress", "reply"],
    )
    signed = post(system, f"{place}/receive", json.dumps({"version": read["version"]}))
    assert signed.json() == {
        "number": order.number,
        "version": read["version"] + 1,
        "again": False,
    }
    late = post(system, f"{place}/progress", json.dumps({"version": 1, "words": "正在施工"}))
    assert (late.status_code, late.json()["error"]) == (409, "stale")
    key = {"HTTP_IDEMPOTENCY_KEY": "one"}
    body = json.dumps({"words": "已建成三处"})
    first = post(system, f"{place}/reply", body, **key).json()
    assert post(system, f"{place}/reply", body, **key).json() == first | {"again": True}
    order.refresh_from_db()
    assert (order.state, order.replied_by_id) == ("replied", None)
    again = post(system, f"{place}/reply", body)
    assert (again.status_code, again.json()["error"]) == (422, "wrong_state")
    file = SimpleUploadedFile("paper.pdf", PAPER, "application/pdf")
    kept = Browser().post(f"/api/v1/{place}/attachments", {"file": file}, **system.head)
    assert kept.status_code == 201
    sha256 = kept.json()["sha256"]
    found = get(system, f"{place}/attachments/{sha256}")
    assert b"".join(found.streaming_content) == PAPER
    assert [one["sha256"] for one in get(system, place).json()["attachments"]] == [sha256]
    assert get(system, f"orders/{other.uid}").status_code == 404
    assert post(system, f"orders/{other.uid}/reply", body).status_code == 404
    assert post(system, f"{place}/close", body).status_code == 404


def test_what_a_system_may_not_or_cannot_is_said(play: Play, open_system: Opener) -> None:
    order = ordered(play)
    place = f"orders/{order.uid}"
    reader = bureau(open_system, name="只读", moves=False)
    assert get(reader, place).json()["deeds"] == []
    assert post(reader, f"{place}/receive", "{}").status_code == 403
    writer = bureau(open_system, name="只报", reads=False, moves=False)
    assert get(writer, "orders").status_code == 403
    system = bureau(open_system, name="全部")
    for path, body, status in (
        (f"{place}/reply", {}, 400),
        (f"{place}/reply", {"words": "x"}, 400),
        (f"{place}/reply", {"words": "x" * 1001}, 400),
        (f"{place}/reply", {"words": "已办结", "result": "x"}, 400),
        (f"{place}/reply", {"words": "\u0000\u0000"}, 400),
        (f"{place}/receive", {"version": "one"}, 400),
        (f"orders/{new_uid()}/receive", {}, 404),
        ("orders/none/receive", {}, 404),
    ):
        assert post(system, path, json.dumps(body)).status_code == status, (path, body)
    for query in ({"box": "moon"}, {"limit": "0"}, {"cursor": "-1"}, {"kind": "x"}, {"light": "x"}):
        assert get(system, "orders", **query).status_code == 400, query
    file = SimpleUploadedFile("paper.pdf", b"MZ no paper", "application/pdf")
    bad = Browser().post(f"/api/v1/{place}/attachments", {"file": file}, **system.head)
    assert (bad.status_code, bad.json()["error"]) == (422, "file_type")
    assert get(system, f"{place}/attachments/{'0' * 64}").status_code == 404
    order.refresh_from_db()
    assert order.state == "issued"


def test_a_list_is_turned_by_its_cursor(play: Play, open_system: Opener) -> None:
    system, made = bureau(open_system), [ordered(play) for _one in range(3)]
    first = get(system, "orders", limit=2).json()
    second = get(system, "orders", limit=2, cursor=first["next"]).json()
    numbers = [one["number"] for one in first["orders"] + second["orders"]]
    assert (numbers, second["next"]) == ([one.number for one in reversed(made)], None)
