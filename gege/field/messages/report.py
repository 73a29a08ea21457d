"""`report`: a matter, written down in the field (R-039, R-064)."""

from typing import Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.of_matter import subject_of
from gege.field.messages.reading import Body
from gege.fieldwork import api as fieldwork
from gege.kernel.coordinates import Point
from gege.matters import api as matters
from gege.matters.api import Report, Who, words
from gege.staff.api import Actor

FIELDS: Final = frozenset(
    {
        "title",
        "kind",
        "edition",
        "description",
        "grid",
        "lng",
        "lat",
        "accuracy",
        "point",
        "address",
        "severity",
        "intent",
        "patrol",
        "visit",
        "anonymous",
        "name",
        "phone",
        "wants_callback",
    }
)


def report(one: Doing, body: Body) -> Done:
    """Report it with the time of the doing; a patrol or a visit that it was found on keeps it."""
    grid = body.text("grid", most=15)
    actor = one.actor(grid)
    patrol, visit = body.key("patrol"), body.key("visit")
    # How sure the phone was of the place is for its screen; the platform keeps no such trace.
    body.number("accuracy", 0, 10**7)
    point, address = _place(one, body, actor)
    entry = Report(
        title=body.text("title", most=120, needed=True),
        kind=body.text("kind", most=20, needed=True),
        edition=body.whole("edition", 1, 2**31 - 1),
        description=body.text("description", most=2000),
        grid_code=grid or ("" if point else actor.area_code),
        point=point,
        address=address,
        channel=_channel(patrol is not None, visit is not None),
        intent=body.text("intent", most=8),
        severity=body.text("severity", most=8),
        happened_at=one.at if one.at < one.recent else None,
        reported_at=one.recent,
        who=Who(
            anonymous=body.flag("anonymous", default=not body.text("name", most=60)),
            name=body.text("name", most=60),
            phone=body.text("phone", most=30),
            wants_callback=body.flag("wants_callback"),
        ),
        receipt_key=one.key,
    )
    matter = matters.report(entry, by=actor, now=one.now, where=one.scene.where)
    if patrol is not None:
        fieldwork.found_on(patrol, matter=matter, by=actor, now=one.now)
    if visit is not None:
        fieldwork.raised_on(visit, number=matter.number, by=actor, now=one.now)
    return Done(subject_of(matter.number), matter.version, matter.number)


def _place(one: Doing, body: Body, actor: Actor) -> tuple[Point | None, str]:
    """Return position and address: as given, else those of the building that was named."""
    given, address = body.point(), body.text("address", most=200)
    uid = body.key("point")
    if uid is None or (given and address):
        return given, address
    found = fieldwork.point_by_uid(uid, actor)
    place = Point(found.lng, found.lat) if found.lng is not None and found.lat is not None else None
    return given or place, address or found.address or found.name


def _channel(on_patrol: bool, on_visit: bool) -> str:
    if on_patrol:
        return words.Channel.PATROL
    return words.Channel.VISIT if on_visit else words.Channel.HANDHELD
