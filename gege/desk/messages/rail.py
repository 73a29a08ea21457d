"""The rail's entries of messages."""

from django.utils.translation import gettext_lazy as _

from gege.desk.messages.calls import CALLERS
from gege.desk.messages.rule_pages import READERS
from gege.desk.messages.sent import OVERSEERS
from gege.desk.navigation import Entry, add


def register() -> None:
    """Put calls, what was sent and the rules into the rail."""
    oversight = _("Oversight")
    callers, overseers, readers = (
        frozenset(str(role) for role in roles) for roles in (CALLERS, OVERSEERS, READERS)
    )
    add(
        Entry("calls", _("Calls to make"), "messages:calls", "", callers, oversight, rank=44),
        Entry("sent", _("Messages sent"), "messages:sent", "", overseers, oversight, rank=46),
        Entry(
            "notice_rules",
            _("Rules of notices"),
            "messages:rules",
            "",
            readers,
            _("Set-up"),
            rank=56,
        ),
    )
