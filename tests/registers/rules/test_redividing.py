"""What could be done about a grid with far more work than its like, or far less (L17)."""

from __future__ import annotations

import pytest

from gege.kernel.coordinates import Point
from gege.registers.rules.division_rules import (
    DivisionRules,
    from_json,
    problems_of,
    to_json,
    work_of,
)
from gege.registers.rules.redividing import (
    Ground,
    Half,
    Handing,
    House,
    Proposal,
    Way,
    proposal_for,
)

HERE, EAST, WEST = Point(106.30, 30.34), Point(106.31, 30.34), Point(106.29, 30.34)


def at(number: int, work: float, lng: float, *, grid: str = "here") -> House:
    return House(number, grid, work, Point(lng, 30.34))


ROW = [at(number, 20, 106.296 + number / 1000) for number in range(1, 9)]
"""Eight buildings from west to east, with the work of 20 households each."""


def test_work_is_counted_in_households_by_the_rules() -> None:
    counts = {"household": 100, "place": 5, "hazard": 2, "facility": 10, "resident": 900}
    assert work_of(counts, DivisionRules()) == 100 + 10 + 6 + 2
    assert work_of({}, DivisionRules()) == 0
    assert work_of(counts, DivisionRules(place_percent=0, facility_percent=0)) == 106


def test_rules_are_kept_whole_and_within_their_ranges() -> None:
    rules = DivisionRules(tolerance_percent=40)
    assert from_json({**to_json(rules), "of_a_later_version": 1}) == rules
    assert from_json({}) == DivisionRules()
    assert problems_of(rules) == []
    wrong = DivisionRules(tolerance_percent=0, distance_m=True, least_mean=1.5)  # type: ignore[arg-type]
    assert [one.field for one in problems_of(wrong)] == [
        "tolerance_percent", "distance_m", "least_mean",
    ]  # fmt: skip


@pytest.mark.parametrize("work", [70, 100, 130])
def test_within_the_tolerance_nothing_is_proposed(work: float) -> None:
    assert proposal_for(Ground("here", work, HERE), 100, 30, [], ROW) is None


def test_buildings_at_the_border_go_to_the_neighbours_with_room() -> None:
    """To the lightest first, the nearest buildings, and no neighbour gets more than the mean."""
    near = [Ground("east", 60, EAST), Ground("west", 90, WEST)]
    assert proposal_for(Ground("here", 160, HERE), 100, 30, near, ROW) == Proposal(
        Way.MOVE, 120, (Handing("here", "east", (8, 7), 40),)
    )


def test_without_room_around_it_is_cut_where_the_work_is_even() -> None:
    near = [Ground("east", 110, EAST)]
    assert proposal_for(Ground("here", 160, HERE), 100, 30, near, ROW) == Proposal(
        Way.DIVIDE, 80, parts=2,
        halves=(Half("west", (1, 2, 3, 4), 80), Half("east", (5, 6, 7, 8), 80)),
    )  # fmt: skip
    assert proposal_for(Ground("here", 310, None), 100, 30, near, []) == Proposal(
        Way.DIVIDE, pytest.approx(310 / 3), parts=3
    )


def test_a_light_grid_joins_a_light_neighbour_or_takes_from_a_heavy_one() -> None:
    light = Ground("here", 30, HERE)
    near = [Ground("east", 95, EAST), Ground("west", 140, WEST)]
    assert proposal_for(light, 100, 30, near, []) == Proposal(
        Way.MERGE, 125, (Handing("here", "east", (), 30),)
    )
    theirs = [at(number, 20, 106.29 + number / 1000, grid="west") for number in (1, 2, 3)]
    assert proposal_for(light, 100, 30, near[1:], theirs) == Proposal(
        Way.TAKE, 70, (Handing("west", "here", (3, 2), 40),)
    )


def test_where_nothing_fits_that_is_said() -> None:
    near = [Ground("west", 120, WEST)]
    assert proposal_for(Ground("here", 20, HERE), 100, 30, near, []) == Proposal(Way.LOOK, 20)
    lost = [House(1, "here", 160)]
    assert proposal_for(Ground("here", 160, HERE), 100, 30, near, lost) == Proposal(
        Way.DIVIDE, 80, parts=2
    )
