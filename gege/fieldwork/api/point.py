"""Check-in points: what is kept, how it is imported, who sees it."""

from gege.fieldwork.actions.import_points import (
    Imported,
    PlannedPoint,
    PointPlan,
    import_points,
    plan_points,
)
from gege.fieldwork.actions.keep_points import add_point, amend_point, end_point
from gege.fieldwork.actions.point_facts import KEEPERS
from gege.fieldwork.models import CheckPoint
from gege.fieldwork.queries.points import (
    PointLine,
    PointPage,
    counts_by_grid,
    point_by_code,
    point_by_uid,
    points_of,
    points_page,
)

__all__ = [
    "KEEPERS",
    "CheckPoint",
    "Imported",
    "PlannedPoint",
    "PointLine",
    "PointPage",
    "PointPlan",
    "add_point",
    "amend_point",
    "counts_by_grid",
    "end_point",
    "import_points",
    "plan_points",
    "point_by_code",
    "point_by_uid",
    "points_of",
    "points_page",
]
