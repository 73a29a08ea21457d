"""Steps whose time is over: the holder is told, then the platform above, each once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from gege.matters import api as matters
from gege.matters.actions import late_steps, timers
from gege.matters.api import Matter
from gege.staff.api import SYSTEM, end_post
from gege.territory.api import dissolve_unit
from tests.cast import COMMUNITY, COUNTY, GRID, HOUSING, TOWN, VACANT_GRID
from tests.matters.play import CALLER, Play


def run(play: Play) -> list[tuple[str, str]]:
    """Let the timer run now; what was told."""
    play.forget_notices()
    matters.announce_steps(now=play.now)
    return play.told()


STEPS: dict[str, tuple[Callable[[Play], Matter], tuple[str, str], tuple[str, str]]] = {
    "at the grid": (Play.report, (GRID, "late_accept"), (COMMUNITY, "late_again")),
    "at the station": (Play.at_station, (COMMUNITY, "late_accept"), (TOWN, "late_again")),
    "at the township": (Play.at_township, (TOWN, "late_accept"), (COUNTY, "late_again")),
    "at the county": (Play.at_county, (COUNTY, "late_accept"), (COUNTY, "late_again")),
    "to be given out": (Play.triaged, (COUNTY, "late_dispatch"), (COUNTY, "late_again")),
    "at a bureau": (Play.dispatched, (HOUSING, "late_acknowledge"), (COUNTY, "late_again")),
    "to be verified": (Play.completed, (COMMUNITY, "late_verify"), (TOWN, "late_again")),
    "to be called back": (Play.verified, (COMMUNITY, "late_call_back"), (TOWN, "late_again")),
}


@pytest.mark.row("R-068")
@pytest.mark.parametrize("where", STEPS)
def test_a_late_step_is_told_to_its_holder_and_then_above_each_once(play: Play, where: str) -> None:
    way, first, second = STEPS[where]
    matter = way(play)
    version, due = matter.version, matter.step_due_at
    assert due is not None
    play.now = due
    assert run(play) == []  # at its minute a step is in time
    play.wait(minutes=1)
    assert run(play) == [first]
    assert run(play) == []
    matter.refresh_from_db()
    assert matter.next_step_at is not None
    play.now = matter.next_step_at
    assert run(play) == [second]
    assert run(play.wait(days=300)) == []
    matter.refresh_from_db()
    assert play.deeds(matter)[-2:] == ["step_late", "step_late_again"]
    assert (matter.version, matter.step_due_at, matter.next_step_at) == (version, due, None)


def test_twice_its_time_is_counted_on_the_working_calendar(play: Play) -> None:
    """Four working hours from 9:00 on a Tuesday, and four more."""
    matter = play.report()
    run(play.at("2026-11-24 15:31"))
    matter.refresh_from_db()
    told = matter.next_step_at
    assert told is not None
    assert f"{told.astimezone(matters.LOCAL):%m-%d %H:%M}" == "11-25 10:00"


def test_after_a_standstill_each_late_step_is_told_of_once(play: Play) -> None:
    matter = play.report()
    assert run(play.wait(days=30)) == [(GRID, "late_accept"), (COMMUNITY, "late_again")]
    assert play.deeds(matter) == ["report", "step_late_again"]
    assert run(play.wait(days=30)) == []


def test_whoever_takes_the_step_in_time_hears_nothing(play: Play) -> None:
    matter = play.report()
    play.wait(hours=1)
    play.do(matters.accept, matter, play.cast.grid_worker)
    assert matter.next_step_at is None
    assert run(play.wait(days=30)) == []


def test_an_ended_matter_has_no_step(play: Play) -> None:
    matter = play.closed()
    assert (matter.state, matter.next_step_at) == ("closed", None)
    assert run(play.wait(days=30)) == []


def test_whoever_has_the_matter_open_is_not_overtaken_by_an_announcement(play: Play) -> None:
    matter = play.report()
    seen = matter.version
    run(play.wait(days=1))
    matters.accept(matter.number, by=play.cast.grid_worker, now=play.now, seen=seen)


def test_more_time_for_the_work_gives_no_more_time_to_acknowledge(play: Play) -> None:
    matter = play.dispatched()
    step_due = matter.step_due_at
    play.wait(hours=1)
    officer, dispatcher = play.cast.department_officer, play.cast.county_dispatcher
    play.do(matters.ask_extension, matter, officer, days=2, reason="等待材料")
    play.do(matters.extend, matter, dispatcher)
    assert (matter.step_due_at, matter.due_at) == (step_due, play.live(matter).due_at)


def test_a_step_that_nobody_can_take_is_told_above_at_once(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk, grid_code=VACANT_GRID)
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=VACANT_GRID)
    assert run(play.wait(days=1)) == [(COMMUNITY, "stranded")]
    assert play.line(matter)["stranded"] == "nobody_at_unit"


def test_where_the_level_above_is_empty_the_next_one_is_told(play: Play) -> None:
    play.report()
    post_id = play.cast.station_clerk.post_id
    assert post_id is not None
    end_post(post_id=post_id, on=play.now.date(), by=play.cast.administrator, now=play.now)
    assert run(play.wait(days=30))[-1] == (TOWN, "late_again")


def test_the_step_of_a_dissolved_unit_is_told_to_the_county(play: Play) -> None:
    play.dispatched()
    dissolve_unit(
        code=HOUSING, successor_code=None, on=play.now.date(), by=SYSTEM.signature(), now=play.now
    )
    assert run(play.wait(days=1)) == [(COUNTY, "stranded")]


def test_one_matter_that_fails_stops_only_itself_and_is_tried_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = play.report(), play.report(title="井盖破损")
    announce = late_steps._announce

    def broken(matter: Matter, where: Any) -> None:
        if matter.pk == bad.pk:
            raise RuntimeError("out of order")
        announce(matter, where)

    monkeypatch.setattr(late_steps, "_announce", broken)
    assert run(play.at("2026-11-24 16:00")) == [(GRID, "late_accept")]
    assert play.deeds(good) == ["report", "step_late"]
    bad.refresh_from_db()
    assert bad.next_step_at == play.now + timers.TRY_AGAIN_AFTER
    monkeypatch.setattr(late_steps, "_announce", announce)
    assert run(play.wait(minutes=10)) == [(GRID, "late_accept")]


def test_nothing_stays_when_the_ledger_refuses(play: Play, monkeypatch: pytest.MonkeyPatch) -> None:
    matter = play.report()

    def refuse(**_: Any) -> None:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("gege.matters.actions.step.record", refuse)
    assert run(play.wait(days=1)) == []
    matter.refresh_from_db()
    assert (play.deeds(matter), matter.next_step_at) == (
        ["report"],
        play.now + timers.TRY_AGAIN_AFTER,
    )


def test_a_resident_who_was_called_back_in_time_is_no_late_step(play: Play) -> None:
    matter = play.verified(who=CALLER)
    assert matter.state == "verified"
    play.wait(hours=2)
    reporter = matters.matter_page(
        matter.number, by=play.cast.station_clerk, now=play.now
    ).reporters[0]
    play.do(
        matters.call_back,
        matter,
        play.cast.station_clerk,
        reporting_id=reporter.pk,
        contact="confirmed",
        satisfaction="satisfied",
    )
    play.do(matters.close, matter, play.cast.station_clerk)
    assert (matter.state, run(play.wait(days=30))) == ("closed", [])
