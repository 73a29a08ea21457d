"""A terminal comes into somebody's hands: handed over with a code, bound at the first log-in."""

import secrets
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from gege.fieldwork.actions.entries import words
from gege.fieldwork.actions.terminal_step import facts_of, mark_of, silence, terminal_step
from gege.fieldwork.editions import current_rules
from gege.fieldwork.errors import Invalid, Refused
from gege.fieldwork.models import Terminal
from gege.fieldwork.queries.terminals import hash_of_token, in_use, stream_of
from gege.fieldwork.rules.terminals import (
    CODE_HOURS,
    CODE_LENGTH,
    CODE_SIGNS,
    MOST_IN_USE,
    TerminalDeed,
    code_is_over,
    typed_code,
)
from gege.fieldwork.rules.words import TerminalState
from gege.staff.api import Account, Actor, Role, account_with_posts
from gege.territory.api import read_editions
from gege.trail.api import record


def hand_over(uid: UUID, *, account_id: int, by: Actor, now: datetime) -> str:
    """Give an office terminal to a person; return the code that binds it, told once.

    The code is good for 24 hours, for this person only. Whoever held the terminal before holds
    it no longer: its secret is taken back. Raises NotFound, Refused, Invalid("account_id").
    """
    code = "".join(secrets.choice(CODE_SIGNS) for _ in range(CODE_LENGTH))
    with terminal_step(uid, TerminalDeed.HAND_OVER, by=by, now=now) as one:
        _check_receiver(account_id, by, now)
        silence(one, TerminalDeed.HAND_OVER, now)
        one.state, one.account_id = TerminalState.STOCK, account_id
        one.last_contact_at = one.password_seen_at = None
        one.waiting = 0
        one.enrol_hash = _hash_of_code(code, one)
        one.enrol_until = now + timedelta(hours=CODE_HOURS)
    return code


def enrol(
    account: Account,
    *,
    code: str,
    label: str,
    app_version: str,
    by: Actor,
    now: datetime,
    former: Terminal | None = None,
) -> tuple[Terminal, str]:
    """Bind a device to the person whose password was just seen; return it and its secret.

    With a code it is the terminal that was handed over; without one, where the county allows
    it, an own phone. `former` is the terminal that the device was until now: logging in anew on
    it needs no other row and no other code. When the answer was lost on its way, the same log-in
    binds the same row again, until the device is heard of. Raises Refused: `code_needed`,
    `code_wrong`, `too_many_terminals`, `not_your_role`.
    """
    if by.account_id != account.pk:
        raise Refused("not_your_role")
    label = words("label", label[:80], most=80, lines=False)
    version = words("app_version", app_version[:20], most=20, lines=False)
    with transaction.atomic():
        Account.objects.select_for_update().filter(pk=account.pk).values_list("pk").first()
        found = _device(account, typed_code(code), label, former, by, now)
        before = facts_of(found) if found.pk else {}
        if found.state != TerminalState.IN_USE and in_use(account.pk) >= MOST_IN_USE:
            raise Refused("too_many_terminals", most=MOST_IN_USE)
        token = secrets.token_urlsafe(32)
        found.token_hash, found.password_mark = hash_of_token(token), mark_of(account)
        if found.state != TerminalState.IN_USE:
            found.since = now
        found.state, found.password_seen_at, found.app_version = TerminalState.IN_USE, now, version
        found.model = found.model or label
        found.save()
        record(
            stream=stream_of(found),
            deed=str(TerminalDeed.ENROL),
            by=by.signature(),
            now=now,
            before=before,
            after=facts_of(found),
            more={"own_phone": found.own_phone, "app_version": version},
        )
    return found, token


def _device(
    account: Account, code: str, label: str, former: Terminal | None, by: Actor, now: datetime
) -> Terminal:
    """Return the row that a device is bound to; a new one for an own phone."""
    if code:
        return _handed_over(account.pk, code, now)
    if former is not None:
        same = Terminal.objects.select_for_update().filter(
            pk=former.pk, account_id=account.pk, state=TerminalState.IN_USE
        )
        found = same.first()
        if found is not None:
            return found
    if current_rules(read_editions()).terminals_by_code:
        raise Refused("code_needed")
    return _own_phone(account, label, by)


def _handed_over(account_id: int, code: str, now: datetime) -> Terminal:
    """Return the terminal that was handed to this person with this code."""
    waiting = Terminal.objects.select_for_update().filter(account_id=account_id).exclude(
        enrol_hash=""
    )  # fmt: skip
    for one in waiting.filter(state__in=(TerminalState.STOCK, TerminalState.IN_USE)):
        if code_is_over(one.enrol_until, now):
            continue
        if constant_time_compare(one.enrol_hash, _hash_of_code(code, one)):
            return one
    raise Refused("code_wrong")


def _own_phone(account: Account, label: str, by: Actor) -> Terminal:
    """Return a new row for an own phone, or the row whose secret never reached the phone."""
    never_heard = Terminal.objects.select_for_update().filter(
        account_id=account.pk,
        own_phone=True,
        model=label,
        state=TerminalState.IN_USE,
        last_contact_at=None,
    )
    return never_heard.order_by("-pk").first() or Terminal(
        own_phone=True, model=label, account_id=account.pk, unit_id=by.unit_id, state=""
    )


def _check_receiver(account_id: int, by: Actor, now: datetime) -> None:
    """Raise unless an active person with a post in reach gets it, who has room for one more."""
    found = account_with_posts(account_id, now)
    posts = found[1] if found else ()
    everywhere = by.is_system or by.role is Role.ADMINISTRATOR
    if not any(
        everywhere or (not post.is_department and post.area_code.startswith(by.area_code))
        for post in posts
    ):
        raise Invalid("account_id", "nobody_to_hand_over_to")
    if in_use(account_id) >= MOST_IN_USE:
        raise Invalid("account_id", "too_many_terminals", most=MOST_IN_USE)


def _hash_of_code(code: str, one: Terminal) -> str:
    return salted_hmac(f"gege.terminal.{one.uid}", code, algorithm="sha256").hexdigest()
