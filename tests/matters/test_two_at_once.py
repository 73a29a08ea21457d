"""Two people at once, each in a connection of their own: one wins, the other is told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from gege.matters import api as matters
from gege.matters.api import Matter, MatterError, Refused, Reporting, Stale
from gege.trail.api import Entry
from gege.trail.verify import _verify_heads, _verify_lines
from tests.cast import COMMUNITY
from tests.matters.play import Play


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Run deeds at the same time in connections of their own; what each returned or raised."""
    start, results = Barrier(len(deeds)), [None] * len(deeds)

    def work(place: int, deed: Callable[[], Any]) -> None:
        try:
            start.wait(20)
            results[place] = deed()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    assert not any(one.is_alive() for one in threads), "they wait for each other"
    return results


def errors(results: list[Any]) -> list[type[BaseException]]:
    return [type(one) for one in results if isinstance(one, BaseException)]


def ledger_is_whole() -> bool:
    return (_verify_lines()[1], _verify_heads()) == (None, None)


def test_of_two_who_accept_one_wins_and_the_other_is_told(committed_play: Play) -> None:
    play = committed_play
    for seen, told in ((1, Stale), (None, Refused)):
        matter = play.report()
        accepts = partial(
            matters.accept, matter.number, by=play.cast.grid_worker, now=play.now, seen=seen
        )
        results = at_once(accepts, accepts)
        assert errors(results) == [told]
        assert play.deeds(matter) == ["report", "accept"]
        assert play.live(matter).lead_id == matter.holder_id
    assert ledger_is_whole()


def test_of_two_returns_one_counts(committed_play: Play) -> None:
    play = committed_play
    matter = play.dispatched()
    results = at_once(
        *[
            lambda: matters.give_back(
                matter.number, reason="不归我管", by=play.cast.department_officer, now=play.now
            )
        ]
        * 2
    )
    assert len(errors(results)) == 1
    assert all(issubclass(one, MatterError) for one in errors(results))
    matter.refresh_from_db()
    assert (matter.state, matter.returns) == ("returned", 1)


def test_a_completion_and_an_escalation_cannot_both_be(committed_play: Play) -> None:
    play = committed_play
    matter, worker = play.accepted(), play.cast.grid_worker
    results = at_once(
        lambda: matters.complete(
            matter.number, outcome="done", words="已经填平", by=worker, now=play.now
        ),
        lambda: matters.escalate(
            matter.number, reason="办不了", tried="试过了", by=worker, now=play.now
        ),
    )
    assert errors(results) == [Refused]
    matter.refresh_from_db()
    assert matter.state in ("completed", "reported")
    assert matter.holder_id == play.cast.unit_id(COMMUNITY)
    assert ledger_is_whole()


def test_two_matters_merged_into_each_other_do_not_wait_for_ever(committed_play: Play) -> None:
    play = committed_play
    clerk = play.cast.station_clerk
    for _ in range(3):
        a, b = play.report(by=clerk), play.report(by=clerk)
        results = at_once(
            lambda a=a, b=b: matters.merge(a.number, parent=b.number, by=clerk, now=play.now),
            lambda a=a, b=b: matters.merge(b.number, parent=a.number, by=clerk, now=play.now),
        )
        assert len(errors(results)) == 1
        assert sorted(
            Matter.objects.filter(pk__in=(a.pk, b.pk)).values_list("state", flat=True)
        ) == [
            "merged",
            "reported",
        ]


def test_the_same_report_sent_twice_at_once_is_one_matter(committed_play: Play) -> None:
    play = committed_play
    key = UUID("01902e7e-0000-7000-8000-000000000002")
    results = at_once(*[lambda: play.report(receipt_key=key)] * 4)
    assert errors(results) == []
    assert len({one.pk for one in results}) == 1
    assert (Matter.objects.count(), Reporting.objects.count()) == (1, 1)
    assert Entry.objects.filter(stream=results[0].stream).count() == 1


@pytest.mark.row("R-088")
def test_many_who_report_at_once_wait_for_nobody_and_leave_whole_trails(
    committed_play: Play,
) -> None:
    play = committed_play
    results = at_once(*[lambda: [play.report().number for _ in range(5)]] * 4)
    assert errors(results) == []
    assert len({number for some in results for number in some}) == 20
    assert ledger_is_whole()


def test_two_timers_announce_a_light_once(committed_play: Play) -> None:
    play = committed_play
    matter = play.accepted()
    play.wait(days=30)
    at_once(*[lambda: matters.announce_lights(now=play.now)] * 2)
    assert play.deeds(matter) == ["report", "accept", "overdue"]
