"""The rail's entry of cameras, with the requests that wait for a department."""

from collections.abc import Mapping
from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add, count_with
from gege.desk.rail_groups import Group
from gege.staff.access import ActorRequest
from gege.staff.api import Role
from gege.supervision.api import CAMERA_READERS, views_waiting


def register() -> None:
    """Put the cameras into the rail."""
    add(
        Entry(
            "cameras",
            _("Cameras"),
            "cameras:list",
            roles=frozenset(str(role) for role in CAMERA_READERS if role is not Role.GRID_WORKER),
            group=Group.OVERSIGHT,
            rank=43,
            covers=("/supervision/views",),
        )
    )
    count_with(_counts)


def _counts(request: HttpRequest) -> Mapping[str, int]:
    actor = cast(ActorRequest, request).actor
    if actor.role is not Role.DEPARTMENT_OFFICER:
        return {}
    return {"cameras": views_waiting(actor)}
