"""`visit`: a visit was made, planned before or not (R-106)."""

from datetime import datetime
from typing import Any, Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed, Overtaken
from gege.field.messages.reading import Body
from gege.field.sentences import sentence
from gege.fieldwork import api as fieldwork
from gege.staff.api import Actor

FIELDS: Final = frozenset(
    {
        "uid",
        "version",
        "grid",
        "purpose",
        "purpose_note",
        "state",
        "words",
        "next_on",
        "point",
        "door",
        "who",
        "phone",
        "link",
        "confirm",
    }
)
_CONFIRM: Final = frozenset({"how", "code", "at"})


def visit(one: Doing, body: Body) -> Done:
    """Write the visit with the time of the doing; raises Overtaken when somebody was faster."""
    uid, grid = body.needed_key("uid"), body.text("grid", most=15)
    actor = one.actor(grid)
    try:
        made = fieldwork.make_visit(
            uid,
            area_code=grid or actor.area_code,
            purpose=body.text("purpose", most=12),
            purpose_note=body.text("purpose_note", most=200),
            state=body.text("state", most=10, needed=True),
            at=one.at,
            words=body.text("words", most=2000),
            next_on=body.day("next_on"),
            point=body.key("point"),
            door=body.text("door", most=40),
            who=body.text("who", most=60),
            phone=body.text("phone", most=30),
            link=body.key("link"),
            confirm=_confirm(one, body),
            seen=body.whole("version", 1, 2**31 - 1),
            by=actor,
            now=one.now,
        )
    except fieldwork.Stale:
        raise Overtaken(sentence("stale"), _present(uid, actor)) from None
    return Done(f"visit:{made.uid}", made.version, more={"confirmed": made.confirm_how})


def _confirm(one: Doing, body: Body) -> tuple[str, str, datetime] | None:
    """Return what the resident said, its time on the platform's clock as well."""
    parts = body.parts("confirm")
    if parts is None:
        return None
    parts.only(_CONFIRM)
    said_at = parts.moment("at")
    how = parts.text("how", most=8, needed=True)
    if said_at is None:
        raise Malformed("confirm.at", "needed")
    return how, parts.text("code", most=20), one.corrected(said_at)


def _present(uid: Any, actor: Actor) -> dict[str, Any]:
    found = fieldwork.visit_by_uid(uid, actor)
    names = fieldwork.names
    return {
        "state_text": str(names.name_of(names.VISIT_STATES, found.state)),
        "version": found.version,
        "moves": [],
    }
