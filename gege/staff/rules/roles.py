"""The roles of the platform and the units they sit in (R-031, R-085; domain 5.15)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """What a person is while acting under a post.

    `SYSTEM` signs for timers and set-up only, `RESIDENT` for somebody without an account who acts
    on what they reported themselves (decision 0025).
    """

    GRID_WORKER = "grid_worker"
    STATION_CLERK = "station_clerk"
    TOWNSHIP_OPERATOR = "township_operator"
    COUNTY_SUPERVISOR = "county_supervisor"
    COUNTY_DISPATCHER = "county_dispatcher"
    DEPARTMENT_OFFICER = "department_officer"
    HOTLINE_OPERATOR = "hotline_operator"
    ELECTRONIC_SUPERVISOR = "electronic_supervisor"
    ADMINISTRATOR = "administrator"
    SYSTEM = "system"
    RESIDENT = "resident"


POSTLESS: Final[tuple[Role, ...]] = (Role.SYSTEM, Role.RESIDENT)
"""Roles that no post gives."""

POST_ROLES: Final[tuple[Role, ...]] = tuple(role for role in Role if role not in POSTLESS)
"""Every role a person can hold, in the order of the tiers."""

COUNTY_CENTRE: Final = "county_centre"
TOWNSHIP_CENTRE: Final = "township_centre"
STATION: Final = "station"
GRID: Final = "grid"
DEPARTMENT: Final = "department"

UNIT_KIND_OF: Final[Mapping[Role, str]] = {
    Role.GRID_WORKER: GRID,
    Role.STATION_CLERK: STATION,
    Role.TOWNSHIP_OPERATOR: TOWNSHIP_CENTRE,
    Role.COUNTY_SUPERVISOR: COUNTY_CENTRE,
    Role.COUNTY_DISPATCHER: COUNTY_CENTRE,
    Role.DEPARTMENT_OFFICER: DEPARTMENT,
    Role.HOTLINE_OPERATOR: COUNTY_CENTRE,
    Role.ELECTRONIC_SUPERVISOR: COUNTY_CENTRE,
    Role.ADMINISTRATOR: COUNTY_CENTRE,
}

READ_ONLY: Final[frozenset[Role]] = frozenset({Role.ELECTRONIC_SUPERVISOR})
"""Roles that read everything about process and write nothing (R-085)."""

ACTING: Final[tuple[Role, ...]] = tuple(
    role for role in POST_ROLES if role not in READ_ONLY | {Role.ADMINISTRATOR}
)
"""Roles that move matters; administrators set the platform up and see no matter."""


def fits(role: Role, unit_kind: str) -> bool:
    """Tell whether a post of `role` may sit in a unit of `unit_kind`."""
    return UNIT_KIND_OF.get(role) == unit_kind


def may_write(role: Role) -> bool:
    """Tell whether a role may change anything besides its holder's own account."""
    return role not in READ_ONLY
