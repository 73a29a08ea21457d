"""Reading requests to view; every read starts from what the asker may see (R-053).

Who asked and their unit, the owner of the cameras, the department that keeps the register, and
the county's supervision: nobody else learns that somebody asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.kernel.paging import newest_first
from gege.matters.api import Matter, visible
from gege.staff.api import Actor, Role
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import NotFound
from gege.supervision.models import AskedCamera, Camera, Viewing, ViewRequest
from gege.supervision.queries.cameras import keeps_all
from gege.supervision.rules.camera_words import PENDING, ViewDeed, ViewState
from gege.supervision.rules.viewing import ViewFacts, view_deeds

PAGE: Final = 50
_COUNTY: Final = frozenset({Role.COUNTY_SUPERVISOR, Role.ELECTRONIC_SUPERVISOR})
VIEW_READERS: Final = (
    Role.STATION_CLERK,
    Role.TOWNSHIP_OPERATOR,
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.ELECTRONIC_SUPERVISOR,
)


class ViewBox(StrEnum):
    """The ready-made lists: what goes on, what my unit decides, what my unit asked, all."""

    OPEN = "open"
    DECIDE = "decide"
    ASKED = "asked"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class ViewPage:
    """One request as one person sees it. `matter` is None where there is none for them to see."""

    request: ViewRequest
    cameras: Sequence[Camera]
    viewings: Sequence[Viewing]
    matter: Matter | None
    deeds: tuple[ViewDeed, ...]


def visible_views(by: Actor) -> QuerySet[ViewRequest]:
    """Return the requests that a person may read."""
    if by.role in _COUNTY:
        return ViewRequest.objects.all()
    if by.role not in VIEW_READERS or by.unit_id is None:
        return ViewRequest.objects.none()
    if by.role is Role.DEPARTMENT_OFFICER and keeps_all(by, current_order_rules()):
        return ViewRequest.objects.all()
    own = Q(asked_unit_id=by.unit_id) | Q(owner_id=by.unit_id)
    if by.account_id is not None:
        own |= Q(asked_by_id=by.account_id)
    return ViewRequest.objects.filter(own)


def view_list(
    by: Actor, *, box: ViewBox = ViewBox.OPEN, state: str = "", camera: Camera | None = None
) -> QuerySet[ViewRequest]:
    """Return a list of requests, the newest first."""
    rows = visible_views(by)
    if box is ViewBox.OPEN:
        rows = rows.filter(state__in=sorted(PENDING))
    elif box is ViewBox.DECIDE:
        rows = rows.filter(owner_id=by.unit_id, state=ViewState.ASKED)
    elif box is ViewBox.ASKED:
        rows = rows.filter(asked_unit_id=by.unit_id)
    if state:
        rows = rows.filter(state=state)
    if camera is not None:
        asked = AskedCamera.objects.filter(camera=camera).values("request_id")
        rows = rows.filter(pk__in=asked)
    return rows.order_by("-id")


def page_of_views(
    rows: QuerySet[ViewRequest], *, after: str = "", size: int = PAGE
) -> tuple[list[ViewRequest], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


def cameras_asked(requests: Sequence[ViewRequest]) -> dict[int, list[Camera]]:
    """Return the cameras of some requests, by the request's key; one statement."""
    found: dict[int, list[Camera]] = {one.pk: [] for one in requests}
    rows = AskedCamera.objects.filter(request__in=requests).select_related("camera")
    for row in rows.order_by("id"):
        found[row.request_id].append(row.camera)
    return found


def view_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> ViewRequest:
    """Return one request, locked for a deed when asked; raises NotFound out of scope."""
    rows = visible_views(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def view_page(uid: UUID, *, by: Actor, now: datetime) -> ViewPage:
    """Open a request; a fixed number of statements. Raises NotFound."""
    request = view_by_uid(uid, by)
    matter = None
    if request.matter_id is not None:
        matter = visible(by).filter(pk=request.matter_id).defer("search").first()
    return ViewPage(
        request,
        cameras_asked([request])[request.pk],
        list(Viewing.objects.filter(request=request).order_by("id")),
        matter,
        view_deeds(view_facts(request, by, now)),
    )


def views_waiting(by: Actor, most: int = 1000) -> int:
    """Count the requests that wait for this person to decide, up to `most` and one."""
    if by.role not in VIEW_READERS or by.unit_id is None:
        return 0
    rows = ViewRequest.objects.filter(owner_id=by.unit_id, state=ViewState.ASKED)
    return len(rows.exclude(asked_by_id=by.account_id).values_list("pk", flat=True)[: most + 1])


def view_facts(request: ViewRequest, by: Actor, now: datetime) -> ViewFacts:
    """Gather what the table of deeds asks about one request and one person."""
    return ViewFacts(
        state=ViewState(request.state),
        role=str(by.role),
        mine=by.account_id is not None and by.account_id == request.asked_by_id,
        at_owner=by.unit_id is not None and by.unit_id == request.owner_id,
        now=now,
        view_from=request.view_from,
        view_until=_window_end(request),
    )


def _window_end(request: ViewRequest) -> datetime | None:
    """Return when the window was over: a permission that was ended before holds until then."""
    if request.view_until is None or request.ended_at is None:
        return request.view_until
    return min(request.view_until, request.ended_at)
