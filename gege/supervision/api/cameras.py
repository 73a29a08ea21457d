"""The camera register and requests to view: deeds, lists, words (R-053)."""

from gege.supervision import camera_names
from gege.supervision.models import Camera
from gege.supervision.queries.cameras import (
    CAMERA_READERS,
    CameraPage,
    CameraPoint,
    camera_by_uid,
    camera_list,
    camera_page,
    cameras_of,
    keeps_all,
    page_of_cameras,
    visible_cameras,
)
from gege.supervision.rules.camera_words import (
    CameraDeed,
    CameraState,
    Purpose,
    ViewDeed,
    ViewReason,
    ViewState,
)

__all__ = [
    "CAMERA_READERS",
    "Camera",
    "CameraDeed",
    "CameraPage",
    "CameraPoint",
    "CameraState",
    "Purpose",
    "ViewDeed",
    "ViewReason",
    "ViewState",
    "camera_by_uid",
    "camera_list",
    "camera_names",
    "camera_page",
    "cameras_of",
    "keeps_all",
    "page_of_cameras",
    "visible_cameras",
]
