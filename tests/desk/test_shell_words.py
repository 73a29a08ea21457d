"""Moments, numbers and lights as the shell writes them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.template import Context, Template
from django.utils import translation

from gege.desk.moments import Away, duration, since, until_due
from gege.kernel.working_time import CalendarDay, DayKind, WorkingCalendar

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 11, 23, 14, 5, tzinfo=ZONE)
PLAIN = WorkingCalendar(days={})


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with translation.override("zh-hans"):
        yield


def written(source: str, **values: object) -> str:
    return Template("{% load desk %}" + source).render(Context({"now": MONDAY, **values}))


@pytest.mark.row("R-089")
@pytest.mark.parametrize(
    ("due", "words"),
    [
        (MONDAY + timedelta(hours=3), Away("3 小时后到期")),
        (MONDAY + timedelta(minutes=20), Away("20 分钟后到期")),
        (MONDAY + timedelta(days=2), Away("2 工作日后到期")),
        (MONDAY + timedelta(days=7), Away("5 工作日后到期")),
        (MONDAY - timedelta(minutes=90), Away("逾期 1 小时", "late")),
        (MONDAY - timedelta(days=3), Away("逾期 1 工作日", "late")),
    ],
)
def test_the_time_left_is_told_in_working_days(due: datetime, words: Away) -> None:
    assert until_due(due, MONDAY, PLAIN, ZONE) == words


def test_an_adjusted_workday_counts_as_a_working_day() -> None:
    saturday = date(2026, 11, 28)
    worked = CalendarDay(saturday, DayKind.ADJUSTED_WORKDAY, provisional=False)
    calendar = WorkingCalendar(days={saturday: worked})
    assert until_due(MONDAY + timedelta(days=7), MONDAY, calendar, ZONE).words == "6 工作日后到期"


def test_a_due_time_across_a_weekend_alone_is_told_in_clock_time() -> None:
    friday = datetime(2026, 11, 27, 17, 0, tzinfo=ZONE)
    assert until_due(friday + timedelta(days=1), friday, PLAIN, ZONE).words == "1 天后到期"


def test_without_a_calendar_days_are_days() -> None:
    assert until_due(MONDAY + timedelta(days=7), MONDAY, None, ZONE).words == "7 天后到期"


def test_a_near_light_tints_the_time_left() -> None:
    assert until_due(MONDAY + timedelta(hours=1), MONDAY, PLAIN, ZONE, near=True).tone == "near"


@pytest.mark.parametrize(
    ("gone", "words"),
    [
        (timedelta(seconds=5), "刚刚"),
        (timedelta(minutes=3), "3 分钟前"),
        (timedelta(hours=20), "20 小时前"),
        (timedelta(days=40), ""),
        (timedelta(days=-1), ""),
    ],
)
def test_time_gone_is_told_for_a_month(gone: timedelta, words: str) -> None:
    assert since(MONDAY - gone, MONDAY).words == words


def test_a_length_of_time_is_told_by_one_or_two_units() -> None:
    length = timedelta(days=1, hours=5, minutes=20)
    assert (duration(length), duration(length, fine=True)) == ("1 天", "1 天 5 小时")
    with translation.override("en"):
        assert duration(length, fine=True) == "1 day 5 hours"


def test_a_moment_is_absolute_with_the_distance_beside_it() -> None:
    found = written(
        "{% when due due=True light='yellow' %}", due=MONDAY + timedelta(hours=3), calendar=PLAIN
    )
    assert found == (
        '<span class="when has-away"><time datetime="2026-11-23T17:05+08:00">2026-11-23 17:05'
        '</time> <span class="away is-near">3 小时后到期</span></span>'
    )


def test_nothing_is_a_dash() -> None:
    dash = '<span class="soft">—</span>'
    assert [
        written(tag) for tag in ("{% when None %}", "{% number None %}", "{% share 1 0 %}")
    ] == [dash, dash, dash]


def test_numbers_carry_thousands_and_their_unit_in_both_languages() -> None:
    expected = '<span class="number">12,408<span class="unit">件</span></span>'
    assert written("{% number 12408 '件' %}") == expected
    with translation.override("en"):
        assert written("{% number 12408 '件' %}") == expected
        assert written("{% share 1 3 %}") == (
            '<span class="number">33.3<span class="unit">%</span></span>'
        )


@pytest.mark.row("R-090")
@pytest.mark.parametrize(
    ("light", "word", "shape"),
    [
        ("green", "按期", "<circle"),
        ("yellow", "临期", "M5.5 0.2"),
        ("red", "逾期", "M0.6 0.6"),
        ("none", "办理中", 'fill="none"'),
        ("paused", "挂起", "M1.5 1h3"),
    ],
)
def test_a_light_is_a_shape_and_a_word(light: str, word: str, shape: str) -> None:
    found = written("{% light value %}", value=light)
    assert (shape in found, f'<span class="word">{word}</span>' in found) == (True, True)


def test_only_a_red_light_says_how_late() -> None:
    late = timedelta(hours=5)
    assert "5 小时" in written("{% light 'red' late=late %}", late=late)
    assert "5 小时" not in written("{% light 'yellow' late=late %}", late=late)


def test_what_people_typed_is_never_markup() -> None:
    assert "<b>" not in written("{% light 'red' word=word %}{% mark word %}", word="<b>x</b>")
