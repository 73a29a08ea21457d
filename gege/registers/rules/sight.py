"""Who sees what: role, reach and level as one table (domain 5.15, design 5).

A *reach* is how a reader's post stands to a record. What no row names is absent. `Sight` says how a
value is drawn, `Opens` what it takes to see it whole; every opening is written to the access log.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gege.registers.rules.declaration import COMMUNITY, Field, Level, Register, Side


class Reach(StrEnum):
    """How a reader stands to a record."""

    OWN_GRID = "own_grid"
    COMMUNITY = "community"
    AREA = "area"
    OWN_REGISTER = "own_register"
    GRANTED = "granted"
    SUPERVISION = "supervision"
    OWN_DATA = "own_data"
    NONE = "none"


class Sight(StrEnum):
    """How a value is drawn. A pseudonym tells two people apart and names neither."""

    WHOLE = "whole"
    MASKED = "masked"
    PSEUDONYM = "pseudonym"
    HIDDEN = "hidden"
    ABSENT = "absent"


class Opens(StrEnum):
    """What it takes to see a value whole."""

    NOTHING = "nothing"
    PURPOSE = "purpose"
    CASE = "case"
    PURPOSE_AND_FACTOR = "purpose_and_factor"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Seen:
    """The answer for one field of one record."""

    sight: Sight
    opens: Opens

    @property
    def may_be_opened(self) -> bool:
        return self.opens not in (Opens.NOTHING, Opens.NEVER)


_WHOLE: Final = Seen(Sight.WHOLE, Opens.NOTHING)
_ABSENT: Final = Seen(Sight.ABSENT, Opens.NEVER)
_BY_PURPOSE: Final = Seen(Sight.MASKED, Opens.PURPOSE)
_BY_CASE: Final = Seen(Sight.MASKED, Opens.CASE)
_BY_FACTOR: Final = Seen(Sight.HIDDEN, Opens.PURPOSE_AND_FACTOR)
_SEALED: Final = Seen(Sight.HIDDEN, Opens.NEVER)
_NOBODY: Final = Seen(Sight.PSEUDONYM, Opens.NEVER)

TABLE: Final[Mapping[Reach, tuple[Seen, Seen, Seen, Seen]]] = {
    Reach.OWN_GRID: (_WHOLE, _WHOLE, _BY_PURPOSE, _BY_FACTOR),
    Reach.COMMUNITY: (_WHOLE, _WHOLE, _BY_PURPOSE, _BY_FACTOR),
    Reach.AREA: (_WHOLE, _WHOLE, _BY_CASE, _SEALED),
    Reach.OWN_REGISTER: (_WHOLE, _WHOLE, _BY_PURPOSE, _BY_FACTOR),
    Reach.GRANTED: (_WHOLE, _BY_PURPOSE, _BY_PURPOSE, _BY_FACTOR),
    Reach.SUPERVISION: (_WHOLE, _WHOLE, _NOBODY, _SEALED),
    Reach.OWN_DATA: (_WHOLE, _ABSENT, _WHOLE, _WHOLE),
    Reach.NONE: (_WHOLE, _ABSENT, _ABSENT, _ABSENT),
}
"""Columns are the levels 0 to 3. Two cells are narrowed by `seen`: the grid worker's and the
community's sight of sensitive fields."""

REACH_OF_ROLE: Final[Mapping[str, Reach]] = {
    "grid_worker": Reach.OWN_GRID,
    "station_clerk": Reach.COMMUNITY,
    "township_operator": Reach.AREA,
    "county_dispatcher": Reach.AREA,
    "county_supervisor": Reach.AREA,
    "electronic_supervisor": Reach.SUPERVISION,
}
"""Reach by the area of the post. Departments reach registers, not areas; the hotline and the
administrators reach nothing that belongs to a person (separate duties)."""


def level_of(field: Field, *, child: bool) -> Level:
    """Return a field's level for one record: what is personal of a child under 14 is sensitive.

    Source: personal information law, article 28.
    """
    if child and field.level is Level.PERSONAL:
        return Level.SENSITIVE
    return field.level


def seen(field: Field, register: Register, reach: Reach, *, child: bool = False) -> Seen:
    """Return how a reader of this reach sees a field."""
    level = level_of(field, child=child)
    cell = TABLE[reach][level]
    if level is not Level.SENSITIVE:
        return cell
    if reach is Reach.OWN_GRID and Side.FIELD not in field.collectors:
        return _SEALED
    if reach is Reach.COMMUNITY and COMMUNITY not in register.stewards:
        return _SEALED
    return cell


def reach_of(
    *,
    role: str,
    area_code: str,
    record_area: str,
    department: str,
    register: Register,
    granted: bool,
) -> Reach:
    """Return how a post stands to a record of a register.

    `area_code` is the post's scope as a path; a department's is the county or township it serves.
    `granted` tells that a live entry of the sharing catalogue names this department.
    """
    inside = bool(area_code) and record_area.startswith(area_code)
    if role == "department_officer":
        if not inside:
            return Reach.NONE
        if department in register.departments():
            return Reach.OWN_REGISTER
        return Reach.GRANTED if granted else Reach.NONE
    return REACH_OF_ROLE.get(role, Reach.NONE) if inside else Reach.NONE


def department_of(unit_code: str) -> str:
    """Return the department of a unit: a branch carries its name before the hyphen."""
    return unit_code.partition("-")[0]
