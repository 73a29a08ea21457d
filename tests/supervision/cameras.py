"""Cameras and requests to view, for tests: entries that hold, to be changed one by one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from gege.supervision import api as supervision
from gege.supervision.api import Camera, CameraEntry, NewView, NewViewing, ViewRequest
from tests.cast import GRID, HOUSING, centre_of
from tests.matters.play import Play

LNG, LAT = centre_of(GRID)


def camera_entry(**more: Any) -> CameraEntry:
    """A camera of the housing bureau in the first grid."""
    values: dict[str, Any] = {
        "code": "WS-0001",
        "name": "解放路口",
        "owner": HOUSING,
        "purpose": "road",
        "view": "解放路与建设路交叉口全景",
        "lng": LNG,
        "lat": LAT,
        "direction": 90,
        "sign": True,
        "retention_days": 30,
        "contact": "监控室 0826-6200000",
    }
    return CameraEntry(**(values | more))


def registered(play: Play, **more: Any) -> Camera:
    return supervision.register_camera(
        camera_entry(**more), by=play.cast.county_supervisor, now=play.now
    )


def asked(play: Play, *cameras: Camera, by: str = "station_clerk", **more: Any) -> ViewRequest:
    """A request of the station for the hour before the last."""
    values: dict[str, Any] = {
        "cameras": tuple(one.uid for one in cameras),
        "reason": "incident",
        "words": "核查路口事故经过",
        "begins": play.now - timedelta(hours=3),
        "ends": play.now - timedelta(hours=2),
    }
    entry = NewView(**(values | more))
    return supervision.ask_to_view(entry, by=play.cast.actor(by), now=play.now)


def granted(play: Play, request: ViewRequest, hours: int = 8) -> ViewRequest:
    return supervision.grant_view(
        request.uid,
        words="情况属实,同意",
        hours=hours,
        by=play.cast.department_officer,
        now=play.now,
    )


def viewing_of(play: Play, request: ViewRequest, camera: Camera, **more: Any) -> NewViewing:
    values: dict[str, Any] = {
        "cameras": (camera.uid,),
        "at": play.now,
        "begins": request.begins,
        "ends": request.ends,
        "point": "城北派出所视频室",
        "found": "事故发生于9时10分",
    }
    return NewViewing(**(values | more))
