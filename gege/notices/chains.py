"""The call chain: an instruction without an answer goes to the next channel, then the next person,
at last to the unit's principal (R-075). Time is an argument; each chain is its own transaction."""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q

from gege.notices.editions import current_rules
from gege.notices.models import Chain, Delivery, Mailbox, Message, Notice
from gege.notices.people import (
    Contact,
    Principal,
    Subject,
    clerks_of,
    contacts_of,
    duty_first,
    people_of,
    principal_of,
    subject_of,
)
from gege.notices.planning import Content, reachable, to_accounts, to_number
from gege.notices.rules import Channel, DeliveryState, MessageState
from gege.notices.rules.call_chain import PRINCIPAL, STALE, Reachable, Try, next_try
from gege.notices.rules.notice_rules import NoticeRules

_log: Final = logging.getLogger(__name__)
BATCH: Final = 100
NOBODY: Final = "nobody_answered"


def run_chains(*, now: datetime) -> int:
    """Go on with every chain whose time has come; return how many were looked at.

    One that fails stops only itself and is tried again a minute later.
    """
    due = Chain.objects.filter(ended_at__isnull=True, next_at__lte=now).order_by("next_at", "pk")
    seen = list(due.values_list("pk", "message__subject")[:BATCH])
    rules = current_rules() if seen else NoticeRules()
    for pk, subject in seen:
        try:
            with transaction.atomic():
                _go_on(pk, subject, rules, now)
        except Exception:
            _log.exception("call chain %s could not go on", pk)
            Chain.objects.filter(pk=pk).update(next_at=now + timedelta(minutes=1))
    return len(seen)


def answered(message_id: int, account_id: int, *, now: datetime, channel: Channel) -> None:
    """Note that somebody answered: the chain ends, and the trail says who and by which channel.

    Inside the caller's transaction. What the notice is about is locked first, then its chain, as
    everywhere.
    """
    found = Chain.objects.filter(message_id=message_id, ended_at__isnull=True)
    subject = found.values_list("message__subject", flat=True).first()
    if subject is None:
        return
    about = subject_of(subject, now)
    if found.update(ended_at=now, ended_how="answered") and about is not None:
        contact = contacts_of([account_id]).get(account_id)
        about.write("chain_answered", words=contact.name if contact else "", by_channel=channel)
    # Who was to be tried next need not be disturbed any more.
    waiting = Q(state=DeliveryState.QUEUED) | Q(state=DeliveryState.SENT, channel=Channel.VOICE)
    own = Q(account_id=account_id, channel=channel)
    Delivery.objects.filter(waiting, ~own, message_id=message_id, why="chain").update(
        state=DeliveryState.GIVEN_UP, ended_at=now, error="answered_meanwhile", sealed=""
    )


def _go_on(pk: int, subject: str, rules: NoticeRules, now: datetime) -> None:
    about = subject_of(subject, now)
    chain = (
        Chain.objects.select_for_update(of=("self",))
        .select_related("message")
        .filter(pk=pk, ended_at__isnull=True, next_at__lte=now)
        .first()
    )
    if chain is None:
        return
    wait = timedelta(minutes=rules.answer_minutes)
    message = chain.message
    if about is not None and not about.waits(message.template, message.to_unit_id):
        _end(chain, "moved_on", now)
    elif not chain.done and now - chain.started_at >= STALE:
        _end(chain, "stale", now)
    elif now < chain.started_at + wait:
        chain.next_at = chain.started_at + wait
        chain.save(update_fields=["next_at"])
    elif _was_acknowledged(message.pk):
        _end(chain, "answered", now)
    else:
        _try_next(chain, rules, now, about)


def _try_next(chain: Chain, rules: NoticeRules, now: datetime, about: Subject | None) -> None:
    message = chain.message
    principal = _principal(message, rules, now)
    people = _people(message, principal, now)
    step = next_try(people, rules.chain, chain.done, rules.chain_people)
    if step is None:
        _end(chain, NOBODY, now)
        Message.objects.filter(pk=message.pk).update(state=MessageState.DEAD, error=NOBODY)
        if about is not None:
            about.write("chain_nobody")
        return
    name = _make(step, message, principal, rules, now)
    chain.done = [*chain.done, step.key]
    chain.next_at = now + timedelta(minutes=rules.answer_minutes)
    chain.save(update_fields=["done", "next_at"])
    if about is not None:
        about.write(f"chain_{step.channel}", words=name)


def _make(
    step: Try, message: Message, principal: Principal | None, rules: NoticeRules, now: datetime
) -> str:
    """Make the delivery of a try and return whom it goes to."""
    if step.who == PRINCIPAL:
        assert principal is not None  # a try of the chain has somebody to try
        name = f"{principal.name} ({principal.unit})"
        to_number(
            message.pk, principal.phone, now, channel=step.channel, name=name, why="chain"
        ).save()
        _tell_clerks(step, message, name, now)
        return name
    account = int(step.who)
    content = Content(message.pk, message.template, urgent=True)
    to_accounts([(content, step.channel, account)], rules, now, why="chain")
    contact = contacts_of([account]).get(account)
    name = contact.name if contact else ""
    _tell_clerks(step, message, name, now)
    return name


def _tell_clerks(step: Try, message: Message, name: str, now: datetime) -> None:
    """Tell who is on duty that a call stands on the list; without a roster everybody looks."""
    if step.channel is not Channel.VOICE:
        return
    Message.objects.bulk_create(
        Message(
            to_account_id=clerk,
            template="call_to_make",
            subject=message.subject,
            values={"who": name},
            created_at=now,
            not_before=now,
        )
        for clerk in clerks_of(now)
        if str(clerk) != step.who
    )


def _people(message: Message, principal: Principal | None, now: datetime) -> list[Reachable]:
    if message.to_unit_id is not None:
        there = people_of([message.to_unit_id], now).get(message.to_unit_id, ())
        accounts = duty_first(message.to_unit_id, there, now)
    else:
        accounts = [message.to_account_id or 0]
    contacts = contacts_of(accounts)
    boxes = set(
        Mailbox.objects.filter(account_id__in=accounts).values_list("account_id", flat=True)
    )
    # Who had the message by a channel already is not sent the same again, but may be called.
    had = set(Delivery.objects.filter(message=message).values_list("account_id", "channel"))
    found = [
        Reachable(
            str(one),
            frozenset(
                channel
                for channel in reachable(contacts.get(one), one in boxes)
                if channel is Channel.VOICE or (one, channel) not in had
            ),
        )
        for one in accounts
    ]
    if principal is not None:
        contact = Contact(principal.name, principal.phone, "zh-hans")
        found.append(Reachable(PRINCIPAL, reachable(contact, has_mailbox=False)))
    return found


def _principal(message: Message, rules: NoticeRules, now: datetime) -> Principal | None:
    if not rules.chain_principal or message.to_unit_id is None:
        return None
    return principal_of(message.to_unit_id, now)


def _was_acknowledged(message_id: int) -> bool:
    return (
        Notice.objects.filter(message_id=message_id, acknowledged_at__isnull=False).exists()
        or Delivery.objects.filter(message_id=message_id, acknowledged_at__isnull=False).exists()
    )


def _end(chain: Chain, how: str, now: datetime) -> None:
    chain.ended_at, chain.ended_how = now, how
    chain.save(update_fields=["ended_at", "ended_how"])
