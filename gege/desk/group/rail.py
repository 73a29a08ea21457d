"""The rail's entry of leading groups."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.staff.api import Role


def register() -> None:
    """Put the groups into the rail of the county's centre; members come by their notices."""
    add(
        Entry(
            "groups",
            _("Leading groups"),
            "group:list",
            roles=frozenset(
                {
                    str(Role.COUNTY_SUPERVISOR),
                    str(Role.COUNTY_DISPATCHER),
                    str(Role.ELECTRONIC_SUPERVISOR),
                }
            ),
            group=Group.OVERSIGHT,
            rank=40,
            covers=("/supervision/meetings",),
        )
    )
