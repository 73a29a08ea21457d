"""Note a viewing: when, at which police point, which stretch of which cameras (R-053).

The recordings are shown by the police on their own screen. The platform holds none and shows
none: it writes that somebody used their permission, and has nothing to write without one.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.staff.api import Actor
from gege.supervision.actions.entries import text_of
from gege.supervision.actions.streamed import write_line
from gege.supervision.actions.viewing.telling import note_in_access_log, tell_unit
from gege.supervision.errors import Invalid, Refused
from gege.supervision.models import Camera, Viewing, ViewRequest
from gege.supervision.queries.viewing import cameras_asked, view_by_uid, view_facts
from gege.supervision.rules.camera_words import ViewDeed
from gege.supervision.rules.viewing import MOST_VIEWINGS, Stretch, ViewRefusal, may_view


@dataclass(frozen=True, slots=True)
class NewViewing:
    """What was viewed: `at` is when somebody sat before it, `point` the police point where."""

    cameras: tuple[UUID, ...]
    at: datetime
    begins: datetime
    ends: datetime
    point: str
    found: str


def note_viewing(uid: UUID, entry: NewViewing, *, by: Actor, now: datetime) -> Viewing:
    """Note that something was viewed; a line in the access log goes with it.

    Raises NotFound, Refused without a permission, Invalid for what lies outside of it.
    """
    point = text_of("point", entry.point, most=80, least=2)
    found = text_of("found", entry.found, most=500, least=2, lines=True)
    with transaction.atomic():
        request = view_by_uid(uid, by, lock=True)
        facts = view_facts(request, by, now)
        refusal = may_view(ViewDeed.VIEW, facts)
        if refusal is not None or by.account_id is None:
            raise Refused(refusal or ViewRefusal.NOT_YOURS)
        if not facts.allows(entry.at):
            raise Invalid("at", ViewRefusal.OUTSIDE_WINDOW)
        seen, asked = Stretch(entry.begins, entry.ends), Stretch(request.begins, request.ends)
        if entry.ends <= entry.begins:
            raise Invalid("ends", "stretch_backwards")
        if not seen.lies_in(asked):
            raise Invalid("begins", ViewRefusal.OUTSIDE_STRETCH)
        cameras = _cameras(request, entry)
        if Viewing.objects.filter(request=request).count() >= MOST_VIEWINGS:
            raise Refused(ViewRefusal.WRONG_STATE)
        assert facts.view_from is not None  # a permission has its window
        assert facts.view_until is not None
        viewing = Viewing.objects.create(
            request=request,
            cameras=[camera.pk for camera in cameras],
            at=entry.at,
            begins=entry.begins,
            ends=entry.ends,
            point=point,
            found=found,
            account_id=by.account_id,
            name=by.name,
            noted_at=now,
            view_from=facts.view_from,
            view_until=facts.view_until,
            asked_from=request.begins,
            asked_until=request.ends,
        )
        codes = [camera.code for camera in cameras]
        write_line(
            request,
            ViewDeed.VIEW,
            by=by,
            now=now,
            cameras=codes,
            at=entry.at,
            begins=entry.begins,
            ends=entry.ends,
            point=point,
            words=found,
        )
        note_in_access_log(request, "viewed", codes, by=by, now=now)
        tell_unit(request, request.owner_id, "view_noted", by=by, now=now, reason=point)
    return viewing


def _cameras(request: ViewRequest, entry: NewViewing) -> list[Camera]:
    asked = {camera.uid: camera for camera in cameras_asked([request])[request.pk]}
    wanted = list(dict.fromkeys(entry.cameras))
    if not wanted:
        raise Invalid("cameras", "no_camera")
    if not set(wanted) <= set(asked):
        raise Invalid("cameras", ViewRefusal.OTHER_CAMERA)
    return [asked[uid] for uid in wanted]
