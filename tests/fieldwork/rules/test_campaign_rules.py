"""What holds for a campaign: what it takes, how it counts, which doors are looked at again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.fieldwork.rules.campaigns import (
    Tally,
    check_after,
    counts_as_door,
    drawn,
    overlap,
    summed,
    takes,
    tally,
)

OPENED = datetime(2026, 11, 1, tzinfo=UTC)
CLOSED = OPENED + timedelta(days=9)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("state", "closed_at", "at", "why"),
    [
        ("open", None, OPENED, ""),
        ("open", None, OPENED - MOMENT, "campaign_not_open"),
        ("open", None, CLOSED + timedelta(days=99), ""),
        ("closed", CLOSED, CLOSED, ""),
        ("closed", CLOSED, CLOSED + MOMENT, "campaign_closed"),
        ("closed", CLOSED, OPENED - MOMENT, "campaign_not_open"),
        ("draft", None, CLOSED, "campaign_not_open"),
    ],
)
def test_what_was_done_while_it_ran_is_taken(
    state: str, closed_at: datetime | None, at: datetime, why: str
) -> None:
    assert takes(state, opened_at=OPENED, closed_at=closed_at, at=at) == why


def test_a_no_is_as_settled_as_a_yes() -> None:
    one = tally(10, {"done": 3, "refused": 2, "absent": 1, "revisit": 1})
    assert (one.reached, one.settled, one.waiting) == (7, 5, 3)
    assert tally(2, {"done": 3}).waiting == 0
    assert summed([one, Tally(5, done=5)]) == Tally(15, 8, 2, 1, 1)


@given(st.text(max_size=20), st.text(max_size=20), st.integers(0, 100))
def test_a_door_is_drawn_or_not_for_good_and_more_per_cent_draw_no_less(
    secret: str, door: str, percent: int
) -> None:
    once = drawn(secret, door, percent)
    assert once is drawn(secret, door, percent)
    assert not once or drawn(secret, door, 100)
    assert drawn(secret, door, 100)
    assert not drawn(secret, door, 0)


def test_about_the_share_that_was_asked_for_is_drawn() -> None:
    many = sum(drawn("campaign", str(door), 5) for door in range(20_000))
    assert 900 < many < 1_100


@pytest.mark.parametrize(
    ("door", "expected", "one"),
    [("101", 9, True), ("", 1, True), ("", 0, False), ("", 2, False)],
)
def test_entries_without_a_door_are_of_one_only_where_there_is_one(
    door: str, expected: int, one: bool
) -> None:
    assert counts_as_door(door, expected) is one


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [
        (["511622"], ["511622100001"], True),
        (["511622100001001"], ["511622100"], True),
        (["511622100001"], ["511622100002"], False),
        ([], ["511622"], False),
    ],
)
def test_scopes_overlap_where_one_is_the_others_beginning(
    first: list[str], second: list[str], shared: bool
) -> None:
    assert overlap(first, second) is shared


@pytest.mark.parametrize(
    ("outcome", "latest", "sample", "check"),
    [
        ("done", True, True, "due"),
        ("done", False, True, ""),
        ("done", True, False, ""),
        ("refused", True, True, ""),
        ("absent", True, True, ""),
    ],
)
def test_only_newest_answers_are_looked_at_again(
    outcome: str, latest: bool, sample: bool, check: str
) -> None:
    assert check_after(outcome, latest, sample) == check
