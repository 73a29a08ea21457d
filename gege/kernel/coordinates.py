"""Coordinates: WGS-84 inside, the shifted Chinese systems converted at the edge.

GCJ-02 (the map makers' system on phones) and BD-09 (Baidu) are shifted against WGS-84 by some
hundred metres: more than the width of a dense grid. So a point is never stored without knowing its
system. CGCS2000 (GB 22021) differs from WGS-84 by centimetres and is taken as equal.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

_KRASOVSKY_AXIS_M = 6378245.0
_KRASOVSKY_ECCENTRICITY_SQUARED = 0.00669342162296594323
_BAIDU_PI = math.pi * 3000.0 / 180.0
_MEAN_EARTH_RADIUS_M = 6371008.8

# A step of 1e-9 degree is a tenth of a millimetre; three or four rounds are enough to reach it.
_SMALLEST_STEP_DEGREES = 1e-9
_MOST_ROUNDS = 12


class Crs(StrEnum):
    """The coordinate system a point was measured in."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"
    CGCS2000 = "cgcs2000"


@dataclass(frozen=True, slots=True)
class Point:
    """A place in decimal degrees: longitude first, as in GeoJSON (RFC 7946, 3.1.1).

    Raises ValueError for a number that is not finite. A latitude beyond 90 is let through, so that
    `looks_swapped` can name the mistake.
    """

    lng: float
    lat: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.lng) and math.isfinite(self.lat)):
            raise ValueError(f"not a place: {self.lng}, {self.lat}")


def to_wgs84(point: Point, crs: Crs) -> Point:
    """The point in WGS-84; exact to well below a metre."""
    match crs:
        case Crs.WGS84 | Crs.CGCS2000:
            return point
        case Crs.GCJ02:
            return _gcj02_to_wgs84(point)
        case Crs.BD09:
            return _gcj02_to_wgs84(_bd09_to_gcj02(point))


def from_wgs84(point: Point, crs: Crs) -> Point:
    """A WGS-84 point in another system."""
    match crs:
        case Crs.WGS84 | Crs.CGCS2000:
            return point
        case Crs.GCJ02:
            return _wgs84_to_gcj02(point)
        case Crs.BD09:
            return _gcj02_to_bd09(_wgs84_to_gcj02(point))


def distance_m(a: Point, b: Point) -> float:
    """Metres between two points on a sphere of the mean radius (within 0.6 % of the ellipsoid)."""
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat = math.sin((lat_b - lat_a) / 2)
    half_lng = math.sin(math.radians(b.lng - a.lng) / 2)
    chord = half_lat * half_lat + math.cos(lat_a) * math.cos(lat_b) * half_lng * half_lng
    return 2 * _MEAN_EARTH_RADIUS_M * math.asin(math.sqrt(min(1.0, chord)))


def looks_swapped(point: Point) -> bool:
    """True when longitude and latitude seem exchanged: as written the point cannot lie in China,
    the other way round it can."""
    return not _in_china(point.lng, point.lat) and _in_china(point.lat, point.lng)


def _in_china(lng: float, lat: float) -> bool:
    return 73.0 <= lng <= 136.0 and 3.0 <= lat <= 54.0


def _is_shifted(point: Point) -> bool:
    # The rectangle in which the published GCJ-02 procedure applies its shift.
    return 72.004 <= point.lng <= 137.8347 and 0.8293 <= point.lat <= 55.8271


def _wgs84_to_gcj02(point: Point) -> Point:
    if not _is_shifted(point):
        return point
    return _shifted(point)


def _gcj02_to_wgs84(point: Point) -> Point:
    """The inverse by iteration: guess, shift the guess, correct it by what it missed."""
    if not _is_shifted(point):
        return point
    guess = point
    for _ in range(_MOST_ROUNDS):
        reached = _shifted(guess)
        miss_lng, miss_lat = point.lng - reached.lng, point.lat - reached.lat
        guess = Point(guess.lng + miss_lng, guess.lat + miss_lat)
        if abs(miss_lng) + abs(miss_lat) < _SMALLEST_STEP_DEGREES:
            break
    return guess


def _shifted(point: Point) -> Point:
    """The GCJ-02 shift in metres on the Krasovsky ellipsoid, turned into degrees."""
    lat = math.radians(point.lat)
    flattening = 1 - _KRASOVSKY_ECCENTRICITY_SQUARED * math.sin(lat) ** 2
    root = math.sqrt(flattening)
    meridian_m = _KRASOVSKY_AXIS_M * (1 - _KRASOVSKY_ECCENTRICITY_SQUARED) / (flattening * root)
    parallel_m = _KRASOVSKY_AXIS_M / root * math.cos(lat)
    x, y = point.lng - 105.0, point.lat - 35.0
    return Point(
        point.lng + math.degrees(_east_shift_m(x, y) / parallel_m),
        point.lat + math.degrees(_north_shift_m(x, y) / meridian_m),
    )


def _north_shift_m(x: float, y: float) -> float:
    metres = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * math.sqrt(abs(x))
    metres += _waves((20, 6 * x), (20, 2 * x))
    metres += _waves((20, y), (40, y / 3))
    return metres + _waves((160, y / 12), (320, y / 30))


def _east_shift_m(x: float, y: float) -> float:
    metres = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * math.sqrt(abs(x))
    metres += _waves((20, 6 * x), (20, 2 * x))
    metres += _waves((20, x), (40, x / 3))
    return metres + _waves((150, x / 12), (300, x / 30))


def _waves(*waves: tuple[float, float]) -> float:
    """Two thirds of the sum of sine waves given as (metres, half turns)."""
    return sum(metres * math.sin(turns * math.pi) for metres, turns in waves) * 2 / 3


def _gcj02_to_bd09(point: Point) -> Point:
    radius, angle = _baidu_polar(point.lng, point.lat)
    return Point(radius * math.cos(angle) + 0.0065, radius * math.sin(angle) + 0.006)


def _bd09_to_gcj02(point: Point) -> Point:
    """The inverse by iteration: the usual one-step inverse misses by half a metre."""
    guess = Point(point.lng - 0.0065, point.lat - 0.006)
    for _ in range(_MOST_ROUNDS):
        reached = _gcj02_to_bd09(guess)
        miss_lng, miss_lat = point.lng - reached.lng, point.lat - reached.lat
        guess = Point(guess.lng + miss_lng, guess.lat + miss_lat)
        if abs(miss_lng) + abs(miss_lat) < _SMALLEST_STEP_DEGREES:
            break
    return guess


def _baidu_polar(lng: float, lat: float) -> tuple[float, float]:
    radius = math.hypot(lng, lat) + 0.00002 * math.sin(lat * _BAIDU_PI)
    angle = math.atan2(lat, lng) + 0.000003 * math.cos(lng * _BAIDU_PI)
    return radius, angle
