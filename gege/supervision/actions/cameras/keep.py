"""Keep the camera register: a new line, a correction, what became of a camera (R-053)."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gege.kernel.ids import new_uid
from gege.matters.api import local_date
from gege.staff.api import Actor
from gege.supervision.actions.cameras.facts import (
    CameraEntry,
    CameraFacts,
    Ground,
    checked,
    facts_of,
)
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import Invalid, Refused, Stale
from gege.supervision.models import Camera
from gege.supervision.queries.cameras import camera_by_uid, keeper_of
from gege.supervision.rules.camera_words import CameraDeed, CameraState
from gege.supervision.rules.cameras import camera_leads_to, may_change
from gege.territory.api import load_atlas


def ground_of(by: Actor, now: datetime) -> Ground:
    """Return what entries are checked against now."""
    return Ground(by, load_atlas(), local_date(now), current_order_rules())


def register_camera(entry: CameraEntry, *, by: Actor, now: datetime) -> Camera:
    """Put a camera into the register. Raises Refused, Invalid naming the entry."""
    with transaction.atomic():
        facts = checked(entry, ground_of(by, now))
        return written(facts, by=by, now=now)


def written(facts: CameraFacts, *, by: Actor, now: datetime) -> Camera:
    """Write a new line of the register; inside a transaction."""
    camera = Camera(uid=new_uid(), **facts.as_line())
    try:
        with transaction.atomic():
            camera.save()
    except IntegrityError:
        raise Invalid("code", "code_taken") from None
    write_line(camera, CameraDeed.REGISTER, by=by, now=now, after=facts.as_line())
    return camera


def amend_camera(
    uid: UUID, entry: CameraEntry, *, by: Actor, now: datetime, seen: int | None = None
) -> Camera:
    """Correct what is said of a camera. Raises NotFound, Stale, Refused, Invalid."""
    with transaction.atomic():
        camera = _locked(uid, CameraDeed.AMEND, by=by, seen=seen)
        return said_anew(camera, checked(entry, ground_of(by, now)), by=by, now=now)


def said_anew(camera: Camera, facts: CameraFacts, *, by: Actor, now: datetime) -> Camera:
    """Write what is said of a locked camera now; nothing is written where nothing changed."""
    old, new = facts_of(camera).as_line(), facts.as_line()
    changed = [name for name in new if new[name] != old[name]]
    if not changed:
        return camera
    for name in changed:
        setattr(camera, name, new[name])
    before = {name: old[name] for name in changed}
    after = {name: new[name] for name in changed}
    try:
        with transaction.atomic():
            write_line(camera, CameraDeed.AMEND, by=by, now=now, before=before, after=after)
    except IntegrityError:
        raise Invalid("code", "code_taken") from None
    return camera


def turn_camera(
    uid: UUID,
    deed: CameraDeed,
    *,
    words: str,
    by: Actor,
    now: datetime,
    seen: int | None = None,
) -> Camera:
    """Say that a camera is out of order, works again, or was removed, and why."""
    if deed not in (CameraDeed.SUSPEND, CameraDeed.RESUME, CameraDeed.REMOVE):
        raise Refused("wrong_camera_state")
    why = text_of("words", words, most=300, least=2)
    with transaction.atomic():
        camera = _locked(uid, deed, by=by, seen=seen)
        before = camera.state
        camera.state = camera_leads_to(deed, CameraState(before))
        camera.note = why
        if camera.state == CameraState.REMOVED:
            camera.until = max(local_date(now), camera.since)
        write_line(
            camera,
            deed,
            by=by,
            now=now,
            before={"state": before},
            after={"state": camera.state},
            words=why,
        )
    return camera


def _locked(uid: UUID, deed: CameraDeed, *, by: Actor, seen: int | None) -> Camera:
    camera = camera_by_uid(uid, by, lock=True)
    if seen is not None and seen != camera.version:
        raise Stale
    keeper = keeper_of(by, current_order_rules(), owner_id=camera.owner_id)
    refusal = may_change(deed, CameraState(camera.state), keeper)
    if refusal is not None:
        raise Refused(refusal)
    return camera
