"""The rail's entry of the registers."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.desk.registers.tabs import READING
from gege.staff.api import Role


def register() -> None:
    """Put the registers into the rail; their parts are tabs."""
    add(
        Entry(
            "registers",
            _("Registers"),
            "registers:index",
            roles=frozenset(str(role) for role in READING),
            group=Group.WORK,
            rank=35,
            covers=("/registers",),
        ),
        Entry(
            "register_contract",
            _("Registers"),
            "registers:declared",
            roles=frozenset({str(Role.ADMINISTRATOR)}),
            group=Group.SETTING_UP,
            rank=57,
            covers=("/registers",),
        ),
    )
