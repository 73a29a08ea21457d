"""What stands on a map: places and facilities within reach, never a home, never a person."""

from __future__ import annotations

import pytest

from gege.registers.api import mapped_records
from gege.staff.api import Actor
from gege.territory.api import read_editions
from tests.cast import GRID, OTHER_GRID, TOWN, Cast
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import end, keep, point_of
from tests.registers.queries.test_registers_that_are_not_live import shut

pytestmark = pytest.mark.row("R-051")


@pytest.fixture
def county(cast: Cast) -> Cast:
    go_live()
    for name, area in (("学校", GRID), ("市场", GRID), ("码头", OTHER_GRID)):
        keep("place", area=area, name=name, kind="01", point=point_of(area))
    end(keep("place", name="关了的店", point=point_of(GRID)))
    keep("place", name="没有位置的店")
    keep("building", name="3栋", address="解放路12号", point=point_of(GRID))
    return cast


def names(by: Actor, sheet: str = "place", area: str = "", most: int = 9) -> list[str]:
    found, _more = mapped_records(
        sheet, area, by=by, now=NOW, editions=read_editions(), language="zh-hans", most=most
    )
    return sorted(one.title for one in found)


def test_everybody_sees_the_places_in_reach(county: Cast) -> None:
    assert names(county.county_supervisor) == ["学校", "市场", "码头"]
    assert names(county.county_supervisor, area=TOWN) == ["学校", "市场"]
    assert names(county.grid_worker) == ["学校", "市场"]
    assert names(county.stranger) == ["码头"]
    assert names(county.stranger, area=TOWN) == []
    for nobody in (county.administrator, county.hotline_operator, county.department_officer):
        assert names(nobody) == []


def test_a_register_that_is_not_live_and_an_unknown_sheet_are_empty(county: Cast) -> None:
    assert names(county.county_supervisor, sheet="nothing") == []
    assert names(county.county_supervisor, sheet="resident") == []
    shut("places")
    assert names(county.county_supervisor) == []


def test_more_than_is_shown_is_said(county: Cast) -> None:
    found, more = mapped_records(
        "place",
        "",
        by=county.county_supervisor,
        now=NOW,
        editions=read_editions(),
        language="en",
        most=2,
    )
    assert (len(found), more) == (2, True)
    assert {(one.lng, one.lat) for one in found} == {tuple(point_of(GRID).values())}
