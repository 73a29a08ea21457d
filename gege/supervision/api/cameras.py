"""The camera register and requests to view: deeds, lists, words (R-053)."""

from gege.supervision import camera_names
from gege.supervision.actions.cameras.facts import CameraEntry
from gege.supervision.actions.cameras.import_cameras import (
    CAMERA_COLUMNS,
    CameraPlan,
    import_cameras,
    plan_cameras,
)
from gege.supervision.actions.cameras.keep import amend_camera, register_camera, turn_camera
from gege.supervision.actions.keep_file import attach_to_camera
from gege.supervision.actions.viewing.ask import NewView, ask_to_view
from gege.supervision.actions.viewing.decide import (
    expire_views,
    grant_view,
    refuse_view,
    revoke_view,
    withdraw_view,
)
from gege.supervision.actions.viewing.view import NewViewing, note_viewing
from gege.supervision.models import Camera, Viewing, ViewRequest
from gege.supervision.queries.cameras import (
    CAMERA_READERS,
    CameraPage,
    CameraPoint,
    camera_by_uid,
    camera_list,
    camera_page,
    cameras_of,
    keeper_of,
    keeps_all,
    page_of_cameras,
    visible_cameras,
)
from gege.supervision.queries.viewing import (
    VIEW_READERS,
    ViewBox,
    ViewPage,
    cameras_asked,
    page_of_views,
    view_list,
    view_page,
    views_waiting,
    visible_views,
)
from gege.supervision.rules.camera_words import (
    CameraDeed,
    CameraState,
    Purpose,
    ViewDeed,
    ViewReason,
    ViewState,
)
from gege.supervision.rules.cameras import MOST_RETENTION
from gege.supervision.rules.viewing import MOST_CAMERAS, may_ask_to_view

__all__ = [
    "CAMERA_COLUMNS",
    "CAMERA_READERS",
    "MOST_CAMERAS",
    "MOST_RETENTION",
    "VIEW_READERS",
    "Camera",
    "CameraDeed",
    "CameraEntry",
    "CameraPage",
    "CameraPlan",
    "CameraPoint",
    "CameraState",
    "NewView",
    "NewViewing",
    "Purpose",
    "ViewBox",
    "ViewDeed",
    "ViewPage",
    "ViewReason",
    "ViewRequest",
    "ViewState",
    "Viewing",
    "amend_camera",
    "ask_to_view",
    "attach_to_camera",
    "camera_by_uid",
    "camera_list",
    "camera_names",
    "camera_page",
    "cameras_asked",
    "cameras_of",
    "expire_views",
    "grant_view",
    "import_cameras",
    "keeper_of",
    "keeps_all",
    "may_ask_to_view",
    "note_viewing",
    "page_of_cameras",
    "page_of_views",
    "plan_cameras",
    "refuse_view",
    "register_camera",
    "revoke_view",
    "turn_camera",
    "view_list",
    "view_page",
    "views_waiting",
    "visible_cameras",
    "visible_views",
    "withdraw_view",
]
