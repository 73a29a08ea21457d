"""Visits due, visits made, and the households a cadre keeps in touch with (R-099, R-104)."""

from typing import Any, Final

from django.utils.timezone import localtime

from gege.field.scene import Scene
from gege.fieldwork import api as fieldwork

MOST_LINKS: Final = 300
MOST_MADE: Final = 20


def visits(scene: Scene) -> dict[str, Any]:
    """Return them of the own grids; the worker reads door, name and telephone openly."""
    due: dict[int, fieldwork.Visit] = {}
    made: dict[int, fieldwork.Visit] = {}
    for actor in scene.held:
        rows = fieldwork.visits_due(
            actor, (actor.area_code,), scene.today, ahead_days=scene.rules.visit_ahead_days
        )
        due |= {one.pk: one for one in rows}
        made |= {one.pk: one for one in fieldwork.visits_made(actor)}
    by_day = sorted(due.values(), key=lambda one: (one.due_on or scene.today, one.pk))
    newest = sorted(made.values(), key=_when_made, reverse=True)[:MOST_MADE]
    links = fieldwork.links_of(scene.account.pk, scene.today, area_codes=scene.codes)[:MOST_LINKS]
    return {
        "due": [_visit(one, scene) for one in by_day],
        "made": [_visit(one, scene) for one in newest],
        "links": [
            {
                "uid": str(line.link.uid),
                "point": str(line.link.point.uid) if line.link.point else None,
                "grid": line.link.area_code,
                "door": line.link.door,
                "who": line.link.who,
                "phone": line.link.phone,
                "due_on": line.due_on.isoformat() if line.due_on else None,
            }
            for line in links
        ],
    }


def _when_made(one: fieldwork.Visit) -> tuple[float, int]:
    return (one.done_at.timestamp() if one.done_at else 0.0, one.pk)


def _visit(one: fieldwork.Visit, scene: Scene) -> dict[str, Any]:
    names = fieldwork.names
    planned = one.done_at is None
    return {
        "uid": str(one.uid),
        "version": one.version,
        "grid": one.area_code,
        "purpose": one.purpose,
        "purpose_label": str(names.name_of(names.PURPOSES, one.purpose)),
        "purpose_note": one.purpose_note,
        "state": one.state,
        "state_text": str(names.name_of(names.VISIT_STATES, one.state)),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "overdue": bool(planned and one.due_on and one.due_on < scene.today),
        "done_at": localtime(one.done_at).isoformat(timespec="seconds") if one.done_at else None,
        "point": str(one.point.uid) if one.point else None,
        "door": one.door,
        "who": one.who,
        "phone": one.phone,
        "words": one.words,
        "service": one.purpose == fieldwork.words.Purpose.SERVICE,
        "confirm_how": one.confirm_how,
        "confirm_text": str(names.name_of(names.CONFIRMS, one.confirm_how)),
        "link": str(one.link.uid) if one.link else None,
    }
