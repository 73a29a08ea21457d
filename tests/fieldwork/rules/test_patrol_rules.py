"""Which half-day, whether it counts, how it stands, and the figure: tables of cases (R-080)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.patrols import (
    Counts,
    Fix,
    Standing,
    closing,
    counts_of_day,
    faults_of,
    given_up_at,
    half_of,
    opening,
    rounded,
    standing_of,
    thinned,
)
from gege.fieldwork.rules.words import Fault, Half
from gege.kernel.coordinates import Point
from tests.fieldwork.walks import DAY, at, fix

RULES = FieldRules()
A, B = "511622100001001", "511622100001002"
COMMUNITY = "511622100001"


@pytest.mark.row("R-080")
@pytest.mark.parametrize(
    ("moment", "half"),
    [
        ("08:14", Half.EXTRA),
        ("08:15", Half.MORNING),
        ("08:30", Half.MORNING),
        ("11:30", Half.MORNING),
        ("11:31", Half.EXTRA),
        ("14:14", Half.EXTRA),
        ("14:15", Half.AFTERNOON),
        ("18:00", Half.AFTERNOON),
        ("18:01", Half.EXTRA),
        ("23:59", Half.EXTRA),
    ],
)
def test_the_start_decides_the_half_day(moment: str, half: Half) -> None:
    assert half_of(at(moment), RULES) == half


def test_extra_rounds_have_no_hours() -> None:
    assert opening(Half.EXTRA, DAY, RULES, at("09:00")) is None
    assert closing(Half.EXTRA, DAY, RULES, at("09:00")) is None


@pytest.mark.row("R-080")
@pytest.mark.parametrize(
    ("half", "minutes", "points", "faults"),
    [
        (Half.MORNING, 20, 3, []),
        (Half.MORNING, 19, 3, [Fault.TOO_SHORT]),
        (Half.MORNING, 20, 2, [Fault.TOO_FEW_POINTS]),
        (Half.AFTERNOON, 0, 0, [Fault.TOO_SHORT, Fault.TOO_FEW_POINTS]),
        (Half.EXTRA, 60, 9, [Fault.OUTSIDE_WINDOW]),
    ],
)
def test_a_patrol_counts_or_says_why_not(
    half: Half, minutes: int, points: int, faults: list[Fault]
) -> None:
    began = at("09:00")
    assert faults_of(half, began, began + timedelta(minutes=minutes), points, RULES) == faults


@pytest.mark.parametrize(
    ("half", "began", "until"),
    [
        (Half.MORNING, "08:31", "12:30"),
        (Half.AFTERNOON, "17:59", "19:00"),
        (Half.EXTRA, "06:00", "10:00"),
    ],
)
def test_a_patrol_that_nobody_ends_is_given_up(half: Half, began: str, until: str) -> None:
    assert given_up_at(half, at(began), RULES) == at(until)


@pytest.mark.row("R-080")
@pytest.mark.parametrize(
    ("now", "given", "standing"),
    [
        ("08:00", {}, Standing.TO_COME),
        ("08:15", {}, Standing.OPEN_NOW),
        ("11:30", {}, Standing.OPEN_NOW),
        ("11:31", {}, Standing.MISSED),
        ("11:31", {"ended": [["too_short"]]}, Standing.NOT_COUNTED),
        ("10:00", {"ended": [["too_short"]]}, Standing.OPEN_NOW),
        ("10:00", {"ended": [["too_short"], []]}, Standing.DONE),
        ("10:00", {"running": True, "ended": [[]]}, Standing.RUNNING),
        ("10:00", {"excused": True}, Standing.EXCUSED),
        ("10:00", {"excused": True, "ended": [[]]}, Standing.DONE),
        ("10:00", {"expected": False}, Standing.OFF_DUTY),
        ("10:00", {"expected": False, "excused": True}, Standing.OFF_DUTY),
        ("10:00", {"expected": False, "ended": [[]]}, Standing.DONE),
    ],
)
def test_a_half_day_stands_as_the_table_says(
    now: str, given: dict[str, Any], standing: Standing
) -> None:
    facts = {"expected": True, "excused": False, "running": False, "ended": [], "rules": RULES}
    assert standing_of(Half.MORNING, at(now), DAY, **(facts | given)) == standing


@pytest.mark.row("R-080")
@pytest.mark.parametrize(
    ("walked", "excused", "counts"),
    [
        ({A: {"morning", "afternoon"}, B: {"morning"}}, {}, Counts(1, 2)),
        ({}, {}, Counts(0, 2)),
        # A half-day that was excused is not expected; the other one is.
        ({A: {"afternoon"}}, {A: {"morning"}}, Counts(1, 2)),
        ({}, {A: {"morning"}}, Counts(0, 2)),
        # Both excused: not on duty; walked nonetheless: it counts.
        ({}, {A: {"morning", "afternoon"}}, Counts(0, 1, excused=1)),
        ({A: {"morning"}}, {A: {"morning", "afternoon"}}, Counts(1, 2)),
        # The weather excuses every grid of the community.
        ({}, {COMMUNITY: {"morning", "afternoon"}}, Counts(0, 0, excused=2)),
        ({B: {"afternoon"}}, {COMMUNITY: {"morning"}}, Counts(1, 2)),
        # An extra round makes nothing complete.
        ({A: {"morning", "extra"}}, {}, Counts(0, 2)),
    ],
)
def test_completion_is_grids_with_every_expected_patrol_over_grids_on_duty(
    walked: dict[str, set[str]], excused: dict[str, set[str]], counts: Counts
) -> None:
    assert counts_of_day([A, B], staffed={A, B}, walked=walked, excused=excused) == counts


def test_a_vacant_grid_is_not_on_duty() -> None:
    walked = {A: {"morning", "afternoon"}}
    counts = counts_of_day([A, B], staffed={A}, walked=walked, excused={})
    assert counts == Counts(complete=1, on_duty=1, vacant=1)


def test_counts_of_days_add_up() -> None:
    assert Counts(1, 2, 3, 4) + Counts(10, 20, 30, 40) == Counts(11, 22, 33, 44)


@pytest.mark.row("R-080")
def test_positions_are_coarse() -> None:
    assert rounded(Point(106.2851234, 30.3456789)) == Point(106.2851, 30.3457)


def test_who_stands_still_is_one_position() -> None:
    standing = [fix("09:00", 106.2851, 30.345, seconds=30 * n) for n in range(20)]
    assert [one.at for one in thinned([], standing, RULES)] == [at("09:00")]


def test_a_walk_is_kept_at_the_pace_of_the_rules() -> None:
    walk = [fix("09:00", 106.285 + n * 0.0005, 30.345, seconds=10 * n) for n in range(7)]
    found = [(one.at, one.point.lng) for one in thinned([], walk, RULES)]
    seconds = [timedelta(seconds=0), timedelta(seconds=30), timedelta(seconds=60)]
    assert found == [
        (at("09:00") + later, lng)
        for later, lng in zip(seconds, (106.285, 106.2865, 106.288), strict=True)
    ]


def test_a_late_position_is_fitted_in_between_or_left_out() -> None:
    kept = [Fix(at("09:00"), Point(106.285, 30.345)), Fix(at("09:02"), Point(106.29, 30.345))]
    between = fix("09:01", 106.287, 30.345)
    close = fix("09:01", 106.288, 30.345, seconds=45)
    assert thinned(kept, [close, between], RULES) == [Fix(between.at, between.point)]


def test_an_inexact_position_says_nothing() -> None:
    assert thinned([], [fix("09:00", 106.285, 30.345, accuracy=201)], RULES) == []
