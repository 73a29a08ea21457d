"""Figures that no field tells: reach on foot, cover by grids, visits (R-003, R-004, R-097)."""

from __future__ import annotations

import math
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gege.fieldwork.models import Visit
from gege.fieldwork.rules.words import VisitState
from gege.kernel.coordinates import Point
from gege.registers.api import count_registers, shares, shipped_contract
from gege.registers.declared.shipped import shipped_tables
from gege.registers.models import Figure, Link, Record
from gege.registers.queries.ways import Near, counted_by_way
from gege.territory.api import read_editions
from tests.cast import COUNTY, GRID, OTHER_TOWN, SECOND_GRID, TOWN, Cast, centre_of
from tests.registers.keeping_records import NOW, go_live
from tests.registers.queries.kept import TODAY, keep, point_of

pytestmark = [pytest.mark.django_db, pytest.mark.row("R-003"), pytest.mark.row("R-097")]
METRE = 1 / 111_195
WANTED = {"reach": ("within", "beyond"), "one_grid": ("one", "several,none"),
          "visited": ("yes", "no")}  # fmt: skip


def table_of(code: str) -> Any:
    return next(one for one in shipped_tables() if one.code == code)


def north_of(area: str, metres: float) -> dict[str, float]:
    lng, lat = centre_of(area)
    return {"lng": lng, "lat": round(lat + metres * METRE, 7)}


def homes(number: int, **where: Any) -> None:
    building = keep("building", name="楼", address="解放路1号", **where)
    for door in range(number):
        keep("dwelling", building=building, dwelling_no=str(door), occupancy="1")


@pytest.fixture
def county(cast: Cast) -> Cast:
    """Twelve homes near a service point, eleven far from it, ten without a position."""
    go_live("population", "households", "housing", "places")
    keep("place", name="便民服务点", kind="27", point=north_of(GRID, 795))
    keep("place", name="小卖部", kind="09", point=north_of(GRID, 5000))
    homes(12, point=point_of(GRID))
    homes(11, point=north_of(GRID, -10))
    homes(10)
    return cast


def counted_plainly() -> Counter[str]:
    """Dwellings by reach, by walking through all pairs with the law of cosines."""
    points = [
        one.open["point"]
        for one in Record.objects.filter(sheet="place", valid_to=None)
        if one.open["kind"] == "27"
    ]
    found: Counter[str] = Counter()
    for link in Link.objects.filter(field="building", until=None).select_related("target"):
        here = link.target.open.get("point")
        if here is None:
            found["no_position"] += 1
        else:
            near = min((metres(here, one) for one in points), default=math.inf)
            found["within" if near <= 800 else "beyond"] += 1
    return found


def metres(a: dict[str, float], b: dict[str, float]) -> float:
    one, two = math.radians(a["lat"]), math.radians(b["lat"])
    turn = math.radians(b["lng"] - a["lng"])
    cosine = math.sin(one) * math.sin(two) + math.cos(one) * math.cos(two) * math.cos(turn)
    return 6_371_008.8 * math.acos(min(1.0, cosine))


def test_reach_is_counted_as_walking_through_all_pairs_counts_it(county: Cast) -> None:
    found = counted_by_way(table_of("reach"), shipped_contract(), TODAY)
    by_category: Counter[str] = Counter()
    for (_area, category), number in found.items():
        by_category[category] += number
    assert by_category == counted_plainly() == {"within": 12, "beyond": 11, "no_position": 10}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(-3000, 3000), st.integers(-3000, 3000)), max_size=12),
    st.integers(-3000, 3000),
    st.integers(-3000, 3000),
    st.sampled_from([300, 800, 1500]),
)
def test_looking_into_nine_cells_finds_what_looking_at_all_finds(
    points: list[tuple[int, int]], east: int, north: int, limit: int
) -> None:
    def at(one: tuple[int, int]) -> Point:
        return Point(106.28 + one[0] * METRE, 30.34 + one[1] * METRE)

    here = at((east, north))
    all_of_them = any(metres(vars_of(here), vars_of(at(one))) <= limit - 0.01 for one in points)
    surely_none = all(metres(vars_of(here), vars_of(at(one))) > limit + 0.01 for one in points)
    reached = Near([at(one) for one in points], limit).reaches(here)
    assert reached or not all_of_them
    assert not (reached and surely_none)


def vars_of(point: Point) -> dict[str, float]:
    return {"lng": point.lng, "lat": point.lat}


@pytest.mark.row("R-004", "R-035")
def test_shares_stand_for_the_county_and_few_are_kept_back(county: Cast) -> None:
    for number in range(25):
        household = keep("household", household_no=str(number), household_kind="1")
        if number < 14:
            visited(household, VisitState.DONE, days=number)
        visited(household, VisitState.REFUSED, days=1)
        visited(household, VisitState.DONE, days=95)
    count_registers(now=NOW, editions=read_editions())
    found = shares(WANTED, COUNTY, by=county.county_supervisor)
    assert {code: (one.counted, one.of) for code, one in found.items()} == {
        "reach": (12, 23), "one_grid": (2, 2), "visited": (14, 25),
    }  # fmt: skip
    assert found["reach"].percent == pytest.approx(52.17, abs=0.01)
    assert shares(WANTED, TOWN, by=county.township_operator).keys() == WANTED.keys()
    for by, area in (
        (county.township_operator, COUNTY),
        (county.strange_township_operator, TOWN),
        (county.grid_worker, GRID),
        (county.department_officer, COUNTY),
        (county.administrator, COUNTY),
        (county.county_supervisor, ""),
    ):
        assert shares(WANTED, area, by=by) == {}
    assert not Figure.objects.filter(table__in=("reach", "visited"), number__range=(1, 9)).exists()


def visited(household: Record, state: VisitState, days: int) -> None:
    at = datetime.combine(TODAY - timedelta(days=days), NOW.time(), tzinfo=NOW.tzinfo)
    Visit.objects.create(
        area_code=household.area_code, household=household, purpose="care", state=state,
        done_at=at, received_at=at,
    )  # fmt: skip


def test_few_homes_out_of_reach_are_not_told(county: Cast) -> None:
    homes(3, point=north_of(GRID, 5000), area=SECOND_GRID)
    count_registers(now=NOW, editions=read_editions())
    told = Figure.objects.filter(table="reach", number__range=(1, 9))
    assert not told.exists()


@pytest.mark.row("R-035")
def test_a_building_in_no_grid_or_without_a_position_is_told_apart(county: Cast) -> None:
    keep("building", name="远楼", address="x", point={"lng": 106.0, "lat": 31.9})
    found = counted_by_way(table_of("one_grid"), shipped_contract(), TODAY)
    assert {category: number for (_area, category), number in found.items()} == {
        "one": 2, "none": 1, "no_position": 1,
    }  # fmt: skip


def test_what_is_not_in_use_is_not_counted(cast: Cast) -> None:
    go_live("housing")
    homes(12, point=point_of(GRID))
    count_registers(now=NOW, editions=read_editions())
    made = set(Figure.objects.values_list("table", flat=True))
    assert made & set(WANTED) == {"one_grid"}
    assert shares(WANTED, OTHER_TOWN, by=cast.county_supervisor).keys() <= {"one_grid"}
