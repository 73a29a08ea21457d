"""Dates in a dozen spellings; what is doubtful is told."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.personal.written_dates import WrittenDate, read_date

TODAY = date(2026, 11, 25)
DAY = date(2001, 3, 5)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "2001-03-05",
            "2001-3-5",
            "2001.3.5",
            "2001/03/05",
            "20010305",
            "2001年3月5日",
            "2001年03月05号",
        ),
        *(
            "二〇〇一年三月五日",
            "二零零一年三月五日",
            "２００１．３．５",
            "2001 3 5",
            "2001-03-05 00:00:00",
        ),
        *("2001/3/5 0:00", "2001-03-05T08:00:00", "'2001-03-05", "2001年3月5日生"),
    ],
)
def test_spellings_of_one_day_are_one(text: str) -> None:
    assert read_date(text, today=TODAY) == WrittenDate(DAY, "day")
    assert read_date(text, today=TODAY).certain == DAY


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("36955", WrittenDate(DAY, "day", problem="serial")),
        ("36955.0", WrittenDate(DAY, "day", problem="serial")),
        ("2001年3月", WrittenDate(date(2001, 3, 1), "month")),
        ("2001.03", WrittenDate(date(2001, 3, 1), "month")),
        ("2001-03-00", WrittenDate(date(2001, 3, 1), "month")),
        ("2001年", WrittenDate(date(2001, 1, 1), "year")),
        ("2001", WrittenDate(date(2001, 1, 1), "year")),
        ("13/5/2001", WrittenDate(date(2001, 5, 13), "day")),
        ("3/5/2001", WrittenDate(DAY, "day", (date(2001, 5, 3),), "ambiguous")),
        ("01.3.5", WrittenDate(DAY, "day", (date(1901, 3, 5),), "two_digit_year")),
        ("85-3-5", WrittenDate(date(1985, 3, 5), "day", (), "two_digit_year")),
        (
            "200103",
            WrittenDate(
                date(2001, 3, 1), "month", (date(2020, 1, 3), date(1920, 1, 3)), "ambiguous"
            ),
        ),
        ("199013", WrittenDate(None, problem="impossible")),
        ("2001-02-30", WrittenDate(None, problem="impossible")),
        ("2031-01-01", WrittenDate(date(2031, 1, 1), "day", (), "future")),
        ("1900-01-01", WrittenDate(None, problem="placeholder")),
        ("不详", WrittenDate(None, problem="placeholder")),
        ("", WrittenDate(None, problem="empty")),
        ("农历三月初五", WrittenDate(None, problem="lunar")),
        ("民国35年", WrittenDate(None, problem="unreadable")),
        ("明天", WrittenDate(None, problem="unreadable")),
        ("99999999999", WrittenDate(None, problem="placeholder")),
    ],
)
def test_what_is_doubtful_is_told(text: str, read: WrittenDate) -> None:
    assert read_date(text, today=TODAY) == read


def test_only_one_possible_day_is_certain() -> None:
    assert read_date("3/5/2001", today=TODAY).certain is None
    assert read_date("85-3-5", today=TODAY).certain is None
    assert read_date("2001年3月", today=TODAY).certain is None


@given(st.dates(date(1901, 1, 1), date(2026, 11, 25)))
def test_every_day_is_read_in_every_spelling(day: date) -> None:
    spellings = (
        f"{day:%Y%m%d}",
        f"{day:%Y-%m-%d}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
    )
    assert {read_date(text, today=TODAY) for text in spellings} == {WrittenDate(day, "day")}


@given(st.text(max_size=20))
def test_any_text_is_read(text: str) -> None:
    read = read_date(text, today=TODAY)
    assert (read.day is None) == (not read.precision)
