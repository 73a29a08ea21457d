"""The roles in the reader's language (domain section 4)."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gege.staff.rules.roles import POST_ROLES, Role

ROLE_NAMES: Final[Mapping[str, Promise]] = {
    Role.GRID_WORKER: _("grid worker"),
    Role.STATION_CLERK: _("station clerk"),
    Role.TOWNSHIP_OPERATOR: _("township operator"),
    Role.COUNTY_SUPERVISOR: _("county supervisor"),
    Role.COUNTY_DISPATCHER: _("county dispatcher"),
    Role.DEPARTMENT_OFFICER: _("department officer"),
    Role.HOTLINE_OPERATOR: _("hotline operator"),
    Role.ELECTRONIC_SUPERVISOR: _("electronic supervisor"),
    Role.ADMINISTRATOR: _("administrator"),
    Role.SYSTEM: _("the system"),
    Role.RESIDENT: _("resident"),
}


def role_name(role: str) -> str:
    """Return a role's name in the active language; an unknown role as it is written."""
    return str(ROLE_NAMES.get(role, role))


def role_choices() -> list[tuple[str, str]]:
    """Return every role a person can hold with its name, for a form."""
    return [(str(role), role_name(role)) for role in POST_ROLES]
