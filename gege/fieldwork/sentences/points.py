"""What is said of check-in points and their lists."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: Final[Mapping[str, Promise | str]] = {
    "name_taken": _("There is a point of this name in the grid already."),
    "code_taken": _("Another point has this code: %(name)s in grid %(grid)s."),
    "half_a_position": _("A position has a longitude and a latitude; one of them is missing."),
    "not_a_number": _("“%(given)s” is not a number."),
    "outside_grid": _(
        "This position lies in %(grid)s, not in the grid of the point. Is the coordinate system "
        "right?"
    ),
    "outside_county": _(
        "This position lies in no grid of the county. Is the coordinate system right?"
    ),
    "swapped_in_grid": _(
        "Longitude and latitude are exchanged: the other way round the position lies in %(grid)s."
    ),
    "unknown_crs": _("“%(given)s” is not a coordinate system known here; known are: %(known)s."),
    "unknown_kind": _("“%(given)s” is not a kind of point; known are: %(known)s."),
    "name_twice": _("The name “%(name)s” stands twice in this grid, first at %(first)s."),
    "code_twice": _("The code “%(code)s” stands twice, first at %(first)s."),
    "ended_already": _("This point was given up already."),
    "no_column": _("There is no column %(wanted)s; the first line has: %(seen)s."),
    "column_twice": _("The column “%(column)s” stands twice."),
    "row_cut": _("The row has %(cells)s cells, the first line %(header)s; is the file cut off?"),
    "row_too_long": _("The row has %(cells)s cells, the first line %(header)s."),
    "too_many_rows": _("At most %(most)s rows are read."),
    "file_empty": _("The file has no rows."),
    "file_too_big": _("The file is larger than %(most)s MB."),
    "unknown_encoding": _("The file is neither UTF-8 nor GBK."),
    "not_json": _("This is not JSON; it may be cut off."),
    "not_geojson": _("This is not a GeoJSON FeatureCollection."),
    "not_a_point": _("A check-in point is one Point, not “%(given)s”."),
    "grid_not_yours": _("Grid %(given)s is not in your area."),
    "changed_meanwhile": _("Somebody changed the points after this was checked; check it again."),
}
