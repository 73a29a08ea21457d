"""The table of callbacks: one person at a time, tries that come back, what is enough to say."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.hotline.rules.callback_table import (
    LOCK,
    OPEN,
    Deed,
    Found,
    Refusal,
    Result,
    Solved,
    Standing,
    State,
    Why,
    after,
    answer_until,
    contact_of,
    light_of,
    may,
    next_try,
    problem_of,
    sampled,
)
from gege.hotline.rules.line_rules import LineRules
from gege.matters.api import LOCAL

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=LOCAL)
RULES = LineRules()
JUST, LONG_AGO = NOW - timedelta(minutes=5), NOW - LOCK


@pytest.mark.parametrize(
    ("deed", "mine", "taken_at", "refusal"),
    [
        (Deed.TAKE, False, None, None),
        (Deed.TAKE, True, JUST, None),
        (Deed.TAKE, False, JUST, Refusal.SOMEBODY_HAS_IT),
        (Deed.TAKE, False, LONG_AGO, None),
        (Deed.RECORD, True, JUST, None),
        (Deed.RECORD, True, LONG_AGO, None),
        (Deed.RECORD, False, JUST, Refusal.SOMEBODY_HAS_IT),
        (Deed.RECORD, False, LONG_AGO, Refusal.NOT_TAKEN),
        (Deed.RECORD, False, None, Refusal.NOT_TAKEN),
        (Deed.GIVE_BACK, True, JUST, None),
        (Deed.GIVE_BACK, False, JUST, Refusal.SOMEBODY_HAS_IT),
    ],
)
def test_a_callback_is_one_persons_at_a_time(
    deed: Deed, mine: bool, taken_at: datetime | None, refusal: Refusal | None
) -> None:
    for state in State:
        wanted = refusal if state in OPEN else Refusal.OVER
        assert may(deed, Standing(state, mine, taken_at), NOW) is wanted


@pytest.mark.parametrize(
    ("found", "tries", "state"),
    [
        (Found.NOT_REACHED, 1, State.WAITING),
        (Found.NOT_REACHED, 2, State.WAITING),
        (Found.NOT_REACHED, 3, State.UNREACHABLE),
        (Found.REACHED, 1, State.REACHED),
        (Found.REFUSED, 1, State.REFUSED),
        (Found.WRONG_NUMBER, 1, State.WRONG_NUMBER),
    ],
)
def test_not_reached_is_the_end_after_the_last_try_only(
    found: Found, tries: int, state: State
) -> None:
    assert after(found, tries, RULES) is state


@pytest.mark.parametrize(
    ("at", "again"),
    [
        ("2026-11-24 09:00", "2026-11-24 13:00"),
        ("2026-11-24 15:59", "2026-11-24 19:59"),
        ("2026-11-24 16:00", "2026-11-25 08:00"),
        ("2026-11-24 23:00", "2026-11-25 08:00"),
    ],
)
def test_the_next_try_is_within_the_hours_for_residents(at: str, again: str) -> None:
    moment = datetime.strptime(at, "%Y-%m-%d %H:%M").replace(tzinfo=LOCAL)
    assert f"{next_try(moment, RULES):%Y-%m-%d %H:%M}" == again


@pytest.mark.parametrize(
    ("why", "result", "problem"),
    [
        (Why.MATTER, Result(Found.REACHED), ("solved", "say_solved")),
        (Why.SAMPLE, Result(Found.REACHED), ("solved", "say_solved")),
        (Why.MATTER, Result(Found.REACHED, Solved.YES), None),
        (Why.MATTER, Result(Found.REACHED, Solved.NO), ("words", "say_what")),
        (Why.MATTER, Result(Found.REACHED, Solved.NO, "", "还是不亮"), None),
        (Why.PROMISED, Result(Found.REACHED), ("words", "say_what_came")),
        (Why.MISSED, Result(Found.REACHED, words="已另行登记"), None),
        (Why.MATTER, Result(Found.NOT_REACHED), None),
        (Why.MATTER, Result(Found.WRONG_NUMBER), None),
        (Why.PROMISED, Result(Found.REFUSED), None),
    ],
)
def test_what_has_to_be_said(why: Why, result: Result, problem: tuple[str, str] | None) -> None:
    assert problem_of(why, result) == problem


@pytest.mark.row("R-077")
def test_only_who_was_reached_counts_as_confirmed() -> None:
    table = {(found, solved): contact_of(found, solved) for found in Found for solved in Solved}
    confirmed = {pair for pair, word in table.items() if word == "confirmed"}
    assert confirmed == {(Found.REACHED, Solved.YES), (Found.REACHED, Solved.NOT_ASKED)}
    assert {table[Found.NOT_REACHED, one] for one in Solved} == {"unreachable"}
    assert table[Found.REACHED, Solved.NO] == "unsolved"


@pytest.mark.parametrize(
    ("minutes", "done", "light"),
    [
        (0, None, "none"), (47, None, "none"), (48, None, "yellow"), (60, None, "yellow"),
        (61, None, "red"), (90, 60, "green"), (90, 61, "red"),
    ],
)  # fmt: skip
def test_the_light(minutes: int, done: int | None, light: str) -> None:
    state = "waiting" if done is None else "reached"
    at = None if done is None else NOW + timedelta(minutes=done)
    now = NOW + timedelta(minutes=minutes)
    assert light_of(state, NOW + timedelta(hours=1), at, NOW, now) == light
    assert light_of("dropped", NOW, now, NOW, now) == "ended"


@pytest.mark.parametrize(
    ("left", "waits"),
    [(72, 24), (48, 24), (24, 12), (4, 2), (1, 1), (-5, 1)],
)
def test_a_text_waits_for_half_of_the_time_that_is_left(left: int, waits: int) -> None:
    found = answer_until(NOW, NOW + timedelta(hours=left), RULES)
    assert found == NOW + timedelta(hours=waits)
    short = replace(RULES, text_hours=1)
    assert answer_until(NOW, NOW + timedelta(hours=left), short) == NOW + timedelta(hours=1)


@given(st.integers(10, 100))
def test_the_sample_is_near_its_share_and_grows_with_it(percent: int) -> None:
    numbers = [f"20261124-{serial:07}" for serial in range(2000)]
    chosen = {one for one in numbers if sampled(one, percent)}
    assert abs(len(chosen) / 2000 - percent / 100) < 0.05
    assert chosen >= {one for one in numbers if sampled(one, 10)}
    assert {one for one in numbers if sampled(one, 100)} == set(numbers)
