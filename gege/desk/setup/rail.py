"""The rail's entries of the set-up."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.desk.setup.books import READERS
from gege.staff.api import Role


def register() -> None:
    """Put the set-up into the rail: all of it for administrators, what is read for supervisors."""
    group = Group.SETTING_UP
    readers = frozenset(str(role) for role in READERS)
    administrators = frozenset({str(Role.ADMINISTRATOR)})
    add(
        Entry("rulebook", _("Rulebook"), "setup:rulebook", "", readers, group, rank=52),
        Entry("calendar", _("Working calendar"), "setup:calendar", "", readers, group, rank=53),
        Entry("territory", _("Territory"), "setup:territory", "", administrators, group, rank=54),
        Entry(
            "departments", _("Departments"), "setup:departments", "", administrators, group, rank=55
        ),
    )
