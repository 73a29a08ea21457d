"""The rail's entries of triage help and of repeated matters."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.desk.triage_help.learnt import READERS
from gege.desk.triage_help.repeated import READERS as OF_REPEATED


def register() -> None:
    """Put both into the rail of those who read them."""
    group = Group.OVERSIGHT
    add(
        Entry(
            "repeated",
            _("Repeated matters"),
            "triage:repeated",
            roles=frozenset(str(role) for role in OF_REPEATED),
            group=group,
            rank=41,
        ),
        Entry(
            "triage-help",
            _("Triage help"),
            "triage:learnt",
            roles=frozenset(str(role) for role in READERS),
            group=group,
            rank=42,
        ),
    )
