"""Ask to view what cameras recorded: who, why, which stretch (R-053)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from gege.kernel.ids import new_uid
from gege.matters.api import Matter, matter_by_number
from gege.matters.api import NotFound as NoMatter
from gege.staff.api import Actor
from gege.supervision.actions.entries import choice_of, text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.actions.viewing.telling import note_in_access_log, tell_unit
from gege.supervision.editions import current_order_rules
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import AskedCamera, Camera, ViewRequest
from gege.supervision.queries.cameras import visible_cameras
from gege.supervision.rules.camera_words import (
    NEEDS_MATTER,
    CameraState,
    ViewDeed,
    ViewReason,
)
from gege.supervision.rules.order_rules import OrderRules
from gege.supervision.rules.viewing import MOST_CAMERAS, Stretch, ViewRefusal, may_ask_to_view


@dataclass(frozen=True, slots=True)
class NewView:
    """What is asked for. `matter` is a number, "" for none."""

    cameras: tuple[UUID, ...]
    reason: str
    words: str
    begins: datetime
    ends: datetime
    matter: str = ""


def ask_to_view(entry: NewView, *, by: Actor, now: datetime) -> ViewRequest:
    """Ask the owner of cameras; a line in the access log goes with it.

    Raises Refused, Invalid naming the entry.
    """
    if not may_ask_to_view(str(by.role)) or by.account_id is None or by.unit_id is None:
        raise Refused(ViewRefusal.NOT_YOURS)
    rules = current_order_rules()
    reason = choice_of("reason", entry.reason, ViewReason)
    words = text_of("words", entry.words, most=1000, least=2, lines=True)
    with transaction.atomic():
        cameras = _cameras(entry, by)
        _check_stretch(entry, cameras, rules, now)
        request = ViewRequest(
            uid=new_uid(),
            reason=reason,
            words=words,
            matter=_matter(entry, reason, by),
            owner_id=cameras[0].owner_id,
            begins=entry.begins,
            ends=entry.ends,
            asked_at=now,
            asked_by_id=by.account_id,
            asked_name=by.name,
            asked_unit_id=by.unit_id,
            ends_at=now + timedelta(days=rules.answer_days),
        )
        request.save()
        AskedCamera.objects.bulk_create(AskedCamera(request=request, camera=c) for c in cameras)
        codes = [camera.code for camera in cameras]
        write_line(
            request,
            ViewDeed.ASK,
            by=by,
            now=now,
            after={"state": request.state},
            cameras=codes,
            reason=str(reason),
            words=words,
            begins=entry.begins,
            ends=entry.ends,
            matter=request.matter.number if request.matter else "",
        )
        note_in_access_log(request, "asked", codes, by=by, now=now)
        tell_unit(request, request.owner_id, "view_asked", by=by, now=now, reason=words)
    return request


def _cameras(entry: NewView, by: Actor) -> list[Camera]:
    wanted = list(dict.fromkeys(entry.cameras))
    if not wanted:
        raise Invalid("cameras", "no_camera")
    if len(wanted) > MOST_CAMERAS:
        raise Invalid("cameras", "too_many_cameras", most=MOST_CAMERAS)
    rows = visible_cameras(by).filter(uid__in=wanted).exclude(state=CameraState.REMOVED)
    found = list(rows.order_by("id"))
    if len(found) != len(wanted):
        raise Invalid("cameras", "unknown_camera")
    if len({camera.owner_id for camera in found}) > 1:
        raise Invalid("cameras", "several_owners")
    return found


def _check_stretch(entry: NewView, cameras: list[Camera], rules: OrderRules, now: datetime) -> None:
    days = min(camera.retention_days for camera in cameras)
    hours = rules.stretch_hours
    stretch = Stretch(entry.begins, entry.ends)
    problem = stretch.problem(now, most_hours=hours, retention_days=days)
    if problem:
        raise Invalid("begins" if problem == "stretch_gone" else "ends", problem,
                      hours=hours, days=days)  # fmt: skip


def _matter(entry: NewView, reason: ViewReason, by: Actor) -> Matter | None:
    if not entry.matter:
        if reason in NEEDS_MATTER:
            raise Invalid("matter", "matter_needed")
        return None
    try:
        return matter_by_number(entry.matter, by)
    except NoMatter:
        raise Invalid("matter", "unknown_matter", value=entry.matter[:40]) from None
