"""What a check-in point is, checked against the areas: one way for a form and for a file."""

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from gege.fieldwork.actions.entries import choice, number, words
from gege.fieldwork.errors import Invalid
from gege.fieldwork.models import CheckPoint
from gege.fieldwork.queries.scope import may_see
from gege.fieldwork.rules.words import PointKind
from gege.kernel.area_codes import Level
from gege.kernel.coordinates import Crs, Point, to_wgs84
from gege.staff.api import Actor, Role
from gege.territory.api import Atlas, Misplaced

KEEPERS: Final = frozenset(
    {
        Role.STATION_CLERK,
        Role.TOWNSHIP_OPERATOR,
        Role.COUNTY_SUPERVISOR,
        Role.COUNTY_DISPATCHER,
        Role.SYSTEM,
    }
)
"""Who keeps the list of points: the platforms; the grid worker proposes, the station writes."""
MOST_HOUSEHOLDS: Final = 2000
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class PointFacts:
    """Everything that is said of a point; the position is WGS-84 or nothing."""

    area_code: str
    kind: str
    name: str
    address: str = ""
    code: str = ""
    lng: float | None = None
    lat: float | None = None
    households: int = 0

    def as_line(self) -> dict[str, Any]:
        """Return the facts as the ledger keeps them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Ground:
    """What points are checked against: the areas of a day, and whose scope it is."""

    by: Actor
    atlas: Atlas
    on: date


def facts_of(point: CheckPoint) -> PointFacts:
    """Return what is said of a stored point."""
    return PointFacts(
        area_code=point.area_code,
        kind=point.kind,
        name=point.name,
        address=point.address,
        code=point.code,
        lng=point.lng,
        lat=point.lat,
        households=point.households,
    )


def checked(
    ground: Ground,
    *,
    area_code: str,
    kind: str,
    name: str,
    address: str,
    code: str,
    lng: float | None,
    lat: float | None,
    crs: Crs,
    households: int,
) -> PointFacts:
    """Return cleaned facts; raises Invalid with the field that is wrong.

    A position must lie in the grid that is named; without a grid, the one it lies in is taken.
    """
    place = _wgs84(lng, lat, crs)
    grid = _grid(ground, area_code.strip(), lng, lat, crs)
    return PointFacts(
        area_code=grid,
        kind=choice("kind", kind, PointKind),
        name=words("name", name, most=60, least=1, lines=False),
        address=words("address", address, most=120, lines=False),
        code=words("code", code, most=40, lines=False),
        lng=round(place.lng, _DECIMALS) if place else None,
        lat=round(place.lat, _DECIMALS) if place else None,
        households=number("households", households, least=0, most=MOST_HOUSEHOLDS),
    )


def values_of(facts: PointFacts) -> Mapping[str, Any]:
    """Return the facts as columns of the table."""
    return asdict(facts)


def _wgs84(lng: float | None, lat: float | None, crs: Crs) -> Point | None:
    if (lng is None) != (lat is None):
        raise Invalid("lat" if lat is None else "lng", "half_a_position")
    if lng is None or lat is None:
        return None
    if not (math.isfinite(lng) and math.isfinite(lat)) or abs(lng) > 180 or abs(lat) > 180:
        raise Invalid("lng", "point_not_a_position")
    return to_wgs84(Point(lng, lat), crs)


def _grid(ground: Ground, area_code: str, lng: float | None, lat: float | None, crs: Crs) -> str:
    """Return the grid of a point: the one named, or the one its position lies in."""
    if not area_code and lng is None:
        raise Invalid("area_code", "no_grid")
    if area_code:
        area = ground.atlas.area(area_code, ground.on)
        if not may_see(ground.by, area_code) or area is None or area.level != Level.GRID:
            raise Invalid("area_code", "grid_not_yours", given=area_code[:15])
    if lng is None or lat is None:
        return area_code
    found = ground.atlas.place(Point(lng, lat), crs, ground.on)
    if found.problem is Misplaced.SWAPPED and found.meant is not None:
        raise Invalid("lng", "swapped_in_grid", grid=ground.atlas.label(found.meant.code))
    if found.problem is Misplaced.NOT_A_POSITION:
        raise Invalid("lng", "point_not_a_position")
    if found.grid is None:
        raise Invalid("lng", "outside_county")
    if area_code and found.grid.code != area_code:
        raise Invalid("lng", "outside_grid", grid=ground.atlas.label(found.grid.code))
    if not may_see(ground.by, found.grid.code):
        raise Invalid("lng", "grid_not_yours", given=found.grid.code)
    return found.grid.code
