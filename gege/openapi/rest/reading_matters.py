"""Lists of matters by cursor, and one with its steps; never who reported it."""

from django.http import FileResponse, HttpResponse

from gege.matters import api as matters
from gege.matters.api import Box, Filter, Matter, MatterPage, Order
from gege.openapi.rest.answers import Problem, answer, moment
from gege.openapi.rest.asking import Call
from gege.openapi.rest.operations import Json
from gege.openapi.rest.table_of_moves import OFFERED

PAGE, MOST = 50, 200


def listed(call: Call) -> HttpResponse:
    """Answer a page of the matters the post may see, in the order asked for."""
    asked = call.query
    chosen = Filter(
        box=Box(asked.get("box", "all")),
        text=asked.get("q", ""),
        states=tuple(asked["state"].split(",")) if "state" in asked else (),
        light=asked.get("light", ""),
        kind=asked.get("kind", ""),
        area_code=asked.get("area", ""),
        since=asked.get("since"),
        until=asked.get("until"),
        order=Order(asked.get("order", "newest")),
    )
    size = asked.get("limit", PAGE)
    page = matters.page(call.by, chosen, now=call.now, after=asked.get("cursor", ""), size=size)
    rows = [_row(one, call) for one in page.rows]
    return answer({"matters": rows, "next": page.next_key or None})


def one(call: Call, number: str) -> HttpResponse:
    """Answer one matter with its steps, words, files and the moves that are possible now."""
    page = matters.matter_page(number, by=call.by, now=call.now)
    return answer(_whole(page, call))


def file(call: Call, number: str, sha256: str) -> FileResponse:
    """Answer the bytes of one file of a matter."""
    matter = matters.matter_by_number(number, call.by)
    found = matters.Attachment.objects.filter(matter=matter, sha256=sha256).first()
    if found is None:
        raise matters.NotFound
    try:
        content = matters.path_of(found.sha256).open("rb")
    except OSError:
        raise Problem(404, "not_found", matters.sentence_of(matters.NotFound())) from None
    response = FileResponse(content, content_type=found.media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers["Content-Disposition"] = "attachment"
    return response


def _row(matter: Matter, call: Call) -> Json:
    atlas, language = call.where.atlas, call.language
    holder = atlas.unit(matter.holder_id)
    return {
        "number": matter.number,
        "version": matter.version,
        "title": matter.title,
        "kind": matter.kind,
        "kind_name": call.where.book_of(matter).kind(matter.kind).name(language),
        "intent": matter.intent,
        "severity": matter.severity,
        "channel": matter.channel,
        "state": matter.state,
        "light": str(matters.light_of(matter.clock, call.now)),
        "outcome": matter.outcome or None,
        "area_code": matter.area_code,
        "place": atlas.label(matter.area_code, language),
        "placed": matter.placed,
        "address": matter.address,
        "lng": matter.lng,
        "lat": matter.lat,
        "holder": holder.code if holder else None,
        "reported_at": moment(matter.reported_at),
        "due_at": moment(matter.due_at),
        "step_due_at": moment(matter.step_due_at),
        "settled_at": moment(matter.settled_at),
        "closed_at": moment(matter.closed_at),
    }


def _whole(page: MatterPage, call: Call) -> Json:
    possible = {str(move) for move in page.moves} if call.caller.client.moves else set()
    return _row(page.matter, call) | {
        "description": page.matter.description,
        "moves": [move for move in OFFERED if move in possible],
        "steps": [
            {"at": moment(step.entry.at), "deed": step.entry.deed, "unit": step.entry.unit}
            for step in page.steps
        ],
        "remarks": [
            {"at": moment(one.at), "unit": one.unit, "public": one.public, "words": one.words}
            for one in page.remarks
        ],
        "attachments": [
            {
                "sha256": one.sha256,
                "name": one.name,
                "media_type": one.media_type,
                "size": one.size,
                "stage": one.stage,
                "at": moment(one.at),
            }
            for one in page.files
        ],
    }
