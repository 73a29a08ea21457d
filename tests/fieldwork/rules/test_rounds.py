"""A suggested round: the same every time, within its minutes, the unseen first (R-080)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gege.fieldwork.rules.rounds import LOOK_SECONDS, Stop, SuggestedRound, suggest
from gege.kernel.coordinates import Point
from tests.fieldwork.walks import at

NOW = at("08:00")
MIDDLE = Point(106.285, 30.345)


def stop(uid: str, east: float = 0, north: float = 0, days: int | None = None) -> Stop:
    """Return a point some hundredths of a degree off the middle, seen so many days ago."""
    place = Point(MIDDLE.lng + east / 1000, MIDDLE.lat + north / 1000)
    return Stop(uid, place, None if days is None else NOW - timedelta(days=days))


def test_no_points_no_round() -> None:
    assert suggest(MIDDLE, [], minutes=60, now=NOW) == SuggestedRound()


def test_one_point_is_a_round() -> None:
    found = suggest(MIDDLE, [stop("a", 1, 0, 3)], minutes=60, now=NOW)
    assert ([uid for uid, _ in found.stops], found.minutes > 0) == (["a"], True)


def test_a_grid_without_a_middle_begins_at_its_oldest_point() -> None:
    found = suggest(None, [stop("seen", 1, 0, 1), stop("never")], minutes=60, now=NOW)
    assert found.stops[0] == ("never", 0)


@pytest.mark.row("R-080")
def test_what_was_not_seen_for_longest_goes_first_when_time_is_short() -> None:
    near = [stop(f"near{n}", n / 10, 0, 1) for n in range(6)]
    far = [stop(f"old{n}", -3 - n / 10, 0, 50) for n in range(4)]
    found = suggest(MIDDLE, near + far, minutes=20, now=NOW)
    passed = {uid for uid, _ in found.stops}
    assert {one.uid for one in far} <= passed
    assert not {one.uid for one in near} <= passed


def test_a_point_beyond_the_time_is_left_out() -> None:
    assert suggest(MIDDLE, [stop("far", 100, 100)], minutes=15, now=NOW) == SuggestedRound()


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(-4, 4), st.floats(-4, 4), st.none() | st.integers(0, 90)),
        max_size=12,
    ),
    st.integers(15, 180),
)
def test_a_round_is_the_same_every_time_and_keeps_its_minutes(
    places: list[tuple[float, float, int | None]], minutes: int
) -> None:
    stops = [stop(f"p{n:02}", *place) for n, place in enumerate(places)]
    found = suggest(MIDDLE, stops, minutes=minutes, now=NOW)
    assert suggest(MIDDLE, stops[::-1], minutes=minutes, now=NOW) == found
    uids = [uid for uid, _ in found.stops]
    assert len(set(uids)) == len(uids)
    assert set(uids) <= {one.uid for one in stops}
    assert found.minutes <= minutes
    times = [minute for _, minute in found.stops]
    assert times == sorted(times)
    assert found.minutes * 60 >= len(uids) * LOOK_SECONDS - 30
