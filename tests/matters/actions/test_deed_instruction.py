"""Dispatch, acknowledge, return, rule, extend, pause: the life of an instruction."""

from __future__ import annotations

import pytest

from gege.matters import api as matters
from gege.matters.api import ExtensionRequest, Instruction, Invalid, Light, Refusal, Refused
from tests.cast import (
    CIVIL_AFFAIRS,
    COMMUNITY,
    COUNTY,
    GRID,
    HOUSING,
    OTHER_GRID,
    TOWN,
    TOWN_HOUSING,
    VACANT_GRID,
)
from tests.matters.play import Play


@pytest.mark.row("R-067")
@pytest.mark.row("R-087")
def test_dispatching_starts_the_clock_of_the_lead(play: Play) -> None:
    matter = play.triaged()
    play.forget_notices()
    play.do(
        matters.dispatch,
        matter,
        play.cast.county_dispatcher,
        lead=HOUSING,
        assisting=[CIVIL_AFFAIRS, CIVIL_AFFAIRS, HOUSING],
        words="请尽快",
    )
    live = play.live(matter)
    assert (matter.state, matter.holder_id) == ("dispatched", play.cast.unit_id(HOUSING))
    assert (live.limit_amount, live.limit_unit, live.words) == (7, "working_days", "请尽快")
    assert live.assisting == [play.cast.unit_id(CIVIL_AFFAIRS)]
    assert play.due(matter) == "2026-12-03 18:00"
    assert play.told() == [(CIVIL_AFFAIRS, "assisting"), (HOUSING, "instructed")]
    for officer in (play.cast.department_officer, play.cast.other_department_officer):
        assert matters.matter_by_number(matter.number, officer) == matter


@pytest.mark.row("R-067")
def test_a_platform_instructs_only_what_it_may(play: Play) -> None:
    county = play.triaged()
    for lead, word in (
        ("nobody", "unknown_unit"),
        (OTHER_GRID, "not_its_area"),
    ):
        with pytest.raises(Invalid, match=word):
            play.do(matters.dispatch, county, play.cast.county_dispatcher, lead=lead)
    station = play.at_station()
    for lead in (HOUSING, TOWN, TOWN_HOUSING):
        with pytest.raises(Invalid, match="not_yours_to_instruct"):
            play.do(matters.dispatch, station, play.cast.station_clerk, lead=lead)
    play.do(matters.dispatch, station, play.cast.station_clerk, lead=GRID)
    assert station.holder_id == play.cast.unit_id(GRID)


def test_a_platform_that_instructs_itself_has_it_in_hand(play: Play) -> None:
    matter = play.triaged()
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=COUNTY)
    assert (matter.state, play.live(matter).acknowledged_at) == ("handling", play.now)


@pytest.mark.row("R-067")
def test_a_unit_returns_once_and_the_second_return_is_ruled_on(play: Play) -> None:
    matter = play.dispatched()
    first_due = play.due(matter)
    play.forget_notices()
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    assert (matter.state, matter.holder_id) == ("returned", play.cast.unit_id(COUNTY))
    assert (matter.due_at, play.light(matter), matter.returns) == (None, Light.NONE, 1)
    with pytest.raises(Invalid, match="has_returned_it"):
        play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=HOUSING)
    play.wait(hours=1)
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=CIVIL_AFFAIRS)
    play.do(matters.give_back, matter, play.cast.other_department_officer, reason="也不归我局")
    assert (matter.state, matter.returns) == ("disputed", 2)
    play.wait(days=2)
    play.do(matters.rule, matter, play.cast.county_dispatcher, lead=HOUSING, reason="由住建负责")
    assert (matter.state, matter.final, play.due(matter)) == ("dispatched", True, first_due)
    with pytest.raises(Refused) as refused:
        play.do(matters.give_back, matter, play.cast.department_officer, reason="还是不归我")
    assert refused.value.refusal is Refusal.RULING_IS_FINAL
    assert play.told() == [
        (COUNTY, "returned"),
        (CIVIL_AFFAIRS, "instructed"),
        (COUNTY, "disputed"),
        (HOUSING, "order_issued"),
        (HOUSING, "ruled"),
    ]


def test_a_ruling_for_another_unit_gives_it_its_own_time(play: Play) -> None:
    matter = play.dispatched()
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=CIVIL_AFFAIRS)
    play.do(matters.give_back, matter, play.cast.other_department_officer, reason="也不归我局")
    play.wait(days=7)
    play.do(matters.rule, matter, play.cast.county_dispatcher, lead=TOWN_HOUSING, reason="属地办理")
    assert play.due(matter) == "2026-12-10 18:00"


def test_a_ruling_after_the_first_due_time_is_late_at_once(play: Play) -> None:
    matter = play.dispatched()
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=CIVIL_AFFAIRS)
    play.do(matters.give_back, matter, play.cast.other_department_officer, reason="也不归我局")
    play.wait(days=30)
    play.do(matters.rule, matter, play.cast.county_dispatcher, lead=HOUSING, reason="由住建负责")
    assert matter.due_at == play.now
    assert play.wait(minutes=1).light(matter) is Light.RED


def test_the_time_for_returning_is_short(play: Play) -> None:
    matter = play.dispatched()
    play.at("2026-11-25 10:00")
    play.do(matters.acknowledge, matter, play.cast.department_officer)
    play.at("2026-11-25 10:01")
    with pytest.raises(Refused) as refused:
        play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    assert refused.value.refusal is Refusal.RETURN_TOO_LATE


def test_what_one_took_on_oneself_cannot_be_returned(play: Play) -> None:
    matter = play.accepted()
    with pytest.raises(Refused) as refused:
        play.do(matters.give_back, matter, play.cast.grid_worker, reason="不想办了")
    assert refused.value.refusal is Refusal.SELF_INSTRUCTED


def test_more_time_is_asked_for_and_granted_by_the_instructor(play: Play) -> None:
    matter = play.in_hand()
    play.forget_notices()
    officer, dispatcher = play.cast.department_officer, play.cast.county_dispatcher
    play.do(matters.ask_extension, matter, officer, days=3, reason="连续降雨")
    assert (play.due(matter), play.told()) == ("2026-12-03 18:00", [(COUNTY, "extension_asked")])
    with pytest.raises(Refused) as refused:
        play.do(matters.ask_extension, matter, officer, days=1, reason="再要一天")
    assert refused.value.refusal is Refusal.EXTENSION_PENDING
    play.do(matters.extend, matter, dispatcher, words="同意\x00")
    assert play.due(matter) == "2026-12-08 18:00"
    live, request = play.live(matter), ExtensionRequest.objects.get(matter=matter)
    assert live.original_due_at < live.due_at == matter.due_at == request.new_due_at
    assert (request.granted, request.decision) == (True, "同意")
    assert play.told()[-1] == (HOUSING, "extended")


def test_refused_time_leaves_the_clock_as_it_was(play: Play) -> None:
    matter = play.in_hand()
    due = matter.due_at
    play.do(matters.ask_extension, matter, play.cast.department_officer, days=3, reason="连续降雨")
    play.do(matters.refuse_extension, matter, play.cast.county_supervisor, reason="天已放晴")
    assert (matter.due_at, play.live(matter).due_at) == (due, due)
    with pytest.raises(Refused) as refused:
        play.do(matters.extend, matter, play.cast.county_dispatcher)
    assert refused.value.refusal is Refusal.NO_EXTENSION_ASKED


def test_all_extensions_together_stay_within_the_limit_whatever_a_pause_moved(play: Play) -> None:
    matter = play.in_hand()
    officer, dispatcher = play.cast.department_officer, play.cast.county_dispatcher
    play.do(matters.pause, matter, officer, why="weather", words="暴雨红色预警", days=5)
    play.wait(days=4)
    play.do(matters.resume, matter, officer)
    for days in (8, 0, 61):
        with pytest.raises(Invalid):
            play.do(matters.ask_extension, matter, officer, days=days, reason="连续降雨")
    play.do(matters.ask_extension, matter, officer, days=7, reason="连续降雨")
    play.do(matters.extend, matter, dispatcher)
    with pytest.raises(Invalid, match="extension_too_long"):
        play.do(matters.ask_extension, matter, officer, days=1, reason="还要一天")


def test_asking_for_time_changes_nothing_until_it_is_granted(play: Play) -> None:
    matter = play.in_hand()
    play.at("2026-12-03 09:00")
    play.do(matters.ask_extension, matter, play.cast.department_officer, days=5, reason="连续降雨")
    assert matter.provisional is False


def test_after_the_due_time_no_time_can_be_asked_for(play: Play) -> None:
    matter = play.in_hand()
    play.at("2026-12-03 18:01")
    with pytest.raises(Refused) as refused:
        play.do(matters.ask_extension, matter, play.cast.department_officer, days=1, reason="晚了")
    assert refused.value.refusal is Refusal.EXTENSION_TOO_LATE


def test_nobody_grants_time_to_themselves(play: Play) -> None:
    matter = play.at_station()
    clerk = play.cast.station_clerk
    play.do(matters.accept, matter, clerk)
    play.forget_notices()
    play.do(matters.ask_extension, matter, clerk, days=1, reason="人手不足")
    assert play.told() == [(TOWN, "extension_asked")]
    with pytest.raises(Refused) as refused:
        play.do(matters.extend, matter, clerk)
    assert refused.value.refusal is Refusal.OWN_EXTENSION
    play.do(matters.extend, matter, play.cast.township_operator)


def test_a_township_gives_no_time_on_an_instruction_of_the_county(play: Play) -> None:
    matter = play.dispatched(COMMUNITY)
    clerk, town = play.cast.station_clerk, play.cast.township_operator
    play.do(matters.acknowledge, matter, clerk)
    play.do(matters.ask_extension, matter, clerk, days=1, reason="人手不足")
    for by in (town, play.cast.hotline_operator):
        with pytest.raises(Refused):
            play.do(matters.extend, matter, by)
    play.do(matters.extend, matter, play.cast.county_dispatcher)


def test_a_pause_is_for_a_number_of_days_that_a_year_has(play: Play) -> None:
    matter = play.in_hand()
    for days in (0, 366, 10**12):
        with pytest.raises(Invalid, match="between"):
            play.do(
                matters.pause,
                matter,
                play.cast.department_officer,
                why="weather",
                words="连续暴雨",
                days=days,
            )


def test_a_request_for_time_ends_with_its_instruction(play: Play) -> None:
    matter = play.in_hand()
    play.do(matters.ask_extension, matter, play.cast.department_officer, days=2, reason="连续降雨")
    play.do(matters.give_back, matter, play.cast.department_officer, reason="不归我局管")
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=CIVIL_AFFAIRS)
    with pytest.raises(Refused):
        play.do(matters.extend, matter, play.cast.county_dispatcher)
    assert ExtensionRequest.objects.get().granted is False


@pytest.mark.row("R-091")
def test_a_pause_stops_the_clock_and_moves_the_due_time_by_as_long(play: Play) -> None:
    matter = play.in_hand()
    officer = play.cast.department_officer
    play.do(matters.pause, matter, officer, why="waiting_for_resident", words="等住户开门", days=3)
    assert (matter.state, matter.paused_at, matter.next_light_at) == ("paused", play.now, None)
    assert play.light(matter) is Light.NONE
    play.at("2026-11-25 09:00")
    play.do(matters.resume, matter, officer)
    assert (matter.state, play.due(matter)) == ("handling", "2026-12-04 18:00")
    assert play.live(matter).due_at == matter.due_at
    assert matter.warn_at is not None
    assert matter.warn_at.astimezone(matters.LOCAL).hour in range(8, 18)


def test_a_pause_needs_an_approved_reason_and_days(play: Play) -> None:
    matter = play.in_hand()
    for entry, word in (
        ({"why": "tired", "words": "休息", "days": 1}, "unknown_choice"),
        ({"why": "weather", "words": "", "days": 1}, "needed"),
        ({"why": "weather", "words": "暴雨", "days": 0}, "between"),
    ):
        with pytest.raises(Invalid, match=word):
            play.do(matters.pause, matter, play.cast.department_officer, **entry)
    play.at("2026-12-03 18:01")
    with pytest.raises(Invalid, match="already_overdue"):
        play.do(
            matters.pause, matter, play.cast.department_officer, why="weather", words="暴雨", days=1
        )


def test_all_pauses_of_a_matter_together_are_capped(play: Play) -> None:
    matter = play.in_hand()
    officer = play.cast.department_officer
    play.do(matters.pause, matter, officer, why="weather", words="暴雨", days=99)
    play.wait(days=10)
    assert matters.end_pauses(now=play.now) == 1
    matter.refresh_from_db()
    assert (matter.state, play.deeds(matter)[-1]) == ("handling", "pause_over")
    with pytest.raises(Refused) as refused:
        play.do(matters.pause, matter, officer, why="weather", words="暴雨", days=1)
    assert refused.value.refusal is Refusal.PAUSE_USED_UP


def test_an_instruction_to_a_vacant_grid_is_on_the_list_of_the_stranded(play: Play) -> None:
    matter = play.report(by=play.cast.station_clerk, grid_code=VACANT_GRID)
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=VACANT_GRID)
    found = matters.stranded(play.cast.station_clerk, now=play.now).rows
    assert [(row.matter, row.why) for row in found] == [(matter, "nobody_at_unit")]
    play.do(matters.reassign, matter, play.cast.township_operator, to=COMMUNITY, reason="站里代办")
    assert matters.stranded(play.cast.station_clerk, now=play.now).rows == ()
    assert Instruction.objects.get(matter=matter).lead_id == play.cast.unit_id(COMMUNITY)
