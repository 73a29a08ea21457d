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


def or_null(shape: Json) -> Json:
    return shape | {"type": [shape["type"], "null"]}


def one_of(vocabulary: Any) -> Json:
    return {"type": "string", "enum": [str(one) for one in vocabulary]}


def object_with(**fields: Json) -> Json:
    """An object that has all of these fields and no others."""
    return {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }


def list_of(shape: Json) -> Json:
    return {"type": "array", "items": shape}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


DEGREES: Final = or_null({"type": "number"})
_ROW: Final[dict[str, Json]] = {
    "number": TEXT,
    "version": WHOLE,
    "title": TEXT,
    "kind": TEXT,
    "kind_name": TEXT,
    "intent": one_of(words.Intent),
    "severity": one_of(words.Severity),
    "channel": one_of(words.Channel),
    "state": one_of(words.State),
    "light": one_of(Light),
    "outcome": or_null(TEXT),
    "area_code": TEXT,
    "place": TEXT,
    "placed": FLAG,
    "address": TEXT,
    "lng": DEGREES,
    "lat": DEGREES,
    "holder": or_null(TEXT),
    "reported_at": MOMENT,
    "due_at": or_null(MOMENT),
    "step_due_at": or_null(MOMENT),
    "settled_at": or_null(MOMENT),
    "closed_at": or_null(MOMENT),
}
_DONE: Final[dict[str, Json]] = {
    "number": TEXT,
    "version": WHOLE,
    "again": FLAG | {"description": "The key was used before, for the same: nothing was done."},
}
_STANDING: Final = object_with(
    id=TEXT,
    version=WHOLE,
    number=TEXT,
    merged_into=or_null(TEXT),
    intent=one_of(words.Intent),
    state=one_of(words.State),
    outcome=or_null(TEXT),
    unit=or_null(TEXT),
    due_at=or_null(MOMENT),
    closed_at=or_null(MOMENT),
    answers=list_of(object_with(at=MOMENT, unit=TEXT, words=TEXT)),
    hash=TEXT,
)
SHAPES: Final[dict[str, Json]] = {
    "Me": object_with(
        name=TEXT,
        unit=object_with(code=TEXT, name=TEXT),
        role=TEXT,
        area_code=TEXT,
        rights=object_with(report=FLAG, read=FLAG, move=FLAG, exchange=FLAG),
        per_minute=WHOLE,
        expires_at=MOMENT,
    ),
    "Kinds": object_with(
        edition=WHOLE,
        kinds=list_of(
            object_with(
                code=TEXT,
                name=TEXT,
                group=TEXT,
                family=one_of(words.Family),
                intent=one_of(words.Intent),
                severity=one_of(words.Severity),
            )
        ),
    ),
    "Areas": object_with(
        areas=list_of(
            object_with(code=TEXT, name=TEXT, parent=or_null(TEXT), lng=DEGREES, lat=DEGREES)
        )
    ),
    "Units": object_with(
        units=list_of(
            object_with(code=TEXT, name=TEXT, kind=TEXT, area_code=TEXT, parent=or_null(TEXT))
        )
    ),
    "DailyFiles": object_with(
        days=list_of(
            object_with(
                day=TEXT,
                edition=WHOLE,
                reason=or_null(TEXT),
                form=TEXT,
                lines=WHOLE,
                json_sha256=TEXT,
                csv_sha256=TEXT,
                made_at=MOMENT,
            )
        )
    ),
    "DailyDocument": object_with(
        form=TEXT,
        county=TEXT,
        day=TEXT,
        counts=list_of(
            object_with(
                township=TEXT,
                kind=TEXT,
                family=one_of(words.Family),
                tier=TEXT,
                light=TEXT,
                measure=TEXT,
                count=WHOLE,
            )
        ),
        indicators=list_of(
            {
                "type": "object",
                "properties": {
                    "township": TEXT,
                    "indicator": TEXT,
                    "denominator": or_null(WHOLE),
                    "numerator": or_null(WHOLE),
                    "median_seconds": or_null(WHOLE),
                    "ninetieth_seconds": or_null(WHOLE),
                    "kept_back": FLAG,
                },
                "required": ["township", "indicator", "denominator", "kept_back"],
                "additionalProperties": False,
            }
        ),
    ),
    "MatterRow": object_with(**_ROW),
    "MatterList": object_with(matters=list_of(ref("MatterRow")), next=or_null(TEXT)),
    "Matter": object_with(
        **_ROW,
        description=TEXT,
        moves=list_of({"type": "string", "enum": list(OFFERED)}),
        steps=list_of(object_with(at=MOMENT, deed=TEXT, unit=TEXT)),
        remarks=list_of(object_with(at=MOMENT, unit=TEXT, public=FLAG, words=TEXT)),
        attachments=list_of(
            object_with(sha256=TEXT, name=TEXT, media_type=TEXT, size=WHOLE, stage=TEXT, at=MOMENT)
        ),
    ),
    "Done": object_with(**_DONE),
    "Standing": _STANDING,
    "HandedOver": object_with(
        how={"type": "string", "enum": ["new", "changed", "again", "late"]},
        ignored=list_of(TEXT),
        standing=ref("Standing"),
    ),
    "Received": object_with(present=FLAG),
    "OpinionIndex": object_with(
        count=WHOLE, cases=list_of(object_with(id=TEXT, version=WHOLE, state=TEXT, hash=TEXT))
    ),
    "Comparison": object_with(
        at=MOMENT,
        ours=WHOLE,
        theirs=WHOLE,
        differences=list_of(object_with(id=TEXT, what=one_of(What), ours=TEXT, theirs=TEXT)),
    ),
    "Attached": object_with(**_DONE, sha256=TEXT),
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
