"""The words for what is wrong with an import or a deed, for screens and the command line."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as mark

from gege.territory.rules.problems import Problem, RefusedError

SENTENCES = {
    "adjusted_on_weekday": mark("an adjusted workday must be a Saturday or Sunday"),
    "bad_code": mark("“%(code)s” is not an area code (%(why)s)"),
    "bad_hours": mark("these working hours cannot be: %(why)s"),
    "bad_kind": mark("“%(given)s” is not a kind of grid; known are: %(known)s"),
    "bad_name": mark("“%(name)s” is not a name: 1 to %(most)s printable characters"),
    "chain_broken": mark("the grid has no full chain community, township, county above it"),
    "changed_meanwhile": mark("somebody changed the areas after this was checked; check it again"),
    "code_twice": mark("the code %(code)s stands twice, first at %(first)s"),
    "code_used": mark("this code is or was in use; take a new one"),
    "column_twice": mark("the column “%(column)s” stands twice"),
    "community_not_drawn": mark("the community has no boundary; add its outline to the file"),
    "county_unknown": mark("the county %(county)s is not there yet; give its name"),
    "date_twice": mark("the date stands twice"),
    "department_code_is_digits": mark("the code of a department needs letters"),
    "ends_too_early": mark("it began on %(begun)s and cannot end on or before that day"),
    "file_cut": mark("the file breaks off here; ask for it again"),
    "file_empty": mark("the file has no rows"),
    "file_too_big": mark("the file has %(bytes)s bytes; at most %(most)s are read"),
    "gap": mark("%(area)s m² belong to no grid, near longitude %(lng)s, latitude %(lat)s"),
    "grid_not_drawn": mark("the grid has no boundary"),
    "in_other": mark("the grid lies in another community: %(other)s"),
    "invalid_ring": mark("the outline crosses or touches itself: %(why)s"),
    "no_column": mark("no column %(wanted)s; the header has: %(seen)s"),
    "no_community": mark("the community %(community)s of grid %(code)s does not exist"),
    "no_days": mark("no days are named"),
    "no_grids": mark("the community has no grids"),
    "no_name": mark("a new grid needs a name"),
    "no_parent": mark("the area above, %(parent)s, does not exist"),
    "no_properties": mark("the feature has no properties"),
    "no_source": mark("name the notice, in 120 characters at most"),
    "no_such_area": mark("there is no such area"),
    "no_such_grid": mark("there is no such grid"),
    "no_such_unit": mark("there is no such unit"),
    "not_a_division": mark("%(code)s is a grid; this list has counties, townships, committees"),
    "not_a_polygon": mark("an area is one Polygon, not “%(given)s”"),
    "not_a_position": mark("a corner is not a pair of numbers"),
    "not_degrees": mark(
        "%(x)s, %(y)s are not degrees; export the file with longitude and latitude"
    ),
    "not_geojson": mark("this is not a GeoJSON FeatureCollection"),
    "not_joined": mark("the grids do not share a border"),
    "not_json": mark("this is not JSON; it may be cut off"),
    "not_text": mark("this is not a text file"),
    "not_utf8": mark("a GeoJSON file is in UTF-8"),
    "orphan": mark("the township %(parent)s of %(code)s is not there"),
    "other_community": mark("this code is not a grid of the same community"),
    "other_county": mark("%(code)s is not in the county %(county)s"),
    "outside": mark("%(area)s m² lie outside the community %(community)s"),
    "overlap": mark("overlaps with %(other)s on %(area)s m²"),
    "platform_unit_ends_with_area": mark("a centre, station or grid ends with its area only"),
    "ring_open": mark("the outline is not closed"),
    "row_cut": mark("the row has %(cells)s cells, the header %(header)s; is the file cut off?"),
    "row_too_long": mark("the row has %(cells)s cells, the header %(header)s"),
    "succession_loop": mark("the successor %(successor)s leads back to the unit itself"),
    "successor_level": mark("%(code)s and its successor %(successor)s are not of one level"),
    "successor_of_nothing": mark("%(code)s does not end in this list"),
    "successor_twice": mark("%(code)s → %(successor)s stands twice"),
    "successor_unknown": mark("the successor %(code)s does not exist"),
    "swapped": mark("longitude and latitude are exchanged: %(lng)s, %(lat)s"),
    "too_few_parts": mark("two grids or more are needed"),
    "too_many_corners": mark("an outline has at most %(most)s corners"),
    "too_many_rows": mark("at most %(most)s rows are read"),
    "township_empty": mark("the list has no committee in %(code)s; is it cut off?"),
    "unit_code_taken": mark("another unit has this code"),
    "unknown_crs": mark("the file names the coordinate system %(crs)s, which is not known here"),
    "unknown_crs_option": mark("not a coordinate system known here; known are: %(known)s"),
    "unknown_encoding": mark("neither UTF-8 nor GBK from here on"),
    "wrong_community": mark("grid %(code)s says it is in %(community)s, its code says otherwise"),
    "wrong_kind_of_day": mark("“%(given)s” does not fit the day of the week"),
    "wrong_parent": mark("%(code)s stands under %(parent)s, its code says otherwise"),
    "year_out_of_reach": mark("the calendar reaches from %(first)s to %(last)s"),
}


def explain(problem: Problem) -> str:
    """One problem as a sentence in the language in force, with its place before it."""
    words = _(SENTENCES[problem.kind]) % dict(problem.detail)
    return f"{problem.where}: {words}" if problem.where else words


def explain_all(error: RefusedError) -> list[str]:
    """Every problem of a refusal as a sentence."""
    return [explain(problem) for problem in error.problems]
