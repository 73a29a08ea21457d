"""Leading groups, cameras and requests to view: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gege.supervision.api import Camera, Group, Meeting, Member, ViewRequest
from tests.matters.play import Play
from tests.supervision.cameras import asked, registered
from tests.supervision.groups import founded, held, seated

Row = tuple[int, frozenset[str], int]

KEEPER = frozenset({"county_supervisor"})
CENTRE = KEEPER | {"county_dispatcher", "electronic_supervisor"}
OFFICERS = frozenset({"department_officer", "other_department_officer", "town_branch_officer"})
STATIONS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
TOWNS = frozenset({"township_operator", "strange_township_operator"})
GROUP_READERS = CENTRE | OFFICERS | STATIONS | TOWNS
"""Everybody who could be a member; each sees their own groups."""
IN_THE_GROUP = CENTRE | {"department_officer"}
WORKERS = frozenset({"grid_worker", "second_grid_worker"})
IN_THE_GRID = CENTRE | OFFICERS | {"station_clerk", "township_operator", "grid_worker"}
"""Who may know of a camera in the first grid."""
CAMERA_READERS = GROUP_READERS | WORKERS
VIEW_READERS = GROUP_READERS
IN_THE_REQUEST = frozenset(
    {"station_clerk", "department_officer", "county_supervisor", "electronic_supervisor"}
)
ASKING = VIEW_READERS - {"electronic_supervisor"}

GROUPS_AND_CAMERAS: Mapping[str, Row] = {
    "group:list": (200, GROUP_READERS, 404),
    "group:new": (200, KEEPER, 404),
    "group:group": (200, IN_THE_GROUP, 404),
    "group:do": (200, KEEPER, 404),
    "group:end-term": (200, KEEPER, 404),
    "group:meeting": (200, IN_THE_GROUP, 404),
    "group:meet": (200, KEEPER, 404),
    "group:minutes": (200, IN_THE_GROUP, 404),
    # Nothing is attached to the meeting.
    "orders:file": (404, IN_THE_GROUP, 404),
    "cameras:list": (200, CAMERA_READERS, 404),
    "cameras:new": (200, KEEPER | OFFICERS, 404),
    "cameras:import": (200, KEEPER | OFFICERS, 404),
    # Nobody uploaded anything.
    "cameras:preview": (404, KEEPER | OFFICERS, 404),
    "cameras:camera": (200, IN_THE_GRID, 404),
    "cameras:do": (200, frozenset({"county_supervisor", "department_officer"}), 404),
    "cameras:views": (200, VIEW_READERS, 404),
    # They choose a camera first.
    "cameras:ask": (302, ASKING, 404),
    "cameras:view": (200, IN_THE_REQUEST, 404),
    "cameras:decide": (200, frozenset({"department_officer"}), 404),
}


def arguments_at_groups(name: str, play: Play) -> dict[str, Any] | None:
    """Arguments that exist, for addresses of one group, meeting, camera or request."""
    if name == "cameras:preview":
        return {"token": "0" * 40}
    if name in ("cameras:camera", "cameras:do"):
        return {"uid": _camera(play).uid} | ({"deed": "amend"} if name == "cameras:do" else {})
    if name in ("cameras:view", "cameras:decide"):
        request = ViewRequest.objects.first() or asked(play, _camera(play))
        return {"uid": request.uid} | ({"deed": "grant"} if name == "cameras:decide" else {})
    if name == "orders:file":
        return {"kind": "meeting", "uid": _meeting(play).uid, "digest": "0" * 64}
    if name in ("group:meeting", "group:meet", "group:minutes"):
        more = {"group:meet": {"deed": "decide"}, "group:minutes": {"kind": "docx"}}
        return {"uid": _meeting(play).uid} | more.get(name, {})
    if name in ("group:group", "group:do", "group:end-term"):
        group = _meeting(play).group
        more = {"group:do": {"deed": "call"}}
        if name == "group:end-term":
            return {"uid": group.uid, "member": Member.objects.get(seat="member").uid}
        return {"uid": group.uid} | more.get(name, {})
    return None


def _camera(play: Play) -> Camera:
    return Camera.objects.first() or registered(play)


def _meeting(play: Play) -> Meeting:
    meeting = Meeting.objects.select_related("group").first()
    if meeting is not None:
        return meeting
    group = Group.objects.first() or founded(play)
    seated(play, group)
    return held(play, group)
