"""The rail's entries of briefings and digests."""

from django.utils.translation import gettext_lazy as _

from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group
from gege.supervision.api import BRIEFING_READERS


def register() -> None:
    """Put the briefings into the rail; digests stand beside them as a tab."""
    add(
        Entry(
            "briefings",
            _("Briefings"),
            "briefings:list",
            roles=frozenset(str(role) for role in BRIEFING_READERS),
            group=Group.OVERSIGHT,
            rank=41,
            covers=("/supervision/digests", "/setup/topics"),
        ),
        Entry(
            "topics",
            _("Topics of opinions"),
            "briefings:topics",
            roles=frozenset({"administrator"}),
            group=Group.SETTING_UP,
            rank=58,
        ),
    )
