"""Patrols, excuses, points and field rules: their addresses, and who opens them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import uuid4

from gege.fieldwork import api as field
from gege.fieldwork.api import CheckPoint, Excuse, FieldRules, FieldRulesEdition, Fix, Patrol
from gege.kernel.coordinates import Point
from gege.matters.api import local_date
from gege.staff.api import SYSTEM
from tests.cast import GRID, centre_of
from tests.matters.play import Play

Row = tuple[int, frozenset[str], int]

WORKERS = frozenset({"grid_worker", "second_grid_worker"})
STATIONS = frozenset({"station_clerk", "second_station_clerk", "stranger"})
TOWNSHIPS = frozenset({"township_operator", "strange_township_operator"})
COUNTY = frozenset({"county_dispatcher", "county_supervisor"})
PLATFORMS = STATIONS | TOWNSHIPS | COUNTY
READERS = PLATFORMS | {"electronic_supervisor"}
OUTDOORS = READERS | WORKERS
OVER_THE_GRID = frozenset({"station_clerk", "township_operator"}) | COUNTY
AT_THE_PATROL = OVER_THE_GRID | {"grid_worker", "electronic_supervisor"}
ADMINISTRATOR = frozenset({"administrator"})

TABLE: Mapping[str, Row] = {
    "fieldwork:patrols": (200, OUTDOORS, 404),
    "fieldwork:patrols-export": (200, OUTDOORS, 404),
    "fieldwork:patrol-days": (200, OUTDOORS, 404),
    "fieldwork:patrol-days-export": (200, OUTDOORS, 404),
    "fieldwork:patrol": (200, AT_THE_PATROL, 404),
    "fieldwork:track": (200, frozenset({"station_clerk"}), 404),
    "fieldwork:excuses": (200, OUTDOORS, 404),
    "fieldwork:new-excuse": (200, WORKERS | STATIONS | TOWNSHIPS, 404),
    "fieldwork:decide-excuse": (200, AT_THE_PATROL, 404),
    "fieldwork:points": (200, OUTDOORS, 404),
    "fieldwork:points-export": (200, OUTDOORS, 404),
    "fieldwork:new-point": (200, PLATFORMS, 404),
    "fieldwork:points-import": (200, PLATFORMS, 404),
    # Nothing was uploaded.
    "fieldwork:points-preview": (404, OUTDOORS, 404),
    "fieldwork:point": (200, OVER_THE_GRID, 404),
    # A method that an address does not know is refused before the point is looked for.
    "fieldwork:end-point": (405, PLATFORMS, 404),
    "fieldwork:rules": (200, READERS | ADMINISTRATOR, 404),
    "fieldwork:edit-rules": (200, ADMINISTRATOR, 404),
    "fieldwork:rules-edition": (200, READERS | ADMINISTRATOR, 404),
}


def arguments_for(name: str, play: Play) -> dict[str, Any] | None:
    """The arguments that an address of this table takes; None for one that takes none."""
    if name in ("fieldwork:patrol", "fieldwork:track"):
        return {"uid": _patrol(play).uid}
    if name == "fieldwork:decide-excuse":
        return {"uid": _excuse(play).uid}
    if name in ("fieldwork:point", "fieldwork:end-point"):
        return {"uid": _point(play).uid}
    if name == "fieldwork:rules-edition":
        return {"number": _edition(play)}
    return None


def _patrol(play: Play) -> Patrol:
    """A patrol of the first grid that is over, with a position."""
    found = Patrol.objects.first()
    if found is not None:
        return found
    by, began = play.cast.grid_worker, play.now - timedelta(minutes=40)
    patrol = field.start_patrol(uuid4(), area_code=GRID, at=began, by=by, now=began)
    fix = Fix(began + timedelta(minutes=5), Point(*centre_of(GRID)))
    field.track(patrol.uid, positions=[fix], by=by, now=play.now)
    return field.end_patrol(patrol.uid, at=play.now, by=by, now=play.now)


def _excuse(play: Play) -> Excuse:
    """A half-day of the first grid that waits for a decision."""
    return Excuse.objects.first() or field.excuse(
        uuid4(),
        area_code=GRID,
        day=local_date(play.now),
        half="afternoon",
        reason="leave",
        by=play.cast.grid_worker,
        now=play.now,
    )


def _point(play: Play) -> CheckPoint:
    """A point of the first grid."""
    return CheckPoint.objects.first() or field.add_point(
        area_code=GRID, name="1号楼", by=play.cast.station_clerk, now=play.now
    )


def _edition(play: Play) -> int:
    """An edition of the field rules."""
    found = FieldRulesEdition.objects.first()
    if found is not None:
        return found.number
    return field.publish_field_rules(
        FieldRules(least_points=4), note="first", by=SYSTEM, now=play.now
    )
