"""Coordinates: known pairs, there and back, and swapped axes."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gege.kernel.coordinates import Crs, Point, distance_m, from_wgs84, looks_swapped, to_wgs84

COUNTY_SEAT = Point(106.2894, 30.3494)

in_china = st.builds(Point, st.floats(73.6, 134.8), st.floats(18.2, 53.5))


def test_at_the_county_seat_gcj02_lies_about_370_m_east_and_290_m_south() -> None:
    shifted = from_wgs84(COUNTY_SEAT, Crs.GCJ02)
    east = distance_m(COUNTY_SEAT, Point(shifted.lng, COUNTY_SEAT.lat))
    south = distance_m(COUNTY_SEAT, Point(COUNTY_SEAT.lng, shifted.lat))
    assert shifted.lng > COUNTY_SEAT.lng
    assert shifted.lat < COUNTY_SEAT.lat
    assert east == pytest.approx(371, abs=3)
    assert south == pytest.approx(289, abs=3)
    assert distance_m(COUNTY_SEAT, shifted) == pytest.approx(470, abs=2)


@pytest.mark.parametrize(
    ("crs", "lng", "lat"),
    [
        # Tiananmen, as the published procedure gives it
        (Crs.GCJ02, 116.41024449916938, 39.91640428150164),
        (Crs.WGS84, 116.404, 39.915),
        (Crs.CGCS2000, 116.404, 39.915),
    ],
)
def test_known_pairs(crs: Crs, lng: float, lat: float) -> None:
    found = from_wgs84(Point(116.404, 39.915), crs)
    assert (found.lng, found.lat) == pytest.approx((lng, lat), abs=1e-9)


def test_bd09_of_a_known_gcj02_point() -> None:
    wgs84 = to_wgs84(Point(116.404, 39.915), Crs.GCJ02)
    found = from_wgs84(wgs84, Crs.BD09)
    assert (found.lng, found.lat) == pytest.approx(
        (116.41036949371029, 39.92133699351021), abs=1e-8
    )


@pytest.mark.parametrize("crs", list(Crs))
@given(point=in_china)
def test_there_and_back_is_within_a_centimetre(crs: Crs, point: Point) -> None:
    assert distance_m(to_wgs84(from_wgs84(point, crs), crs), point) < 0.01


@given(in_china)
def test_the_shift_is_never_more_than_a_kilometre_and_a_half(point: Point) -> None:
    assert distance_m(point, from_wgs84(point, Crs.GCJ02)) < 1500


@pytest.mark.parametrize("crs", [Crs.WGS84, Crs.CGCS2000, Crs.GCJ02])
def test_outside_china_nothing_is_shifted(crs: Crs) -> None:
    berlin = Point(13.405, 52.52)
    assert (from_wgs84(berlin, crs), to_wgs84(berlin, crs)) == (berlin, berlin)


@pytest.mark.parametrize(
    ("point", "swapped"),
    [
        (COUNTY_SEAT, False),
        (Point(30.3494, 106.2894), True),
        (Point(49.0, 120.0), True),
        (Point(13.405, 52.52), False),
        (Point(0.0, 0.0), False),
    ],
)
def test_exchanged_axes_are_noticed(point: Point, swapped: bool) -> None:
    assert looks_swapped(point) is swapped


def test_distances_are_in_metres() -> None:
    assert distance_m(COUNTY_SEAT, COUNTY_SEAT) == 0.0
    # One degree of a great circle.
    assert distance_m(Point(106, 30), Point(106, 31)) == pytest.approx(111_195, abs=1)
    assert distance_m(Point(0, 0), Point(180, 0)) == pytest.approx(math.pi * 6371008.8)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_point_is_a_pair_of_finite_numbers(bad: float) -> None:
    with pytest.raises(ValueError, match="not a place"):
        Point(bad, 30.0)
    with pytest.raises(ValueError, match="not a place"):
        Point(106.0, bad)
