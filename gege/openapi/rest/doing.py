"""What changes something: reporting, moving, attaching; each under an idempotency key."""

from collections.abc import Callable

from django.http import HttpResponse

from gege.kernel.coordinates import Crs, Point
from gege.matters import api as matters
from gege.matters.api import Report, Who, words
from gege.openapi.actions.once import Outcome
from gege.openapi.actions.send import Parcel, send
from gege.openapi.rest.answers import Problem, answer
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import Json
from gege.openapi.rest.table_of_moves import OFFERED


def report(call: Call) -> HttpResponse:
    """Report a matter; the platform finds its grid and its unit."""
    given = call.body
    lng, lat = given.get("lng"), given.get("lat")
    if (lng is None) != (lat is None):
        raise Problem(400, "malformed", "lng, lat", field="lat" if lat is None else "lng")
    point = Point(lng, lat) if lng is not None and lat is not None else None
    name, phone = given.get("name", ""), given.get("phone", "")
    entry = Report(
        title=given["title"],
        kind=given["kind"],
        description=given.get("description", ""),
        grid_code=given.get("grid", ""),
        point=point,
        crs=Crs(given.get("crs", str(Crs.WGS84))),
        address=given.get("address", ""),
        channel=words.Channel.PLATFORM,
        intent=given.get("intent", ""),
        severity=given.get("severity", ""),
        happened_at=given.get("happened_at"),
        who=Who(
            anonymous=not (name or phone),
            name=name,
            phone=phone,
            wants_callback=given.get("wants_callback", False),
        ),
        edition=given.get("edition"),
    )
    digest = call.digest() if call.key else ""
    parcel = Parcel(entry, key=call.key, digest=digest)
    return answer(_told(send(parcel, caller=call.caller, where=call.where)), 201)


def mover(move: str) -> Callable[..., HttpResponse]:
    """Return the view of one move."""
    deed = OFFERED[move][0]

    def moved(call: Call, number: str) -> HttpResponse:
        given = dict(call.body)
        if "version" in given:
            given["seen"] = given.pop("version")

        def do() -> Outcome:
            matter = deed(number, **given, by=call.by, now=call.now)
            return Outcome(matter.number, matter.version)

        return answer(_told(call.once(do)))

    return moved


def attach(call: Call, number: str) -> HttpResponse:
    """Keep a photograph or a PDF with a matter."""

    def do() -> Outcome:
        row = matters.attach(
            number,
            upload=call.body["file"],
            stage=call.body.get("stage", "before"),
            by=call.by,
            now=call.now,
        )
        matter = matters.matter_by_number(number, call.by)
        return Outcome(matter.number, matter.version, row.sha256)

    done = call.once(do)
    return answer(_told(done) | {"sha256": done.extra}, 201)


def _told(done: Outcome) -> Json:
    return {"number": done.number, "version": done.version, "again": done.again}
