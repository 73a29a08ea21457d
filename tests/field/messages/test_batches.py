"""A whole outbox: lost answers, two phones, many messages, floods, hostile bodies."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from gege.field.actions import take_messages
from gege.field.models import Receipt
from gege.field.rules import bounds
from gege.field.turns import Turn, alone
from gege.field.views import messages as view
from gege.fieldwork.models import CheckIn, TrackPoint
from gege.matters.api import Matter
from gege.notices.api import Draft, Notice, deliver, post
from gege.trail.api import Entry
from tests.cast import GRID, Cast, centre_of
from tests.field.phone import JSON, Phone, phone_of
from tests.matters.conftest import set_up


@pytest.mark.row("R-039")
def test_an_answer_lost_on_its_way_is_given_again(phone: Phone) -> None:
    batch = [phone.report(title=f"事项{place}") for place in range(3)]
    lost = phone.send(*batch)
    assert phone.send(*batch) == [one | {"again": True} for one in lost]
    assert Matter.objects.count() == 3


@pytest.mark.row("R-039")
def test_a_batch_that_was_cut_short_goes_on_where_it_stopped(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = [phone.report(title=f"事项{place}") for place in range(3)]
    done = take_messages.Taking._answer

    def dies(self: take_messages.Taking, raw: Any) -> Any:
        if raw["body"]["title"] == "事项1":
            raise MemoryError
        return done(self, raw)

    with monkeypatch.context() as broken:
        broken.setattr(take_messages.Taking, "_answer", dies)
        with pytest.raises(MemoryError):
            phone.send(*batch)
    assert Matter.objects.count() == 1
    assert [one.get("again", False) for one in phone.send(*batch)] == [True, False, False]


@pytest.mark.row("R-039")
def test_a_deed_whose_receipt_fails_is_not_done_either(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    report, keep = phone.report(), take_messages.Taking._keep

    def breaks(self: take_messages.Taking, *given: Any) -> None:
        raise RuntimeError("the disk is full")

    with monkeypatch.context() as broken:
        broken.setattr(take_messages.Taking, "_keep", breaks)
        answer = phone.send(report)[0]
    assert (answer["status"], answer["code"]) == ("waiting", "fault")
    assert (Matter.objects.count(), Receipt.objects.count(), Entry.objects.count()) == (
        0,
        0,
        Entry.objects.exclude(deed="report").count(),
    )
    assert keep is take_messages.Taking._keep
    assert phone.send(report)[0]["status"] == "done"


@pytest.mark.row("R-039")
def test_a_deed_that_breaks_leaves_nothing_and_stops_nothing(
    phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, bad = phone.report(title="好的"), phone.report(title="坏的")

    def breaks(*_given: Any, **_more: Any) -> None:
        raise RuntimeError("the ledger is torn")

    with monkeypatch.context() as broken:
        broken.setattr("gege.matters.actions.report.record", breaks)
        refused = phone.send(bad)[0]
    assert (refused["status"], Matter.objects.count(), Receipt.objects.count()) == (
        "waiting",
        0,
        0,
    )
    assert [one["status"] for one in phone.send(bad, good)] == ["done", "done"]


@pytest.mark.row("R-039")
def test_five_hundred_messages_in_five_batches_are_each_done_once_and_in_order(
    phone: Phone,
) -> None:
    batches = [
        [phone.report(title=f"第{place:03}件") for place in range(first, first + 100)]
        for first in range(0, 500, 100)
    ]
    for batch in batches:
        assert {one["status"] for one in phone.send(*batch)} == {"done"}
    # The last two batches come again: their answers were lost.
    for batch in batches[-2:]:
        assert {one["again"] for one in phone.send(*batch)} == {True}
    titles = list(Matter.objects.order_by("id").values_list("title", flat=True))
    assert titles == [f"第{place:03}件" for place in range(500)]
    assert Receipt.objects.count() == 500


def test_two_messages_under_one_key_in_one_batch_are_one(phone: Phone) -> None:
    report = phone.report()
    first, second, other = phone.send(report, report, report | {"kind": "setting", "body": {}})
    assert (first["status"], second, other["code"]) == ("done", first | {"again": True}, "key_used")


HOSTILE: dict[str, Any] = {
    "a word": "report",
    "nothing": None,
    "a list": [1, 2],
    "no key": {"kind": "report", "body": {}},
    "a key of another shape": {"key": "1", "kind": "report"},
    "a key as a number": {"key": 7},
    "an endless key": {"key": "a" * 5000},
}


@pytest.mark.parametrize("case", HOSTILE)
def test_what_has_no_key_is_refused_and_not_kept(phone: Phone, case: str) -> None:
    sound = phone.report()
    bad, done = phone.send(HOSTILE[case], sound)
    assert (bad["key"], bad["status"], bad["code"]) == (None, "refused", "malformed")
    assert (done["status"], Receipt.objects.count()) == ("done", 1)


SHAPELESS: dict[str, dict[str, Any]] = {
    "an unknown kind": {"kind": "close_everything"},
    "no kind": {"kind": None},
    "a kind of signs": {"kind": "路\u0000"},
    "no time": {"made_at": None},
    "a time without a zone": {"made_at": "2026-11-24T10:00:00"},
    "a time that is none": {"made_at": "yesterday"},
    "a time beyond the calendar": {"made_at": "9999-12-31T23:59:59+00:00"},
    "a skew in words": {"skew_ms": "fast"},
    "a skew beyond a century": {"skew_ms": 10**18},
    "a skew without end": {"skew_ms": 1e308},
    "an after that is no key": {"after": "before"},
    "a post in words": {"post": "mine"},
    "a body of text": {"body": "x"},
    "no body": {"body": None},
    "a field of ours": {"account_id": 1},
}


@pytest.mark.parametrize("case", SHAPELESS)
def test_a_shapeless_message_is_refused_with_the_same_words_each_time(
    phone: Phone, case: str
) -> None:
    message = phone.report() | SHAPELESS[case]
    answer, done = phone.send(message, phone.report())
    assert (answer["status"], done["status"]) == ("refused", "done")
    assert answer["text"] not in ("", answer["code"])
    assert phone.send(message)[0] == answer | {"again": True}


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("", 400),
        ("[]", 400),
        ("{}", 400),
        ('{"sent_at": "x", "messages": []}', 400),
        ('{"sent_at": "2026-11-24T10:00:00+08:00", "messages": {}}', 400),
        ('{"sent_at": "2026-11-24T10:00:00+08:00", "messages": [Infinity]}', 400),
        ('{"sent_at": "2026-11-24T10:00:00+08:00", "messages": ' + "[" * 900 + "]" * 901, 400),
        ('{"a":' * 100_000 + "1" + "}" * 100_000, 400),
        ("[" + "1" * 5000 + "]", 400),
        (b"\xff\xfe\x00", 400),
        ("x" * (1024 * 1024 + 1), 413),
        (
            json.dumps({"sent_at": "2026-11-24T10:00:00+08:00", "messages": [0] * 101}),
            413,
        ),
    ],
)
def test_a_batch_that_is_none_is_refused_whole(
    phone: Phone, body: str | bytes, status: int
) -> None:
    response = phone.client.post("/field/api/messages", body, content_type=JSON)
    assert response.status_code == status
    assert response.json()["error"]
    assert Receipt.objects.count() == 0


def test_a_body_nested_deeper_than_ours_is_refused(phone: Phone) -> None:
    deep: Any = "x"
    for _ in range(20):
        deep = {"a": deep}
    assert phone.send_raw(phone.report(title=deep)).status_code == 400


def test_a_flood_of_one_person_is_put_off_and_stops_nobody_else(
    phone: Phone, county: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(view, "FLOOD_MOST", 2)
    phone.send(*(phone.report(title=f"事项{place}") for place in range(3)))
    later = phone.send_raw(phone.report())
    assert (later.status_code, later.json()["error"], later.headers["Retry-After"]) == (
        429,
        "flood",
        str(bounds.FLOOD_SECONDS),
    )
    other = phone_of(county, "second_grid_worker")
    assert other.send_raw().status_code == 200
    Receipt.objects.update(received_at=timezone.now() - bounds.FLOOD_WINDOW)
    assert phone.send_raw(phone.report()).status_code == 200


@pytest.mark.row("R-104")
def test_a_notice_is_acknowledged_from_the_phone_once(phone: Phone, county: Cast) -> None:
    mine, theirs = county.account("grid_worker").pk, county.account("station_clerk").pk
    now = timezone.now()
    post([Draft("closed", "x", to_account_id=one) for one in (mine, theirs)], now=now)
    deliver(now=now)
    own, other = (Notice.objects.get(account_id=one) for one in (mine, theirs))
    for one in (own, other):
        phone.do("notice", {"id": str(one.pk), "acknowledged": True})
        one.refresh_from_db()
    assert own.acknowledged_at is not None
    assert (other.read_at, other.acknowledged_at) == (None, None)
    assert phone.do("notice", {"id": "0"})["code"] == "between"


@pytest.mark.row("R-104")
def test_no_clock_acknowledges_a_notice_before_it_was_there(phone: Phone, county: Cast) -> None:
    mine, now = county.account("grid_worker").pk, timezone.now()
    post([Draft("closed", "x", to_account_id=mine)], now=now)
    deliver(now=now)
    notice = Notice.objects.get(account_id=mine)
    early = (now - timedelta(days=2)).isoformat()
    phone.do("notice", {"id": str(notice.pk), "acknowledged": True}, made_at=early, skew_ms=0)
    notice.refresh_from_db()
    assert (notice.read_at, notice.acknowledged_at) == (notice.delivered_at,) * 2


def test_language_and_print_are_chosen_on_the_phone(phone: Phone, county: Cast) -> None:
    answer = phone.do("setting", {"language": "en", "large_print": True})
    account = county.account("grid_worker")
    assert (answer["status"], account.language, account.large_print) == ("done", "en", True)
    refused = phone.do("setting", {"language": "fr"})
    assert (refused["status"], refused["code"], refused["field"]) == (
        "refused",
        "unknown_language",
        "language",
    )


def test_no_position_is_kept_outside_a_patrol_whatever_a_message_says(phone: Phone) -> None:
    lng, lat = centre_of(GRID)
    patrol, point = str(uuid4()), str(uuid4())
    at = timezone.now().isoformat()
    answers = phone.send(
        phone.message("track", {"patrol": patrol, "positions": [[at, lng, lat, 5]]}),
        phone.message("track", {"patrol": None, "positions": [[at, lng, lat, 5]]}),
        phone.message(
            "check_in", {"patrol": patrol, "point": point, "how": "hand", "lng": lng, "lat": lat}
        ),
        phone.message("notice", {"id": "1", "lng": lng, "lat": lat}),
        phone.message("setting", {"language": "en", "position": [lng, lat]}),
        phone.message("patrol_start", {"uid": patrol, "grid": GRID, "lng": lng, "lat": lat}),
        phone.report() | {"lng": lng, "lat": lat},
    )
    assert {one["status"] for one in answers} == {"refused"}
    assert (TrackPoint.objects.count(), CheckIn.objects.count()) == (0, 0)
    kept = json.dumps(list(Receipt.objects.values_list("answer", "subject")))
    assert str(lng) not in kept
    assert str(lat) not in kept


@pytest.fixture
def committed(committed_cast: Cast, settings: Any, tmp_path: Any) -> Cast:
    settings.MEDIA_ROOT = tmp_path
    set_up()
    return committed_cast


def together(*calls: Any) -> list[Any]:
    """Do several things at once, each on a connection of its own."""

    def alone(call: Any) -> Any:
        try:
            return call()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(alone, calls))


@pytest.mark.row("R-039")
def test_two_phones_that_send_one_key_at_once_do_it_once(committed: Cast) -> None:
    first, second = phone_of(committed, device="a"), phone_of(committed, device="b")
    batch = [first.report(title=f"事项{place}") for place in range(8)]
    answers = together(lambda: first.send(*batch), lambda: second.send(*batch))
    assert Matter.objects.count() == 8
    for one, other in zip(*answers, strict=True):
        assert (one["status"], one["number"]) == ("done", other["number"])
        assert sorted(("again" in one, "again" in other)) == [False, True]


def test_one_terminal_sends_one_batch_at_a_time(committed: Cast) -> None:
    phone = phone_of(committed)
    with alone(phone.terminal.pk, Turn.MESSAGES) as its_turn:
        assert its_turn
        busy = together(lambda: phone.send_raw(phone.report()))[0]
    assert (busy.status_code, busy.json()["error"], busy.headers["Retry-After"]) == (
        429,
        "busy",
        str(bounds.ANSWER_LATER_SECONDS),
    )
    assert together(lambda: phone.send(phone.report()))[0][0]["status"] == "done"
    assert timedelta(0) < bounds.FLOOD_WINDOW


def test_one_terminal_starts_once_at_a_time_and_others_beside_it(committed: Cast) -> None:
    phone, other = phone_of(committed), phone_of(committed, "second_grid_worker")
    with alone(phone.terminal.pk, Turn.START):
        busy, theirs, sent = together(
            lambda: phone.post("start", {}),
            lambda: other.post("start", {}),
            lambda: phone.send_raw(phone.report()),
        )
    assert (busy.status_code, busy.json()["error"]) == (429, "busy")
    assert [one.status_code for one in (theirs, sent)] == [200, 200]
    assert together(lambda: phone.post("start", {}))[0].status_code == 200
