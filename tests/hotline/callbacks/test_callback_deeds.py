"""Who is to be called back stands on the list by itself, and what they say goes into the matter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.hotline.callbacks import deeds
from gege.hotline.callbacks.deeds import give_back, record_try, take
from gege.hotline.callbacks.errors import CallbackError, Invalid, NotFound, Refused
from gege.hotline.callbacks.gather import gather, gather_samples
from gege.hotline.models import Call, Callback, CallbackTry
from gege.hotline.rules.callback_table import Found, Result, Solved
from gege.matters import api as matters
from gege.matters.api import Matter, Who
from gege.notices.api import Delivery, seal
from gege.trail.api import Entry
from tests.matters.play import CALLER, Play

SOLVED = Result(Found.REACHED, Solved.YES, "satisfied", "很快就来了")
UNSOLVED = Result(Found.REACHED, Solved.NO, "dissatisfied", "晚上还是不亮")
NOBODY = Result(Found.NOT_REACHED)
OTHER = Who(anonymous=False, name="居民乙", phone="10000000002", wants_callback=True)
QUIET = Who(anonymous=False, name="居民丙", phone="10000000003")
IN_CONFIDENCE = Who(
    anonymous=False, name="居民丁", phone="10000000004", wants_callback=True, confidential=True
)


def listed(play: Play) -> Callback:
    """The one callback on the list."""
    gather(now=play.now)
    return Callback.objects.get(state="waiting")


def tried(play: Play, one: Callback, result: Result) -> Callback:
    operator = play.cast.hotline_operator
    take(one.uid, by=operator, now=play.now)
    return record_try(one.uid, result, by=operator, now=play.now)[0]


def call(play: Play, **kept: Any) -> Call:
    """A call as the telephone system told of it."""
    number = kept.pop("number", "10000000005")
    values: dict[str, Any] = {
        "came": "webhook", "state": "ended", "rang_at": play.now, "answered_at": play.now,
        "ended_at": play.now, "sealed": seal({"number": number, "name": ""}, "hotline.call"),
        "number_mark": f"mark of {number}", "number_shown": "100****0005",
    } | kept  # fmt: skip
    return Call.objects.create(**values)


@pytest.mark.row("R-072")
@pytest.mark.row("R-054")
def test_a_verified_matter_puts_its_reporter_on_the_list_once(play: Play) -> None:
    matter = play.verified()
    assert gather(now=play.now) == 1
    one = Callback.objects.get()
    assert (one.why, one.matter_id, one.shown, one.due_at) == (
        "matter", matter.pk, "100****0001", matter.step_due_at,
    )  # fmt: skip
    assert gather(now=play.wait(minutes=1).now) == 0
    done = tried(play, one, SOLVED)
    matter.refresh_from_db()
    assert (done.state, done.solved, done.satisfaction, matter.state) == (
        "reached", "yes", "satisfied", "closed",
    )  # fmt: skip
    assert [entry.deed for entry in Entry.objects.filter(stream=one.stream)] == ["take", "try"]
    assert gather(now=play.wait(minutes=1).now) == 0


def test_not_solved_sends_it_back_and_asks_again_after_the_next_verification(play: Play) -> None:
    matter = play.verified()
    tried(play, listed(play), UNSOLVED)
    matter.refresh_from_db()
    assert (matter.state, matter.contact) == ("handling", "unsolved")
    assert gather(now=play.now) == 0
    play.complete(matter, play.cast.department_officer)
    play.wait(minutes=1).do(matters.verify, matter, play.cast.station_clerk)
    assert gather(now=play.now) == 1
    tried(play, listed(play), SOLVED)
    matter.refresh_from_db()
    assert matter.state == "closed"
    assert Callback.objects.filter(state="reached").count() == 2


def test_not_reached_comes_back_by_itself_and_is_never_satisfied(play: Play) -> None:
    matter, one = play.verified(), None
    for turn, again in ((1, "2026-11-24 13:00"), (2, "2026-11-24 17:00")):
        one = tried(play, one or listed(play), NOBODY)
        local = one.next_at.astimezone(matters.LOCAL)
        assert (one.state, one.tries, f"{local:%Y-%m-%d %H:%M}") == ("waiting", turn, again)
        assert (one.taken_by, one.taken_at) == ("", None)
        play.at(again)
    assert one is not None
    rating = Result(Found.NOT_REACHED, Solved.YES, "satisfied")
    one = tried(play, one, rating)
    matter.refresh_from_db()
    assert (one.state, one.solved, one.satisfaction) == ("unreachable", "", "")
    assert (matter.state, matter.contact, matter.satisfaction) == ("verified", "unreachable", "")
    assert list(CallbackTry.objects.values_list("turn", "found")) == [
        (1, "not_reached"), (2, "not_reached"), (3, "not_reached"),
    ]  # fmt: skip
    assert gather(now=play.wait(days=1).now) == 0


@pytest.mark.parametrize(
    ("found", "state", "contact", "closes"),
    [
        ("refused", "refused", "declined", True),
        ("wrong_number", "wrong_number", "wrong_number", False),
    ],
)
def test_who_wishes_not_to_be_asked_and_whose_number_is_wrong_end_it(
    play: Play, found: str, state: str, contact: str, closes: bool
) -> None:
    matter = play.verified()
    one = tried(play, listed(play), Result(Found(found)))
    matter.refresh_from_db()
    assert (one.state, matter.contact) == (state, contact)
    assert (matter.state == "closed") is closes
    if not closes:
        play.wait(days=7).do(matters.close, matter, play.cast.station_clerk)
        assert matter.state == "closed"


def test_a_merged_duplicates_reporter_is_called_about_the_whole(play: Play) -> None:
    first = play.in_hand(who=CALLER)
    second = play.report(who=OTHER)
    play.do(matters.merge, second, play.cast.station_clerk, parent=first.number)
    play.do(
        matters.verify, play.complete(first, play.cast.department_officer), play.cast.station_clerk
    )
    assert gather(now=play.now) == 2
    for one in Callback.objects.order_by("id"):
        assert one.matter_id == first.pk
        tried(play, one, SOLVED)
        first.refresh_from_db()
    assert first.state == "closed"


def test_what_was_said_elsewhere_leaves_the_list(play: Play) -> None:
    matter = play.verified()
    one = listed(play)
    reporting = matters.Reporting.objects.get()
    play.do(
        matters.call_back, matter, play.cast.station_clerk,
        reporting_id=reporting.pk, contact="confirmed", satisfaction="satisfied",
    )  # fmt: skip
    gather(now=play.wait(minutes=1).now)
    one.refresh_from_db()
    assert (one.state, one.done_at) == ("dropped", play.now)
    with pytest.raises(Refused, match="over"):
        take(one.uid, by=play.cast.hotline_operator, now=play.now)


def test_one_person_at_a_time(play: Play) -> None:
    play.verified()
    one = listed(play)
    operator, dispatcher = play.cast.hotline_operator, play.cast.county_dispatcher
    take(one.uid, by=operator, now=play.now)
    with pytest.raises(Refused, match="somebody_has_it"):
        take(one.uid, by=dispatcher, now=play.wait(minutes=19).now)
    with pytest.raises(Refused, match="somebody_has_it"):
        record_try(one.uid, SOLVED, by=dispatcher, now=play.now)
    take(one.uid, by=dispatcher, now=play.wait(minutes=1).now)
    with pytest.raises(Refused, match="somebody_has_it"):
        record_try(one.uid, SOLVED, by=operator, now=play.now)
    give_back(one.uid, by=dispatcher, now=play.now)
    with pytest.raises(Refused, match="not_taken"):
        record_try(one.uid, SOLVED, by=operator, now=play.now)


def test_too_little_said_changes_nothing(play: Play) -> None:
    play.verified()
    one = listed(play)
    for result, field in (
        (Result(Found.REACHED), "solved"),
        (Result(Found.REACHED, Solved.NO, "", " "), "words"),
    ):
        with pytest.raises(Invalid) as refused:
            tried(play, one, result)
        assert refused.value.field == field
    assert (Callback.objects.get().tries, CallbackTry.objects.count()) == (0, 0)


@pytest.mark.row("R-077")
def test_who_reported_in_confidence_is_on_the_list_of_those_who_may_know(play: Play) -> None:
    matter = play.in_hand(who=IN_CONFIDENCE)
    play.complete(matter, play.cast.department_officer)
    play.do(matters.verify, matter, play.cast.station_clerk)
    one = listed(play)
    assert one.confidential
    for who in ("county_supervisor", "electronic_supervisor", "station_clerk", "administrator"):
        with pytest.raises(NotFound):
            take(one.uid, by=play.cast.actor(who), now=play.now)
        assert list(deeds.visible(play.cast.actor(who))) == []
    tried(play, one, NOBODY)
    assert Delivery.objects.filter(account_id=None).count() == 0, "nothing is sent to their number"


def test_an_anonymous_reporter_is_never_on_the_list(play: Play) -> None:
    play.closed()
    assert (gather(now=play.now), gather_samples(now=play.now)) == (0, 0)


@pytest.mark.row("R-072")
def test_promised_answers_and_missed_calls_are_on_the_list(play: Play) -> None:
    call(play, given="answered", reply_route="call", written_at=play.now, number="10000000005")
    call(play, given="answered", reply_route="none", written_at=play.now, number="10000000006")
    call(play, given="no_request", reply_route="call", written_at=play.now, number="10000000007")
    missed = {"state": "missed", "answered_at": None, "abandoned_at": play.now}
    for number in ("10000000008", "10000000008", "10000000009"):
        call(play, **missed, number=number)
    call(play, **missed, withheld=True, sealed="", number_mark="")
    assert gather(now=play.now) == 3
    found = Callback.objects.order_by("due_at", "id").values_list("why", "due_at")
    assert list(found) == [
        ("missed", play.now + timedelta(hours=2)),
        ("missed", play.now + timedelta(hours=2)),
        ("promised", play.now + timedelta(hours=24)),
    ]
    assert gather(now=play.now) == 0
    call(play, rang_at=play.wait(minutes=5).now, answered_at=play.now, number="10000000008")
    gather(now=play.now)
    assert Callback.objects.filter(state="dropped").count() == 1, "they got through meanwhile"
    one = Callback.objects.get(why="promised")
    with pytest.raises(Invalid, match="say_what_came"):
        tried(play, one, Result(Found.REACHED))
    assert tried(play, one, Result(Found.REACHED, words="已答复办理材料")).state == "reached"


def test_a_share_of_settled_matters_is_sampled_and_not_solved_reopens(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gege.hotline.callbacks.gather.sampled", lambda number, percent: True)
    matter = play.closed(who=QUIET)
    assert gather_samples(now=play.now) == 1
    assert gather_samples(now=play.now) == 0
    one = listed(play)
    assert (one.why, matter.state) == ("sample", "closed")
    tried(play, one, UNSOLVED)
    matter.refresh_from_db()
    assert (matter.state, matter.reopenings) == ("dispatched", 1)


def test_when_the_ledger_fails_nothing_stays(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = play.verified()
    one = listed(play)
    take(one.uid, by=play.cast.hotline_operator, now=play.now)

    def broken(**entry: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(deeds, "record", broken)
    with pytest.raises(RuntimeError, match="broken"):
        record_try(one.uid, SOLVED, by=play.cast.hotline_operator, now=play.now)
    matter.refresh_from_db()
    one.refresh_from_db()
    assert (matter.state, one.state, one.tries) == ("verified", "waiting", 0)
    assert CallbackTry.objects.count() == 0
    assert Matter.objects.get().contact == ""
    with pytest.raises(CallbackError):
        record_try(one.uid, SOLVED, by=play.cast.grid_worker, now=play.now)
