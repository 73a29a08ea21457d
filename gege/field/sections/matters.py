"""The matters of the worker's grids: what is open, what was closed lately (R-039, R-063)."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import Case, F, Value, When, Window
from django.db.models.functions import RowNumber
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from gege.field.moves import shown
from gege.field.scene import Scene
from gege.matters import api as matters
from gege.matters.api import Attachment, Light, Matter, Move, State, names
from gege.staff.api import ROLE_NAMES, Actor, Role
from gege.trail.api import Entry

MOST_OPEN: Final = 300
MOST_CLOSED: Final = 30
CLOSED_DAYS: Final = 7
MOST_STEPS: Final = 8
LONGEST_WORDS: Final = 300


def open_matters(scene: Scene) -> list[dict[str, Any]]:
    """Return the open matters, the worker's own first, then those closed within a week."""
    rows = _rows(scene)
    moves = _moves(rows, scene)
    steps, photos = _steps(rows), _photos(rows)
    return [
        _matter(
            one, scene, moves.get(one.pk, ()), steps.get(one.stream, []), photos.get(one.pk, [])
        )
        for one in rows
    ]


def present(matter: Matter, actor: Actor, scene: Scene) -> dict[str, Any]:
    """Return how a matter stands now, for a worker who was overtaken."""
    possible = matters.moves_of_many([matter], actor, scene.where)[matter.pk]
    return {
        "state_text": str(names.name_of(names.STATES, matter.state)),
        "version": matter.version,
        "moves": shown(matter, possible, scene.where.tier(matter.holder_id)),
    }


def _rows(scene: Scene) -> list[Matter]:
    units = [actor.unit_id for actor in scene.held]
    mine = Case(When(holder_id__in=units, then=Value(0)), default=Value(1))
    grids = Matter.objects.filter(area_code__in=scene.codes).defer("search")
    opened = matters.open_rows(grids).order_by(mine, F("step_due_at").asc(nulls_last=True), "-id")
    since = scene.now - timedelta(days=CLOSED_DAYS)
    closed = grids.filter(closed_at__gte=since).order_by("-closed_at", "-id")
    return [*opened[:MOST_OPEN], *closed[:MOST_CLOSED]]


def _moves(rows: Sequence[Matter], scene: Scene) -> dict[int, tuple[Move, ...]]:
    found: dict[int, tuple[Move, ...]] = {}
    for actor in scene.held:
        here = [one for one in rows if one.area_code == actor.area_code and not one.ended]
        found |= matters.moves_of_many(here, actor, scene.where)
    return found


def _steps(rows: Sequence[Matter]) -> dict[str, list[dict[str, Any]]]:
    """Return the newest lines of every matter, newest first; one statement."""
    place = Window(RowNumber(), partition_by=F("stream"), order_by=F("seq").desc())
    lines = (
        Entry.objects.filter(stream__in=[one.stream for one in rows])
        .annotate(place=place)
        .filter(place__lte=MOST_STEPS)
        .order_by("stream", "-seq")
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for line in lines:
        found.setdefault(line.stream, []).append(_step(line))
    return found


def _step(line: Entry) -> dict[str, Any]:
    said = json.loads(line.payload)
    role = str(ROLE_NAMES[Role(line.role)]) if line.role in set(Role) else ""
    system = line.role == Role.SYSTEM
    return {
        "at": _moment(line.at),
        "text": str(names.name_of(names.DEEDS, line.deed)),
        "who": role if system or not role else f"{line.name} · {role}",
        "words": str(said.get("reason") or said.get("words") or "")[:LONGEST_WORDS],
    }


def _photos(rows: Sequence[Matter]) -> dict[int, list[dict[str, str]]]:
    found: dict[int, list[dict[str, str]]] = {}
    files = Attachment.objects.filter(
        matter__in=[one.pk for one in rows], media_type__startswith="image/"
    )
    for pk, sha256, stage in files.order_by("id").values_list("matter_id", "sha256", "stage"):
        found.setdefault(pk, []).append({"sha256": sha256, "stage": stage})
    return found


def _matter(
    one: Matter,
    scene: Scene,
    possible: Sequence[Move],
    steps: list[dict[str, Any]],
    photos: list[dict[str, str]],
) -> dict[str, Any]:
    where, book = scene.where, scene.where.book_of(one)
    light = _light(one, scene.now)
    due = one.due_at if one.ended else one.step_due_at or one.due_at
    kind = book.kind(one.kind) if book.has(one.kind) else None
    return {
        "number": one.number,
        "version": one.version,
        "title": one.title,
        "kind": one.kind,
        "kind_name": kind.name(scene.language) if kind else one.kind,
        "intent": one.intent,
        "severity": one.severity,
        "state": one.state,
        "state_text": str(names.name_of(names.STATES, one.state)),
        "light": light,
        "light_text": str(names.name_of(names.LIGHTS, light)) if light in set(Light) else "",
        "due_at": _moment(one.due_at),
        "due_text": "" if one.ended else _due(due),
        "step_due_at": _moment(one.step_due_at),
        "mine": one.holder_id in {actor.unit_id for actor in scene.held},
        "grid": one.area_code,
        "place": where.atlas.label(one.area_code, scene.language),
        "address": one.address,
        "lng": one.lng,
        "lat": one.lat,
        "description": one.description,
        "reported_at": _moment(one.reported_at),
        "closed_at": _moment(one.closed_at),
        "moves": [] if one.ended else shown(one, possible, where.tier(one.holder_id)),
        "steps": steps,
        "photos": photos,
    }


def _light(one: Matter, now: datetime) -> str:
    """Return the light as the desk draws it, with the two states beside the lights."""
    if one.state == State.PAUSED:
        return "paused"
    light = matters.light_of(one.clock, now)
    return "ended" if one.ended and light is Light.NONE else str(light)


def _due(moment: datetime | None) -> str:
    """Say until when; the phone says how long that is, for it knows what time it is there."""
    if moment is None:
        return ""
    return _("by %(moment)s") % {"moment": f"{localtime(moment):%m-%d %H:%M}"}


def _moment(moment: datetime | None) -> str | None:
    return localtime(moment).isoformat(timespec="seconds") if moment else None
