"""The rule about grids, L17: whose work is far off the mean of its community (R-033, R-047)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from gege.registers.api import (
    DivisionRules,
    Finding,
    NotFound,
    Refused,
    Way,
    dismiss_finding,
    last_cursor,
    open_findings,
    publish_division_rules,
    redivision,
    run_rules,
)
from gege.registers.errors import Invalid
from gege.registers.models import DivisionEdition
from gege.registers.queries.comparing import looking
from gege.staff.api import SYSTEM
from gege.territory.api import read_editions
from gege.trail.api import Entry
from tests.cast import GRID, NEIGHBOUR_GRID, SECOND_GRID, VACANT_GRID, Cast
from tests.registers.dividing import families, small_rules, uneven
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import change, end, keep


@pytest.fixture(autouse=True)
def _in_use(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    go_live()
    monkeypatch.setattr(looking, "OVERLAP", 0)


def found() -> set[str]:
    return set(Finding.objects.filter(rule="L17", state="open").values_list("grid_code", flat=True))


def run(*, days: int = 0, since: int | None = None) -> set[str]:
    run_rules(now=NOW + timedelta(days=days), editions=read_editions(), since=since)
    return found()


@pytest.mark.row("R-033")
@pytest.mark.row("R-047")
def test_grids_off_the_mean_are_found_and_others_are_not(cast: Cast) -> None:
    small_rules()
    uneven()
    # 24, 12 and 3 households: the mean is 13.
    assert run() == {GRID, VACANT_GRID}
    one = Finding.objects.get(grid_code=GRID)
    assert (one.record_id, one.other_id, one.area_code, one.department) == (None, None, GRID, "")
    assert one.due_on == (NOW + timedelta(days=60)).date()
    assert run() == {GRID, VACANT_GRID}
    assert Finding.objects.filter(rule="L17").count() == 2


def test_a_grid_that_nobody_has_entered_is_no_light_one(cast: Cast) -> None:
    small_rules()
    families(GRID, 12)
    families(SECOND_GRID, 12)
    assert run() == set()


def test_too_little_says_nothing(cast: Cast) -> None:
    uneven()
    assert run() == set()


@pytest.mark.row("R-033")
def test_around_a_change_the_grids_are_counted_anew_where_their_work_is_touched(cast: Cast) -> None:
    small_rules()
    uneven()
    run()
    more = families(VACANT_GRID, 12)
    since = last_cursor()
    # 24, 12 and 15: the mean is 17.
    assert run(since=since) == {GRID}
    since = last_cursor()
    keep("resident", area=GRID, name="王小明")
    publish_division_rules(
        DivisionRules(least_mean=10, tolerance_percent=80), note="放宽", by=SYSTEM, now=NOW,
        based_on=1,
    )  # fmt: skip
    assert run(since=since) == {GRID}
    assert run() == set()
    since = last_cursor()
    for one in more:
        end(one)
    for _one in range(6):
        keep("hazard", area=GRID, kind="fire", found_on="2026-06-01")
    # 42, 12 and 3: the mean is 19.
    assert run(since=since) == {GRID, VACANT_GRID}


def test_a_removed_hazard_weighs_nothing_and_other_communities_are_not_compared(
    cast: Cast,
) -> None:
    small_rules()
    uneven()
    families(VACANT_GRID, 12)
    families(NEIGHBOUR_GRID, 200)
    hazard = keep("hazard", area=SECOND_GRID, kind="fire", found_on="2026-06-01")
    now: dict[str, Any] = {
        "by": cast.county_supervisor,
        "now": NOW,
        "editions": read_editions(),
        "language": "en",
    }
    assert redivision(SECOND_GRID, **now).line.report.workload == 15
    change(hazard, rectified_on="2026-06-05")
    assert redivision(SECOND_GRID, **now).line.report.workload == 12
    assert run() == {GRID}


@pytest.mark.row("R-033")
def test_dismissed_with_a_reason_a_grid_is_left_alone_for_half_a_year(cast: Cast) -> None:
    small_rules()
    uneven()
    run()
    said: dict[str, Any] = {"by": cast.township_operator, "now": NOW, "editions": read_editions()}
    number = Finding.objects.get(grid_code=GRID).pk
    with pytest.raises(Invalid):
        dismiss_finding(number, reason="", **said)
    dismiss_finding(number, reason="新小区正在入住", **said)
    line = Entry.objects.get(stream=f"register_finding:{number}")
    assert line.deed == "dismissed"
    assert json.loads(line.payload)["grid"] == GRID
    assert run(days=179) == {VACANT_GRID}
    assert run(days=180) == {GRID, VACANT_GRID}


def test_townships_and_the_county_are_told_and_nobody_else(cast: Cast) -> None:
    small_rules()
    uneven()
    run()
    told = set()
    for who in cast.people:
        said: dict[str, Any] = {"by": cast.actor(who), "now": NOW, "editions": read_editions()}
        lines, _more = open_findings(language="zh-hans", **said)
        if any(line.rule.code == "L17" for line in lines):
            told.add(who)
            assert {line.grid_code for line in lines if line.grid_code} == {GRID, VACANT_GRID}
            continue
        with pytest.raises(NotFound):
            dismiss_finding(Finding.objects.get(grid_code=GRID).pk, reason="不是问题", **said)
    assert told == {"township_operator", "county_dispatcher", "county_supervisor"}


@pytest.mark.row("R-033")
def test_the_proposal_names_buildings_and_the_neighbour_they_could_go_to(cast: Cast) -> None:
    small_rules()
    buildings = uneven()
    families(VACANT_GRID, 3)
    said: dict[str, Any] = {"now": NOW, "editions": read_editions(), "language": "zh-hans"}
    one = redivision(GRID, by=cast.township_operator, **said)
    # 24, 12 and 6: the mean is 14, grid 3 shares no border with grid 1.
    assert [near.code for near in one.neighbours] == [SECOND_GRID]
    assert one.proposal is not None
    assert (one.proposal.way, one.proposal.parts) == (Way.DIVIDE, 2)
    west, east = (half.houses for half in one.proposal.halves)
    assert (west, east) == (
        tuple(building.pk for building in buildings[:2]),
        tuple(building.pk for building in buildings[2:]),
    )
    assert {title for _uid, title in one.buildings.values()} != set()
    assert redivision(GRID, by=cast.administrator, **said).buildings == {}
    light = redivision(VACANT_GRID, by=cast.county_supervisor, **said)
    assert light.proposal is not None
    assert light.proposal.way is Way.MERGE
    for who in (cast.strange_township_operator, cast.second_grid_worker):
        with pytest.raises(NotFound):
            redivision(GRID, by=who, **said)
    with pytest.raises(NotFound):
        redivision(f"{GRID[:-3]}999", by=cast.county_supervisor, **said)


def test_rules_are_published_by_administrators_once_each_and_within_their_ranges(
    cast: Cast,
) -> None:
    rules = DivisionRules(least_mean=10)
    said: dict[str, Any] = {"note": "按普查调整", "now": NOW}
    with pytest.raises(Refused, match="administrators_only"):
        publish_division_rules(rules, by=cast.county_supervisor, based_on=0, **said)
    with pytest.raises(Invalid) as wrong:
        publish_division_rules(
            DivisionRules(tolerance_percent=500), by=cast.administrator, based_on=0, **said
        )
    assert wrong.value.field == "tolerance_percent"
    with pytest.raises(Refused, match="changes_nothing"):
        publish_division_rules(DivisionRules(), by=cast.administrator, based_on=0, **said)
    assert publish_division_rules(rules, by=cast.administrator, based_on=0, **said) == 1
    with pytest.raises(Refused, match="moved_on"):
        publish_division_rules(DivisionRules(), by=cast.administrator, based_on=0, **said)
    line = Entry.objects.get(stream="division_rules")
    told = json.loads(line.payload)
    assert (told["before"], told["after"]) == ({"least_mean": 50}, {"least_mean": 10})


def test_without_its_line_of_the_trail_no_edition_is_published(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_said: Any) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("gege.trail.publishing.record", broken)
    with pytest.raises(RuntimeError):
        small_rules()
    assert not DivisionEdition.objects.exists()
