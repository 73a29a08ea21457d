"""Visits and links know the household of the register that they are about (R-006)."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from gege.fieldwork.api import Invalid, Visit, work_at
from gege.matters.zone import local_date
from gege.registers.api import record_sheet
from gege.territory.api import read_editions
from tests.cast import Cast
from tests.fieldwork.visiting import NOW, TODAY, Visiting
from tests.registers.keeping_records import Home, go_live

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-006")]


@pytest.fixture
def home(cast: Cast) -> Home:
    go_live("population", "households", "housing")
    return Home(cast.grid_worker)


def _days(home: Home, cast: Cast) -> dict[str, str]:
    sheet = record_sheet(
        home.household.uid,
        by=cast.station_clerk,
        now=NOW,
        editions=read_editions(),
        language="zh-hans",
    )
    return {one.field.name: one.text for one in sheet.fields if "visit" in one.field.name}


def test_last_and_next_visit_of_a_household_come_from_its_visits(cast: Cast, home: Home) -> None:
    visiting = Visiting(cast)
    assert _days(home, cast) == {"last_visit": "", "next_visit": "", "visit_refused": ""}
    visiting.make(home=home.household.uid, next_on=TODAY + timedelta(days=30))
    assert _days(home, cast)["last_visit"] == str(local_date(NOW))
    assert _days(home, cast)["next_visit"] == str(TODAY + timedelta(days=30))


def test_the_next_visit_of_a_household_is_one_of_the_same_household(cast: Cast, home: Home) -> None:
    Visiting(cast).make(home=home.household.uid, next_on=TODAY + timedelta(days=30))
    assert set(Visit.objects.values_list("household", flat=True)) == {home.household.pk}


def test_a_visit_of_a_link_is_a_visit_of_its_household(cast: Cast, home: Home) -> None:
    visiting = Visiting(cast)
    link = visiting.link(home=home.household.uid, door="")
    visit = visiting.make(link=link.uid, by=cast.township_operator)
    assert visit.household_id == home.household.pk
    work = work_at([home.household.pk], by=cast.township_operator, today=TODAY)
    assert [one.pk for one in work.visits] == [visit.pk]
    assert [(one.link.pk, one.last_at) for one in work.links] == [(link.pk, NOW)]


def test_a_stranger_sees_no_work_at_a_household(cast: Cast, home: Home) -> None:
    Visiting(cast).make(home=home.household.uid)
    work = work_at([home.household.pk], by=cast.stranger, today=TODAY)
    assert (work.visits, work.links) == ((), ())


def test_a_household_that_is_none_or_lies_elsewhere_is_refused(cast: Cast, home: Home) -> None:
    visiting = Visiting(cast)
    for wrong in (uuid4(), home.resident.uid, home.building.uid):
        with pytest.raises(Invalid) as refused:
            visiting.make(home=wrong)
        assert (refused.value.field, refused.value.word) == ("home", "visit_no_household")
        with pytest.raises(Invalid):
            visiting.plan(home=wrong)
    with pytest.raises(Invalid):
        visiting.plan(home=home.household.uid, area_code="511622100001002", by=cast.station_clerk)
    assert not Visit.objects.exists()
