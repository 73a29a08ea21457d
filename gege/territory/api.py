"""The door of the territory: who and what lies where, and which days are worked."""

from gege.territory.actions.set_pilot import set_pilot
from gege.territory.actions.units import dissolve_unit, open_department, set_contacts
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
from gege.territory.queries import pilot_units_lacking, unannounced_years
from gege.territory.rules.atlas import Atlas, Misplaced, Placing
from gege.territory.rules.facts import AreaFacts, UnitFacts
from gege.territory.rules.problems import Problem, RefusedError

__all__ = [
    "AREAS",
    "CALENDAR",
    "AreaFacts",
    "Atlas",
    "Editions",
    "Misplaced",
    "Placing",
    "Problem",
    "RefusedError",
    "UnitFacts",
    "atlas",
    "bump",
    "calendar",
    "dissolve_unit",
    "load_atlas",
    "load_calendar",
    "open_department",
    "pilot_units_lacking",
    "read_editions",
    "set_contacts",
    "set_pilot",
    "unannounced_years",
]
