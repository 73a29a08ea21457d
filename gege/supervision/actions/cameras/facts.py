"""What is said of a camera, checked: one way for a form and for a file."""

import math
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final

from gege.kernel.area_codes import Level, is_within
from gege.kernel.coordinates import Crs, Point, to_wgs84
from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.errors import Invalid
from gege.supervision.models import Camera
from gege.supervision.queries.cameras import keeper_of
from gege.supervision.rules.camera_words import Purpose
from gege.supervision.rules.cameras import MOST_RETENTION
from gege.supervision.rules.order_rules import OrderRules
from gege.territory.api import Atlas, Misplaced, UnitFacts

_OWNERS: Final = frozenset({"county_centre", "township_centre", "station", "department"})
_DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class CameraEntry:
    """What is typed of a camera. `owner` is a unit's code; `area` narrows where it stands, and
    says it where no grid is drawn; `crs` is what the position is in."""

    code: str
    name: str
    owner: str
    purpose: str
    view: str
    lng: float | None
    lat: float | None
    retention_days: int
    contact: str
    sign: bool
    area: str = ""
    direction: int | None = None
    since: date | None = None
    note: str = ""
    crs: Crs = Crs.WGS84


@dataclass(frozen=True, slots=True)
class CameraFacts:
    """Everything that is said of a camera, checked; the position is WGS-84."""

    code: str
    name: str
    owner_id: int
    purpose: str
    view: str
    area_code: str
    lng: float
    lat: float
    direction: int | None
    sign: bool
    retention_days: int
    contact: str
    since: date
    note: str

    def as_line(self) -> dict[str, Any]:
        """Return the facts as the ledger keeps them."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Ground:
    """What cameras are checked against: the areas and units of a day, the rules, who says it."""

    by: Actor
    atlas: Atlas
    on: date
    rules: OrderRules


def facts_of(camera: Camera) -> CameraFacts:
    """Return what is said of a stored camera."""
    return CameraFacts(**{name: getattr(camera, name) for name in CameraFacts.__slots__})


def checked(entry: CameraEntry, ground: Ground) -> CameraFacts:
    """Return cleaned facts; raises Invalid with the field that is wrong."""
    unit = _owner(entry.owner, ground)
    direction = entry.direction
    if direction is not None and not 0 <= direction < 360:
        raise Invalid("direction", "direction")
    least = ground.rules.retention_least
    if not least <= entry.retention_days <= MOST_RETENTION:
        raise Invalid("retention_days", "retention_days", least=least, most=MOST_RETENTION)
    since = entry.since or ground.on
    if since > ground.on:
        raise Invalid("since", "in_the_future")
    place = _position(entry)
    return CameraFacts(
        code=text_of("code", entry.code, most=40, least=1),
        name=text_of("name", entry.name, most=80, least=2),
        owner_id=unit.id,
        purpose=choice_of("purpose", entry.purpose, Purpose),
        view=text_of("view", entry.view, most=300, least=2),
        area_code=_area(entry, place, ground),
        lng=round(place.lng, _DECIMALS),
        lat=round(place.lat, _DECIMALS),
        direction=direction,
        sign=bool(entry.sign),
        retention_days=entry.retention_days,
        contact=text_of("contact", entry.contact, most=80, least=2),
        since=since,
        note=text_of("note", entry.note, most=300),
    )


def _owner(code: str, ground: Ground) -> UnitFacts:
    unit = ground.atlas.unit_by_code(code, ground.on)
    if unit is None or unit.kind not in _OWNERS:
        raise Invalid("owner", "unknown_unit", value=code[:20])
    if not keeper_of(ground.by, ground.rules, owner_id=unit.id).keeps:
        raise Invalid("owner", "not_your_unit")
    return unit


def _position(entry: CameraEntry) -> Point:
    lng, lat = entry.lng, entry.lat
    if lng is None or lat is None:
        raise Invalid("lat" if lng is not None else "lng", "no_position")
    if not (math.isfinite(lng) and math.isfinite(lat)) or abs(lng) > 180 or abs(lat) > 180:
        raise Invalid("lng", "not_a_position")
    return to_wgs84(Point(lng, lat), entry.crs)


def _area(entry: CameraEntry, place: Point, ground: Ground) -> str:
    """Return the grid that the position lies in, or else the area that was named."""
    named = entry.area.strip()
    reach = ground.by.area_code
    if named:
        area = ground.atlas.area(named, ground.on)
        if area is None or not is_within(named, reach):
            raise Invalid("area", "unknown_area")
    found = ground.atlas.place(place, Crs.WGS84, ground.on)
    if found.problem is Misplaced.SWAPPED:
        raise Invalid("lng", "swapped_position")
    if found.problem is Misplaced.NOT_A_POSITION:
        raise Invalid("lng", "not_a_position")
    if found.grid is None:
        if len(named) < Level.COMMUNITY:
            raise Invalid("area", "no_area")
        return named
    if not is_within(found.grid.code, named or reach):
        raise Invalid("lng", "outside_area")
    return found.grid.code
