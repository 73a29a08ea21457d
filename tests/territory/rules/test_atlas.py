"""Point to grid: the system is stated, borders belong to one grid, outside is None."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Point as Spot
from shapely.geometry import box, mapping, shape

from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs, Point, from_wgs84
from gege.territory.api import Atlas, Misplaced, UnitFacts, load_atlas
from gege.territory.rules.facts import AreaFacts, FormerName

DAY = date(2026, 11, 23)


def area(ident: int, code: str, bounds: tuple[float, ...] = (), **more: object) -> AreaFacts:
    values: dict[str, object] = {
        "id": ident,
        "code": code,
        "level": Level(len(code)),
        "kind": "general",
        "name_zh": code[-3:],
        "official_zh": code[-3:],
        "name_en": "",
        "parent_id": None,
        "parent_code": None,
        "urban_code": "",
        "pilot": False,
        "centre": None,
        "boundary": mapping(box(*bounds)) if bounds else None,
        "valid_from": date(2020, 1, 1),
        "valid_to": None,
        **more,
    }
    return AreaFacts(**values)  # type: ignore[arg-type]


def unit(ident: int, successor: int | None = None, ended: date | None = None) -> UnitFacts:
    return UnitFacts(
        id=ident,
        code=f"unit-{ident}",
        kind="department",
        area_id=1,
        area_code="511622",
        parent_id=None,
        parent_code=None,
        name_zh=f"{ident}局",
        name_en="",
        short_zh="",
        duty_phone="",
        responsible_leader="",
        contact_officer="",
        valid_from=date(2010, 1, 1),
        valid_to=ended,
        successor_id=successor,
    )


FOUR = Atlas(
    [
        area(1, "511622100001001", (106.0, 30.0, 106.01, 30.01)),
        area(2, "511622100001002", (106.01, 30.0, 106.02, 30.01)),
        area(3, "511622100001003", (106.0, 30.01, 106.01, 30.02)),
        area(4, "511622100001004", (106.01, 30.01, 106.02, 30.02)),
    ],
    [],
)


def code_at(lng: float, lat: float, crs: Crs = Crs.WGS84) -> str | None:
    found = FOUR.grid_at(Point(lng, lat), crs)
    return found.code if found else None


def test_a_point_inside_a_grid_is_in_that_grid() -> None:
    assert code_at(106.005, 30.015) == "511622100001003"


def test_a_point_on_a_shared_border_is_in_the_grid_of_lower_code() -> None:
    assert code_at(106.01, 30.005) == "511622100001001"
    assert code_at(106.015, 30.01) == "511622100001002"
    assert code_at(106.01, 30.01) == "511622100001001"


def test_a_point_within_a_metre_of_the_edge_is_kept_and_farther_out_is_none() -> None:
    assert code_at(105.999995, 30.005) == "511622100001001"
    assert code_at(105.9999, 30.005) is None


@pytest.mark.parametrize("crs", list(Crs))
def test_the_same_place_is_found_in_every_coordinate_system(crs: Crs) -> None:
    place = from_wgs84(Point(106.0151, 30.0049), crs)
    assert code_at(place.lng, place.lat, crs) == "511622100001002"


def test_a_place_read_in_the_wrong_system_is_in_another_grid() -> None:
    shifted = from_wgs84(Point(106.009, 30.005), Crs.GCJ02)
    assert code_at(shifted.lng, shifted.lat, Crs.WGS84) == "511622100001002"


def test_exchanged_longitude_and_latitude_are_explained() -> None:
    placing = FOUR.place(Point(30.005, 106.005), Crs.WGS84)
    assert (placing.grid, placing.problem) == (None, Misplaced.SWAPPED)
    assert placing.meant is not None
    assert placing.meant.code == "511622100001001"


def test_a_point_outside_and_no_point_at_all_are_told_apart() -> None:
    assert FOUR.place(Point(0, 0), Crs.WGS84).problem is Misplaced.OUTSIDE
    assert FOUR.place(Point(106.0, 130.0), Crs.WGS84).problem is Misplaced.NOT_A_POSITION
    assert FOUR.place(Point(11_819_000, 3_500_000), Crs.WGS84).problem is Misplaced.NOT_A_POSITION


def test_an_empty_county_has_no_grids() -> None:
    assert Atlas([], []).grid_at(Point(106, 30), Crs.WGS84) is None


def test_a_grid_that_ended_is_found_on_a_day_it_was_in_force() -> None:
    bounds = (106.0, 30.0, 106.01, 30.01)
    atlas = Atlas(
        [
            area(1, "511622100001001", bounds, valid_to=date(2026, 1, 1)),
            area(2, "511622100001002", bounds, valid_from=date(2026, 1, 1)),
        ],
        [],
    )
    spot = Point(106.005, 30.005)
    today, then = atlas.grid_at(spot, Crs.WGS84), atlas.grid_at(spot, Crs.WGS84, date(2025, 5, 1))
    assert today is not None
    assert then is not None
    assert (today.id, then.id) == (2, 1)


def test_a_label_has_the_names_of_the_day() -> None:
    town = area(1, "511622100", name_zh="新镇")
    former = {1: (FormerName("旧乡", date(2020, 1, 1), date(2024, 1, 1)),)}
    atlas = Atlas([town], [], former)
    assert atlas.label("511622100") == "新镇"
    assert atlas.label("511622100", on=date(2023, 12, 31)) == "旧乡"
    assert atlas.label("511622100", on=date(2024, 1, 1)) == "新镇"


@pytest.mark.row("R-036")
def test_a_dissolved_unit_is_followed_to_the_end_of_its_successors() -> None:
    atlas = Atlas([], [unit(1, 2, date(2014, 1, 1)), unit(2, 3, date(2019, 1, 1)), unit(3)])
    heirs = [atlas.effective_unit(1, date(year, 6, 1)) for year in (2013, 2015, 2026)]
    assert [heir.id if heir else None for heir in heirs] == [1, 2, 3]


def test_a_unit_without_successor_or_in_a_loop_has_none() -> None:
    ended = date(2014, 1, 1)
    atlas = Atlas(
        [], [unit(1, 2, ended), unit(2, 1, ended), unit(3, None, ended), unit(4, 1, ended)]
    )
    assert [atlas.effective_unit(n, DAY) for n in (1, 2, 3, 4, 99)] == [None] * 5
    assert [[u.id for u in loop] for loop in atlas.succession_loops()] == [[1, 2]]


@pytest.mark.row("R-035")
@pytest.mark.django_db
def test_every_point_of_the_town_is_in_exactly_the_grid_that_covers_it(county: None) -> None:
    atlas = load_atlas()
    grids = [(g, shape(dict(g.boundary or {}))) for g in atlas.areas(Level.GRID)]

    @given(st.floats(106.268, 106.312), st.floats(30.332, 30.368))
    def check(lng: float, lat: float) -> None:
        found = atlas.grid_at(Point(lng, lat), Crs.WGS84)
        covering = sorted(g.code for g, polygon in grids if polygon.covers(Spot(lng, lat)))
        if covering:
            assert found is not None
            assert found.code == covering[0]
        else:
            near = min(polygon.distance(Spot(lng, lat)) for _, polygon in grids)
            assert (found is None) == (near > 0.00001)

    check()
