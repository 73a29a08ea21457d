"""Files with orders, meetings and cameras, for those who may read what they are with."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from gege.staff.api import Actor
from gege.supervision.errors import NotFound
from gege.supervision.models import KeptFile
from gege.supervision.queries.cameras import camera_by_uid
from gege.supervision.queries.groups import meeting_by_uid
from gege.supervision.queries.scope import order_by_uid


class FileOf(StrEnum):
    """What a file is with."""

    ORDER = "order"
    MEETING = "meeting"
    CAMERA = "camera"


def kept_file(kind: FileOf, uid: UUID, sha256: str, *, by: Actor, now: datetime) -> KeptFile:
    """Return one file; raises NotFound where this person does not read what it is with."""
    rows = KeptFile.objects.filter(sha256=sha256)
    if kind is FileOf.ORDER:
        rows = rows.filter(order=order_by_uid(uid, by))
    elif kind is FileOf.MEETING:
        rows = rows.filter(meeting=meeting_by_uid(uid, by, now))
    else:
        rows = rows.filter(camera=camera_by_uid(uid, by))
    found = rows.first()
    if found is None:
        raise NotFound
    return found
