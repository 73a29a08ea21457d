"""When a thing was done, whatever the phone's clock says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.field.rules.clock import MOST_SKEW_MS, bounded, corrected, told_time

ANY_CLOCK = st.datetimes(
    min_value=datetime(2, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    max_value=datetime(8999, 1, 1, tzinfo=UTC).replace(tzinfo=None),
    timezones=st.just(UTC),
)
NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAY_MS = 86_400_000

CASES = {
    "a right clock": (NOW - HOUR, 0, NOW, NOW - HOUR),
    "a day behind, known when it was made": (NOW - DAY - HOUR, DAY_MS, NOW - DAY, NOW - HOUR),
    "a day ahead, known when it was made": (NOW + DAY - HOUR, -DAY_MS, NOW + DAY, NOW - HOUR),
    "a day behind, never heard of": (NOW - DAY - HOUR, None, NOW - DAY, NOW - HOUR),
    "a day ahead, never heard of": (NOW + DAY - HOUR, None, NOW + DAY, NOW - HOUR),
    "set right after it was made": (NOW - DAY - HOUR, DAY_MS, NOW, NOW - HOUR),
    "set wrong after it was made": (NOW - HOUR, 0, NOW + DAY, NOW - HOUR),
    "a minute fast, unknown to us": (NOW + timedelta(minutes=1), 0, NOW, NOW),
    "far in the future": (datetime(8999, 1, 1, tzinfo=UTC), 0, NOW, NOW),
    "a battery that was empty": (
        datetime(1970, 1, 1, 1, tzinfo=UTC),
        None,
        datetime(1970, 1, 1, 2, tzinfo=UTC),
        NOW - HOUR,
    ),
    "beyond the calendar": (datetime(8999, 12, 31, tzinfo=UTC), MOST_SKEW_MS * 20, NOW, NOW),
    "before the calendar": (datetime(1, 1, 2, tzinfo=UTC), -MOST_SKEW_MS, NOW, NOW),
}


@pytest.mark.row("R-063")
@pytest.mark.parametrize("case", CASES)
def test_a_moment_of_the_phone_is_put_on_the_platforms_clock(case: str) -> None:
    made_at, skew_ms, sent_at, expected = CASES[case]
    assert corrected(made_at, skew_ms, sent_at=sent_at, now=NOW) == expected


@given(
    made=ANY_CLOCK,
    skew=st.none() | st.integers(-MOST_SKEW_MS, MOST_SKEW_MS),
    sent=ANY_CLOCK,
    before=st.none() | st.timedeltas(timedelta(0), timedelta(days=900)),
)
def test_nothing_is_ever_done_in_the_future_or_before_what_it_follows(
    made: datetime, skew: int | None, sent: datetime, before: timedelta | None
) -> None:
    earlier = NOW - before if before is not None else None
    done = corrected(
        made,
        skew,
        sent_at=sent,
        now=NOW,
        not_before=(earlier,),
    )
    assert done <= NOW
    assert earlier is None or done >= earlier


@given(
    wrong=st.timedeltas(timedelta(days=-400), timedelta(days=400)),
    ago=st.timedeltas(timedelta(0), timedelta(days=3)),
    known=st.booleans(),
)
def test_however_wrong_a_steady_clock_is_the_time_of_the_doing_is_right(
    wrong: timedelta, ago: timedelta, known: bool
) -> None:
    skew = round(-wrong / timedelta(milliseconds=1)) if known else None
    done = corrected(NOW - ago + wrong, skew, sent_at=NOW + wrong, now=NOW)
    assert abs(done - (NOW - ago)) <= timedelta(milliseconds=1)


def test_what_lies_too_far_back_counts_from_the_bound() -> None:
    assert bounded(NOW - 5 * DAY, NOW, 72) == NOW - 3 * DAY
    assert bounded(NOW - 2 * DAY, NOW, 72) == NOW - 2 * DAY


def test_a_slow_answer_sets_no_clock_wrong() -> None:
    """A phone takes the time it is told for that halfway between asking and hearing."""
    for slow in (timedelta(0), timedelta(seconds=3)):
        asked, heard = NOW, NOW + slow + timedelta(milliseconds=80)
        told = told_time(NOW + timedelta(milliseconds=40), NOW + timedelta(milliseconds=40) + slow)
        assert told - (asked + (heard - asked) / 2) == timedelta(0)
