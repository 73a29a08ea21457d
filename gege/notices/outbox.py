"""Writing notices into the outbox, delivering them, reading them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from django.db import connection, transaction

from gege.notices.models import Message, Notice
from gege.notices.rules import Draft, MessageState, wait_after

Directory = Callable[[Collection[int], datetime], Mapping[int, Sequence[int]]]
_directory: Final[list[Directory]] = []


def set_directory(people_at: Directory) -> None:
    """Name the function that tells which accounts hold a post at each unit now (staff fills it).

    A unit without people may be absent from its answer.
    """
    _directory[:] = [people_at]


def post(drafts: Sequence[Draft], *, now: datetime) -> None:
    """Write notices into the outbox in one statement, inside the caller's transaction."""
    if not drafts:
        return
    if not connection.in_atomic_block:
        raise RuntimeError("a notice is written inside the transaction of its deed")
    Message.objects.bulk_create(
        Message(
            channel=one.channel,
            to_unit_id=one.to_unit_id,
            to_account_id=one.to_account_id,
            template=one.template,
            subject=one.subject,
            values=dict(one.values),
            urgent=one.urgent,
            created_at=now,
            not_before=now,
        )
        for one in drafts
    )


def deliver(*, now: datetime, most: int = 200) -> int:
    """Deliver due messages, the oldest first; return how many were handled.

    Several workers may run at once: each claims its own rows. A message that fails waits longer
    each time and ends on the dead-letter list, where a person sees it. However many are due, a
    batch costs the same few statements: the worker shares its machine with those who report.
    """
    with transaction.atomic():
        due = _claim(now, most)
        units = {one.to_unit_id for one in due if one.to_unit_id is not None}
        people = _directory[0](units, now) if units and _directory else {}
        reached = {one.id: _addressees(one, people) for one in due}
        _send([(pk, account) for pk, to in reached.items() for account in to], now)
        _put_off([one for one in due if not reached[one.id]], now)
    return len(due)


def retry(message_id: int, *, now: datetime) -> bool:
    """Put a dead letter back into the outbox; False when there is none of that id."""
    changed = Message.objects.filter(id=message_id, state=MessageState.DEAD).update(
        state=MessageState.QUEUED, attempts=0, not_before=now, error=""
    )
    return changed == 1


def mark_read(account_id: int, *, now: datetime, notice_ids: Sequence[int] | None = None) -> int:
    """Mark a person's notices as read: those named, or all."""
    unread = Notice.objects.filter(account_id=account_id, read_at__isnull=True)
    if notice_ids is not None:
        unread = unread.filter(id__in=notice_ids)
    return unread.update(read_at=now)


def acknowledge(account_id: int, notice_id: int, *, now: datetime) -> bool:
    """Say that an urgent notice was understood; False when it is not this person's."""
    mine = Notice.objects.filter(id=notice_id, account_id=account_id, acknowledged_at__isnull=True)
    mine.filter(read_at__isnull=True).update(read_at=now)
    return mine.update(acknowledged_at=now) == 1


class _Due(NamedTuple):
    id: int
    to_unit_id: int | None
    to_account_id: int | None
    attempts: int


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


def _put_off(unreached: Sequence[_Due], now: datetime) -> None:
    """Let those that reached nobody wait, each as long as its attempts say, or give them up."""
    for attempts in {one.attempts for one in unreached}:
        same = [one.id for one in unreached if one.attempts == attempts]
        wait = wait_after(attempts + 1)
        later = {"state": MessageState.DEAD} if wait is None else {"not_before": now + wait}
        Message.objects.filter(id__in=same).update(
            attempts=attempts + 1, error="nobody holds a post at this unit", **later
        )
