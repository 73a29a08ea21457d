"""A patrol and what is reported while it runs; a substitute who walks two grids."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from gege.fieldwork.models import CheckIn, Finding, Patrol
from gege.matters.api import Matter
from gege.staff.api import SYSTEM, substitute
from tests.cast import GRID, VACANT_GRID
from tests.journeys.handheld.day import day
from tests.journeys.handheld.phone import Handheld, handheld, points
from tests.journeys.screen import County


def reported(phone: Handheld, title: str) -> None:
    phone.type("什么事", title).kind("路面").tap("#send-report").settled()


@pytest.mark.row("R-080")
def test_a_report_from_the_bar_belongs_to_the_running_patrol_unless_said_otherwise(
    county: County,
) -> None:
    day(county.cast)
    phone = handheld(county).enter().installed().offline()
    phone.open("report")
    assert not phone.says("巡查中发现")
    phone.open("patrol").tap("#start-patrol").open("report")
    found = phone.page.get_by_label("巡查中发现")
    assert found.is_checked()
    phone.shot("report-while-walking")
    reported(phone, "井盖响")
    phone.open("report")
    found.uncheck()
    reported(phone, "电话里说的")
    phone.open("patrol").tap("#end-patrol").yes().open("report")
    assert not phone.says("巡查中发现")
    phone.online().all_sent()
    channels = dict(Matter.objects.values_list("title", "channel"))
    assert (channels["井盖响"], channels["电话里说的"]) == ("patrol", "handheld")
    assert [one.matter.title for one in Finding.objects.select_related("matter")] == ["井盖响"]


@pytest.mark.row("R-080")
def test_a_substitute_walks_the_cover_grid_by_its_own_points(county: County) -> None:
    today = timezone.localdate()
    substitute(
        by=SYSTEM,
        now=timezone.now(),
        account_id=county.cast.grid_worker.account_id or 0,
        unit_id=county.cast.unit_id(VACANT_GRID),
        valid_from=today,
        valid_to=today + timedelta(days=5),
    )
    points(county.cast, 2)
    (cover,) = points(county.cast, 1, grid=VACANT_GRID)
    phone = handheld(county).enter().installed().offline().open("today")
    assert phone.says("第3网格")
    phone.shot("today-of-a-substitute")
    phone.open("patrol")
    phone.shot("patrols-of-a-substitute", whole=True)
    phone.press("第3网格", exact=False)
    assert phone.page.locator("[data-point]").count() == 1
    phone.page.locator("[data-point]").click()
    phone.yes()
    phone.tap("#end-patrol").yes().online().all_sent()
    walked = Patrol.objects.get()
    assert walked.area_code == VACANT_GRID != GRID
    assert CheckIn.objects.get(patrol=walked).point == cover
