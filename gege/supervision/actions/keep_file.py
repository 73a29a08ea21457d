"""Keep a photograph or a paper with an order, a meeting, or a camera's sign."""

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Final, TypeAlias
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Model

from gege.matters.api import Invalid as NotAFile
from gege.matters.api import checked, keep
from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.group.meet import meeting_step
from gege.supervision.actions.order_step import OrderStep
from gege.supervision.actions.streamed import write_line
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import KeptFile
from gege.supervision.queries.cameras import camera_by_uid, keeper_of
from gege.supervision.queries.orders import facts_of
from gege.supervision.queries.scope import order_by_uid
from gege.supervision.rules.camera_words import CameraDeed, CameraState
from gege.supervision.rules.cameras import may_change
from gege.supervision.rules.group_words import MeetingDeed
from gege.supervision.rules.orders import may_attach

MOST_FILES: Final = 20
Upload: TypeAlias = "UploadedFile[bytes]"


def attach_to_order(uid: UUID, upload: Upload, *, by: Actor, now: datetime) -> KeptFile:
    """Keep a file with an order; both sides may while it is open. Raises NotFound, Refused,
    Invalid for what is no picture or PDF."""
    content, media_type, name = _looked_at(upload)
    with transaction.atomic():
        order = order_by_uid(uid, by, lock=True)
        refusal = may_attach(facts_of(order, by))
        if refusal is not None:
            raise Refused(refusal)
        row = _kept(content, media_type, name, by=by, now=now, order=order)
        step = OrderStep(order, "attach", by, now)
        step.say(file=row.sha256, media_type=media_type)
        step.finish()
    return row


def attach_to_meeting(uid: UUID, upload: Upload, *, by: Actor, now: datetime) -> KeptFile:
    """Keep a paper with a meeting until its minutes are concluded."""
    content, media_type, name = _looked_at(upload)
    with meeting_step(uid, MeetingDeed.ATTACH, by=by, now=now) as step:
        row = _kept(content, media_type, name, by=by, now=now, meeting=step.meeting)
        step.more |= {"file": row.sha256, "media_type": media_type}
    return row


def attach_to_camera(uid: UUID, upload: Upload, *, by: Actor, now: datetime) -> KeptFile:
    """Keep a photograph of a camera's sign. What the camera sees has no place here."""
    content, media_type, name = _looked_at(upload)
    with transaction.atomic():
        camera = camera_by_uid(uid, by, lock=True)
        keeper = keeper_of(by, current_order_rules(), owner_id=camera.owner_id)
        refusal = may_change(CameraDeed.ATTACH, CameraState(camera.state), keeper)
        if refusal is not None:
            raise Refused(refusal)
        row = _kept(content, media_type, name, by=by, now=now, camera=camera)
        write_line(camera, CameraDeed.ATTACH, by=by, now=now, file=row.sha256)
    return row


def _looked_at(upload: Upload) -> tuple[bytes, str, str]:
    """Return content, type and name; the bytes decide what a file is, as with a matter's."""
    try:
        content, media_type = checked(upload)
    except NotAFile as error:
        raise Invalid("file", error.word, **error.values) from error
    name = text_of("file", Path(upload.name or "file").name[-120:], most=120) or "file"
    return content, media_type, name


def _kept(
    content: bytes, media_type: str, name: str, *, by: Actor, now: datetime, **owner: Model
) -> KeptFile:
    digest = hashlib.sha256(content).hexdigest()
    beside = KeptFile.objects.filter(**owner)
    if beside.filter(sha256=digest).exists():
        raise Invalid("file", "already_attached")
    if beside.count() >= MOST_FILES:
        raise Invalid("file", "too_many_files_here", most=MOST_FILES)
    keep(digest, content)
    return KeptFile.objects.create(
        sha256=digest,
        name=name,
        media_type=media_type,
        size=len(content),
        at=now,
        account_id=by.account_id,
        by_name=by.name,
        **owner,
    )
