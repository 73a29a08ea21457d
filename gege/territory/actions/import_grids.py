"""Deed: bring the grids of communities to the state of a drawing (R-033, R-034, R-035)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gege.kernel.area_codes import parent_of
from gege.territory.editions import atlas, read_editions
from gege.territory.models import Area, AreaName
from gege.territory.rules.drawings import Drawing
from gege.territory.rules.grid_plan import GridPlan, plan_grids
from gege.territory.rules.problems import RefusedError
from gege.territory.rules.sheets import SourceFile
from gege.territory.rules.topology import DEFAULT_TOLERANCE_M
from gege.territory.upkeep import (
    NewArea,
    end_areas,
    grouped_codes,
    hold_areas,
    living_areas,
    open_areas,
    rename_unit_of,
)
from gege.trail.api import Signature, record


@dataclass(frozen=True, slots=True)
class ImportedGrids:
    """How many grids an import opened, redrew and ended, and outlines of other areas it set."""

    opened: int
    redrawn: int
    ended: int
    outlines: int


def read_grids(
    files: Sequence[SourceFile], crs: str, tolerance_m: float = DEFAULT_TOLERANCE_M
) -> GridPlan:
    """What the drawings would change now. Saves nothing; two statements at most."""
    editions = read_editions()
    return plan_grids(files, crs, atlas(editions), editions.areas, tolerance_m)


@transaction.atomic
def import_grids(*, plan: GridPlan, on: date, by: Signature, now: datetime) -> ImportedGrids:
    """Carry out a plan as of a day. A grid of the same code keeps its row and is redrawn.

    Raises RefusedError, and saves nothing, when the plan has problems, when the areas changed
    since it was made, or when a grid would end on the day it began.
    """
    if plan.problems:
        raise RefusedError(plan.problems)
    hold_areas(plan.edition)
    drawn = {d.code: d for d in (*plan.outlines, *plan.redrawn)}
    areas = living_areas(drawn)
    before = {code: fingerprint(area.boundary) for code, area in areas.items()}
    for code, area in areas.items():
        _redraw(area, drawn[code], on)
    pilots = dict(
        Area.objects.filter(code__in=plan.communities, valid_to=None).values_list("code", "pilot")
    )
    opened = open_areas([new_area(d, pilot=pilots[parent_of(d.code) or ""]) for d in plan.new], on)
    ended = living_areas(a.code for a in plan.gone)
    end_areas(list(ended.values()), on, {})
    record(
        stream=f"territory:{(plan.communities or tuple(drawn))[0][:6]}",
        deed="import_grids",
        by=by,
        now=now,
        before={"boundaries": before},
        after={
            "on": on.isoformat(),
            "crs": plan.crs,
            "opened": grouped_codes(opened.values()),
            "boundaries": {code: fingerprint(area.boundary) for code, area in areas.items()},
            "ended": grouped_codes(ended.values()),
        },
    )
    return ImportedGrids(len(opened), len(plan.redrawn), len(ended), len(plan.outlines))


def fingerprint(boundary: Any) -> str:
    """A boundary in few letters, for the trail: sixteen hexadecimal digits, empty when undrawn."""
    if boundary is None:
        return ""
    return hashlib.sha256(repr(boundary).encode()).hexdigest()[:16]


def new_area(drawing: Drawing, *, pilot: bool) -> NewArea:
    """The area that a drawing opens."""
    return NewArea(
        code=drawing.code,
        name_zh=drawing.name_zh,
        name_en=drawing.name_en,
        kind=drawing.kind,
        boundary=drawing.boundary,
        centre=drawing.centre,
        pilot=pilot,
    )


def _redraw(area: Area, drawing: Drawing, on: date) -> None:
    area.boundary = drawing.boundary
    area.centre_lng, area.centre_lat = drawing.centre
    fields = ["boundary", "centre_lng", "centre_lat"]
    renamed = drawing.name_zh and drawing.name_zh != area.name_zh and len(drawing.code) == 15
    if renamed:
        former = AreaName.objects.filter(area=area).order_by("-valid_to").first()
        begun = former.valid_to if former else area.valid_from
        if begun < on:
            AreaName.objects.create(
                area=area,
                name_zh=area.name_zh,
                official_zh=area.official_zh,
                valid_from=begun,
                valid_to=on,
            )
        area.name_zh = area.official_zh = drawing.name_zh
        area.name_en = drawing.name_en
        fields += ["name_zh", "official_zh", "name_en"]
    if len(drawing.code) == 15:
        area.kind = drawing.kind
        fields.append("kind")
    area.save(update_fields=fields)
    if renamed:
        rename_unit_of(area, area.parent)
