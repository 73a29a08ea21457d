"""`move` messages: by the table, in order, and never over somebody else's step."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from gege.field.models import Receipt
from gege.matters import api as matters
from gege.matters.api import Matter, Report
from tests.cast import GRID, SECOND_GRID, Cast
from tests.field.phone import Phone, phone_of

SETTLE = {"move": "handle_in_place", "fields": {"outcome": "done", "words": "已经补好"}}


def reported(cast: Cast, who: str = "grid_worker", grid: str = GRID, **more: Any) -> Matter:
    entry = Report(**({"title": "路面有坑", "kind": "B01", "grid_code": grid} | more))
    return matters.report(entry, by=cast.people[who], now=timezone.now() - timedelta(hours=1))


def of(matter: Matter, **more: Any) -> dict[str, Any]:
    return {"matter": {"number": matter.number, "version": matter.version}} | more


MOVES: dict[str, tuple[tuple[str, ...], dict[str, Any], str]] = {
    "accept": ((), {}, "handling"),
    "handle_in_place": ((), SETTLE["fields"], "completed"),  # type: ignore[dict-item]
    "escalate": ((), {"reason": "需要协调", "tried": "已劝导"}, "reported"),
    "note": ((), {"words": "明天再看"}, "reported"),
    "reply": ((), {"words": "正在安排"}, "reported"),
    "complete": (("accept",), SETTLE["fields"], "completed"),  # type: ignore[dict-item]
    "ask_extension": (("accept",), {"days": "1", "reason": "等材料"}, "handling"),
    "pause": (("accept",), {"why": "weather", "days": 2, "words": "大雨"}, "paused"),
    "resume": (("accept", "pause"), {}, "handling"),
}


@pytest.mark.row("R-063")
@pytest.mark.parametrize("name", MOVES)
def test_each_move_of_a_worker_is_done_by_a_message(phone: Phone, county: Cast, name: str) -> None:
    before, fields, state = MOVES[name]
    matter = reported(county)
    for step in before:
        phone.do("move", of(matter, move=step, fields=MOVES[step][1]))
        matter.refresh_from_db()
    message = phone.message("move", of(matter, move=name, fields=fields))
    answer = phone.send(message)[0]
    matter.refresh_from_db()
    assert (answer["status"], answer["version"], matter.state) == ("done", matter.version, state)
    assert phone.send(message) == [answer | {"again": True}]


def test_an_instruction_is_acknowledged_and_returned(phone: Phone, county: Cast) -> None:
    for name, fields, state in (
        ("acknowledge", {}, "handling"),
        ("return", {"reason": "不属于本网格"}, "returned"),
    ):
        matter = reported(county, "station_clerk")
        now, clerk = timezone.now(), county.station_clerk
        matters.escalate(matter.number, reason="协调", tried="劝导", by=county.grid_worker, now=now)
        matters.dispatch(matter.number, lead=GRID, by=clerk, now=now)
        matter.refresh_from_db()
        assert phone.do("move", of(matter, move=name, fields=fields))["status"] == "done"
        matter.refresh_from_db()
        assert matter.state == state


def test_a_matter_that_somebody_moved_is_shown_not_guessed(phone: Phone, county: Cast) -> None:
    matter = reported(county)
    matters.escalate(
        matter.number, reason="协调", tried="劝导", by=county.grid_worker, now=timezone.now()
    )
    message = phone.message("move", of(matter, **SETTLE))
    answer = phone.send(message)[0]
    matter.refresh_from_db()
    assert (answer["status"], answer["code"], answer["number"]) == (
        "conflict",
        "stale",
        matter.number,
    )
    assert (answer["present"]["version"], answer["present"]["state_text"]) == (2, "待受理")
    assert [one["move"] for one in answer["present"]["moves"]] == ["note"]
    assert matter.version == 2
    assert phone.send(message) == [answer | {"again": True}]


def test_what_the_same_phone_did_meanwhile_is_no_conflict(phone: Phone, county: Cast) -> None:
    matter = reported(county)
    note = phone.message("move", of(matter, move="reply", fields={"words": "已看过现场"}))
    settle = phone.message("move", of(matter, **SETTLE))
    assert [one["status"] for one in phone.send(note, settle)] == ["done", "done"]


def test_two_phones_of_one_worker_never_let_the_last_one_win(phone: Phone, county: Cast) -> None:
    matter = reported(county)
    second = phone_of(county, device="second")
    accept = phone.message("move", of(matter, move="accept", fields={}))
    settle = second.message("move", of(matter, **SETTLE))
    assert phone.send(accept)[0]["status"] == "done"
    assert second.send(settle)[0]["status"] == "conflict"
    matter.refresh_from_db()
    assert matter.state == "handling"


def test_a_move_follows_the_own_message_before_it(phone: Phone) -> None:
    report = phone.report()
    named = {"matter": {"key": report["key"], "version": None}}
    accept = phone.message("move", named | {"move": "accept", "fields": {}}, after=report["key"])
    done = {"move": "complete", "fields": SETTLE["fields"]}
    complete = phone.message("move", named | done, after=accept["key"])
    answers = phone.send(report, accept, complete)
    assert [(one["status"], one["version"]) for one in answers] == [
        ("done", 1),
        ("done", 2),
        ("done", 3),
    ]


def test_out_of_order_it_waits_and_is_done_when_it_comes_again(phone: Phone) -> None:
    report = phone.report()
    move = phone.message("move", {"matter": {"key": report["key"]}} | SETTLE, after=report["key"])
    early, done = phone.send(move, report)
    assert (early["status"], early["code"], done["status"]) == ("waiting", "after_missing", "done")
    assert phone.send(move)[0]["status"] == "done"
    assert Matter.objects.get().state == "completed"


def test_what_follows_a_refused_message_is_refused_until_that_is_mended(phone: Phone) -> None:
    bad = phone.report(title="")
    move = phone.message("move", {"matter": {"key": bad["key"]}} | SETTLE, after=bad["key"])
    third = phone.message(
        "move",
        {"matter": {"key": bad["key"]}, "move": "note", "fields": {"words": "看过"}},
        after=move["key"],
    )
    answers = phone.send(bad, move, third)
    assert [one["code"] for one in answers] == ["needed", "after_refused", "after_refused"]
    mended = phone.report()
    moved = move | {
        "after": mended["key"],
        "body": move["body"] | {"matter": {"key": mended["key"]}},
    }
    assert [one["status"] for one in phone.send(mended, moved)] == ["done", "done"]


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "an unknown move": ({"move": "close", "fields": {}}, "no_such_move"),
    "a move that is not possible": (
        {"move": "complete", "fields": SETTLE["fields"]},
        "wrong_state",
    ),
    "a field too many": ({"move": "accept", "fields": {"words": "好"}}, "unknown_field"),
    "a field too few": ({"move": "escalate", "fields": {"reason": "协调"}}, "needed"),
    "a result of another kind": (
        {"move": "handle_in_place", "fields": {"outcome": "considered", "words": "已考虑"}},
        "outcome_does_not_answer",
    ),
    "days in words": (
        {"move": "ask_extension", "fields": {"days": "two", "reason": "等"}},
        "not_a_number",
    ),
    "fields as a list": ({"move": "accept", "fields": []}, "malformed"),
    "no matter": ({"move": "accept", "fields": {}, "matter": None}, "needed"),
    "no version": ({"move": "accept", "fields": {}, "matter": {"number": "?"}}, "version_needed"),
    "a version of nothing": (
        {"move": "accept", "fields": {}, "matter": {"number": "?", "version": 0}},
        "between",
    ),
    "a number that is none": (
        {"move": "accept", "fields": {}, "matter": {"number": "20260101-0000009", "version": 1}},
        "not_found",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_done_says_why_and_moves_nothing(
    phone: Phone, county: Cast, case: str
) -> None:
    wrong, code = REFUSED[case]
    matter = reported(county)
    body = of(matter) | wrong
    if isinstance(body["matter"], dict) and body["matter"].get("number") == "?":
        body["matter"] = body["matter"] | {"number": matter.number}
    answer = phone.do("move", body)
    assert (answer["status"], answer["code"]) == ("refused", code), answer
    matter.refresh_from_db()
    assert (matter.version, matter.state) == (1, "reported")


def test_a_strangers_matter_is_not_there(phone: Phone, county: Cast) -> None:
    theirs = reported(county, "second_grid_worker", SECOND_GRID)
    answer = phone.do("move", of(theirs, move="accept", fields={}))
    assert (answer["status"], answer["code"]) == ("refused", "not_found")
    note = phone.do("move", of(theirs, move="note", fields={"words": "看看"}))
    assert (note["status"], note["code"]) == ("refused", "not_found")
    theirs.refresh_from_db()
    assert theirs.version == 1


def test_a_post_that_is_not_held_acts_for_nobody(phone: Phone, county: Cast) -> None:
    matter = reported(county)
    other = str(county.second_grid_worker.post_id)
    answer = phone.do("move", of(matter, **SETTLE), post=other)
    assert (answer["status"], answer["code"]) == ("refused", "not_your_post")
    own = str(county.grid_worker.post_id)
    assert phone.do("move", of(matter, **SETTLE), post=own)["status"] == "done"


def test_the_key_of_a_strangers_report_names_nothing(phone: Phone, county: Cast) -> None:
    other = phone_of(county, "second_grid_worker")
    theirs = other.report(grid=SECOND_GRID)
    other.send(theirs)
    by_key = {"matter": {"key": theirs["key"]}, "move": "note", "fields": {"words": "看看"}}
    answer = phone.do("move", by_key)
    assert (answer["status"], answer["code"]) == ("waiting", "after_missing")
    answer = phone.do("move", by_key, after=theirs["key"])
    assert (answer["status"], answer["code"]) == ("waiting", "after_missing")
    unknown = {"matter": {"key": str(uuid4())}, "move": "note", "fields": {"words": "看看"}}
    assert phone.do("move", unknown)["status"] == "waiting"
    assert Receipt.objects.exclude(status="done").count() == 0
