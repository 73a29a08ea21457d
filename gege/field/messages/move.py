"""`move`: a deed on a matter, by the table of moves that the phone drew its form from."""

from typing import Any, Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed
from gege.field.messages.of_matter import actor_of, overtaken, reference, seen_now, subject_of
from gege.field.messages.reading import Body
from gege.field.moves import DEEDS, WHOLE_NUMBERS, Deed
from gege.matters import api as matters

FIELDS: Final = frozenset({"matter", "move", "fields"})


def move(one: Doing, body: Body) -> Done:
    """Do it with the time of the doing; raises Overtaken when somebody moved it meanwhile."""
    deed = DEEDS.get(body.text("move", most=24, needed=True))
    if deed is None:
        raise Malformed("move", "no_such_move")
    number, seen = reference(one, body)
    entries = _entries(deed, body.parts("fields") or Body({}, "fields"))
    actor = actor_of(one, number)
    if deed.seen:
        if seen is None:
            raise Malformed("matter.version", "version_needed")
        entries["seen"] = seen_now(one, number, seen, actor)
    try:
        matter = deed.act(number, **entries, by=actor, now=one.now, at=one.recent)
    except matters.Stale:
        raise overtaken(one, number, actor) from None
    return Done(subject_of(matter.number), matter.version, matter.number)


def _entries(deed: Deed, given: Body) -> dict[str, Any]:
    """Read the fields of a move: those of the table and no others."""
    given.only(frozenset(field.name for field in deed.fields))
    found: dict[str, Any] = {}
    for field in deed.fields:
        if field.name in WHOLE_NUMBERS:
            number = given.whole(field.name, 1, 1000)
            if number is None:
                raise Malformed(f"fields.{field.name}", "needed")
            found[field.name] = number
        else:
            found[field.name] = given.text(field.name, most=field.most, needed=True)
    return found
