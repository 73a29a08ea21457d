"""Accept, decline, escalate, skip the levels: up the four levels and back."""

from __future__ import annotations

import pytest

from gege.matters import api as matters
from gege.matters.api import Instruction, Invalid, Light, Refusal, Refused, Remark
from gege.trail.api import Entry
from tests.cast import COMMUNITY, COUNTY, GRID, TOWN
from tests.matters.play import CALLER, MAJOR, ROUTINE, Play


@pytest.mark.row("R-087")
def test_accepting_at_the_grid_is_its_own_instruction(play: Play) -> None:
    matter = play.accepted()
    live = play.live(matter)
    assert (matter.state, matter.lead_id, matter.instructor_id) == (
        "handling", play.cast.unit_id(GRID), play.cast.unit_id(GRID)
    )  # fmt: skip
    assert (matter.accepted_at, matter.instructed_at) == (play.now, play.now)
    assert (play.due(matter), play.light(matter)) == ("2026-11-25 18:00", Light.NONE)
    assert (live.due_at, live.original_due_at, live.acknowledged_at) == (
        matter.due_at, matter.due_at, play.now
    )  # fmt: skip
    assert matter.next_light_at == matter.warn_at
    assert matter.step_due_at == matter.due_at


def test_accepting_at_a_centre_starts_no_clock(play: Play) -> None:
    matter = play.triaged()
    assert (matter.state, matter.due_at, matter.lead_id) == ("accepted", None, None)
    assert Instruction.objects.count() == 0


def test_declining_ends_with_an_answer_that_the_reporter_reads(play: Play) -> None:
    matter = play.at_station()
    play.do(matters.decline, matter, play.cast.station_clerk, why="in_court", words="请等待判决")
    assert (matter.state, matter.closed_at, matter.step_due_at) == ("declined", play.now, None)
    remark = Remark.objects.get(matter=matter)
    assert (remark.public, remark.words, remark.name) == (True, "请等待判决", "张站员")
    assert play.line(matter)["why"] == "in_court"


def test_declining_names_one_of_the_grounds(play: Play) -> None:
    matter = play.at_station()
    with pytest.raises(Invalid, match="unknown_choice"):
        play.do(matters.decline, matter, play.cast.station_clerk, why="lazy", words="不想办了")


@pytest.mark.row("R-066")
@pytest.mark.row("R-067")
def test_a_matter_climbs_all_four_levels(play: Play) -> None:
    matter = play.at_county()
    assert (matter.holder_id, matter.state) == (play.cast.unit_id(COUNTY), "reported")
    assert (matter.escalated, matter.to_county) == (True, True)
    assert play.deeds(matter) == ["report", "escalate", "escalate", "escalate"]
    assert play.told() == [(COMMUNITY, "escalated"), (TOWN, "escalated"), (COUNTY, "escalated")]
    with pytest.raises(Refused) as refused:
        play.escalate(matter, play.cast.county_dispatcher)
    assert refused.value.refusal is Refusal.WRONG_ROLE


@pytest.mark.row("R-065")
def test_a_matter_settled_at_the_station_never_left_the_locality(play: Play) -> None:
    matter = play.at_station()
    assert (matter.escalated, matter.to_county) == (False, False)


@pytest.mark.row("R-066")
@pytest.mark.parametrize("missing", [{"reason": ""}, {"tried": ""}, {"tried": " \u200b "}])
def test_nobody_escalates_without_a_reason_and_what_was_tried(
    play: Play, missing: dict[str, str]
) -> None:
    matter = play.report()
    words = {"reason": "需要协调", "tried": "已经劝说"} | missing
    with pytest.raises(Invalid) as refused:
        play.do(matters.escalate, matter, play.cast.grid_worker, **words)
    assert refused.value.field == next(iter(missing))


def test_escalating_ends_the_own_instruction_and_its_clock(play: Play) -> None:
    matter = play.accepted()
    play.wait(days=3)
    play.escalate(matter, play.cast.grid_worker)
    ended = Instruction.objects.get(matter=matter)
    assert (ended.ended_how, ended.late, ended.ended_at) == ("escalated", True, play.now)
    assert (matter.due_at, matter.warn_at, matter.next_light_at) == (None, None, None)
    assert (matter.lead_id, play.light(matter)) == (None, Light.NONE)


@pytest.mark.row("R-067")
def test_who_was_instructed_from_above_returns_instead_of_escalating(play: Play) -> None:
    matter = play.at_station()
    play.do(matters.dispatch, matter, play.cast.station_clerk, lead=GRID)
    play.do(matters.acknowledge, matter, play.cast.grid_worker)
    with pytest.raises(Refused) as refused:
        play.escalate(matter, play.cast.grid_worker)
    assert refused.value.refusal is Refusal.INSTRUCTED_FROM_ABOVE


@pytest.mark.row("R-069")
def test_a_major_matter_reaches_the_county_at_once_and_every_level_is_informed(
    play: Play,
) -> None:
    matter = play.report(kind=MAJOR)
    play.do(matters.skip_level, matter, play.cast.grid_worker, reason="闻到浓烈气味")
    assert (matter.holder_id, matter.state) == (play.cast.unit_id(COUNTY), "reported")
    assert (matter.skipped, matter.severity) == (True, "grave")
    assert play.told() == [
        (COUNTY, "skip_level"),
        (COMMUNITY, "skip_level_informed"),
        (TOWN, "skip_level_informed"),
    ]
    assert matters.matter_by_number(matter.number, play.cast.station_clerk) == matter


@pytest.mark.row("R-069")
def test_the_station_may_alarm_the_county_over_a_matter_of_its_grid(play: Play) -> None:
    matter = play.report(kind=MAJOR)
    play.do(matters.skip_level, matter, play.cast.station_clerk, reason="情况危急")
    assert play.told() == [
        (COUNTY, "skip_level"),
        (GRID, "skip_level_informed"),
        (TOWN, "skip_level_informed"),
    ]


@pytest.mark.row("R-069")
def test_only_listed_kinds_skip_the_levels(play: Play) -> None:
    with pytest.raises(Refused) as refused:
        play.do(matters.skip_level, play.report(), play.cast.grid_worker, reason="想快一点")
    assert refused.value.refusal is Refusal.NOT_MAJOR


@pytest.mark.row("R-069")
def test_the_county_sends_a_false_alarm_down_without_a_penalty(play: Play) -> None:
    matter = play.report(kind=MAJOR, severity="urgent")
    play.do(matters.skip_level, matter, play.cast.grid_worker, reason="闻到气味")
    play.forget_notices()
    play.do(matters.downgrade, matter, play.cast.county_dispatcher, reason="经核实为油漆味")
    assert (matter.holder_id, matter.downgraded) == (play.cast.unit_id(COMMUNITY), True)
    assert play.told() == [(COMMUNITY, "downgraded")]
    with pytest.raises(Refused):
        play.do(matters.downgrade, matter, play.cast.county_dispatcher, reason="再降一级")


@pytest.mark.row("R-063")
def test_a_grid_worker_handles_and_closes_routine_work_on_the_spot(play: Play) -> None:
    matter = play.report(kind=ROUTINE)
    play.do(
        matters.handle_in_place,
        matter,
        play.cast.grid_worker,
        outcome="done",
        words="垃圾已经清走",
    )
    assert (matter.state, matter.settled_tier, matter.outcome) == ("closed", "grid", "done")
    assert play.light(matter) is Light.GREEN
    assert play.deeds(matter) == ["report", "handle_in_place"]


@pytest.mark.row("R-063")
def test_other_work_of_the_grid_is_verified_by_the_station(play: Play) -> None:
    matter = play.complete(play.accepted(who=CALLER), play.cast.grid_worker)
    assert (matter.state, matter.holder_id) == ("completed", play.cast.unit_id(COMMUNITY))
    assert play.told() == [(COMMUNITY, "to_verify")]


def test_triage_corrects_the_kind_and_touches_no_clock(play: Play) -> None:
    matter = play.triaged()
    step_due, first_due = matter.step_due_at, matter.first_due_at
    play.wait(minutes=30)
    play.do(
        matters.triage,
        matter,
        play.cast.county_dispatcher,
        kind="D05",
        severity="grave",
        intent="call",
    )
    assert (matter.kind, matter.severity, matter.intent) == ("D05", "grave", "call")
    assert (matter.step_due_at, matter.first_due_at) == (step_due, first_due)
    assert play.line(matter)["before"]["kind"] == "B01"
    with pytest.raises(Invalid, match="unknown_kind"):
        play.do(
            matters.triage,
            matter,
            play.cast.county_dispatcher,
            kind="Z99",
            severity="grave",
            intent="call",
        )


@pytest.mark.row("R-088")
def test_every_deed_on_the_way_wrote_one_line(play: Play) -> None:
    matter = play.closed()
    lines = Entry.objects.filter(stream=matter.stream).order_by("seq")
    assert [line.seq for line in lines] == list(range(1, len(lines) + 1))
    assert play.deeds(matter) == [
        "report",
        "escalate",
        "escalate",
        "escalate",
        "accept",
        "dispatch",
        "acknowledge",
        "complete",
        "verify",
    ]
