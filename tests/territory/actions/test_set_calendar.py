"""The calendar: known years from their notices, others provisional until one is entered."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from gege.kernel.working_time import CalendarDay, DayKind, Limit, TimeUnit
from gege.territory import models
from gege.territory.api import (
    RefusedError,
    calendar_days,
    end_season,
    load_calendar,
    load_years,
    read_editions,
    set_calendar_days,
    set_working_hours,
    unannounced_years,
    working_hours,
)
from gege.trail.api import Entry, Signature

pytestmark = pytest.mark.django_db

ZONE = ZoneInfo("Asia/Shanghai")
NOTICE = "国务院办公厅关于2027年部分节假日安排的通知（测试）"
TODAY = date(2026, 11, 23)


def holiday(text: str, name: str = "春节") -> CalendarDay:
    return CalendarDay(date.fromisoformat(text), DayKind.HOLIDAY, provisional=False, name=name)


def worked(text: str) -> CalendarDay:
    return CalendarDay(date.fromisoformat(text), DayKind.ADJUSTED_WORKDAY, provisional=False)


def test_2026_is_as_its_notice_says(by: Signature, now: datetime) -> None:
    assert load_years(years=[2026], by=by, now=now) == {2026: True}
    rows = calendar_days(2026)
    adjusted = [f"{row.date:%m-%d}" for row in rows if row.kind == "adjusted_workday"]
    assert adjusted == ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    february = [row.date.day for row in rows if row.date.month == 2 and row.kind == "holiday"]
    assert february == list(range(15, 24))
    assert (len(rows), any(row.provisional for row in rows)) == (365, False)
    assert {row.name for row in rows if row.kind == "holiday"} == {
        "元旦",
        "春节",
        "清明",
        "劳动节",
        "端午",
        "中秋",
        "国庆节",
    }


def test_2027_is_provisional_and_deadlines_across_it_say_so(by: Signature, now: datetime) -> None:
    assert load_years(years=[2026, 2027], by=by, now=now) == {2026: True, 2027: False}
    calendar = load_calendar()
    start = datetime(2026, 12, 30, 10, 0, tzinfo=ZONE)
    due = calendar.due(start, Limit(3, TimeUnit.WORKING_DAYS))
    assert (due.at, due.provisional) == (datetime(2027, 1, 5, 18, 0, tzinfo=ZONE), True)
    near = calendar.due(start, Limit(1, TimeUnit.WORKING_DAYS))
    assert (near.at, near.provisional) == (datetime(2026, 12, 31, 18, 0, tzinfo=ZONE), False)


def test_a_notice_moves_a_deadline_and_ends_the_provisional(by: Signature, now: datetime) -> None:
    load_years(years=[2026, 2027], by=by, now=now)
    before = read_editions()
    days = [
        *(holiday(f"2027-01-0{n}", "元旦") for n in (1, 2, 3)),
        *(holiday(f"2027-02-{n:02d}") for n in range(5, 12)),
        worked("2027-02-13"),
    ]
    set_calendar_days(days=days, source=NOTICE, whole_years=True, by=by, now=now)
    assert read_editions().calendar != before.calendar
    calendar = load_calendar()
    start = datetime(2026, 12, 30, 10, 0, tzinfo=ZONE)
    due = calendar.due(start, Limit(3, TimeUnit.WORKING_DAYS))
    assert (due.at, due.provisional) == (datetime(2027, 1, 5, 18, 0, tzinfo=ZONE), False)
    across = calendar.due(datetime(2027, 2, 4, 9, 0, tzinfo=ZONE), Limit(1, TimeUnit.WORKING_DAYS))
    assert across.at == datetime(2027, 2, 12, 18, 0, tzinfo=ZONE)
    assert calendar.is_working(date(2027, 2, 13))
    # The notice is complete: the fixed holidays it does not name are ordinary days.
    assert calendar.is_working(date(2027, 10, 1))
    assert not calendar.day(date(2027, 10, 1)).provisional


def test_a_notice_is_kept_when_years_are_loaded_again(by: Signature, now: datetime) -> None:
    load_years(years=[2026, 2027], by=by, now=now)
    set_calendar_days(days=[holiday("2027-02-05")], source=NOTICE, by=by, now=now)
    set_calendar_days(days=[holiday("2026-12-31", "县庆")], source="县通知", by=by, now=now)
    load_years(years=[2026, 2027], by=by, now=now)
    kept = models.CalendarDay.objects.filter(source__in=[NOTICE, "县通知"])
    assert sorted((row.date, row.kind, row.provisional) for row in kept) == [
        (date(2026, 12, 31), "holiday", False),
        (date(2027, 2, 5), "holiday", False),
    ]
    assert models.CalendarDay.objects.get(date=date(2027, 2, 6)).provisional


def test_before_and_after_stand_in_the_trail(by: Signature, now: datetime) -> None:
    load_years(years=[2027], by=by, now=now)
    set_calendar_days(days=[holiday("2027-02-05")], source=NOTICE, by=by, now=now)
    line = Entry.objects.get(stream="calendar", deed="set_calendar_days")
    assert '"2027-02-05":"workday (provisional)"' in line.payload.replace('": "', '":"')
    assert NOTICE in line.payload


def test_a_notice_with_mistakes_is_refused_whole(by: Signature, now: datetime) -> None:
    days = [
        holiday("2027-02-05"),
        holiday("2027-02-05"),
        worked("2027-02-08"),
        CalendarDay(date(2027, 2, 6), DayKind.WORKDAY, provisional=False),
        holiday("1999-02-05"),
    ]
    with pytest.raises(RefusedError) as refusal:
        set_calendar_days(days=days, source=" ", by=by, now=now)
    assert [(p.kind, p.where) for p in refusal.value.problems] == [
        ("no_source", ""),
        ("date_twice", "2027-02-05"),
        ("adjusted_on_weekday", "2027-02-08"),
        ("wrong_kind_of_day", "2027-02-06"),
        ("year_out_of_reach", "1999-02-05"),
    ]
    with pytest.raises(RefusedError, match="no_days"):
        set_calendar_days(days=[], source=NOTICE, by=by, now=now)
    with pytest.raises(RefusedError, match="year_out_of_reach"):
        load_years(years=[2026, 3000], by=by, now=now)
    assert models.CalendarDay.objects.count() == 0


def test_next_year_is_missed_from_the_first_of_november(by: Signature, now: datetime) -> None:
    assert unannounced_years(date(2026, 10, 31)) == [2026]
    load_years(years=[2026, 2027], by=by, now=now)
    assert unannounced_years(date(2026, 10, 31)) == []
    assert unannounced_years(date(2026, 11, 1)) == [2027]
    days = [holiday("2027-01-01", "元旦")]
    set_calendar_days(days=days, source=NOTICE, whole_years=True, by=by, now=now)
    assert unannounced_years(TODAY) == []


def test_summer_hours_apply_in_summer_only(by: Signature, now: datetime) -> None:
    load_years(years=[2026], by=by, now=now)
    summer = [(time(8, 30), time(12, 0)), (time(15, 0), time(18, 30))]
    set_working_hours(spans=summer, first="06-01", last="09-30", name="夏季", by=by, now=now)
    calendar = load_calendar()
    july, november = date(2026, 7, 1), date(2026, 11, 2)
    limit = Limit(7, TimeUnit.WORKING_HOURS)
    ends = [
        calendar.due(datetime.combine(day, time(8, 30), ZONE), limit).at.time()
        for day in (july, november)
    ]
    assert ends == [time(18, 30), time(18, 0)]


def test_hours_that_changed_stay_readable(by: Signature, now: datetime) -> None:
    first = [(time(9, 0), time(12, 0)), (time(14, 0), time(18, 0))]
    later = [(time(8, 30), time(12, 0)), (time(14, 0), time(17, 30))]
    set_working_hours(spans=first, by=by, now=now)
    set_working_hours(spans=later, by=by, now=now + timedelta(days=9))
    rows = models.WorkingHours.objects.order_by("id")
    assert [(row.valid_from, row.valid_to) for row in rows] == [
        (date(2026, 11, 23), date(2026, 12, 2)),
        (date(2026, 12, 2), None),
    ]
    assert load_calendar().spans == tuple(later)


@pytest.mark.parametrize(
    ("spans", "first"),
    [
        ([(time(12, 0), time(8, 0))], ""),
        ([(time(8, 0), time(12, 0)), (time(11, 0), time(18, 0))], ""),
        ([], ""),
        ([(time(8, 0), time(12, 0))], "02-30"),
        ([(time(8, 0), time(12, 0))], "summer"),
    ],
)
def test_hours_that_cannot_be_are_refused(
    spans: list[tuple[time, time]], first: str, by: Signature, now: datetime
) -> None:
    with pytest.raises(RefusedError, match="bad_hours"):
        set_working_hours(spans=spans, first=first, last="09-30" if first else "", by=by, now=now)
    assert models.WorkingHours.objects.count() == 0


def test_a_season_ends_and_its_days_have_the_hours_of_the_year_again(
    by: Signature, now: datetime
) -> None:
    summer = ((time(8, 0), time(12, 0)), (time(15, 0), time(18, 30)))
    set_working_hours(spans=summer, by=by, now=now, name="夏令", first="06-01", last="09-30")
    assert [row.first for row in working_hours()] == ["06-01"]
    end_season(first="06-01", by=by, now=now)
    assert working_hours() == []
    assert load_calendar().hours_of(date(2026, 7, 1)) == timedelta(hours=7)
    with pytest.raises(RefusedError):
        end_season(first="06-01", by=by, now=now)
    with pytest.raises(RefusedError):
        end_season(first="", by=by, now=now)
