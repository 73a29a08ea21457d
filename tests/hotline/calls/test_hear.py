"""What a telephone system tells, in any order: the same messages are the same call."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from gege.hotline.calls import hear as deed
from gege.hotline.calls.callers import caller_of, forget_callers
from gege.hotline.calls.hear import give_up_lost, hear
from gege.hotline.models import Call, CallEvent
from gege.hotline.rules.call_events import Told
from gege.hotline.rules.call_table import EventKind
from gege.trail.api import Entry
from tests.hotline.calls.conftest import CALLER, EXTENSION, Exchange, sit
from tests.matters.play import Play

pytestmark = pytest.mark.row("R-072")


def course(call: Call) -> tuple[Any, ...]:
    """Where a call stands: its state, its times from its ringing on, who has it."""
    began = call.rang_at
    times = (call.answered_at, call.ended_at, call.abandoned_at)
    seconds = tuple(int((at - began).total_seconds()) if at else None for at in times)
    return (call.state, *seconds, call.waited_seconds, call.taker_name)


def test_a_call_from_its_ringing_to_its_end(exchange: Exchange) -> None:
    call = exchange.talk()
    assert course(call) == ("talking", 7, None, None, 7, "何热线")
    exchange.play.wait(seconds=90)
    exchange.tell("ended")
    call.refresh_from_db()
    assert course(call) == ("ended", 7, 97, None, 7, "何热线")
    lines = Entry.objects.filter(stream=call.stream).order_by("seq")
    assert [(one.deed, one.name) for one in lines] == [
        ("ringing", "热线交换机"), ("answered", "热线交换机"), ("ended", "热线交换机"),
    ]  # fmt: skip
    assert caller_of(call).number == CALLER


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_order_in_which_messages_come_does_not_matter(
    exchange: Exchange, order: tuple[int, ...]
) -> None:
    now = exchange.play.now - timedelta(hours=1)
    events = [
        exchange.event("ringing", at=now, **{"from": CALLER}),
        exchange.event("answered", at=now + timedelta(seconds=20), extension=EXTENSION),
        exchange.event("ended", at=now + timedelta(seconds=80), extension=EXTENSION),
    ]
    for place in order:
        assert exchange.send(events[place]).status_code == 200
    assert course(Call.objects.get()) == ("ended", 20, 80, None, 20, "何热线")


def test_a_caller_who_gave_up_and_one_whom_nobody_answered(exchange: Exchange) -> None:
    exchange.ring("gave-up")
    exchange.ring("nobody")
    exchange.play.wait(seconds=40)
    exchange.tell("abandoned", "gave-up")
    exchange.tell("ended", "nobody")
    assert [course(one) for one in Call.objects.order_by("id")] == [
        ("missed", None, None, 40, 40, ""), ("missed", None, 40, None, 40, ""),
    ]  # fmt: skip


def test_what_contradicts_is_kept_and_changes_nothing(exchange: Exchange) -> None:
    call = exchange.talk()
    assert exchange.tell("abandoned")["effect"] == "contradicts"
    call.refresh_from_db()
    assert (call.state, call.abandoned_at) == ("talking", None)
    # Late word that it was answered outweighs that it was given up.
    exchange.ring("c2")
    exchange.tell("abandoned", "c2")
    exchange.tell("answered", "c2")
    assert Call.objects.get(ref="c2").state == "ended"


def test_the_same_told_twice_under_two_keys_is_known(exchange: Exchange) -> None:
    exchange.talk()
    at = exchange.play.now + timedelta(seconds=9)
    exchange.play.wait(minutes=1)
    assert exchange.tell("answered", at=at)["effect"] == "known"
    assert exchange.tell("ended", at=at)["effect"] == "taken"
    assert exchange.tell("ended", at=at)["effect"] == "known"
    assert course(Call.objects.get())[:3] == ("ended", 7, 16)


def test_a_transfer_gives_the_call_to_the_other_seat_unless_it_is_written_up(
    exchange: Exchange, play: Play
) -> None:
    sit(play.cast, "county_dispatcher", "8002")
    call = exchange.talk()
    play.wait(seconds=5)
    exchange.tell("transferred", extension="8002")
    call.refresh_from_db()
    assert (call.taker_name, call.extension, call.state) == ("吴派遣", "8002", "talking")
    late = exchange.tell("transferred", at=play.now - timedelta(seconds=2), extension=EXTENSION)
    assert late["effect"] == "known"
    call.refresh_from_db()
    assert call.taker_name == "吴派遣"


def test_a_seat_of_somebody_who_takes_no_calls_any_more_is_nobodys(
    exchange: Exchange, play: Play
) -> None:
    sit(play.cast, "station_clerk", "8003")
    call = exchange.talk(extension="8003")
    assert (call.state, call.taker_id, call.extension) == ("talking", None, "8003")


def test_a_number_that_is_not_shown_is_no_number(exchange: Exchange) -> None:
    for place, number in enumerate((None, "", "anonymous", "未知")):
        call = exchange.ring(f"c{place}", number)
        assert (call.withheld, call.sealed, call.number_mark) == (True, "", "")
    # A later message may name it.
    exchange.tell("answered", "c0", **{"from": CALLER})
    assert Call.objects.get(ref="c0").number_shown == "100****0155"


def test_nothing_stays_of_a_message_whose_line_cannot_be_written(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_given: Any) -> None:
        raise RuntimeError("the trail is full")

    monkeypatch.setattr(deed, "record", broken)
    told = Told("k", "c", EventKind.RINGING, exchange.play.now, CALLER)
    with pytest.raises(RuntimeError):
        hear(exchange.system, told, now=exchange.play.now)
    assert not Call.objects.exists()
    assert not CallEvent.objects.exists()


def test_a_call_of_whose_end_nobody_told_is_lost_until_somebody_does(
    exchange: Exchange, play: Play
) -> None:
    exchange.ring("rings")
    exchange.talk("talks")
    exchange.ring("recent")
    play.wait(minutes=14)
    assert give_up_lost(now=play.now) == 0
    play.wait(hours=4)
    exchange.ring("fresh")
    assert give_up_lost(now=play.now) == 3
    states = {one.ref: one.state for one in Call.objects.all()}
    assert states == {"rings": "lost", "talks": "ended", "recent": "lost", "fresh": "ringing"}
    exchange.tell("answered", "rings", at=play.now - timedelta(hours=4))
    assert Call.objects.get(ref="rings").state == "ended"


@pytest.mark.row("R-077")
def test_numbers_are_forgotten_after_thirty_days(exchange: Exchange, play: Play) -> None:
    exchange.talk()
    assert forget_callers(now=play.now + timedelta(days=29)) == 0
    assert forget_callers(now=play.now + timedelta(days=31)) == 1
    call = Call.objects.get()
    assert (call.sealed, call.number_mark, call.number_shown) == ("", "", "")
