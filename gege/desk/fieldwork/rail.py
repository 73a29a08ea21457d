"""The rail's entries of field work: one for those who work, one for who sets the rules."""

from django.utils.translation import gettext_lazy as _

from gege.desk.fieldwork.tabs import OUTDOORS
from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.staff.api import Role


def register() -> None:
    """Put field work into the rail; its parts are tabs."""
    add(
        Entry(
            "field_work",
            _("Field work"),
            "fieldwork:patrols",
            roles=frozenset(str(role) for role in OUTDOORS),
            group=Group.WORK,
            rank=30,
            covers=("/field-work/", "/campaigns"),
        ),
        Entry(
            "keeping_in_touch",
            _("Keeping in touch"),
            "visits:links",
            roles=frozenset({str(Role.DEPARTMENT_OFFICER)}),
            group=Group.WORK,
            rank=30,
            covers=("/field-work/",),
        ),
        Entry(
            "terminals",
            _("Terminals"),
            "terminals:list",
            roles=frozenset({str(Role.ADMINISTRATOR)}),
            group=Group.SETTING_UP,
            rank=55,
        ),
        Entry(
            "field_rules",
            _("Field rules"),
            "fieldwork:rules",
            roles=frozenset({str(Role.ADMINISTRATOR)}),
            group=Group.SETTING_UP,
            rank=56,
        ),
    )
