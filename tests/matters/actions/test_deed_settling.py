"""Complete, verify, call back, close, reopen; merge, place, hand on."""

from __future__ import annotations

import pytest

from gege.matters import api as matters
from gege.matters.api import Instruction, Invalid, Light, Matter, Refusal, Refused, Reporting
from gege.staff.api import Role, end_post
from tests.cast import (
    CIVIL_AFFAIRS,
    COMMUNITY,
    COUNTY,
    GRID,
    HOUSING,
    OTHER_GRID,
    OTHER_TOWN,
    SECOND_GRID,
    TOWN,
    add_person,
)
from tests.matters.play import CALLER, IDEA, OWNED, Play


def reporter(matter: Matter) -> int:
    return Reporting.objects.get(matter=matter, wants_callback=True).pk


@pytest.mark.row("R-089")
def test_completing_stops_the_clock_and_asks_for_other_eyes(play: Play) -> None:
    matter = play.in_hand()
    play.wait(days=1).forget_notices()
    play.complete(matter, play.cast.department_officer)
    assert (matter.state, matter.holder_id) == ("completed", play.cast.unit_id(COMMUNITY))
    assert (matter.settled_at, matter.settled_tier, matter.outcome) == (
        play.now, "department", "done"
    )  # fmt: skip
    assert (matter.next_light_at, play.light(matter)) == (None, Light.NONE)
    ended = Instruction.objects.get(matter=matter)
    assert (ended.ended_how, ended.late) == ("completed", False)
    assert play.told() == [(COMMUNITY, "to_verify")]
    assert play.wait(days=90).light(matter) is Light.NONE


@pytest.mark.row("R-103")
def test_each_intent_wants_its_own_result(play: Play) -> None:
    idea = play.accepted(kind=IDEA)
    with pytest.raises(Invalid) as refused:
        play.complete(idea, play.cast.grid_worker, outcome="done")
    assert (refused.value.field, refused.value.word) == ("outcome", "outcome_does_not_answer")
    with pytest.raises(Invalid, match="answer_too_short"):
        play.do(matters.complete, idea, play.cast.grid_worker, outcome="considered", words="已阅")
    play.complete(idea, play.cast.grid_worker, outcome="considered")
    assert idea.outcome == "considered"


@pytest.mark.row("R-062")
def test_neither_the_handler_nor_the_instructor_verifies(play: Play) -> None:
    matter = play.completed()
    for by, refusal in (
        (play.cast.county_dispatcher, Refusal.NOT_YOURS),
        (play.cast.department_officer, Refusal.WRONG_ROLE),
        (play.cast.township_operator, Refusal.NOT_YOURS),
    ):
        with pytest.raises(Refused) as refused:
            play.do(matters.verify, matter, by)
        assert refused.value.refusal is refusal
    play.do(matters.verify, matter, play.cast.county_supervisor)
    assert matter.state == "closed"


def test_a_station_whose_only_clerk_instructed_leaves_the_verification_to_the_township(
    play: Play,
) -> None:
    matter = play.at_station()
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=GRID)
    play.do(matters.acknowledge, matter, play.cast.grid_worker)
    play.complete(matter, play.cast.grid_worker)
    assert matter.holder_id == play.cast.unit_id(TOWN)


def test_a_second_clerk_verifies_what_the_first_instructed(play: Play) -> None:
    matter = play.at_station()
    second = add_person("clerk-two", "许站员", Role.STATION_CLERK, play.cast.unit_id(COMMUNITY))
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=GRID)
    play.do(matters.acknowledge, matter, play.cast.grid_worker)
    play.complete(matter, play.cast.grid_worker)
    assert matter.holder_id == play.cast.unit_id(COMMUNITY)
    with pytest.raises(Refused) as refused:
        play.do(matters.verify, matter, play.cast.station_clerk)
    assert refused.value.refusal is Refusal.VERIFIED_BY_DISPATCHER
    play.do(matters.verify, matter, second)
    assert matter.state == "closed"


def empty(play: Play, name: str) -> None:
    """End a post: the unit has nobody any more."""
    actor = play.cast.actor(name)
    assert actor.post_id is not None
    end_post(post_id=actor.post_id, on=play.now.date(), by=play.cast.administrator, now=play.now)


def test_a_vacant_station_verifies_nothing_and_calls_nobody(play: Play) -> None:
    matter = play.in_hand(who=CALLER)
    empty(play, "station_clerk")
    play.complete(matter, play.cast.department_officer)
    assert (matter.state, matter.holder_id) == ("completed", play.cast.unit_id(TOWN))
    play.do(matters.verify, matter, play.cast.township_operator)
    assert (matter.state, matter.holder_id) == ("verified", play.cast.unit_id(TOWN))
    assert matters.stranded(play.cast.county_supervisor, now=play.now).rows == ()


def test_a_county_that_handled_is_verified_by_a_supervisor(play: Play) -> None:
    matter = play.report(by=play.cast.hotline_operator, grid_code="")
    play.do(matters.accept, matter, play.cast.county_dispatcher)
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=COUNTY)
    play.complete(matter, play.cast.county_dispatcher)
    assert matter.holder_id == play.cast.unit_id(COUNTY)
    with pytest.raises(Refused) as refused:
        play.do(matters.verify, matter, play.cast.county_dispatcher)
    assert refused.value.refusal is Refusal.VERIFIED_BY_HANDLER
    play.do(matters.verify, matter, play.cast.county_supervisor)
    assert matter.state == "closed"


@pytest.mark.row("R-091")
def test_work_that_did_not_pass_goes_on_under_the_same_clock(play: Play) -> None:
    matter = play.in_hand()
    play.at("2026-12-03 16:00")
    play.complete(matter, play.cast.department_officer)
    play.at("2026-12-07 10:00").forget_notices()
    play.do(matters.send_back, matter, play.cast.station_clerk, reason="坑还在")
    # Two hours were left on Thursday; they are left on Monday.
    assert (matter.state, matter.holder_id) == ("handling", play.cast.unit_id(HOUSING))
    assert play.due(matter) == "2026-12-07 12:00"
    assert play.live(matter).due_at == matter.due_at
    assert (matter.settled_at, matter.outcome) == (None, "")
    assert play.told() == [(HOUSING, "sent_back")]


def test_what_was_late_stays_late_by_as_much(play: Play) -> None:
    matter = play.in_hand()
    play.at("2026-12-04 09:30")
    play.complete(matter, play.cast.department_officer)
    assert play.light(matter) is Light.RED
    play.at("2026-12-07 10:00")
    play.do(matters.send_back, matter, play.cast.station_clerk, reason="坑还在")
    late = play.wait().light(matter), matters.lateness_of(matter.clock, play.now)
    assert late[0] is Light.RED


@pytest.mark.row("R-110")
def test_the_resident_confirms_and_the_matter_is_closed_green(play: Play) -> None:
    matter = play.verified()
    with pytest.raises(Refused) as refused:
        play.do(matters.close, matter, play.cast.station_clerk)
    assert refused.value.refusal is Refusal.NOT_CONFIRMED
    play.do(
        matters.call_back,
        matter,
        play.cast.station_clerk,
        reporting_id=reporter(matter),
        contact="confirmed",
        satisfaction="satisfied",
    )
    assert (matter.contact, matter.satisfaction) == ("confirmed", "satisfied")
    play.do(matters.close, matter, play.cast.station_clerk)
    assert (matter.state, matter.closed_at, play.light(matter)) == (
        "closed", play.now, Light.GREEN
    )  # fmt: skip
    assert play.told()[-1] == (HOUSING, "closed")


@pytest.mark.row("R-110")
def test_a_resident_who_does_not_answer_is_tried_twice_and_given_three_days(play: Play) -> None:
    matter = play.verified()
    clerk = play.cast.station_clerk
    call = {"reporting_id": reporter(matter), "contact": "unreachable", "satisfaction": "satisfied"}
    play.do(matters.call_back, matter, clerk, **call)
    play.wait(hours=1)
    play.do(matters.call_back, matter, clerk, **call)
    assert (matter.contact, matter.satisfaction) == ("unreachable", "")
    play.at("2026-11-27 17:59")
    with pytest.raises(Refused):
        play.do(matters.close, matter, clerk)
    play.at("2026-11-27 18:00")
    play.do(matters.close, matter, clerk)
    assert matter.state == "closed"


@pytest.mark.row("R-110")
def test_not_solved_goes_back_to_work_and_the_tries_begin_anew(play: Play) -> None:
    matter = play.verified()
    clerk, one = play.cast.station_clerk, reporter(matter)
    play.do(matters.call_back, matter, clerk, reporting_id=one, contact="unreachable")
    play.do(matters.call_back, matter, clerk, reporting_id=one, contact="unsolved", words="还是坑")
    assert (matter.state, matter.holder_id) == ("handling", play.cast.unit_id(HOUSING))
    play.complete(matter, play.cast.department_officer)
    play.do(matters.verify, matter, clerk)
    play.do(matters.call_back, matter, clerk, reporting_id=one, contact="unreachable")
    play.wait(days=10)
    with pytest.raises(Refused) as refused:
        play.do(matters.close, matter, clerk)
    assert refused.value.refusal is Refusal.NOT_CONFIRMED


def test_only_reporters_of_this_matter_who_asked_are_called(play: Play) -> None:
    matter, other = play.verified(), play.report(by=play.cast.station_clerk, who=CALLER)
    for wrong in (0, 999_999, reporter(other)):
        with pytest.raises(Invalid, match="unknown_reporter"):
            play.do(
                matters.call_back,
                matter,
                play.cast.station_clerk,
                reporting_id=wrong,
                contact="confirmed",
            )


@pytest.mark.row("R-091")
def test_reopening_withdraws_the_green_light_and_starts_a_new_clock(play: Play) -> None:
    matter = play.closed()
    assert play.light(matter) is Light.GREEN
    play.wait(days=3).forget_notices()
    play.do(matters.reopen, matter, play.cast.county_supervisor, reason="居民反映复发")
    assert (matter.state, matter.holder_id) == ("dispatched", play.cast.unit_id(HOUSING))
    assert (matter.closed_at, matter.settled_at, matter.reopenings) == (None, None, 1)
    assert matter.instructed_at == play.now
    assert play.line(matter)["light_withdrawn"] == "green"
    assert play.told() == [(HOUSING, "order_issued"), (HOUSING, "reopened")]
    assert play.light(matter) is Light.NONE


def test_reopening_calls_every_reporter_anew(play: Play) -> None:
    matter = play.verified()
    duplicate = play.report(by=play.cast.station_clerk, who=CALLER)
    play.do(matters.merge, duplicate, play.cast.station_clerk, parent=matter.number)
    for row in Reporting.objects.filter(wants_callback=True):
        play.do(
            matters.call_back,
            matter,
            play.cast.station_clerk,
            reporting_id=row.pk,
            contact="confirmed",
        )
    play.do(matters.close, matter, play.cast.station_clerk)
    play.do(matters.reopen, matter, play.cast.station_clerk, reason="居民反映复发")
    assert set(Reporting.objects.values_list("contact", "tries")) == {("", 0)}


def test_after_fifteen_days_it_is_reported_anew(play: Play) -> None:
    matter = play.closed()
    play.wait(days=15, minutes=1)
    with pytest.raises(Refused) as refused:
        play.do(matters.reopen, matter, play.cast.county_supervisor, reason="居民反映复发")
    assert refused.value.refusal is Refusal.REOPEN_TOO_LATE


@pytest.mark.row("R-077")
def test_a_duplicate_follows_its_parent_and_keeps_its_own_callback(play: Play) -> None:
    parent = play.report(by=play.cast.station_clerk, who=CALLER)
    middle = play.report(by=play.cast.station_clerk, who=CALLER)
    last = play.report(by=play.cast.station_clerk)
    play.do(matters.merge, last, play.cast.station_clerk, parent=middle.number)
    play.do(matters.merge, middle, play.cast.station_clerk, parent=parent.number)
    last.refresh_from_db()
    assert (middle.state, middle.parent_id, middle.closed_at) == ("merged", parent.pk, play.now)
    assert last.parent_id == parent.pk
    page = matters.matter_page(parent.number, by=play.cast.station_clerk, now=play.now)
    assert [row.wants_callback for row in page.reporters] == [True, True, False]
    assert page.duplicates == [middle, last]
    assert play.light(middle) is Light.NONE


def test_what_cannot_be_a_parent_is_said(play: Play) -> None:
    matter, ended = play.report(by=play.cast.station_clerk), play.closed()
    foreign = play.report(by=play.cast.stranger, grid_code=OTHER_GRID)
    for parent, word in (
        (matter.number, "itself"),
        (ended.number, "parent_ended"),
        (foreign.number, "no_such_matter"),
        ("20261124-123", "no_such_matter"),
        ("", "no_such_matter"),
    ):
        with pytest.raises(Invalid, match=word):
            play.do(matters.merge, matter, play.cast.station_clerk, parent=parent)


def test_a_matter_whose_place_is_found_goes_where_a_report_from_there_would(play: Play) -> None:
    hotline = play.cast.hotline_operator
    plain = play.report(by=hotline, grid_code="")
    owned = play.report(by=hotline, grid_code="", kind=OWNED)
    for matter in (plain, owned):
        play.do(matters.place, matter, hotline, grid_code=GRID)
        assert (matter.placed, matter.area_code, matter.community_code) == (True, GRID, COMMUNITY)
    assert plain.holder_id == play.cast.unit_id(GRID)
    assert owned.holder_id == play.cast.unit_id(COUNTY)
    found = matters.Filter(box=matters.Box.ALL, text="解放路社区")
    assert len(matters.page(hotline, found, now=play.now).rows) == 2
    with pytest.raises(Refused) as refused:
        play.do(matters.place, owned, hotline, grid_code=GRID)
    assert refused.value.refusal is Refusal.ALREADY_PLACED


def lost_and_in_work(play: Play, state: str) -> Matter:
    """A matter in no grid that the county has taken further."""
    cast = play.cast
    matter = play.report(by=cast.hotline_operator, grid_code="", who=CALLER)
    play.do(matters.accept, matter, cast.county_dispatcher)
    if state == "accepted":
        return matter
    play.do(matters.dispatch, matter, cast.county_dispatcher, lead=HOUSING)
    if state == "dispatched":
        return matter
    play.do(matters.acknowledge, matter, cast.department_officer)
    if state == "handling":
        return matter
    if state == "paused":
        entry = {"why": "weather", "words": "暴雨", "days": 1}
        return play.do(matters.pause, matter, cast.department_officer, **entry)
    play.complete(matter, cast.department_officer)
    if state == "completed":
        return matter
    return play.do(matters.verify, matter, cast.county_supervisor)


@pytest.mark.parametrize(
    "state", ["accepted", "dispatched", "handling", "paused", "completed", "verified"]
)
def test_the_place_of_what_is_in_work_is_found_and_nothing_else_moves(
    play: Play, state: str
) -> None:
    matter = lost_and_in_work(play, state)
    assert matter.state == state
    kept = ("state", "holder_id", "lead_id", "due_at", "warn_at", "step_due_at", "next_light_at")
    before = {name: getattr(matter, name) for name in kept}
    supervisor = play.cast.county_supervisor
    assert [one.why for one in matters.stranded(supervisor, now=play.now).rows] == ["not_placed"]
    play.forget_notices()
    play.wait(hours=1)
    play.do(matters.place, matter, play.cast.hotline_operator, grid_code=GRID)
    assert {name: getattr(matter, name) for name in kept} == before
    assert (matter.placed, matter.area_code, matter.township_code) == (True, GRID, TOWN)
    assert matters.stranded(supervisor, now=play.now).rows == ()
    holder = {"dispatched": HOUSING, "handling": HOUSING, "paused": HOUSING}.get(state)
    assert play.told() == ([(holder, "placed")] if holder else [])
    assert (play.line(matter)["deed"], play.line(matter)["grid"]) == ("place", matter.place_label)


def test_an_ended_matter_is_placed_no_more(play: Play) -> None:
    matter = play.report(by=play.cast.hotline_operator, grid_code="")
    entry = {"why": "not_in_county", "words": "不在本县"}
    play.do(matters.decline, matter, play.cast.county_dispatcher, **entry)
    with pytest.raises(Refused) as refused:
        play.do(matters.place, matter, play.cast.hotline_operator, grid_code=GRID)
    assert refused.value.refusal is Refusal.WRONG_STATE


def test_a_unit_that_would_not_see_it_is_given_nothing_before_its_place_is_known(
    play: Play,
) -> None:
    matter = lost_and_in_work(play, "accepted")
    for code in (TOWN, COMMUNITY, GRID):
        with pytest.raises(Invalid, match="place_it_first"):
            play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=code)
    play.do(matters.place, matter, play.cast.county_dispatcher, grid_code=GRID)
    play.do(matters.dispatch, matter, play.cast.county_dispatcher, lead=TOWN)
    page = matters.matter_page(matter.number, by=play.cast.township_operator, now=play.now)
    assert page.matter == matter


def test_a_platform_at_work_on_it_keeps_sight_of_it(play: Play) -> None:
    """Such a matter comes from an earlier version only: no deed leads there any more."""
    matter = lost_and_in_work(play, "accepted")
    Matter.objects.filter(pk=matter.pk).update(holder_id=play.cast.unit_id(OTHER_TOWN))
    with pytest.raises(Invalid, match="outside_its_unit"):
        play.do(matters.place, matter, play.cast.county_supervisor, grid_code=GRID)
    assert not matter.placed


def test_nothing_of_a_place_stays_when_the_ledger_refuses(
    play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    matter = lost_and_in_work(play, "handling")

    def refuse(**_: object) -> None:
        raise RuntimeError("the ledger is closed")

    monkeypatch.setattr("gege.matters.actions.step.record", refuse)
    with pytest.raises(RuntimeError):
        play.do(matters.place, matter, play.cast.hotline_operator, grid_code=GRID)
    matter.refresh_from_db()
    assert (matter.placed, matter.area_code) == (False, COUNTY)


def test_a_place_must_be_a_grid_of_today(play: Play) -> None:
    matter = play.report(by=play.cast.hotline_operator, grid_code="")
    for code in ("", COMMUNITY, "511622100001999"):
        with pytest.raises(Invalid, match="unknown_grid"):
            play.do(matters.place, matter, play.cast.hotline_operator, grid_code=code)


def test_a_matter_is_handed_on_only_to_a_unit_that_can_act_on_it(play: Play) -> None:
    dispatcher = play.cast.county_dispatcher
    matter = play.report(by=play.cast.station_clerk)
    for to, word in (
        (HOUSING, "cannot_act_on_it"),
        (SECOND_GRID, "not_its_area"),
        (GRID, "holds_it_already"),
        ("nobody", "unknown_unit"),
    ):
        with pytest.raises(Invalid, match=word):
            play.do(matters.reassign, matter, dispatcher, to=to, reason="原单位撤并")
    play.do(matters.reassign, matter, dispatcher, to=COMMUNITY, reason="原单位撤并")
    assert matter.holder_id == play.cast.unit_id(COMMUNITY)


def test_an_instruction_that_is_handed_on_keeps_its_clock(play: Play) -> None:
    matter = play.in_hand()
    due = matter.due_at
    play.wait(days=1)
    play.do(
        matters.reassign,
        matter,
        play.cast.county_dispatcher,
        to=CIVIL_AFFAIRS,
        reason="职责调整",
    )
    assert (matter.state, matter.due_at) == ("handling", due)
    assert matter.lead_id == matter.holder_id == play.cast.unit_id(CIVIL_AFFAIRS)
    assert play.live(matter).lead_id == matter.lead_id
    play.complete(matter, play.cast.other_department_officer)
