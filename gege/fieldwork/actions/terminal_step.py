"""What every deed on a terminal does: lock, ask the rule, write, one line of the ledger."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from gege.fieldwork.errors import Refused
from gege.fieldwork.models import DeadToken, Terminal
from gege.fieldwork.queries.terminals import MANAGING, stream_of, terminal_by_uid
from gege.fieldwork.rules.terminals import TerminalDeed, problem_of
from gege.staff.api import Account, Actor, Role
from gege.trail.api import record


@contextmanager
def terminal_step(
    uid: UUID, deed: TerminalDeed, *, by: Actor, now: datetime, more: dict[str, Any] | None = None
) -> Iterator[Terminal]:
    """Open a deed on one terminal: the block changes the row, the end saves and records it.

    Raises NotFound out of scope and Refused when the rule or the role forbids it.
    """
    with transaction.atomic():
        one = terminal_by_uid(uid, by, now=now, lock=True)
        may_do(deed, one, by)
        problem = problem_of(deed, one.state, own_phone=one.own_phone, held=bool(one.account_id))
        if problem:
            raise Refused(problem)
        before = facts_of(one)
        yield one
        if (one.state, one.account_id) != (before["state"], before["holder"]):
            one.since = now
        one.save()
        record(
            stream=stream_of(one),
            deed=str(deed),
            by=by.signature(),
            now=now,
            before=before,
            after=facts_of(one),
            more=more,
        )


def may_do(deed: TerminalDeed, one: Terminal, by: Actor) -> None:
    """Raise Refused when a role may not do it. The holder may report the loss and leave."""
    if by.is_system or by.role is Role.ADMINISTRATOR:
        return
    mine = one.account_id is not None and one.account_id == by.account_id
    if mine and deed in (TerminalDeed.LOSE, TerminalDeed.LEAVE, TerminalDeed.RENEW):
        return
    if by.role in MANAGING and deed not in (TerminalDeed.RETIRE, TerminalDeed.LEAVE):
        return
    raise Refused("not_your_role")


def facts_of(one: Terminal) -> dict[str, Any]:
    """Return what the ledger keeps of a terminal; never a secret or its hash."""
    return {"state": str(one.state), "holder": one.account_id}


def mark_of(account: Account) -> str:
    """Return a mark of the account's present password, from which nothing of it can be told."""
    return account.get_session_auth_hash()


def silence(one: Terminal, deed: TerminalDeed, now: datetime) -> None:
    """Take a device's secret and its code back. It is told to wipe itself when it speaks next."""
    if one.token_hash:
        DeadToken.objects.create(token_hash=one.token_hash, terminal=one, at=now, why=str(deed))
    one.token_hash = one.enrol_hash = one.password_mark = ""
    one.enrol_until = None
