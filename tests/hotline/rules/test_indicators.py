"""The indicators of GB/T 33358, each counted again from the rows another way (2.6)."""

from __future__ import annotations

from datetime import datetime, timedelta
from statistics import mean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.hotline.rules.callback_table import Solved, State
from gege.hotline.rules.indicators import (
    DAY,
    CallbackRow,
    CallRow,
    Share,
    TextRow,
    by_part,
    callbacks_of,
    calls_of,
    percentile,
    texts_of,
    worst_day,
)
from gege.matters.api import LOCAL

FIRST = datetime(2026, 11, 1, tzinfo=LOCAL)
END = FIRST + timedelta(days=4)
LIMIT = 15

_waits = st.one_of(st.none(), st.integers(0, 120))
_calls = st.lists(
    st.builds(
        CallRow,
        st.integers(-24 * 60, 4 * 24 * 60 - 1).map(lambda one: FIRST + timedelta(minutes=one)),
        st.booleans(),
        _waits,
        st.integers(1, 3),
    ),
    max_size=40,
).map(lambda rows: sorted(rows, key=lambda row: row.rang_at))
_callbacks = st.lists(
    st.builds(
        CallbackRow,
        st.just(END),
        st.sampled_from(list(State)),
        st.one_of(st.none(), st.sampled_from([FIRST, END, END + timedelta(seconds=1)])),
        st.sampled_from(list(Solved)),
        st.sampled_from(["", "satisfied", "basically_satisfied", "dissatisfied", "not_asked"]),
    ),
    max_size=30,
)


@given(_calls)
def test_calls_are_counted_again(rows: list[CallRow]) -> None:
    found = calls_of(rows, LIMIT)
    answered = [row for row in rows if row.answered]
    waits = [row.waited for row in answered if row.waited is not None]
    assert (found.offered, found.answered) == (len(rows), len(answered))
    assert found.abandoned == len([row for row in rows if not row.answered])
    assert found.connection == Share(len(answered), len(rows))
    assert found.within.part == len([wait for wait in waits if wait <= LIMIT])
    assert found.within.whole == found.abandoned + len(waits) == found.abandoned + found.measured
    assert found.mean_wait == (pytest.approx(mean(waits)) if waits else None)
    if waits:
        assert found.ninth_wait is not None
        below = len([wait for wait in waits if wait <= found.ninth_wait])
        under = len([wait for wait in waits if wait < found.ninth_wait])
        assert below * 10 >= len(waits) * 9
        assert under * 10 < len(waits) * 9
    else:
        assert found.ninth_wait is None


@given(_calls)
def test_the_worst_24_hours_are_found_by_looking_at_every_minute(rows: list[CallRow]) -> None:
    worst: float | None = None
    begins = FIRST
    while begins + DAY <= END:
        inside = [row for row in rows if begins <= row.rang_at < begins + DAY]
        if inside:
            rate = sum(row.answered for row in inside) / len(inside)
            worst = rate if worst is None else min(worst, rate)
        begins += timedelta(minutes=30)
    found = worst_day(rows, FIRST, END)
    if worst is None:
        assert found is None or found.share.whole > 0
        return
    assert found is not None
    rate = found.share.part / found.share.whole
    inside = [row for row in rows if found.begins <= row.rang_at < found.begins + DAY]
    assert found.share == Share(sum(row.answered for row in inside), len(inside))
    assert found.begins >= FIRST
    assert found.begins + DAY <= END
    assert rate <= worst + 1e-9


@given(st.lists(st.tuples(st.integers(0, 95), st.booleans()), max_size=12))
def test_the_worst_24_hours_are_the_worst_of_all(given_rows: list[tuple[int, bool]]) -> None:
    """On a grid of hours every window can be tried."""
    rows = sorted(
        (CallRow(FIRST + timedelta(hours=hour), answered) for hour, answered in given_rows),
        key=lambda row: row.rang_at,
    )
    rates = []
    for half in range(2 * 72 + 1):
        begins = FIRST + timedelta(minutes=30 * half)
        inside = [row for row in rows if begins <= row.rang_at < begins + DAY]
        if inside:
            rates.append(sum(row.answered for row in inside) / len(inside))
    found = worst_day(rows, FIRST, END)
    if not rates:
        assert found is None
    else:
        assert found is not None
        assert found.share.part / found.share.whole == min(rates)


def test_a_bad_day_between_two_good_ones_is_found() -> None:
    rows = [CallRow(FIRST + timedelta(minutes=10 * turn), answered=True) for turn in range(500)]
    rows = [CallRow(row.rang_at, answered=not 200 <= turn < 215) for turn, row in enumerate(rows)]
    assert calls_of(rows, LIMIT).connection == Share(485, 500)
    found = worst_day(rows, FIRST, END)
    assert found is not None
    assert found.share == Share(129, 144)
    assert found.share.below(95)
    assert not Share(485, 500).below(95)


@given(_callbacks, st.booleans())
def test_callbacks_are_counted_again(rows: list[CallbackRow], overdue: bool) -> None:
    now = END + timedelta(days=int(overdue))
    found = callbacks_of(rows, now)
    due = [row for row in rows if row.state is not State.DROPPED]
    assert found.due == len(due)
    assert found.done + found.waiting == found.due
    late = [row for row in due if row.done_at is not None and row.done_at > row.due_at]
    judged = found.due if overdue else found.done
    assert found.in_time == Share(found.done - len(late), judged)
    reached = [row for row in due if row.state is State.REACHED]
    asked = [row for row in reached if row.solved in ("yes", "no")]
    assert found.solved == Share(len([row for row in asked if row.solved == "yes"]), len(asked))
    happy = [row.satisfaction for row in reached].count("satisfied")
    basically = [row.satisfaction for row in reached].count("basically_satisfied")
    unhappy = [row.satisfaction for row in reached].count("dissatisfied")
    assert found.satisfied == Share(happy + basically, happy + basically + unhappy)
    assert found.fully == Share(happy, happy + basically + unhappy)
    assert found.unreachable == [row.state for row in due].count(State.UNREACHABLE)


@pytest.mark.row("R-110")
def test_not_reached_is_its_own_column_and_nobody_satisfied() -> None:
    rows = [
        CallbackRow(END, State.REACHED, FIRST, Solved.YES, "satisfied"),
        CallbackRow(END, State.UNREACHABLE, FIRST, Solved.YES, "satisfied"),
    ]
    found = callbacks_of(rows, END)
    assert (found.unreachable, found.solved, found.satisfied) == (1, Share(1, 1), Share(1, 1))


@given(_calls)
def test_parts_add_up_to_the_whole(rows: list[CallRow]) -> None:
    parts = by_part(rows, lambda row: row.rang_at.hour, LIMIT)
    whole = calls_of(rows, LIMIT)
    assert sum(one.offered for one in parts.values()) == whole.offered
    assert sum(one.answered for one in parts.values()) == whole.answered
    assert sum(one.within.whole for one in parts.values()) == whole.within.whole
    assert list(parts) == sorted(parts)
    assert by_part(rows, lambda row: None, LIMIT) == {}


@pytest.mark.parametrize(
    ("minutes", "counts"),
    [(0, True), (2.99, True), (3, True), (3.01, False), (None, False)],
)
def test_a_text_is_answered_within_its_minutes(minutes: float | None, counts: bool) -> None:
    at = None if minutes is None else FIRST + timedelta(minutes=minutes)
    assert texts_of([TextRow(FIRST, at)], 3) == Share(int(counts), 1)


def test_nothing_of_nothing_is_no_percentage_and_misses_nothing() -> None:
    assert Share(0, 0).percent is None
    assert not Share(0, 0).below(95)
    assert Share(19, 20).percent == 95.0
    assert not Share(19, 20).below(95)
    assert Share(18, 19).below(95)
    assert percentile([], 90) is None
    assert percentile([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 90) == 9
    assert percentile([7], 90) == 7
