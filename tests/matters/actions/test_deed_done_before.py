"""Deeds that were done before the platform heard of them: their times, their light, their trace."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gege.matters import api as matters
from gege.matters.api import (
    ExtensionRequest,
    Instruction,
    Light,
    Remark,
    Report,
    State,
    publish_rulebook,
)
from gege.matters.books import rulebook
from gege.matters.errors import Invalid, Refused
from gege.matters.rules.rulebook import Rulebook
from gege.staff.api import SYSTEM
from tests.cast import GRID
from tests.matters.play import PLAIN, ROUTINE, Play

HOUR = timedelta(hours=1)
SETTLED = {"outcome": "done", "words": "坑洼已经填平"}


@pytest.mark.row("R-063")
def test_what_was_settled_on_the_spot_counts_from_then(play: Play) -> None:
    at = play.now + HOUR
    matter = play.report(kind=ROUTINE)
    play.wait(hours=4)
    play.do(matters.handle_in_place, matter, play.cast.grid_worker, at=at, **SETTLED)
    assert (matter.state, matter.settled_at, matter.accepted_at, matter.instructed_at) == (
        State.CLOSED,
        at,
        at,
        at,
    )
    assert matter.first_at == at
    assert matter.closed_at == play.now
    line = play.line(matter)
    assert (line["at"], datetime.fromisoformat(line["done_at"])) == (play.now, at)
    assert Remark.objects.get(matter=matter).at == at
    assert Instruction.objects.get(matter=matter).ended_at == play.now


@pytest.mark.row("R-063")
def test_lateness_is_judged_by_the_doing_not_by_the_sending(play: Play) -> None:
    matter = play.accepted()
    assert matter.due_at is not None
    in_time, sent = matter.due_at - HOUR, matter.due_at + timedelta(hours=30)
    play.now = sent
    play.do(matters.complete, matter, play.cast.grid_worker, at=in_time, **SETTLED)
    assert (matter.settled_at, play.light(matter)) == (in_time, Light.NONE)
    assert not Instruction.objects.get(matter=matter).late


@pytest.mark.row("R-063")
def test_what_was_done_late_stays_late(play: Play) -> None:
    matter = play.accepted()
    assert matter.due_at is not None
    late = matter.due_at + timedelta(minutes=1)
    play.now = late + HOUR
    play.do(matters.complete, matter, play.cast.grid_worker, at=late, **SETTLED)
    assert play.light(matter) is Light.RED
    assert Instruction.objects.get(matter=matter).late


def test_nothing_is_done_before_it_was_instructed_or_in_the_future(play: Play) -> None:
    early = play.now - HOUR
    matter = play.accepted()
    play.wait(hours=2)
    play.do(matters.complete, matter, play.cast.grid_worker, at=early, **SETTLED)
    assert matter.settled_at == matter.instructed_at
    other = play.accepted()
    play.do(
        matters.complete, other, play.cast.grid_worker, at=play.now + timedelta(days=2), **SETTLED
    )
    assert other.settled_at == play.now
    assert "done_at" not in play.line(other)


def test_the_step_after_it_runs_from_when_the_platform_knew(play: Play) -> None:
    matter = play.report()
    at = play.now + HOUR
    play.wait(hours=5)
    play.do(
        matters.escalate, matter, play.cast.grid_worker, at=at, reason="需要协调", tried="已劝导"
    )
    fresh = play.escalate(play.report(), play.cast.grid_worker)
    assert matter.step_due_at == fresh.step_due_at


def test_more_time_may_be_asked_while_there_still_was_some(play: Play) -> None:
    matter = play.accepted()
    assert matter.due_at is not None
    in_time = matter.due_at - timedelta(minutes=5)
    play.now = matter.due_at + HOUR
    worker = play.cast.grid_worker
    with pytest.raises(Refused, match="extension_too_late"):
        matters.ask_extension(matter.number, days=1, reason="等材料", by=worker, now=play.now)
    play.do(matters.ask_extension, matter, worker, at=in_time, days=1, reason="等材料")
    assert ExtensionRequest.objects.get(matter=matter).asked_at == in_time


def test_a_clock_that_was_stopped_outdoors_stood_since_then(play: Play) -> None:
    matter = play.accepted()
    worker, due = play.cast.grid_worker, matter.due_at
    assert due is not None
    paused, resumed = play.now + HOUR, play.now + 3 * HOUR
    play.wait(hours=4)
    play.do(matters.pause, matter, worker, at=paused, why="weather", words="大雨", days=2)
    assert matter.paused_at == paused
    play.do(matters.resume, matter, worker, at=resumed)
    assert matter.due_at is not None
    assert matter.due_at > due


@pytest.mark.row("R-063")
def test_a_report_keeps_when_it_was_made_and_when_it_was_recorded(play: Play) -> None:
    seen = play.now - 2 * HOUR
    matter = play.report(reported_at=seen)
    assert (matter.reported_at, matter.recorded_at) == (seen, play.now)
    assert datetime.fromisoformat(play.line(matter)["done_at"]) == seen


@pytest.fixture
def retired(play: Play) -> Play:
    """The plain kind went out of use in a second edition."""
    book = matters.setting(play.now).book
    kinds = tuple(replace(one, retired=one.code == PLAIN) for one in book.kinds)
    newer = Rulebook(book.number + 1, kinds, book.limits, book.thresholds)
    publish_rulebook(newer, note="second", by=SYSTEM, now=play.now)
    return play


@pytest.mark.row("R-039")
def test_a_kind_that_went_out_of_use_meanwhile_is_still_taken(retired: Play) -> None:
    first = matters.setting(retired.now).book.number - 1
    assert rulebook(first).kind(PLAIN).retired is False
    matter = retired.report(edition=first)
    assert (matter.kind, matter.rulebook) == (PLAIN, first + 1)
    for edition in (None, first + 1, first + 99, 0, -1, 2**40):
        with pytest.raises(Invalid) as refused:
            matters.report(
                Report(title="路面有坑", kind=PLAIN, grid_code=GRID, edition=edition),
                by=retired.cast.grid_worker,
                now=retired.now,
            )
        assert refused.value.word == "unknown_kind"
