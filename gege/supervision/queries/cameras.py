"""Reading the camera register; every read starts from what the asker may see (R-053).

That a camera stands somewhere is no secret: the law wants a sign beside it. Staff see those of
their own area, a department those of the area it serves; what was recorded nobody sees here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.kernel.area_codes import Level
from gege.kernel.paging import newest_first
from gege.staff.api import Actor, Role
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import NotFound
from gege.supervision.models import Camera, KeptFile
from gege.supervision.rules.camera_words import CameraDeed, CameraState
from gege.supervision.rules.cameras import Keeper, camera_deeds
from gege.supervision.rules.order_rules import OrderRules

PAGE: Final = 50
MOST_ON_A_MAP: Final = 5_000
CAMERA_READERS: Final = (
    Role.GRID_WORKER,
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.ELECTRONIC_SUPERVISOR,
)


@dataclass(frozen=True, slots=True)
class CameraPoint:
    """A camera as a map draws it (WGS-84; `direction` in degrees from north, None: it turns)."""

    uid: UUID
    code: str
    name: str
    purpose: str
    state: str
    area_code: str
    lng: float
    lat: float
    direction: int | None
    href: str


@dataclass(frozen=True, slots=True)
class CameraPage:
    """One camera as one person sees it."""

    camera: Camera
    files: list[KeptFile]
    deeds: tuple[CameraDeed, ...]
    rules: OrderRules


def visible_cameras(by: Actor) -> QuerySet[Camera]:
    """Return the cameras that a person may know of."""
    if by.role not in CAMERA_READERS or not by.area_code:
        return Camera.objects.none()
    if len(by.area_code) == Level.COUNTY:
        return Camera.objects.all()
    own = Q(area_code__startswith=by.area_code)
    if by.unit_id is not None and by.role is not Role.GRID_WORKER:
        own |= Q(owner_id=by.unit_id)
    return Camera.objects.filter(own)


def cameras_of(
    area_code: str, *, by: Actor, most: int = MOST_ON_A_MAP, removed: bool = False
) -> list[CameraPoint]:
    """Return the cameras in an area that a person may know of, for a map; one statement."""
    rows = visible_cameras(by).filter(area_code__startswith=area_code)
    if not removed:
        rows = rows.exclude(state=CameraState.REMOVED)
    return [
        CameraPoint(
            one.uid,
            one.code,
            one.name,
            one.purpose,
            one.state,
            one.area_code,
            one.lng,
            one.lat,
            one.direction,
            one.get_absolute_url(),
        )
        for one in rows.order_by("id")[:most]
    ]


def camera_list(
    by: Actor, *, area_code: str = "", purpose: str = "", state: str = "", text: str = ""
) -> QuerySet[Camera]:
    """Return a list of the register, the newest line first."""
    rows = visible_cameras(by)
    if area_code:
        rows = rows.filter(area_code__startswith=area_code[:15])
    if purpose:
        rows = rows.filter(purpose=purpose)
    rows = rows.filter(state=state) if state else rows.exclude(state=CameraState.REMOVED)
    if text:
        rows = rows.filter(Q(code__icontains=text) | Q(name__icontains=text))
    return rows.order_by("-id")


def page_of_cameras(
    rows: QuerySet[Camera], *, after: str = "", size: int = PAGE
) -> tuple[list[Camera], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


def camera_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> Camera:
    """Return one camera, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_cameras(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def camera_page(uid: UUID, *, by: Actor) -> CameraPage:
    """Open a line of the register; three statements. Raises NotFound."""
    camera, rules = camera_by_uid(uid, by), current_order_rules()
    files = list(KeptFile.objects.filter(camera=camera).order_by("id"))
    deeds = camera_deeds(CameraState(camera.state), keeper_of(by, rules, owner_id=camera.owner_id))
    return CameraPage(camera, files, deeds, rules)


def keeper_of(by: Actor, rules: OrderRules, *, owner_id: int | None) -> Keeper:
    """Return how a person stands to the register, or to the camera of an owner."""
    return Keeper(
        role=str(by.role),
        keeping=keeps_all(by, rules),
        owning=by.unit_id is not None and by.unit_id == owner_id,
    )


def keeps_all(by: Actor, rules: OrderRules) -> bool:
    """Tell whether a person sits in a department that keeps the whole register."""
    return by.role is Role.DEPARTMENT_OFFICER and by.unit_code in rules.camera_keepers
