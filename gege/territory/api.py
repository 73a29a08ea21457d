"""The door of the territory: who and what lies where, and which days are worked."""

from gege.territory.actions.divide_grid import divide_grid, merge_grids
from gege.territory.actions.import_divisions import import_divisions, read_divisions
from gege.territory.actions.import_grids import import_grids, read_grids
from gege.territory.actions.set_calendar import (
    end_season,
    load_years,
    set_calendar_days,
    set_working_hours,
)
from gege.territory.actions.set_pilot import set_pilot
from gege.territory.actions.units import dissolve_unit, open_department, set_contacts
from gege.territory.demonstration import demonstration_county
from gege.territory.editions import (
    AREAS,
    CALENDAR,
    Editions,
    atlas,
    bump,
    calendar,
    load_atlas,
    load_calendar,
    read_editions,
)
from gege.territory.messages import explain, explain_all
from gege.territory.models import WorkingHours
from gege.territory.queries import (
    calendar_days,
    month_day,
    pilot_units_lacking,
    spans_of,
    unannounced_years,
    working_hours,
)
from gege.territory.rules.atlas import Atlas, Misplaced, Placing
from gege.territory.rules.division_report import DivisionLimits, GridReport, division_report
from gege.territory.rules.divisions import DivisionPlan
from gege.territory.rules.drawings import Drawing, crs_named, read_drawings
from gege.territory.rules.facts import AreaFacts, UnitFacts
from gege.territory.rules.grid_plan import GridPlan, check_coverage
from gege.territory.rules.neighbours import neighbours_of
from gege.territory.rules.problems import Problem, RefusedError, problem
from gege.territory.rules.sheets import Line, SourceFile, read_sheet

__all__ = [
    "AREAS",
    "CALENDAR",
    "AreaFacts",
    "Atlas",
    "DivisionLimits",
    "DivisionPlan",
    "Drawing",
    "Editions",
    "GridPlan",
    "GridReport",
    "Line",
    "Misplaced",
    "Placing",
    "Problem",
    "RefusedError",
    "SourceFile",
    "UnitFacts",
    "WorkingHours",
    "atlas",
    "bump",
    "calendar",
    "calendar_days",
    "check_coverage",
    "crs_named",
    "demonstration_county",
    "dissolve_unit",
    "divide_grid",
    "division_report",
    "end_season",
    "explain",
    "explain_all",
    "import_divisions",
    "import_grids",
    "load_atlas",
    "load_calendar",
    "load_years",
    "merge_grids",
    "month_day",
    "neighbours_of",
    "open_department",
    "pilot_units_lacking",
    "problem",
    "read_divisions",
    "read_drawings",
    "read_editions",
    "read_grids",
    "read_sheet",
    "set_calendar_days",
    "set_contacts",
    "set_pilot",
    "set_working_hours",
    "spans_of",
    "unannounced_years",
    "working_hours",
]
