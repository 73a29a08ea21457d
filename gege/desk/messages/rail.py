"""The rail's entries of messages."""

from django.utils.translation import gettext_lazy as _

from gege.desk.messages.calls import CALLERS
from gege.desk.messages.rule_pages import READERS
from gege.desk.messages.sent import OVERSEERS
from gege.desk.navigation import Entry, add
from gege.desk.rail_groups import Group


def register() -> None:
    """Put calls, what was sent and the rules into the rail."""
    line = Group.LINE
    callers, overseers, readers = (
        frozenset(str(role) for role in roles) for roles in (CALLERS, OVERSEERS, READERS)
    )
    add(
        Entry("calls", _("Calls to make"), "messages:calls", "", callers, line, rank=44),
        Entry("sent", _("Messages sent"), "messages:sent", "", overseers, line, rank=46),
        Entry(
            "notice_rules",
            _("Rules of notices"),
            "messages:rules",
            "",
            readers,
            Group.SETTING_UP,
            rank=56,
        ),
    )
