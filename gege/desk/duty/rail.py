"""The rail's entries of duty."""

from django.utils.translation import gettext_lazy as _

from gege.desk.duty.roles import READERS
from gege.desk.duty.rule_pages import READERS as RULE_READERS
from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group


def register() -> None:
    """Put duty and its rules into the rail."""
    readers = frozenset(str(role) for role in READERS)
    add(
        Entry("duty", _("Duty"), "duty:overview", "", readers, Group.WORK, rank=31),
        Entry(
            "duty_rules",
            _("Rules of duty"),
            "duty:rules",
            "",
            frozenset(str(role) for role in RULE_READERS),
            Group.SETTING_UP,
            rank=57,
        ),
    )
