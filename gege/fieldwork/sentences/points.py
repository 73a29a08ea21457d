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
    "no_properties_here": _("The feature has no properties."),
    "rows_are_wrong": _("%(total)s things are wrong with the file. The first: %(first)s"),
    "not_a_point": _("A check-in point is one Point, not “%(given)s”."),
    "no_grid": _("The row names no grid, and has no position to find it by."),
    "grid_not_yours": _("Grid %(given)s is not in your area."),
    "changed_meanwhile": _("Somebody changed the points after this was checked; check it again."),
}
