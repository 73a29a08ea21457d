"""Reading notices: a person's own, and the dead letters that reached nobody.

What was sent to a unit is read by its people: whoever has left the unit reads it no more, though
the copy stays as the record of whom it reached.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db.models import Q, QuerySet

from gege.kernel.typed_text import whole_number
from gege.notices.models import Chain, Delivery, Message, Notice
from gege.notices.rules import Channel, DeliveryState, MessageState
from gege.notices.sentences import sentence

PAGE: Final = 50
_COLUMNS: Final = (
    "id",
    "delivered_at",
    "read_at",
    "acknowledged_at",
    "message__template",
    "message__subject",
    "message__values",
    "message__urgent",
)


@dataclass(frozen=True, slots=True)
class Told:
    """One notice as its person sees it."""

    id: int
    at: datetime
    read_at: datetime | None
    acknowledged_at: datetime | None
    template: str
    subject: str
    values: dict[str, Any]
    urgent: bool

    @property
    def unread(self) -> bool:
        return self.read_at is None

    @property
    def wants_acknowledgement(self) -> bool:
        return self.urgent and self.acknowledged_at is None


@dataclass(frozen=True, slots=True)
class ToldPage:
    """One page by key; `next_key` is "" on the last one."""

    rows: tuple[Told, ...]
    next_key: str = ""


def readable(account_id: int, units: Collection[int | None]) -> QuerySet[Notice]:
    """Return the notices that a person may read who holds posts at these units now."""
    theirs = [one for one in units if one is not None]
    to_them = Q(message__to_unit_id__isnull=True) | Q(message__to_unit_id__in=theirs)
    return Notice.objects.filter(to_them, account_id=account_id)


def unread(account_id: int, *, units: Collection[int | None], most: int = 999) -> int:
    """Return how many notices a person has not read, counted up to one beyond `most`."""
    rows = readable(account_id, units).filter(read_at__isnull=True)
    return rows.values("id")[: most + 1].count()


def notices_of(
    account_id: int, *, units: Collection[int | None], after: str = "", size: int = PAGE
) -> ToldPage:
    """Return a person's notices, the unread first, each the newest first; one statement.

    `units` are those where the person holds a post now. A key that cannot be read begins at the
    first page.
    """
    waiting = readable(account_id, units).filter(read_at__isnull=True)
    done = readable(account_id, units).filter(read_at__isnull=False)
    part, _, last = after.partition("_")
    key = whole_number(last)
    if part in ("unread", "read") and key is not None:
        if part == "unread":
            waiting = waiting.filter(id__lt=key)
        else:
            # By key the unread are behind; what came since is on the first page.
            waiting = waiting.filter(id__lt=0)
            done = done.filter(id__lt=key)
    newest = [half.order_by("-id").values_list(*_COLUMNS) for half in (waiting, done)]
    both = newest[0][: size + 1].union(newest[1][: size + 1], all=True)
    rows = [Told(*row) for row in both]
    rows.sort(key=lambda one: (not one.unread, -one.id))
    shown = rows[:size]
    following = ""
    if len(rows) > size:
        following = f"{'unread' if shown[-1].unread else 'read'}_{shown[-1].id}"
    return ToldPage(tuple(shown), following)


def dead_letters(*, after: str = "", size: int = PAGE) -> tuple[tuple[Message, ...], str]:
    """Return messages that reached nobody, the oldest first, and the key of the next page."""
    rows = Message.objects.filter(state=MessageState.DEAD).order_by("id")
    if (key := whole_number(after)) is not None:
        rows = rows.filter(id__gt=key)
    found = list(rows[: size + 1])
    return tuple(found[:size]), str(found[size - 1].id) if len(found) > size else ""


def dead_deliveries(*, after: str = "", size: int = PAGE) -> tuple[tuple[Delivery, ...], str]:
    """Return deliveries that a person must look at, the oldest first, and the next page's key."""
    return _deliveries(Delivery.objects.filter(state=DeliveryState.DEAD), "id", after, size)


def calls_to_make(*, after: str = "", size: int = PAGE) -> tuple[tuple[Delivery, ...], str]:
    """Return the calls that wait for somebody on duty, the oldest first."""
    rows = Delivery.objects.filter(channel=Channel.VOICE, state=DeliveryState.SENT)
    return _deliveries(rows, "id", after, size)


def deliveries(
    *, subject: str = "", after: str = "", size: int = PAGE
) -> tuple[tuple[Delivery, ...], str]:
    """Return what went out by any gateway or call, the newest first; of one subject if named."""
    rows = Delivery.objects.all()
    if subject:
        rows = rows.filter(message__subject=subject)
    return _deliveries(rows, "-id", after, size)


def unanswered(unit_id: int | None, *, most: int = PAGE) -> list[str]:
    """Return the urgent instructions whose call chain still runs, in the reader's language.

    To one unit, or to all when it is None; the oldest first.
    """
    rows = Chain.objects.filter(ended_at__isnull=True).select_related("message")
    if unit_id is not None:
        rows = rows.filter(message__to_unit_id=unit_id)
    return [
        sentence(one.message.template, one.message.values) for one in rows.order_by("id")[:most]
    ]


def copies_of(subject: str, *, most: int = 100) -> tuple[Notice, ...]:
    """Return the in-app copies about a subject, the newest first."""
    rows = Notice.objects.filter(message__subject=subject).select_related("message")
    return tuple(rows.order_by("-id")[:most])


def _deliveries(
    rows: QuerySet[Delivery], order: str, after: str, size: int
) -> tuple[tuple[Delivery, ...], str]:
    if after.isascii() and after.isdigit() and len(after) < 16:
        bound = {"id__lt": int(after)} if order.startswith("-") else {"id__gt": int(after)}
        rows = rows.filter(**bound)
    found = list(rows.select_related("message").order_by(order)[: size + 1])
    return tuple(found[:size]), str(found[size - 1].pk) if len(found) > size else ""
