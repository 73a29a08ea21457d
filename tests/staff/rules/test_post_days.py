"""When a post holds, and for how long a substitute may stand in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.staff.rules.posts import MAX_SUBSTITUTE_DAYS, holds_on, overlap, problem_of_span

DAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 1, 1), date(2026, 3, 1))


def test_a_post_holds_from_its_first_day_until_the_day_before_its_end() -> None:
    assert not holds_on(date(2026, 11, 22), DAY, date(2026, 11, 25))
    assert holds_on(DAY, DAY, date(2026, 11, 25))
    assert holds_on(date(2026, 11, 24), DAY, date(2026, 11, 25))
    assert not holds_on(date(2026, 11, 25), DAY, date(2026, 11, 25))
    assert holds_on(date(2099, 1, 1), DAY, None)


@given(DAYS, st.none() | DAYS, DAYS, st.none() | DAYS)
def test_spans_overlap_when_a_day_is_in_both(
    a_from: date, a_to: date | None, b_from: date, b_to: date | None
) -> None:
    start = max(a_from, b_from)
    shared = holds_on(start, a_from, a_to) and holds_on(start, b_from, b_to)
    empty = (a_to is not None and a_to <= a_from) or (b_to is not None and b_to <= b_from)
    if not empty:
        assert overlap(a_from, a_to, b_from, b_to) == shared
    assert overlap(a_from, a_to, b_from, b_to) == overlap(b_from, b_to, a_from, a_to)


@pytest.mark.parametrize(
    ("valid_to", "substitute", "problem"),
    [
        (None, False, None),
        (date(2026, 11, 24), False, None),
        (DAY, False, "ends_before_start"),
        (date(2026, 11, 1), True, "ends_before_start"),
        (None, True, "cover_without_end"),
        (date(2027, 2, 23), True, None),
        (date(2027, 2, 24), True, "cover_too_long"),
    ],
)
def test_days_of_a_new_post(valid_to: date | None, substitute: bool, problem: str | None) -> None:
    assert MAX_SUBSTITUTE_DAYS == 92
    assert problem_of_span(DAY, valid_to, substitute=substitute) == problem
