"""What a person may see of work outdoors (domain 5.15). Every query of this room begins here.

An area's code is its path, so scope is a beginning of a code: a grid worker sees the own grid, a
station its community, a township its own, the county all.
"""

from collections.abc import Collection
from datetime import date
from typing import Final

from django.db.models import Q

from gege.fieldwork.errors import NotFound
from gege.kernel.area_codes import Level, is_within
from gege.staff.api import Actor, Role
from gege.territory.api import AreaFacts, Atlas

SEEING: Final = frozenset(
    {
        Role.GRID_WORKER,
        Role.STATION_CLERK,
        Role.TOWNSHIP_OPERATOR,
        Role.COUNTY_SUPERVISOR,
        Role.COUNTY_DISPATCHER,
        Role.ELECTRONIC_SUPERVISOR,
    }
)
"""Roles that see work outdoors; administrators configure, call-takers and departments do not."""


def has_scope(by: Actor) -> bool:
    """Tell whether a person sees anything of this room."""
    return by.is_system or (by.role in SEEING and bool(by.area_code) and not by.is_department)


def may_see(by: Actor, area_code: str) -> bool:
    """Tell whether what lies in an area may be read by a person."""
    if by.is_system:
        return True
    return has_scope(by) and is_within(area_code, by.area_code)


def scope_of(by: Actor, column: str = "area_code") -> Q:
    """Return the condition that keeps a query within what a person may see."""
    if by.is_system:
        return Q()
    if not has_scope(by):
        return Q(pk__in=())
    if len(by.area_code) == Level.COUNTY:
        return Q()
    if len(by.area_code) == Level.GRID:
        return Q(**{column: by.area_code})
    return Q(**{f"{column}__startswith": by.area_code})


def within(by: Actor, area_codes: Collection[str]) -> tuple[str, ...]:
    """Return those of some areas that a person may see, in order."""
    return tuple(sorted(code for code in set(area_codes) if may_see(by, code)))


def grids_of(by: Actor, atlas: Atlas, on: date) -> tuple[AreaFacts, ...]:
    """Return the grids in force on a day that a person may see, by code."""
    if not has_scope(by):
        return ()
    grids = atlas.areas_on(on, Level.GRID)
    return tuple(grid for grid in grids if grid.code.startswith(by.area_code))


def grid_by_code(area_code: str, by: Actor, atlas: Atlas, on: date) -> AreaFacts:
    """Return one grid in force on a day; raises NotFound for what is none or out of scope."""
    if not may_see(by, area_code):
        raise NotFound
    area = atlas.area(area_code, on)
    if area is None or area.level != Level.GRID:
        raise NotFound
    return area
