"""What stands around a record, at a door and in a search."""

from gege.registers.protection.searches import seal_search, unseal_search
from gege.registers.queries.around.building import BuildingPlan, building_plan
from gege.registers.queries.around.dwelling import Stay, stays_of
from gege.registers.queries.around.grid import GridView, grid_view
from gege.registers.queries.around.household import records_of_household
from gege.registers.queries.around.naming import Naming, naming
from gege.registers.queries.around.reach import record_in_reach, with_merged
from gege.registers.queries.around.whereabouts import Whereabouts, linked_records, whereabouts
from gege.registers.queries.at_the_door import Door, doors_at, doors_stamp
from gege.registers.queries.finding_anywhere import FoundAnywhere, Hits, find_anywhere
from gege.registers.rules.building_plan import Room, Storey, Unit

__all__ = [
    "BuildingPlan",
    "Door",
    "FoundAnywhere",
    "GridView",
    "Hits",
    "Naming",
    "Room",
    "Stay",
    "Storey",
    "Unit",
    "Whereabouts",
    "building_plan",
    "doors_at",
    "doors_stamp",
    "find_anywhere",
    "grid_view",
    "linked_records",
    "naming",
    "record_in_reach",
    "records_of_household",
    "seal_search",
    "stays_of",
    "unseal_search",
    "whereabouts",
    "with_merged",
]
