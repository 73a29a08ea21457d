"""`patrol_start`, `check_in`, `track`, `patrol_end`, `excuse`: walking the grid (R-080).

A position reaches the platform in `track` and `check_in` only. Both name a patrol, and the deeds
keep nothing that lies outside of it.
"""

from __future__ import annotations

from typing import Any, Final

from gege.field.messages.doing import Doing, Done
from gege.field.messages.errors import Malformed
from gege.field.messages.reading import Body, moment_of, number_of
from gege.fieldwork import api as fieldwork
from gege.kernel.coordinates import Point

START: Final = frozenset({"uid", "grid"})
CHECK_IN: Final = frozenset({"patrol", "point", "how", "lng", "lat", "note"})
TRACK: Final = frozenset({"patrol", "positions"})
END: Final = frozenset({"patrol", "note"})
EXCUSE: Final = frozenset({"uid", "grid", "day", "half", "reason", "note"})
MOST_POSITIONS: Final = 2000


def patrol_start(one: Doing, body: Body) -> Done:
    """Begin a patrol of the grid at the time of the doing."""
    uid, grid = body.needed_key("uid"), body.text("grid", most=15)
    actor = one.actor(grid)
    made = fieldwork.start_patrol(
        uid, area_code=grid or actor.area_code, at=one.at, by=actor, now=one.now
    )
    return Done(_subject(made.uid))


def check_in(one: Doing, body: Body) -> Done:
    """Pass a point; where the phone was is compared with it and not kept."""
    patrol = body.needed_key("patrol")
    fieldwork.check_in(
        patrol,
        point=body.needed_key("point"),
        at=one.at,
        how=body.text("how", most=10, needed=True),
        position=body.point(),
        note=body.text("note", most=200),
        by=one.actor(),
        now=one.now,
    )
    return Done(_subject(patrol))


def track(one: Doing, body: Body) -> Done:
    """Keep those positions that lie within the patrol."""
    patrol = body.needed_key("patrol")
    rows = body.rows("positions", MOST_POSITIONS)
    fixes = [_fix(one, row, f"positions.{place}") for place, row in enumerate(rows)]
    kept = fieldwork.track(patrol, positions=fixes, by=one.actor(), now=one.now)
    return Done(_subject(patrol), more={"kept": kept.kept, "left_out": kept.left_out})


def patrol_end(one: Doing, body: Body) -> Done:
    """End the patrol at the time of the doing."""
    patrol = body.needed_key("patrol")
    fieldwork.end_patrol(
        patrol, at=one.at, note=body.text("note", most=500), by=one.actor(), now=one.now
    )
    return Done(_subject(patrol))


def excuse(one: Doing, body: Body) -> Done:
    """Ask that a half-day does not count; the station decides."""
    uid, grid, day = body.needed_key("uid"), body.text("grid", most=15), body.day("day")
    if day is None:
        raise Malformed("day", "needed")
    actor = one.actor(grid)
    made = fieldwork.excuse(
        uid,
        area_code=grid or actor.area_code,
        day=day,
        half=body.text("half", most=10),
        reason=body.text("reason", most=12, needed=True),
        note=body.text("note", most=200),
        by=actor,
        now=one.now,
    )
    return Done(f"excuse:{made.uid}")


def _fix(one: Doing, row: Any, where: str) -> fieldwork.Fix:
    """Read [at, lng, lat, accuracy]; the time is the phone's, put on the platform's clock."""
    if not isinstance(row, list) or not 3 <= len(row) <= 4:
        raise Malformed(where)
    at = one.corrected(moment_of(row[0], where))
    lng, lat = number_of(row[1], where), number_of(row[2], where)
    accuracy = number_of(row[3], where) if len(row) == 4 and row[3] is not None else None
    return fieldwork.Fix(at, Point(lng, lat), accuracy)


def _subject(uid: Any) -> str:
    return f"patrol:{uid}"
