"""The door of telephone systems: signed, fresh, small, once; everything else is refused."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gege.hotline.calls import door
from gege.hotline.calls.systems import rotate_secret, stop_system
from gege.hotline.models import Call, CallEvent, InboundText
from gege.hotline.rules.call_events import MOST_BYTES, signature_of
from gege.trail.api import Entry
from tests.hotline.calls.conftest import ADDRESS, CALLER, Exchange
from tests.matters.play import Play

pytestmark = pytest.mark.row("R-072")


def nothing() -> bool:
    return not (Call.objects.exists() or CallEvent.objects.exists())


def test_a_ringing_call_is_taken_and_its_number_is_readable_nowhere(exchange: Exchange) -> None:
    answer = exchange.send(exchange.event("ringing", **{"from": "+86 100-0000-0155"}))
    call = Call.objects.get()
    assert answer.json() == {
        "call": str(call.uid), "state": "ringing", "effect": "taken", "again": False,
    }  # fmt: skip
    assert (call.state, call.came, call.number_shown) == ("ringing", "webhook", "100****0155")
    assert CALLER not in " ".join(str(one) for one in Call.objects.values_list().get())
    assert CALLER not in " ".join(str(one) for one in CallEvent.objects.values_list().get())
    assert CALLER not in "".join(Entry.objects.values_list("payload", flat=True))


def test_the_same_message_again_is_answered_alike_and_changes_nothing(exchange: Exchange) -> None:
    event = exchange.event("ringing", **{"from": CALLER})
    first, again = exchange.send(event).json(), exchange.send(event).json()
    assert again == first | {"again": True}
    assert (CallEvent.objects.count(), Call.objects.get().version) == (1, 2)
    assert Entry.objects.filter(stream=Call.objects.get().stream).count() == 1


def test_a_key_is_used_for_one_message_only(exchange: Exchange) -> None:
    event = exchange.event("ringing")
    exchange.send(event)
    answer = exchange.send(event | {"event": "ended"})
    assert (answer.status_code, answer.json()) == (409, {"error": "key_used"})
    assert Call.objects.get().state == "ringing"


@pytest.mark.parametrize(
    "head",
    [
        {"X-Gege-Signature": "v1=" + "0" * 64},
        {"X-Gege-Signature": ""},
        {"X-Gege-Signature": "v1=日"},
        {"X-Gege-System": "nobody"},
        {"X-Gege-System": "pbx\x00"},
        {"X-Gege-System": ""},
        {"X-Gege-Timestamp": "0"},
    ],
)
def test_a_forged_message_is_refused_without_a_trace(
    exchange: Exchange, head: dict[str, str]
) -> None:
    answer = exchange.send(exchange.event("ringing"), **head)
    assert (answer.status_code, answer.json()) == (401, {"error": "signature"})
    assert nothing()


@pytest.mark.parametrize("away", [timedelta(minutes=6), -timedelta(minutes=6)])
def test_a_message_that_was_signed_at_another_time_is_refused(
    exchange: Exchange, away: timedelta
) -> None:
    stamp = str(int((exchange.play.now - away).timestamp()))
    assert exchange.send(exchange.event("ringing"), stamp=stamp).status_code == 401
    for odd in ("", "-1", "1e9", "９", "9" * 40, "now"):
        assert exchange.send(exchange.event("ringing"), stamp=odd).status_code == 401
    assert nothing()


def test_a_changed_body_is_refused(exchange: Exchange) -> None:
    stamp = str(int(exchange.play.now.timestamp()))
    signature = signature_of(exchange.secret, stamp, json.dumps(exchange.event("ringing")).encode())
    head = {"X-Gege-Signature": signature}
    answer = exchange.send(exchange.event("abandoned"), stamp=stamp, **head)
    assert (answer.status_code, nothing()) == (401, True)


_DEEP = b"[" * 4000 + b"]" * 4000


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b" ", "not_json"),
        (b"\xff\xfe", "not_json"),
        (b"[]", "not_json"),
        (b"null", "not_json"),
        (_DEEP, "not_json"),
        (b"{}", "event"),
        (b'{"event": "flying"}', "event"),
        (b'{"event": ["ringing"]}', "event"),
        (b'{"event": "ringing"}', "id"),
        (b'{"event": "ringing", "id": "<script>"}', "id"),
        (b'{"event": "ringing", "id": "a", "call": ""}', "call"),
        (b'{"event": "ringing", "id": "a", "call": "c\\u0000"}', "call"),
        (b'{"event": "ringing", "id": "a", "call": "c"}', "at"),
        (b'{"event": "ringing", "id": "a", "call": "c", "at": 7}', "at"),
        (b'{"event": "ringing", "id": "a", "call": "c", "at": "2026-11-24T09:00:00"}', "at"),
        (b'{"event": "ringing", "id": "a", "call": "c", "at": "9999-12-31T23:59:59-12:00"}', "at"),
    ],
)
def test_a_malformed_message_is_named_and_left(exchange: Exchange, body: bytes, word: str) -> None:
    answer = exchange.send(None, body=body)
    assert (answer.status_code, answer.json()) == (400, {"error": word})
    assert nothing()


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({"from": 7}, "from"),
        ({"from": "1" * 81}, "from"),
        ({"extension": "8001;drop"}, "extension"),
        ({"extension": 8001}, "extension"),
    ],
)
def test_odd_fields_are_named(exchange: Exchange, given: dict[str, Any], word: str) -> None:
    answer = exchange.send(exchange.event("ringing", **given))
    assert (answer.status_code, answer.json()) == (400, {"error": word})


def test_what_happened_long_ago_or_has_not_happened_is_refused(exchange: Exchange) -> None:
    now = exchange.play.now
    late = exchange.send(exchange.event("ringing", at=now - timedelta(days=4)))
    early = exchange.send(exchange.event("ringing", at=now + timedelta(minutes=3)))
    assert (late.json(), early.json()) == ({"error": "too_late"}, {"error": "in_the_future"})
    # A fast clock is forgiven, and a system that was cut off for a day is heard.
    exchange.tell("ringing", "fast", at=now + timedelta(minutes=1))
    exchange.tell("ringing", "cut-off", at=now - timedelta(days=1))
    assert Call.objects.get(ref="fast").rang_at == now


def test_a_body_is_read_as_far_as_it_may_be_long(exchange: Exchange) -> None:
    big = json.dumps(exchange.event("ringing") | {"filler": "x" * MOST_BYTES}).encode()
    assert exchange.send(None, body=big).status_code == 413
    head = {"X-Gege-System": "pbx", "X-Gege-Timestamp": "1", "X-Gege-Signature": "v1="}
    answer = exchange.client.post(
        ADDRESS, b"x", content_type="application/json", CONTENT_LENGTH="99999999999", headers=head
    )
    assert answer.status_code == 413
    assert exchange.client.post(ADDRESS, {"id": "a"}, headers=head).status_code == 415
    assert exchange.client.put(ADDRESS, b"{}", headers=head).status_code == 405
    assert exchange.client.post(ADDRESS, {"id": "a"}).status_code == 401
    wrong = exchange.client.get(ADDRESS)
    assert (wrong.status_code, wrong.headers["Allow"]) == (405, "POST")
    assert nothing()


def test_a_flood_is_sent_away_and_comes_again(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "MOST_PER_MINUTE", 2)
    answers = [exchange.send(exchange.event("ringing", f"c{n}")) for n in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert (answers[-1].headers["Retry-After"], Call.objects.count()) == ("60", 2)
    exchange.play.wait(minutes=1)
    assert exchange.tell("ringing", "c9")["effect"] == "taken"


def test_what_the_interface_does_not_describe_is_left_out(exchange: Exchange) -> None:
    exchange.tell("ringing", caller={"name": "x"}, **{"from": "sip:somebody@example"})
    call = Call.objects.get()
    assert (call.withheld, call.number_shown, call.sealed) == (True, "", "")


def test_the_old_secret_lives_on_for_a_day_and_a_stopped_system_is_nobody(
    exchange: Exchange, play: Play
) -> None:
    by = play.cast.administrator
    old = exchange.secret
    _system, fresh = rotate_secret(exchange.system.uid, overlap=True, by=by, now=play.now)
    for exchange.secret in (old, fresh):
        assert exchange.send(exchange.event("ringing")).status_code == 200
    play.wait(hours=25)
    exchange.secret = old
    assert exchange.send(exchange.event("ended")).status_code == 401
    exchange.secret = fresh
    assert exchange.send(exchange.event("ended")).status_code == 200
    stop_system(exchange.system.uid, "换了新交换机", by=by, now=play.now)
    assert exchange.send(exchange.event("ringing")).status_code == 401
    assert not InboundText.objects.exists()
