"""The shift to the grids (R-050): each number is the records' own, few households are kept back."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gege.boards.shift.counting import Quarter, quarter_from, quarter_of, shifted
from gege.fieldwork.models import ContactLink, Patrol, Visit
from gege.matters.api import LOCAL
from gege.staff.api import Actor
from gege.territory.api import load_atlas
from tests.cast import GRID, HOUSING, TOWN
from tests.matters.play import Play

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-050")]
TODAY = date(2026, 11, 24)
NOW = Quarter(2026, 4)


def linked(by: Actor, many: int, **days: Any) -> None:
    ContactLink.objects.bulk_create(
        ContactLink(
            account_id=by.account_id, area_code=GRID, who="王", door=str(number),
            **{"valid_from": date(2026, 10, 1)} | days,
        )
        for number in range(many)
    )  # fmt: skip


def visited(by: Actor, state: str, *days: date) -> None:
    for day in days:
        at = datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL)
        Visit.objects.create(
            area_code=GRID, purpose="contact", state=state, account_id=by.account_id,
            done_at=at, received_at=at,
        )  # fmt: skip


def walked(by: Actor, day: date, minutes: int | None) -> None:
    at = datetime(day.year, day.month, day.day, 9, tzinfo=LOCAL)
    Patrol.objects.create(
        area_code=GRID, account_id=by.account_id, by_name=by.name, day=day, half="morning",
        started_at=at, received_at=at,
        ended_at=None if minutes is None else at + timedelta(minutes=minutes),
    )  # fmt: skip


@pytest.fixture
def county(play: Play, monkeypatch: pytest.MonkeyPatch) -> Play:
    cast = play.cast
    linked(cast.department_officer, 12)
    linked(cast.department_officer, 3, valid_to=date(2026, 11, 24))
    linked(cast.other_department_officer, 4)
    linked(cast.station_clerk, 2, valid_from=date(2026, 12, 1))
    visited(cast.department_officer, "done", date(2026, 10, 1), date(2026, 11, 24))
    visited(cast.department_officer, "done", date(2026, 9, 30), date(2026, 11, 25))
    visited(cast.department_officer, "refused", date(2026, 11, 2))
    visited(cast.grid_worker, "done", date(2026, 11, 3))
    walked(cast.grid_worker, date(2026, 11, 3), 90)
    walked(cast.grid_worker, date(2026, 11, 4), 45)
    walked(cast.grid_worker, date(2026, 11, 5), None)
    walked(cast.grid_worker, date(2026, 9, 30), 60)
    monkeypatch.setattr(timezone, "now", lambda: play.now)
    return play


def test_each_unit_has_what_its_people_did_in_the_quarter(county: Play) -> None:
    found = {
        one.code: (one.cadres, one.linked, one.households, one.visits, one.patrols)
        for one in shifted(NOW, load_atlas(), TODAY)
    }
    other = county.cast.other_department_officer.unit_code
    assert found == {
        HOUSING: (1, 12, 12, 2, timedelta()),
        other: (1, 4, None, 0, timedelta()),
        TOWN: (0, 0, 0, 1, timedelta(minutes=135)),
    }


def test_a_quarter_that_is_over_stands_as_on_its_last_day(county: Play) -> None:
    found = {one.code: one for one in shifted(Quarter(2026, 3), load_atlas(), TODAY)}
    assert (found[HOUSING].linked, found[HOUSING].visits) == (0, 1)
    assert found[TOWN].patrols == timedelta(hours=1)


def test_the_page_tells_it_and_keeps_few_households_back(county: Play) -> None:
    client = county.cast.client("county_supervisor")
    page = client.get("/boards/shift")
    assert page.status_code == 200
    assert [(one.linked, round(hours, 2)) for _name, one, hours in page.context["rows"]] == [
        (4, 0.0),
        (12, 0.0),
        (0, 2.25),
    ]
    text = client.get("/boards/shift?as=csv").content.decode("utf-8-sig")
    assert ",4," not in text
    for quarter in ("2026-3", "2026-9", "x", "9999-1", "0001-1", "2026-", "²-1", "2026-4"):
        assert client.get("/boards/shift", {"quarter": quarter}).status_code == 200
    for who in ("department_officer", "township_operator", "administrator", "stranger"):
        assert county.cast.client(who).get("/boards/shift").status_code == 404


def test_it_costs_the_same_with_few_and_with_many(county: Play) -> None:
    client, costs = county.cast.client("county_supervisor"), []
    for more in (1, 30):
        linked(county.cast.grid_worker, more)
        visited(county.cast.township_operator, "done", *[TODAY] * more)
        client.get("/boards/shift")
        with CaptureQueriesContext(connection) as asked:
            client.get("/boards/shift")
        costs.append(len(asked))
    assert costs[0] == costs[1]


@pytest.mark.parametrize(
    ("day", "quarter", "first", "last"),
    [
        (date(2026, 1, 1), Quarter(2026, 1), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 6, 30), Quarter(2026, 2), date(2026, 4, 1), date(2026, 6, 30)),
        (date(2026, 12, 31), Quarter(2026, 4), date(2026, 10, 1), date(2026, 12, 31)),
    ],
)
def test_quarters_begin_and_end(day: date, quarter: Quarter, first: date, last: date) -> None:
    assert quarter_of(day) == quarter
    assert (quarter.first, quarter.last) == (first, last)
    assert quarter.before().next() == quarter
    assert quarter_from("2027-1", day) == quarter
    assert quarter_from("2025-4", day) == Quarter(2025, 4)
