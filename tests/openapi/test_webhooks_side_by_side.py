"""What meets at once: commits that come late, one case twice, several processes, the timers."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from gege.matters import api as matters
from gege.matters.api import Matter, Report, setting
from gege.openapi import jobs
from gege.openapi.actions.feed import feed
from gege.openapi.actions.subscribe import ping
from gege.openapi.floods import Floods, forget_floods
from gege.openapi.models import Case, Delivery, Event, Feed, Flood
from gege.openapi.opinion.platform import Ways, actor_for_platform, connect
from gege.openapi.opinion.reading import read_case
from gege.openapi.opinion.taking import take_case
from gege.trail.api import Entry
from tests.cast import GRID
from tests.matters.play import PLAIN, Play
from tests.openapi.conftest import opened
from tests.openapi.hooks import Receiver, receiver, run, running_receiver, told_of
from tests.openapi.opinions import CASE, CLIENT
from tests.openapi.rest_calls import BUREAU

__all__ = ["receiver", "running_receiver"]


def apart(deed: Callable[[], Any]) -> Any:
    """Run a deed on a connection of its own."""
    try:
        return deed()
    finally:
        connection.close()


def test_a_commit_that_comes_late_is_told_all_the_same(
    committed_play: Play, receiver: Receiver
) -> None:
    """Its line has a lower id than one that was told already."""
    cast, now = committed_play.cast, timezone.now()
    county = opened(
        cast, **BUREAU | {"unit_code": CLIENT["unit_code"], "role": "county_dispatcher"}
    )
    told_of(county, receiver, committed_play, now=now)
    written, go_on = Signal(), Signal()

    def slow() -> str:
        with transaction.atomic():
            report = Report(title="写得慢", kind=PLAIN, grid_code=GRID)
            number = matters.report(report, by=cast.grid_worker, now=now).number
            written.set()
            assert go_on.wait(20)
            return number

    with ThreadPoolExecutor(1) as pool:
        late = pool.submit(apart, slow)
        assert written.wait(20)
        quick = committed_play.report(title="写得快")
        for _ in range(3):
            feed(now=now)
        assert [one.matter_id for one in Event.objects.all()] == [quick.pk]
        assert Feed.objects.get().cursor < Entry.objects.get(stream=quick.stream).pk
        go_on.set()
        number = late.result(20)
    for _ in range(3):
        feed(now=now)
    told = {one.matter.number for one in Event.objects.select_related("matter")}
    assert told == {quick.number, number}
    assert Delivery.objects.count() == 2
    assert Feed.objects.get().cursor == Entry.objects.latest("id").pk


@pytest.mark.row("R-071")
def test_one_case_that_comes_twice_at_once_is_one_matter(committed_play: Play) -> None:
    cast, now = committed_play.cast, timezone.now()
    client = opened(cast, **CLIENT).client
    platform = connect(client.uid, Ways(PLAIN), by=cast.administrator, now=now)
    by = actor_for_platform(platform, now)
    assert by is not None
    their_id, given, strange = read_case({"id": "MQ-1"} | CASE)

    def take() -> str:
        return take_case(platform, their_id, given, strange, by=by, where=setting(now)).how

    with ThreadPoolExecutor(4) as pool:
        found = [pool.submit(apart, take) for _ in range(4)]
        hows = sorted(one.result(30) for one in found)
    assert hows == ["again", "again", "again", "new"]
    assert (Matter.objects.count(), Case.objects.count()) == (1, 1)


def test_the_timers_do_what_they_say(play: Play, receiver: Receiver) -> None:
    system = opened(play.cast, **BUREAU)
    one, secret = told_of(system, receiver, play, now=timezone.now())
    began = len(receiver.log())
    ping(one.uid, by=play.cast.administrator, now=timezone.now())
    play.in_hand()
    for timer in (
        jobs.read_trail,
        jobs.send_due_webhooks,
        jobs.tidy_webhooks,
        jobs.forget_answered_keys,
        jobs.forget_flood_counts,
        jobs.exchange_opinions,
        jobs.compare_opinions,
    ):
        timer(timestamp=0)
    kinds = [each["type"] for each in receiver.messages(secret, began)]
    assert kinds[0] == "ping"
    assert len(kinds) == Delivery.objects.filter(state="done").count() > 2
    assert run(timezone.now()) == 0


def test_every_process_counts_floods_in_the_same_place(db: None) -> None:
    now = timezone.now()
    minute = int(now.timestamp()) // 60
    one, other = Floods("stranger", 3), Floods("stranger", 3)
    assert [each.over("203.0.113.7", minute) for each in (one, other, one, other)] == [
        False, False, False, True,
    ]  # fmt: skip
    assert not one.over("203.0.113.8", minute)
    assert not Floods("key", 3).over("203.0.113.7", minute)
    assert not one.over("203.0.113.7", minute + 1)
    # A home's network of IPv6 is one sender.
    homes = [one.over(f"2001:db8::{number}", minute) for number in range(1, 5)]
    assert homes == [False, False, False, True]
    assert "203.0.113" not in str(list(Flood.objects.values()))
    assert forget_floods(now=now) == 0
    count = Flood.objects.count()
    assert forget_floods(now=now + timedelta(minutes=4)) == count
