"""The cast itself: everybody stands where the other tests expect them."""

from gege.staff.api import POST_ROLES
from tests.cast import GRID, HOUSING, TOWN, Cast


def test_every_role_has_somebody(cast: Cast) -> None:
    assert {actor.role for actor in cast.people.values()} == set(POST_ROLES)


def test_people_act_in_their_units(cast: Cast) -> None:
    assert cast.grid_worker.unit_code == GRID
    assert cast.grid_worker.area_code == GRID
    assert cast.township_operator.area_code == TOWN
    assert cast.department_officer.unit_code == HOUSING
    assert cast.department_officer.is_department
    assert cast.town_branch_officer.area_code == TOWN
