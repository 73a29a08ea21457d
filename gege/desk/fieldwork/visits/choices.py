"""What there is to choose from when a visit is planned: grids, points, people in reach."""

from datetime import date, datetime

from django.utils import timezone

from gege.fieldwork.api import grids_of, points_of
from gege.kernel.area_codes import Level
from gege.staff.api import Actor, Role, people_at_units
from gege.territory.api import Atlas

Choices = list[tuple[str, str]]
_POINTS_WITHIN = (Level.COMMUNITY, Level.GRID)
"""Points are chosen from a list within a community; above it there are too many."""


def grids(by: Actor, atlas: Atlas, language: str, today: date) -> Choices:
    """Return the grids a visit may be in; a department's cadre serves its whole area."""
    if by.is_department:
        found = [
            one
            for one in atlas.areas(Level.GRID)
            if one.valid_on(today) and one.code.startswith(by.area_code)
        ]
    else:
        found = list(grids_of(by, atlas, today))
    return [(one.code, atlas.label(one.code, language)) for one in found]


def points(by: Actor, atlas: Atlas, language: str, today: date) -> dict[str, tuple[str, str]]:
    """Return points by uid: the grid each lies in, and its name with the grid's."""
    if len(by.area_code) not in _POINTS_WITHIN or by.is_department:
        return {}
    codes = [one.code for one in grids_of(by, atlas, today)]
    found = {}
    for point in points_of(codes, today):
        grid = atlas.area(point.area_code)
        where = f"{grid.name(language)} · " if grid and len(codes) > 1 else ""
        found[str(point.uid)] = (point.area_code, f"{where}{point.name}")
    return found


def people(by: Actor, atlas: Atlas, language: str, now: datetime, *, cadres: bool) -> Choices:
    """Return who may be sent or may keep in touch: the people of the area, oneself first.

    With `cadres` everybody in the area; otherwise its grid workers and station clerks.
    """
    today = timezone.localdate(now)
    units = {
        one.id: one
        for one in atlas.units()
        if one.valid_on(today) and one.area_code.startswith(by.area_code or "-")
    }
    roles = () if cadres else (Role.GRID_WORKER, Role.STATION_CLERK)
    found = people_at_units(list(units), now, roles)
    chosen = {str(by.account_id): by.name} if cadres else {}
    for unit_id in sorted(found, key=lambda one: units[one].code):
        for person in found[unit_id]:
            if person.role is not Role.ADMINISTRATOR:
                name = f"{person.name} · {units[unit_id].short(language)}"
                chosen.setdefault(str(person.account_id), name)
    return list(chosen.items())
