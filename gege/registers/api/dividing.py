"""How the grids are divided, what their work is made of, and what could be changed (R-033)."""

from gege.registers import division_names
from gege.registers.actions.follow_divisions import follow_divisions
from gege.registers.actions.publish_division_rules import publish_division_rules
from gege.registers.books import division_rules
from gege.registers.models import DivisionEdition
from gege.registers.queries.redividing import Redivision, redivision
from gege.registers.queries.workload import Division, GridWork, division_of
from gege.registers.rules.division_rules import RANGES as DIVISION_RANGES
from gege.registers.rules.division_rules import DivisionRules
from gege.registers.rules.redividing import Handing, Proposal, Way

__all__ = [
    "DIVISION_RANGES",
    "Division",
    "DivisionEdition",
    "DivisionRules",
    "GridWork",
    "Handing",
    "Proposal",
    "Redivision",
    "Way",
    "division_names",
    "division_of",
    "division_rules",
    "follow_divisions",
    "publish_division_rules",
    "redivision",
]
