"""Points of a grid that ended (divided, merged) move to the grid that they lie in now (R-036)."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db import transaction

from gege.fieldwork.actions.keep_points import change
from gege.fieldwork.actions.point_facts import facts_of
from gege.fieldwork.errors import Invalid
from gege.fieldwork.models import CheckPoint
from gege.kernel.coordinates import Crs, Point
from gege.matters.api import local_date
from gege.staff.api import SYSTEM
from gege.territory.api import Atlas, load_atlas

BATCH: Final = 200


def resettle_points(
    *, now: datetime, after: int = 0, atlas: Atlas | None = None
) -> tuple[int, int]:
    """Move some living points out of grids that have ended, by their position.

    Returns the last id that was looked at (0 at the end) and how many moved. A point without a
    position, in no grid, or whose name the new grid has, stays: the list of its station says so.
    """
    whole, today = atlas or load_atlas(), local_date(now)
    moved = 0
    with transaction.atomic():
        codes = set(CheckPoint.objects.filter(valid_to=None).values_list("area_code", flat=True))
        ended = [code for code in codes if whole.area(code, today) is None]
        rows = CheckPoint.objects.select_for_update().filter(
            valid_to=None, area_code__in=ended, id__gt=after, lng__isnull=False
        )
        found = list(rows.order_by("id")[:BATCH])
        for point in found:
            assert point.lng is not None
            assert point.lat is not None
            grid = whole.grid_at(Point(point.lng, point.lat), Crs.WGS84, today)
            if grid is None:
                continue
            try:
                with transaction.atomic():
                    facts = replace(facts_of(point), area_code=grid.code)
                    change(point, facts, by=SYSTEM, now=now)
            except Invalid:
                continue
            moved += 1
    return (found[-1].pk if len(found) == BATCH else 0), moved
