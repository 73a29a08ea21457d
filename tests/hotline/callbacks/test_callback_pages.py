"""The list of callbacks and the page of one, on screen (R-072)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gege.hotline.models import Callback
from gege.trail.api import AccessLine
from tests.hotline.callbacks.test_callback_deeds import NOBODY, call, listed, tried
from tests.matters.play import Play

SOLVED = {"found": "reached", "solved": "yes", "satisfaction": "satisfied", "words": ""}


@pytest.mark.row("R-072")
def test_one_is_taken_called_and_kept_on_screen(play: Play) -> None:
    matter = play.verified()
    one = listed(play)
    play_now(one)
    client = play.cast.client("hotline_operator")
    assert "100****0001" in client.get("/hotline/callbacks/").content.decode()
    page = f"/hotline/callbacks/{one.uid}"
    before = AccessLine.objects.count()
    assert "10000000001" not in client.get(page).content.decode()
    assert client.post(f"{page}/record", SOLVED).status_code == 422
    assert AccessLine.objects.count() == before
    assert client.post(f"{page}/take").status_code == 302
    assert "10000000001" in client.get(page).content.decode()
    assert AccessLine.objects.filter(subject=matter.number).count() == 1
    other = play.cast.client("county_dispatcher")
    assert "10000000001" not in other.get(page).content.decode()
    assert client.post(f"{page}/record", {**SOLVED, "solved": "not_asked"}).status_code == 422
    assert client.post(f"{page}/record", {"found": "maybe"}).status_code == 422
    assert client.post(f"{page}/record", SOLVED).status_code == 302
    matter.refresh_from_db()
    assert matter.state == "closed"
    assert "已解决" in client.get("/hotline/callbacks/?box=done").content.decode()
    assert client.get(page).status_code == 200


def play_now(one: Callback) -> None:
    """Let a callback of the played day be due on the day of the test."""
    from django.utils import timezone

    now = timezone.now()
    Callback.objects.filter(pk=one.pk).update(
        next_at=now - timedelta(hours=1), due_at=now + timedelta(hours=1)
    )


def test_it_is_given_back_and_strangers_find_none(play: Play) -> None:
    play.verified()
    one = listed(play)
    client, page = play.cast.client("hotline_operator"), f"/hotline/callbacks/{one.uid}"
    client.post(f"{page}/take")
    assert client.post(f"{page}/give-back").status_code == 302
    assert Callback.objects.get().taken_by == ""
    for who in ("station_clerk", "administrator", "department_officer", "grid_worker"):
        stranger = play.cast.client(who)
        assert stranger.get("/hotline/callbacks/").status_code == 404
        assert stranger.post(f"{page}/take").status_code == 404
    reader = play.cast.client("electronic_supervisor")
    assert reader.get(page).status_code == 200
    assert reader.post(f"{page}/take").status_code in (403, 404)
    assert client.get("/hotline/callbacks/00000000-0000-4000-8000-000000000000").status_code == 404


@pytest.mark.parametrize("box", ["now", "later", "done", "unreachable"])
def test_a_list_costs_the_same_with_one_row_and_with_three(play: Play, box: str) -> None:
    client, costs = play.cast.client("hotline_operator"), []
    client.get("/hotline/callbacks/")
    states = {"now": "waiting", "later": "asked", "done": "reached", "unreachable": "unreachable"}
    for more in (1, 2):
        for _turn in range(more):
            one = call(play)
            Callback.objects.create(
                why="promised", call=one, state=states[box], created_at=play.now, due_at=play.now,
                next_at=play.now, done_at=play.now if box in ("done", "unreachable") else None,
            )  # fmt: skip
        with CaptureQueriesContext(connection) as costing:
            page = client.get(f"/hotline/callbacks/?box={box}")
        assert page.content.decode().count("承诺") >= more
        costs.append(len(costing))
    assert costs[0] == costs[1]


def test_pages_are_turned_by_key_and_nonsense_in_the_address_is_nothing(play: Play) -> None:
    for _turn in range(51):
        Callback.objects.create(
            why="promised", call=call(play), created_at=play.now, due_at=play.now, next_at=play.now
        )
    client = play.cast.client("hotline_operator")
    first = client.get("/hotline/callbacks/")
    address = first.context["turns"].next
    assert len(first.context["rows"]) == 50
    second = client.get(f"/hotline/callbacks/{address}")
    assert len(second.context["rows"]) == 1
    for wrong in ("?box=x&why=y", "?after=x", "?after=2026-11-24T00:00:00Z_x", "?after=_1"):
        assert client.get(f"/hotline/callbacks/{wrong}").status_code == 200


def test_who_was_not_reached_stands_with_the_next_time(play: Play) -> None:
    play.verified()
    one = tried(play, listed(play), NOBODY)
    Callback.objects.filter(pk=one.pk).update(next_at=one.next_at + timedelta(days=3650))
    page = play.cast.client("hotline_operator").get("/hotline/callbacks/?box=later")
    assert "已联系 1 次" in page.content.decode()


def test_a_promised_answer_goes_out_by_text(play: Play, settings: object) -> None:
    settings.GEGE_SMS_URL = "http://127.0.0.1:1"  # type: ignore[attr-defined]
    call(play, given="answered", reply_route="sms", written_at=play.now, number="10000000005")
    one = listed(play)
    client, page = play.cast.client("hotline_operator"), f"/hotline/callbacks/{one.uid}"
    client.post(f"{page}/take")
    assert client.post(f"{page}/answer", {"words": ""}).status_code == 422
    assert client.post(f"{page}/answer", {"words": "带身份证到便民中心3号窗口"}).status_code == 302
    assert Callback.objects.get().state == "reached"
