"""Writing notices into the outbox, delivering them, reading them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection, transaction

from gege.notices.chains import answered
from gege.notices.editions import current_rules
from gege.notices.models import Chain, Delivery, Message, Notice
from gege.notices.people import people_of
from gege.notices.planning import Content, channels_beside, gateways, to_accounts, to_number
from gege.notices.rules import Channel, Draft, MessageState, wait_after
from gege.notices.rules.notice_rules import Kind, kind_of


def post(drafts: Sequence[Draft], *, now: datetime) -> list[Message]:
    """Write notices into the outbox in one statement, inside the caller's transaction."""
    if not drafts:
        return []
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written inside the transaction of its deed")
    messages = Message.objects.bulk_create(_message(one, now) for one in drafts)
    pairs = list(zip(messages, drafts, strict=True))
    texts = [
        to_number(
            message.pk,
            draft.to_phone,
            now,
            channel=Channel.MMS if draft.channel is Channel.MMS else Channel.SMS,
            values=draft.values,
            language=draft.language,
        )
        for message, draft in pairs
        if draft.to_phone
    ]
    if texts:
        Delivery.objects.bulk_create(texts)
    chains = [Chain(message=one, started_at=now, next_at=now) for one in messages if _asks(one)]
    if chains:
        Chain.objects.bulk_create(chains)
    return messages


def _message(one: Draft, now: datetime) -> Message:
    """Return a draft as a row. What goes to a resident is sealed elsewhere, and not in-app."""
    by_phone = bool(one.to_phone)
    return Message(
        channel=Channel.SMS if by_phone else one.channel,
        to_unit_id=one.to_unit_id,
        to_account_id=one.to_account_id,
        by_phone=by_phone,
        template=one.template,
        subject=one.subject,
        values={} if by_phone else dict(one.values),
        urgent=one.urgent,
        state=MessageState.SENT if by_phone else MessageState.QUEUED,
        sent_at=now if by_phone else None,
        created_at=now,
        not_before=now,
    )


def _asks(one: Message) -> bool:
    """Tell whether a message wants an answer, and its call chain runs until there is one."""
    return one.urgent and not one.by_phone and kind_of(one.template) is Kind.INSTRUCTIONS


def deliver(*, now: datetime, most: int = 200) -> int:
    """Deliver due messages, the oldest first; return how many were handled.

    Several workers may run at once: each claims its own rows. A message that fails waits longer
    each time and ends on the dead-letter list, where a person sees it. However many are due, a
    batch costs the same few statements: the worker shares its machine with those who report.
    """
    with transaction.atomic():
        due = _claim(now, most)
        units = {one.to_unit_id for one in due if one.to_unit_id is not None}
        people = people_of(units, now)
        reached = {one.id: _addressees(one, people) for one in due}
        _send([(one.id, account) for one in due if one.in_app for account in reached[one.id]], now)
        _hand_to_gateways([one for one in due if reached[one.id]], reached, now)
        _put_off([one for one in due if not reached[one.id]], now)
    return len(due)


def mark_read(account_id: int, *, now: datetime, notice_ids: Sequence[int] | None = None) -> int:
    """Mark a person's notices as read: those named, or all."""
    unread = Notice.objects.filter(account_id=account_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(id__in=notice_ids)
    return unread.update(read_at=now)


def acknowledge(account_id: int, notice_id: int, *, now: datetime) -> bool:
    """Say that an urgent notice was understood; False when it is not this person's."""
    mine = Notice.objects.filter(id=notice_id, account_id=account_id, acknowledged_at__isnull=True)
    with transaction.atomic():
        message_id = mine.values_list("message_id", flat=True).first()
        if message_id is None:
            return False
        answered(message_id, account_id, now=now, channel=Channel.IN_APP)
        mine.filter(read_at__isnull=True).update(read_at=now)
        return mine.update(acknowledged_at=now) == 1


class _Due(NamedTuple):
    id: int
    to_unit_id: int | None
    to_account_id: int | None
    attempts: int
    channel: str
    template: str
    urgent: bool

    @property
    def in_app(self) -> bool:
        return self.channel == Channel.IN_APP

    @property
    def content(self) -> Content:
        return Content(self.id, self.template, self.urgent)


def _claim(now: datetime, most: int) -> list[_Due]:
    rows = (
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=MessageState.QUEUED, not_before__lte=now)
        .order_by("not_before", "id")
        .values_list(*_Due._fields)[:most]
    )
    return [_Due(*row) for row in rows]


def _addressees(one: _Due, people: Mapping[int, Sequence[int]]) -> Sequence[int]:
    if one.to_account_id is not None:
        return (one.to_account_id,)
    return people.get(one.to_unit_id or 0, ())


_COPIES: Final = """
    INSERT INTO notices_notice (message_id, account_id, delivered_at)
    SELECT message_id, account_id, %s
    FROM unnest(%s::bigint[], %s::bigint[]) AS copy (message_id, account_id)
    ON CONFLICT DO NOTHING
"""


def _send(copies: Sequence[tuple[int, int]], now: datetime) -> None:
    """Hand out copies, (message, account) each, and mark their messages as sent."""
    if not copies:
        return
    messages, accounts = zip(*copies, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(_COPIES, [now, list(messages), list(accounts)])
    Message.objects.filter(id__in=set(messages)).update(
        state=MessageState.SENT, sent_at=now, error=""
    )


def _hand_to_gateways(
    reached: Sequence[_Due], accounts: Mapping[int, Sequence[int]], now: datetime
) -> None:
    """Make the deliveries of what goes by another channel, or by another channel too."""
    elsewhere = [one for one in reached if not one.in_app]
    beside = [one for one in reached if one.in_app] if gateways() else []
    if not elsewhere and not beside:
        return
    rules = current_rules()
    to_accounts(
        (
            (one.content, Channel(one.channel), account)
            for one in elsewhere
            for account in accounts[one.id]
        ),
        rules,
        now,
        why="asked",
    )
    to_accounts(
        (
            (one.content, channel, account)
            for one in beside
            for channel in channels_beside(one.content, rules)
            for account in accounts[one.id]
        ),
        rules,
        now,
        optional=True,
    )
    Message.objects.filter(id__in=[one.id for one in elsewhere]).update(
        state=MessageState.SENT, sent_at=now, error=""
    )


def _put_off(unreached: Sequence[_Due], now: datetime) -> None:
    """Let those that reached nobody wait, each as long as its attempts say, or give them up."""
    for attempts in {one.attempts for one in unreached}:
        same = [one.id for one in unreached if one.attempts == attempts]
        wait = wait_after(attempts + 1)
        later = {"state": MessageState.DEAD} if wait is None else {"not_before": now + wait}
        Message.objects.filter(id__in=same).update(
            attempts=attempts + 1, error="nobody holds a post at this unit", **later
        )
