"""Comparing records: for each rule of 5.14 the records it holds of, whole or around some."""

from collections.abc import Mapping
from typing import Final

from gege.registers.queries.comparing import files, homes, people, places
from gege.registers.queries.comparing.looking import Compare

COMPARE: Final[Mapping[str, Compare]] = {
    "L01": people.same_number,
    "L02": people.same_person_perhaps,
    "L03": people.not_at_home,
    "L04": homes.households,
    "L05": homes.occupancy,
    "L06": places.outside_the_grid,
    "L07": places.safety,
    "L08": places.left_addresses,
    "L09": files.of_the_dead,
    "L11": people.milestones,
    "L12": files.reviews,
    "L13": files.visits,
    "L14": files.children_without_guardian,
    "L15": places.hazards_near_care,
    "L16": places.often_broken,
}

__all__ = ["COMPARE"]
