"""The words for what is wrong with an import or a deed, for screens and the command line."""

from django.utils.translation import gettext_lazy as _

from gege.territory.rules.problems import Problem, RefusedError

SENTENCES = {
    "adjusted_on_weekday": _("an adjusted workday must be a Saturday or Sunday"),
    "bad_code": _("“%(code)s” is not an area code (%(why)s)"),
    "bad_day": _("not a day of the calendar: %(why)s"),
    "bad_hours": _("these working hours cannot be: %(why)s"),
    "bad_kind": _("“%(given)s” is not a kind of grid; known are: %(known)s"),
    "bad_name": _("“%(name)s” is not a name: 1 to %(most)s printable characters"),
    "chain_broken": _("the grid has no full chain community, township, county above it"),
    "changed_meanwhile": _("somebody changed the areas after this was checked; check it again"),
    "code_twice": _("the code %(code)s stands twice, first at %(first)s"),
    "code_used": _("this code is or was in use; take a new one"),
    "column_twice": _("the column “%(column)s” stands twice"),
    "community_not_drawn": _("the community has no boundary; add its outline to the file"),
    "county_there": _("a county is here already"),
    "county_unknown": _("the county %(county)s is not there yet; give its name"),
    "date_twice": _("the date stands twice"),
    "department_code_is_digits": _("the code of a department needs letters"),
    "ends_too_early": _("it began on %(begun)s and cannot end on or before that day"),
    "file_cut": _("the file breaks off here; ask for it again"),
    "file_empty": _("the file has no rows"),
    "file_too_big": _("the file has %(bytes)s bytes; at most %(most)s are read"),
    "gap": _("%(area)s m² belong to no grid, near longitude %(lng)s, latitude %(lat)s"),
    "grid_not_drawn": _("the grid has no boundary"),
    "in_other": _("the grid lies in another community: %(other)s"),
    "invalid_ring": _("the outline crosses or touches itself: %(why)s"),
    "no_column": _("no column %(wanted)s; the header has: %(seen)s"),
    "no_community": _("the community %(community)s of grid %(code)s does not exist"),
    "no_days": _("no days are named"),
    "no_grids": _("the community has no grids"),
    "no_name": _("a new grid needs a name"),
    "no_parent": _("the area above, %(parent)s, does not exist"),
    "no_properties": _("the feature has no properties"),
    "no_source": _("name the notice, in 120 characters at most"),
    "no_such_area": _("there is no such area"),
    "no_such_grid": _("there is no such grid"),
    "no_such_season": _("no working hours begin on this day"),
    "no_such_unit": _("there is no such unit"),
    "not_a_division": _("%(code)s is a grid; this list has counties, townships, committees"),
    "not_a_number": _("“%(given)s” is not a number"),
    "not_a_polygon": _("an area is one Polygon, not “%(given)s”"),
    "not_a_position": _("a corner is not a pair of numbers"),
    "not_degrees": _("%(x)s, %(y)s are not degrees; export the file with longitude and latitude"),
    "not_geojson": _("this is not a GeoJSON FeatureCollection"),
    "not_joined": _("the grids do not share a border"),
    "not_json": _("this is not JSON; it may be cut off"),
    "not_text": _("this is not a text file"),
    "not_utf8": _("a GeoJSON file is in UTF-8"),
    "orphan": _("the township %(parent)s of %(code)s is not there"),
    "other_community": _("this code is not a grid of the same community"),
    "other_county": _("%(code)s is not in the county %(county)s"),
    "outside": _("%(area)s m² lie outside the community %(community)s"),
    "overlap": _("overlaps with %(other)s on %(area)s m²"),
    "platform_unit_ends_with_area": _("a centre, station or grid ends with its area only"),
    "ring_open": _("the outline is not closed"),
    "row_cut": _("the row has %(cells)s cells, the header %(header)s; is the file cut off?"),
    "row_too_long": _("the row has %(cells)s cells, the header %(header)s"),
    "succession_loop": _("the successor %(successor)s leads back to the unit itself"),
    "successor_level": _("%(code)s and its successor %(successor)s are not of one level"),
    "successor_of_nothing": _("%(code)s does not end in this list"),
    "successor_twice": _("%(code)s → %(successor)s stands twice"),
    "successor_unknown": _("the successor %(code)s does not exist"),
    "swapped": _("longitude and latitude are exchanged: %(lng)s, %(lat)s"),
    "too_few_parts": _("two grids or more are needed"),
    "too_many_corners": _("an outline has at most %(most)s corners"),
    "too_many_rows": _("at most %(most)s rows are read"),
    "township_empty": _("the list has no committee in %(code)s; is it cut off?"),
    "unit_code_taken": _("another unit has this code"),
    "unknown_crs": _("the file names the coordinate system %(crs)s, which is not known here"),
    "unknown_crs_option": _("not a coordinate system known here; known are: %(known)s"),
    "unknown_encoding": _("neither UTF-8 nor GBK from here on"),
    "wrong_community": _("grid %(code)s says it is in %(community)s, its code says otherwise"),
    "wrong_kind_of_day": _("“%(given)s” does not fit the day of the week"),
    "wrong_parent": _("%(code)s stands under %(parent)s, its code says otherwise"),
    "year_out_of_reach": _("the calendar reaches from %(first)s to %(last)s"),
}


def explain(problem: Problem) -> str:
    """One problem as a sentence in the language in force, with its place before it."""
    words = str(SENTENCES[problem.kind]) % dict(problem.detail)
    return f"{problem.where}: {words}" if problem.where else words


def explain_all(error: RefusedError) -> list[str]:
    """Every problem of a refusal as a sentence."""
    return [explain(problem) for problem in error.problems]
