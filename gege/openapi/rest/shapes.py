"""The shapes of answers as JSON Schema, for the document that other systems read."""

from typing import Any, Final

from gege.matters.api import Light, words
from gege.openapi.rest.operations import Json
from gege.openapi.rest.table_of_moves import OFFERED
from gege.openapi.rules.opinions import What

TEXT: Final[Json] = {"type": "string"}
WHOLE: Final[Json] = {"type": "integer"}
FLAG: Final[Json] = {"type": "boolean"}
MOMENT: Final[Json] = {"type": "string", "format": "date-time"}


def _or_null(shape: Json) -> Json:
    return shape | {"type": [shape["type"], "null"]}


def _of(vocabulary: Any) -> Json:
    return {"type": "string", "enum": [str(one) for one in vocabulary]}


def _object(**fields: Json) -> Json:
    """An object that has all of these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def _list(shape: Json) -> Json:
    return {"type": "array", "items": shape}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


DEGREES: Final = _or_null({"type": "number"})
_ROW: Final[dict[str, Json]] = {
    "number": TEXT,
    "version": WHOLE,
    "title": TEXT,
    "kind": TEXT,
    "kind_name": TEXT,
    "intent": _of(words.Intent),
    "severity": _of(words.Severity),
    "channel": _of(words.Channel),
    "state": _of(words.State),
    "light": _of(Light),
    "outcome": _or_null(TEXT),
    "area_code": TEXT,
    "place": TEXT,
    "placed": FLAG,
    "address": TEXT,
    "lng": DEGREES,
    "lat": DEGREES,
    "holder": _or_null(TEXT),
    "reported_at": MOMENT,
    "due_at": _or_null(MOMENT),
    "step_due_at": _or_null(MOMENT),
    "settled_at": _or_null(MOMENT),
    "closed_at": _or_null(MOMENT),
}
_DONE: Final[dict[str, Json]] = {
    "number": TEXT,
    "version": WHOLE,
    "again": FLAG | {"description": "The key was used before, for the same: nothing was done."},
}
_STANDING: Final = _object(
    id=TEXT,
    version=WHOLE,
    number=TEXT,
    merged_into=_or_null(TEXT),
    intent=_of(words.Intent),
    state=_of(words.State),
    outcome=_or_null(TEXT),
    unit=_or_null(TEXT),
    due_at=_or_null(MOMENT),
    closed_at=_or_null(MOMENT),
    answers=_list(_object(at=MOMENT, unit=TEXT, words=TEXT)),
    hash=TEXT,
)
SHAPES: Final[dict[str, Json]] = {
    "Me": _object(
        name=TEXT,
        unit=_object(code=TEXT, name=TEXT),
        role=TEXT,
        area_code=TEXT,
        rights=_object(report=FLAG, read=FLAG, move=FLAG),
        per_minute=WHOLE,
        expires_at=MOMENT,
    ),
    "Kinds": _object(
        edition=WHOLE,
        kinds=_list(
            _object(
                code=TEXT,
                name=TEXT,
                group=TEXT,
                family=_of(words.Family),
                intent=_of(words.Intent),
                severity=_of(words.Severity),
            )
        ),
    ),
    "Areas": _object(
        areas=_list(_object(code=TEXT, name=TEXT, parent=_or_null(TEXT), lng=DEGREES, lat=DEGREES))
    ),
    "Units": _object(
        units=_list(_object(code=TEXT, name=TEXT, kind=TEXT, area_code=TEXT, parent=_or_null(TEXT)))
    ),
    "MatterRow": _object(**_ROW),
    "MatterList": _object(matters=_list(ref("MatterRow")), next=_or_null(TEXT)),
    "Matter": _object(
        **_ROW,
        description=TEXT,
        moves=_list({"type": "string", "enum": list(OFFERED)}),
        steps=_list(_object(at=MOMENT, deed=TEXT, unit=TEXT)),
        remarks=_list(_object(at=MOMENT, unit=TEXT, public=FLAG, words=TEXT)),
        attachments=_list(
            _object(sha256=TEXT, name=TEXT, media_type=TEXT, size=WHOLE, stage=TEXT, at=MOMENT)
        ),
    ),
    "Done": _object(**_DONE),
    "Standing": _STANDING,
    "HandedOver": _object(
        how={"type": "string", "enum": ["new", "changed", "again", "late"]},
        ignored=_list(TEXT),
        standing=ref("Standing"),
    ),
    "Received": _object(present=FLAG),
    "OpinionIndex": _object(
        count=WHOLE, cases=_list(_object(id=TEXT, version=WHOLE, state=TEXT, hash=TEXT))
    ),
    "Comparison": _object(
        at=MOMENT,
        ours=WHOLE,
        theirs=WHOLE,
        differences=_list(_object(id=TEXT, what=_of(What), ours=TEXT, theirs=TEXT)),
    ),
    "Attached": _object(**_DONE, sha256=TEXT),
    "Problem": {
        "type": "object",
        "properties": {
            "error": TEXT | {"description": "A word for the program."},
            "text": TEXT | {"description": "A sentence for a person."},
            "field": TEXT | {"description": "The entry that is meant."},
            "retry_after": WHOLE | {"description": "Seconds until it may come again."},
        },
        "required": ["error", "text"],
        "additionalProperties": False,
    },
}
