"""The period of a board: any days of the county, no year written anywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from gege.boards.map.steps import Stride, steps_of
from gege.boards.period import Period, period_of

TODAY = date(2026, 11, 23)


@pytest.mark.row("R-002")
@pytest.mark.parametrize(
    ("first", "last", "span", "period"),
    [
        ("2013-09-01", "2013-12-10", "", Period(date(2013, 9, 1), date(2013, 12, 10))),
        ("2026-09-01", "", "", Period(date(2026, 9, 1), TODAY)),
        ("", "", "", Period(date(2026, 10, 25), TODAY)),
        ("", "", "7", Period(date(2026, 11, 17), TODAY)),
        ("", "2026-06-30", "30", Period(date(2026, 6, 1), date(2026, 6, 30))),
        ("2026-12-01", "2026-11-01", "", Period(date(2026, 11, 1), date(2026, 12, 1))),
        ("yesterday", "tomorrow", "many", Period(date(2026, 10, 25), TODAY)),
    ],
)
def test_a_period_is_read_from_an_address(first: str, last: str, span: str, period: Period) -> None:
    assert period_of(first, last, span, today=TODAY) == period


def test_a_period_of_centuries_is_cut_to_three_years() -> None:
    assert period_of("0001-01-01", "", "", today=TODAY).days == 3 * 366 + 1


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("0001-01-01", "0001-01-01", ""),
        ("", "0001-01-01", "365"),
        ("9999-12-31", "9999-12-31", ""),
        ("", "9999-12-31", ""),
        ("0001-01-01", "9999-12-31", ""),
    ],
)
def test_a_period_at_an_end_of_the_calendar_is_counted_like_any_other(
    first: str, last: str, span: str
) -> None:
    period = period_of(first, last, span, today=TODAY)
    assert 1 <= period.days <= 3 * 366 + 1
    assert (period.end - period.start).days == period.days
    for stride in Stride:
        spans = steps_of(period, stride).spans
        assert (spans[0].first, spans[-1].last) == (period.first, period.last)


def test_a_period_begins_and_ends_at_midnight_of_the_county() -> None:
    period = Period(TODAY, TODAY)
    assert period.start == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert period.end - period.start == timedelta(days=1)
