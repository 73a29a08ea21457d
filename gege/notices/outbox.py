"""Writing notices into the outbox, delivering them, reading them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from gege.notices.models import Message, Notice
from gege.notices.rules import Draft, MessageState, wait_after

Directory = Callable[[int, datetime], Sequence[int]]
_directory: Final[list[Directory]] = []


def set_directory(people_at: Directory) -> None:
    """Name the function that tells which accounts hold a post at a unit now (staff fills it)."""
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
    each time and ends on the dead-letter list, where a person sees it.
    """
    with transaction.atomic():
        due = list(
            Message.objects.select_for_update(skip_locked=True)
            .filter(state=MessageState.QUEUED, not_before__lte=now)
            .order_by("not_before", "id")[:most]
        )
        known: dict[int, Sequence[int]] = {}
        copies: list[Notice] = []
        for one in due:
            people = _addressees(one, now, known)
            if people:
                copies.extend(
                    Notice(message=one, account_id=account, delivered_at=now) for account in people
                )
                one.state, one.sent_at, one.error = MessageState.SENT, now, ""
            else:
                _put_off(one, now)
        Notice.objects.bulk_create(copies, ignore_conflicts=True)
        Message.objects.bulk_update(due, ["state", "sent_at", "error", "attempts", "not_before"])
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


def _addressees(message: Message, now: datetime, known: dict[int, Sequence[int]]) -> Sequence[int]:
    if message.to_account_id is not None:
        return (message.to_account_id,)
    unit_id = message.to_unit_id
    assert unit_id is not None  # the table's constraint
    if unit_id not in known:
        known[unit_id] = _directory[0](unit_id, now) if _directory else ()
    return known[unit_id]


def _put_off(message: Message, now: datetime) -> None:
    message.attempts += 1
    message.error = "nobody holds a post at this unit"
    wait = wait_after(message.attempts)
    if wait is None:
        message.state = MessageState.DEAD
    else:
        message.not_before = now + wait
