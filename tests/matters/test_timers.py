"""What time itself does: lights are announced once and in order, and nothing is skipped."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from gege.kernel.working_time import CalendarDay, DayKind
from gege.matters import api as matters
from gege.matters.actions import timers
from gege.matters.api import Light, Matter
from gege.staff.api import SYSTEM, end_post
from gege.territory.api import dissolve_unit, load_atlas, set_calendar_days
from tests.cast import COMMUNITY, COUNTY, GRID, HOUSING, TOWN, VACANT_GRID
from tests.matters.play import Play


def run(play: Play) -> list[tuple[str, str]]:
    """Let the timer run now; what was told."""
    play.forget_notices()
    matters.announce_lights(now=play.now)
    return play.told()


@pytest.mark.row("R-090")
@pytest.mark.row("R-091")
def test_each_change_of_a_light_is_announced_once_and_in_order(play: Play) -> None:
    matter = play.in_hand()
    assert matter.warn_at is not None
    assert matter.due_at is not None
    play.now = matter.warn_at - timedelta(minutes=1)
    assert run(play) == []
    play.now = matter.warn_at
    assert run(play) == [(HOUSING, "near_due")]
    assert run(play) == []
    play.now = matter.due_at
    assert run(play) == []
    play.wait(minutes=1)
    assert run(play) == [(HOUSING, "overdue"), (COUNTY, "overdue")]
    assert run(play.wait(days=300)) == []
    matter.refresh_from_db()
    assert play.deeds(matter)[-2:] == ["near_due", "overdue"]
    assert (play.line(matter)["name"], play.line(matter)["light"]) == ("gege", "red")
    assert (matter.next_light_at, play.light(matter)) == (None, Light.RED)


def test_after_a_standstill_of_the_server_the_present_light_is_announced(play: Play) -> None:
    play.accepted()
    assert run(play.wait(days=30)) == [(GRID, "overdue"), (COMMUNITY, "overdue")]


@pytest.mark.row("R-091")
def test_who_took_it_on_themselves_is_not_the_only_one_to_know(play: Play) -> None:
    matter = play.accepted()
    assert matter.warn_at is not None
    assert matter.due_at is not None
    play.now = matter.warn_at
    assert run(play) == [(GRID, "near_due")]
    play.now = matter.due_at + timedelta(minutes=1)
    assert run(play) == [(GRID, "overdue"), (COMMUNITY, "overdue")]
    assert run(play.wait(days=30)) == []


@pytest.mark.row("R-091")
def test_above_the_county_there_is_nobody_to_tell(play: Play) -> None:
    matter = play.triaged()
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=COUNTY)
    assert run(play.wait(days=60)) == [(COUNTY, "overdue")]


def test_the_timer_changes_nothing_but_the_announcement(play: Play) -> None:
    matter = play.in_hand()
    kept = ("state", "holder_id", "due_at", "warn_at", "step_due_at", "settled_at", "first_at")
    before = [getattr(matter, name) for name in kept]
    run(play.wait(days=30))
    matter.refresh_from_db()
    assert [getattr(matter, name) for name in kept] == before


def test_a_matter_completed_in_time_is_not_announced(play: Play) -> None:
    play.completed()
    assert run(play.wait(days=30)) == []


def test_a_light_nobody_sees_is_told_to_the_level_above(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk, grid_code=VACANT_GRID)
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=VACANT_GRID)
    play.wait(days=30)
    assert run(play) == [(COMMUNITY, "stranded"), (COMMUNITY, "overdue")]
    assert play.line(matter)["stranded"] == "nobody_at_unit"
    found = matters.stranded(play.cast.township_operator, now=play.now).rows
    assert [(row.matter, row.why) for row in found] == [(matter, "nobody_at_unit")]


def test_where_the_level_above_is_empty_too_the_next_one_is_told(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk, grid_code=VACANT_GRID)
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=VACANT_GRID)
    post_id = play.cast.station_clerk.post_id
    assert post_id is not None
    end_post(post_id=post_id, on=play.now.date(), by=play.cast.administrator, now=play.now)
    assert run(play.wait(days=30))[0] == (TOWN, "stranded")


def test_a_dissolved_unit_is_told_of_and_listed(play: Play) -> None:
    matter = play.in_hand()
    dissolve_unit(
        code=HOUSING,
        successor_code=None,
        on=play.now.date() + timedelta(days=1),
        by=SYSTEM.signature(),
        now=play.now,
    )
    play.wait(days=30)
    assert run(play) == [(COUNTY, "stranded"), (COUNTY, "overdue")]
    found = matters.stranded(play.cast.county_supervisor, now=play.now).rows
    assert [(row.matter, row.why) for row in found] == [(matter, "unit_dissolved")]


def test_one_matter_that_fails_stops_only_itself_and_is_tried_again(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good = play.accepted(), play.accepted()
    announce = timers._announce

    def broken(matter: Matter, where: Any) -> None:
        if matter.pk == bad.pk:
            raise RuntimeError("out of order")
        announce(matter, where)

    monkeypatch.setattr(timers, "_announce", broken)
    assert run(play.wait(days=30)) == [(GRID, "overdue"), (COMMUNITY, "overdue")]
    assert play.deeds(good)[-1] == "overdue"
    bad.refresh_from_db()
    assert bad.next_light_at == play.now + timers.TRY_AGAIN_AFTER
    monkeypatch.setattr(timers, "_announce", announce)
    assert run(play.wait(minutes=10)) == [(GRID, "overdue"), (COMMUNITY, "overdue")]


def test_a_pause_ends_by_itself_at_its_moment_not_when_the_timer_came(play: Play) -> None:
    matter = play.in_hand()
    officer = play.cast.department_officer
    play.do(matters.pause, matter, officer, why="legal_period", words="公示期", days=1)
    play.wait(hours=23)
    assert matters.end_pauses(now=play.now) == 0
    play.forget_notices()
    play.wait(days=4)
    assert matters.end_pauses(now=play.now) == 1
    matter.refresh_from_db()
    # One working day stood still, whenever the timer came.
    assert (matter.state, play.due(matter)) == ("handling", "2026-12-04 18:00")
    assert play.told() == [(HOUSING, "due_changed")]
    assert matters.end_pauses(now=play.now) == 0


# Deadlines across days nobody has announced (domain 2.10): 2027 is provisional.


def notice(play: Play, *holidays: date) -> None:
    """The county enters the notice for the first days of 2027."""
    days = [CalendarDay(day, DayKind.HOLIDAY, provisional=False) for day in holidays]
    set_calendar_days(
        days=days, source="国办发明电", by=SYSTEM.signature(), now=play.now, whole_years=True
    )


FOURTH, FIFTH = date(2027, 1, 4), date(2027, 1, 5)


def late_in_the_year(play: Play) -> Matter:
    play.at("2026-12-30 10:00")
    return play.in_hand()


def test_a_deadline_over_unannounced_days_is_marked_and_follows_the_notice(play: Play) -> None:
    matter = late_in_the_year(play)
    assert (matter.provisional, play.due(matter)) == (True, "2027-01-11 18:00")
    assert matters.settle_provisional(now=play.now) == (matter.pk, 0)
    notice(play, date(2027, 1, 1), FOURTH, FIFTH)
    play.forget_notices()
    assert matters.settle_provisional(now=play.now) == (matter.pk, 1)
    matter.refresh_from_db()
    assert (matter.provisional, play.due(matter)) == (False, "2027-01-13 18:00")
    live = play.live(matter)
    assert live.due_at == live.original_due_at == matter.due_at
    assert play.told() == [(HOUSING, "due_changed")]
    assert play.line(matter)["deed"] == "calendar"
    assert matters.settle_provisional(now=play.now) == (0, 0)


def test_what_was_granted_and_stood_still_is_kept_when_the_notice_comes(play: Play) -> None:
    matter = late_in_the_year(play)
    officer, dispatcher = play.cast.department_officer, play.cast.county_dispatcher
    play.do(matters.ask_extension, matter, officer, days=2, reason="连续降雨")
    play.do(matters.extend, matter, dispatcher)
    play.do(matters.pause, matter, officer, why="weather", words="暴雨", days=1)
    play.at("2026-12-31 10:00")
    play.do(matters.resume, matter, officer)
    assert play.due(matter) == "2027-01-14 18:00"
    notice(play, date(2027, 1, 1), FOURTH, FIFTH)
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert play.due(matter) == "2027-01-18 18:00"


def test_time_that_verification_took_is_kept_when_the_notice_comes(play: Play) -> None:
    matter = late_in_the_year(play)
    play.complete(matter, play.cast.department_officer)
    play.at("2026-12-31 10:00")
    play.do(matters.send_back, matter, play.cast.station_clerk, reason="坑还在")
    assert play.due(matter) == "2027-01-12 18:00"
    notice(play, date(2027, 1, 1), FOURTH, FIFTH)
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert play.due(matter) == "2027-01-14 18:00"


def test_a_settled_matter_keeps_the_due_time_it_was_judged_by(play: Play) -> None:
    matter = play.complete(late_in_the_year(play), play.cast.department_officer)
    due = matter.due_at
    notice(play, date(2027, 1, 1), FOURTH, FIFTH)
    verified_by = matter.step_due_at
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert matter.due_at == due
    assert matter.step_due_at != verified_by  # others have not judged yet


def test_a_ruled_matter_keeps_its_first_clock_when_the_notice_comes(play: Play) -> None:
    play.at("2026-12-30 10:00")
    matter = play.dispatched()
    first = play.due(matter)
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead="minzheng")
    play.do(matters.give_back, matter, play.cast.other_department_officer, reason="也不归我局")
    play.at("2026-12-31 10:00")
    play.do(matters.rule, matter, play.cast.county_dispatcher, lead=HOUSING, reason="由住建负责")
    assert (play.due(matter), matter.provisional) == (first, True)
    notice(play, date(2027, 1, 1), FOURTH, FIFTH)
    matters.settle_provisional(now=play.now)
    matter.refresh_from_db()
    assert play.due(matter) == "2027-01-13 18:00"


def test_the_atlas_of_the_tests_knows_every_unit(play: Play) -> None:
    atlas = load_atlas()
    assert all(atlas.unit(unit.pk) is not None for unit in play.cast.units.values())
