"""The working calendar on screen: a year, a notice, the hours."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from gege.kernel.working_time import DayKind
from gege.matters.api import Matter
from gege.staff.api import POST_ROLES, SYSTEM, Role
from gege.territory.api import load_calendar, load_years, working_hours
from tests.cast import Cast
from tests.desk.workspace.conftest import Desk, desk, play  # noqa: F401 - fixtures

YEAR = "/setup/calendar/2027"
NOTICE = "/setup/calendar/2027/notice"
HOURS = "/setup/calendar/hours"
PAGES = ("/setup/calendar", YEAR, "/setup/calendar/2026")
DEEDS = (NOTICE, HOURS, f"{HOURS}?season=1")
READERS = {Role.ADMINISTRATOR, Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR}
SAID = {
    "source": "国务院办公厅关于2027年部分节假日安排的通知（测试）",
    "name_0": "元旦",
    "first_0": "2027-01-01",
    "last_0": "2027-01-03",
    "name_1": "春节",
    "first_1": "2027-02-05",
    "last_1": "2027-02-11",
    "worked_1": "1-31、2027-02-20",
    "whole_year": "on",
}


@pytest.fixture(autouse=True)
def _loaded(cast: Cast) -> None:
    load_years(years=[2026, 2027], by=SYSTEM.signature(), now=timezone.now())


def test_every_page_opens_in_both_languages(cast: Cast, admin: Client) -> None:
    for language in ("zh-hans", "en"):
        account = cast.account("administrator")
        account.language = language
        account.save()
        for address in (*PAGES, *DEEDS):
            assert (address, admin.get(address).status_code) == (address, 200)


@pytest.mark.row("R-085")
@pytest.mark.parametrize("role", [role for role in POST_ROLES if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_days_and_some_read_them(cast: Cast, role: Role) -> None:
    client = cast.client(role)
    for address in PAGES:
        expected = 200 if role in READERS else 404
        assert (address, client.get(address).status_code) == (address, expected)
    for address in (*DEEDS, f"{YEAR}/fill", f"{HOURS}/end?first=06-01"):
        assert (address, client.get(address).status_code) == (address, 404)
        assert (address, client.post(address, SAID).status_code) == (address, 404)
    assert load_calendar().day(date(2027, 1, 1)).provisional


def test_a_year_tells_its_days_apart_in_words_and_signs(admin: Client) -> None:
    page = admin.get("/setup/calendar/2026")
    cells = [
        cell for month in page.context["months"] for week in month.weeks for cell in week if cell
    ]
    assert len(cells) == 365
    by_day = {cell.day: cell for cell in cells}
    spring, swapped = by_day[date(2026, 2, 17)], by_day[date(2026, 2, 14)]
    assert (spring.sign, "春节" in spring.said) == ("休", True)
    assert (swapped.sign, swapped.css.split()[0]) == ("班", "is-adjusted-workday")
    assert by_day[date(2026, 3, 7)].sign == ""
    assert page.context["provisional"] == 0
    assert admin.get(YEAR).context["provisional"] == 365


def test_a_notice_is_entered_with_its_holidays_and_swapped_days(admin: Client) -> None:
    assert admin.post(NOTICE, SAID).status_code == 302
    calendar = load_calendar()
    kinds = {
        text: calendar.day(date.fromisoformat(text)).kind
        for text in ("2027-01-01", "2027-01-31", "2027-02-05", "2027-02-20", "2027-03-03")
    }
    assert kinds == {
        "2027-01-01": DayKind.HOLIDAY,
        "2027-01-31": DayKind.ADJUSTED_WORKDAY,
        "2027-02-05": DayKind.HOLIDAY,
        "2027-02-20": DayKind.ADJUSTED_WORKDAY,
        "2027-03-03": DayKind.WORKDAY,
    }
    page = admin.get(YEAR)
    assert page.context["provisional"] == 0
    assert page.context["sources"] == [SAID["source"]]


def test_a_day_entered_wrongly_becomes_ordinary_again(admin: Client) -> None:
    admin.post(NOTICE, SAID)
    mended = {"source": "更正", "ordinary": "02-05 2027-02-20"}
    assert admin.post(NOTICE, mended).status_code == 302
    calendar = load_calendar()
    assert calendar.day(date(2027, 2, 5)).kind is DayKind.WORKDAY
    assert calendar.day(date(2027, 2, 20)).kind is DayKind.WEEKEND
    assert calendar.day(date(2027, 2, 6)).kind is DayKind.HOLIDAY


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"source": ""}, "source"),
        ({"source": "x" * 121}, "source"),
        ({"last_0": "2026-12-30"}, "last_0"),
        ({"last_0": "2027-03-30"}, "last_0"),
        ({"first_0": "2029-01-01", "last_0": ""}, "first_0"),
        ({"first_0": ""}, "first_0"),
        ({"first_0": "2027-02-30"}, "first_0"),
        ({"name_0": ""}, "name_0"),
        ({"worked_1": "2027-02-30"}, "worked_1"),
        ({"worked_1": "tomorrow"}, "worked_1"),
        ({"worked_1": "2027-02-03"}, "__all__"),
        ({"worked_1": "2027-02-06"}, "__all__"),
        ({"ordinary": "2027-01-01"}, "__all__"),
    ],
)
def test_what_is_wrong_with_a_notice_is_said_and_nothing_is_saved(
    admin: Client, changes: dict[str, str], field: str
) -> None:
    answer = admin.post(NOTICE, {**SAID, **changes})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert load_calendar().day(date(2027, 1, 1)).provisional


def test_a_notice_that_names_no_day_is_refused(admin: Client) -> None:
    assert admin.post(NOTICE, {"source": "通知", "whole_year": "on"}).status_code == 422
    for wrong in ("/setup/calendar/1999", "/setup/calendar/2080", "/setup/calendar/9999/notice"):
        assert admin.get(wrong).status_code == 404
    assert admin.post("/setup/calendar/1999/fill").status_code == 404


def test_a_year_is_filled_from_the_notices_that_are_known(admin: Client) -> None:
    assert admin.post("/setup/calendar/2025/fill").status_code == 302
    assert admin.get("/setup/calendar/2025").context["provisional"] == 0
    assert admin.post("/setup/calendar/2031/fill").status_code == 302
    assert admin.get("/setup/calendar/2031").context["provisional"] == 365


@pytest.mark.parametrize(("day", "missing"), [((2026, 10, 31), []), ((2026, 11, 1), [2027])])
def test_next_year_is_asked_for_from_november(
    admin: Client, monkeypatch: pytest.MonkeyPatch, day: tuple[int, int, int], missing: list[int]
) -> None:
    then = datetime(*day, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: then)
    assert admin.get("/setup/calendar").context["missing"] == missing


def test_open_matters_with_provisional_due_times_are_counted(
    desk: Desk,  # noqa: F811 - a fixture
    admin: Client,
) -> None:
    one = desk.play.in_hand(title="跨年的事")
    closed = desk.play.closed(title="已结的事")
    Matter.objects.filter(pk__in=[one.pk, closed.pk]).update(provisional=True)
    assert admin.get("/setup/calendar").context["waiting"] == 1


def _hours(**changes: str) -> dict[str, str]:
    spans = {"opens_0": "09:00", "closes_0": "12:00", "opens_1": "14:00", "closes_1": "18:00"}
    return {**spans, **changes}


def test_hours_of_the_year_and_of_a_season_are_set_and_the_season_ended(admin: Client) -> None:
    assert admin.post(HOURS, _hours()).status_code == 302
    assert load_calendar().spans[0] == (time(9), time(12))
    summer = {"name": "夏令", "first": "06-01", "last": "09-30", "closes_1": "18:30"}
    assert admin.post(f"{HOURS}?season=1", _hours(**summer)).status_code == 302
    assert load_calendar().hours_of(date(2026, 7, 1)) == timedelta(hours=7, minutes=30)
    later = {"name": "夏令", "last": "08-31", "closes_1": "19:00"}
    assert admin.post(f"{HOURS}?first=06-01", _hours(**later)).status_code == 302
    assert [(row.first, row.last) for row in working_hours()] == [("", ""), ("06-01", "08-31")]
    assert admin.get(f"{HOURS}/end?first=06-01").status_code == 200
    assert admin.post(f"{HOURS}/end?first=06-01").status_code == 302
    assert [row.first for row in working_hours()] == [""]
    assert admin.post(f"{HOURS}/end?first=06-01").status_code == 404
    assert admin.post(f"{HOURS}/end?first=").status_code == 404
    assert admin.get(f"{HOURS}?first=05-01").status_code == 404


@pytest.mark.parametrize(
    "changes",
    [
        {"closes_0": ""},
        {"opens_0": "12:30"},
        {"opens_1": "11:00"},
        {"closes_1": ""},
        {"opens_0": "25:00"},
    ],
)
def test_impossible_hours_are_refused(admin: Client, changes: dict[str, str]) -> None:
    assert admin.post(HOURS, _hours(**changes)).status_code == 422
    assert working_hours() == []


@pytest.mark.parametrize(
    ("first", "last"),
    [("02-30", "03-01"), ("6-1", "09-30"), ("13-01", "01-01"), ("08-01", "12-01")],
)
def test_a_season_no_year_has_or_that_overlaps_is_refused(
    admin: Client, first: str, last: str
) -> None:
    address = f"{HOURS}?season=1"
    summer: dict[str, Any] = {"name": "夏令", "first": "06-01", "last": "09-30"}
    admin.post(address, _hours(**summer))
    answer = admin.post(address, _hours(name="秋令", first=first, last=last))
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["first"])
    assert [row.first for row in working_hours()] == ["06-01"]
