"""The rail's entry of the handbook: everybody reads it."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group


def register() -> None:
    """Put the handbook into the rail."""
    add(Entry("handbook", _("Handbook"), "handbook:list", group=Group.WORK, rank=32))
