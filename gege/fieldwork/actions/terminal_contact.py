"""A terminal speaks: what the platform notes of it, and when it wants the password again."""

from datetime import datetime

from django.utils.crypto import constant_time_compare

from gege.fieldwork.actions.terminal_step import mark_of, terminal_step
from gege.fieldwork.editions import current_rules
from gege.fieldwork.models import Terminal
from gege.fieldwork.rules.field_rules import FieldRules
from gege.fieldwork.rules.terminals import TerminalDeed, is_silent
from gege.fieldwork.rules.words import TerminalState
from gege.staff.api import Actor
from gege.territory.api import read_editions

MOST_WAITING = 2**31 - 1


def password_again(terminal: Terminal, *, now: datetime, rules: FieldRules | None = None) -> bool:
    """Tell whether its holder must give the password again: it was changed, or the terminal silent.

    Ask BEFORE `contact`, which would end the silence. Changes nothing; no statement beside the
    rules, when the terminal came with its account.
    """
    if terminal.account is None or not constant_time_compare(
        terminal.password_mark, mark_of(terminal.account)
    ):
        return True
    days = (rules or current_rules(read_editions())).terminal_silent_days
    return is_silent(terminal.last_contact_at, terminal.password_seen_at, now, days)


def renew(terminal: Terminal, *, by: Actor, now: datetime) -> None:
    """Note that the holder gave the password again; the silence is over."""
    with terminal_step(terminal.uid, TerminalDeed.RENEW, by=by, now=now) as one:
        one.password_seen_at = now
        if one.account is not None:
            one.password_mark = mark_of(one.account)


def contact(terminal_id: int, *, app_version: str, waiting: int, now: datetime) -> bool:
    """Note when a terminal was heard of, its app and how many messages wait on it; ONE statement.

    False, and nothing noted, for a terminal that may not speak. No line of the ledger: a sync is
    no deed. From the first contact on the code of the hand-over is used up.
    """
    speaking = Terminal.objects.filter(pk=terminal_id, state=TerminalState.IN_USE)
    return bool(
        speaking.update(
            last_contact_at=now,
            app_version="".join(sign for sign in app_version if sign.isprintable())[:20],
            waiting=min(max(waiting, 0), MOST_WAITING),
            enrol_hash="",
            enrol_until=None,
        )
    )
