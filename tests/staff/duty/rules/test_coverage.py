"""Every minute, by somebody: the rule of coverage against counting minute by minute (R-073)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gege.staff.duty.rules.coverage import Fault, Piece, covered, faults_of
from gege.staff.duty.rules.drafting import by_turns, repeated
from gege.staff.duty.rules.hours import (
    LOCAL,
    Clock,
    Hours,
    problem_of_pattern,
    read_pattern,
    required,
    written,
)
from gege.staff.duty.rules.swaps import swapped

MONDAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, 8, tzinfo=LOCAL)
HOUR = timedelta(hours=1)
THREE = read_pattern("08:00-16:00, 16:00-24:00, 24:00-08:00")
STEPS = 48


def able(account: int, piece: Piece) -> str:
    return ""


def at(hour: float) -> datetime:
    return START + hour * HOUR


def faults(pieces: list[Piece], people: int = 1, **more: object) -> list[tuple[object, ...]]:
    wanted = required(Hours(), MONDAY, MONDAY)
    found = faults_of(wanted, people, pieces, able=able, **more)  # type: ignore[arg-type]
    return [(one.word, (one.starts - START) / HOUR, (one.ends - START) / HOUR) for one in found]


@pytest.mark.row("R-073")
def test_a_day_of_three_shifts_has_no_fault() -> None:
    pieces = by_turns(Hours(), MONDAY, MONDAY, THREE, [1, 2, 3])
    assert faults(pieces) == []
    assert [(one.starts, one.account_id) for one in pieces] == [(at(0), 1), (at(8), 2), (at(16), 3)]


@pytest.mark.row("R-073")
def test_one_uncovered_minute_is_named() -> None:
    minute = timedelta(minutes=1)
    pieces = [Piece(at(0), at(12) - minute, 1), Piece(at(12), at(24), 2)]
    wanted = required(Hours(), MONDAY, MONDAY)
    assert faults_of(wanted, 1, pieces, able=able) == [
        Fault("gap", at(12) - minute, at(12), many=1)
    ]
    assert not covered(wanted, 1, pieces)


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], [("gap", 0, 24)]),
        ([Piece(at(0), at(24), None)], [("gap", 0, 24)]),
        ([Piece(at(0), at(24), 1), Piece(at(3), at(5), 2)], [("too_many", 3, 5)]),
        (
            [Piece(at(0), at(13), 1), Piece(at(12), at(24), 1)],
            [("too_many", 12, 13), ("twice", 12, 13)],
        ),
        ([Piece(at(0), at(25), 1)], [("outside", 0, 25)]),
    ],
)
def test_each_fault_has_its_name(pieces: list[Piece], expected: list[tuple[object, ...]]) -> None:
    found = faults(pieces)
    assert sorted(found) == sorted(expected)


def test_who_cannot_be_there_and_who_has_no_rest_is_named() -> None:
    pieces = [Piece(at(0), at(12), 1, "a"), Piece(at(12), at(24), 2, "b")]
    wanted = required(Hours(), MONDAY, MONDAY)
    earlier = [Piece(at(-8), at(-3), 1, "before"), Piece(at(20), at(30), 2, "beside")]
    found = faults_of(
        wanted,
        1,
        pieces,
        able=lambda account, _piece: "on_leave" if account == 2 else "",
        elsewhere=earlier,
        rest=8 * HOUR,
    )
    assert [(one.word, one.account_id, one.why, one.key, one.grave) for one in found] == [
        ("no_rest", 1, "", "a", False),
        ("not_able", 2, "on_leave", "b", True),
        ("twice", 2, "", "b", True),
    ]


spans = st.tuples(st.integers(0, STEPS - 1), st.integers(1, 16), st.sampled_from([None, 1, 2, 3]))


@pytest.mark.row("R-073")
@settings(max_examples=150, deadline=None)
@given(st.lists(spans, max_size=9), st.integers(1, 2))
def test_the_rule_agrees_with_counting(
    drawn: list[tuple[int, int, int | None]], people: int
) -> None:
    pieces = [
        Piece(at(begin / 2), at(min(begin + length, STEPS) / 2), who, str(number))
        for number, (begin, length, who) in enumerate(drawn)
    ]
    wanted = required(Hours(), MONDAY, MONDAY)
    found = faults_of(wanted, people, pieces, able=able)
    for step in range(STEPS):
        moment = at(step / 2)
        there = [
            one.account_id
            for one in pieces
            if one.account_id is not None and one.starts <= moment < one.ends
        ]
        named = {one.word: one.many for one in found if one.starts <= moment < one.ends}
        assert named.get("gap", 0) == max(0, people - len(there))
        assert named.get("too_many", 0) == max(0, len(there) - people)
        if len(set(there)) < len(there):
            assert "twice" in named or any(one.word == "twice" for one in found)
        if not any(one.grave for one in found):
            assert len(set(there)) >= people


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 47), min_size=1, max_size=5, unique=True).map(sorted),
    st.integers(1, 40),
    st.lists(st.integers(1, 9), min_size=2, max_size=6, unique=True),
    st.integers(1, 2),
)
def test_a_roster_by_turns_covers_every_minute(
    cuts: list[int], days: int, people: list[int], at_once: int
) -> None:
    ends = [START + timedelta(minutes=30 * cut) for cut in [0, *cuts, 48]]
    pattern: list[Clock] = [(begin.time(), end.time()) for begin, end in pairwise(ends)]
    assert problem_of_pattern(Hours(), pattern) == ""
    last = MONDAY + timedelta(days=days - 1)
    pieces = by_turns(Hours(), MONDAY, last, pattern, people, at_once=at_once)
    found = faults_of(required(Hours(), MONDAY, last), at_once, pieces, able=able)
    assert [one for one in found if one.grave] == []


@pytest.mark.row("R-073")
@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_swap_never_uncovers_a_minute(data: st.DataObject) -> None:
    pieces = [
        Piece(one.starts, one.ends, one.account_id, str(number))
        for number, one in enumerate(by_turns(Hours(), MONDAY, MONDAY, THREE, [1, 2, 3]))
    ]
    for _ in range(data.draw(st.integers(1, 6))):
        given_away = data.draw(st.sampled_from(pieces))
        colleague = data.draw(st.sampled_from([1, 2, 3]))
        theirs = [one.key for one in pieces if one.account_id == colleague]
        taken = data.draw(st.sampled_from(["", *theirs]))
        pieces = swapped(pieces, given_away.key, colleague, taken)
        assert covered(required(Hours(), MONDAY, MONDAY), 1, pieces)
    assert [one.span for one in pieces] == [
        one.span for one in by_turns(Hours(), MONDAY, MONDAY, THREE, [1, 2, 3])
    ]


def test_whoever_is_not_free_is_passed_over_and_comes_first_the_next_time() -> None:
    away = {(1, 0)}
    pieces = by_turns(
        Hours(),
        MONDAY,
        MONDAY + timedelta(days=1),
        THREE,
        [1, 2, 3, 4],
        free=lambda who, piece: (who, int((piece.starts - START) / HOUR)) not in away,
    )
    assert [one.account_id for one in pieces] == [2, 1, 3, 4, 2, 1]


def test_the_week_before_comes_again_on_each_day() -> None:
    week = by_turns(Hours(), MONDAY, MONDAY + timedelta(days=6), THREE, [1, 2])
    first, last = MONDAY + timedelta(days=7), MONDAY + timedelta(days=20)
    again = repeated(week[:18], first, last)
    assert len(again) == 36
    assert again[0] == Piece(at(7 * 24), at(7 * 24 + 8), 1)


def test_office_hours_are_covered_on_their_days_only() -> None:
    hours = Hours(time(9), time(17, 30), frozenset({1, 2, 3, 4, 5}))
    wanted = required(hours, MONDAY, MONDAY + timedelta(days=6))
    assert [(one.day, one.hour, two.hour) for one, two in wanted] == [
        (day, 9, 17) for day in range(23, 28)
    ]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("08:00-20:00, 20:00-08:00", ""),
        ("8:00-20:00；20:00至8:00", ""),
        ("08:00-08:00", ""),
        ("08:00-20:00", "pattern_gap"),
        ("08:00-20:00, 19:00-08:00", "pattern_overlap"),
        ("08:00-20:00, 20:00-09:00", "pattern_overlap"),
        ("09:00-20:00, 20:00-08:00", "pattern_gap"),
        ("", "pattern_empty"),
    ],
)
def test_the_shifts_of_a_day_cover_it_once(text: str, problem: str) -> None:
    assert problem_of_pattern(Hours(), read_pattern(text)) == problem


@pytest.mark.parametrize(
    "text", ["eight to five", "08:00", "25:00-08:00", "08:00-16", "08:0-16:00"]
)
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text
        read_pattern(text)


def test_shifts_are_written_as_they_are_read() -> None:
    text = "08:00-16:00, 16:00-00:00, 00:00-08:00"
    assert written(read_pattern(text)) == text
