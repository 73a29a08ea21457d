"""Reading digests of opinions: those of one's department, all of them in the county's centre."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gege.kernel.paging import newest_first
from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import Digest, OrderEntry
from gege.supervision.rules.topics import Topic
from gege.supervision.rules.words import OrderDeed

DIGEST_PAGE: Final = 50
DIGEST_READERS: Final = (
    Role.COUNTY_DISPATCHER,
    Role.COUNTY_SUPERVISOR,
    Role.DEPARTMENT_OFFICER,
    Role.ELECTRONIC_SUPERVISOR,
)


@dataclass(frozen=True, slots=True)
class DigestPage:
    """One digest with the last answer to it; None while there is none."""

    digest: Digest
    answer: OrderEntry | None


def visible_digests(by: Actor) -> QuerySet[Digest]:
    """Return the digests a person may read."""
    if by.role not in DIGEST_READERS or by.unit_id is None:
        return Digest.objects.none()
    rows = Digest.objects.select_related("order")
    return rows.filter(unit_id=by.unit_id) if by.is_department else rows


def digests(by: Actor, *, topic: str = "", month: date | None = None) -> QuerySet[Digest]:
    """Return the digests of a list, the newest first."""
    rows = visible_digests(by).defer("figures")
    if topic in list(Topic):
        rows = rows.filter(topic=topic)
    if month is not None:
        rows = rows.filter(first=month)
    return rows.order_by("-id")


def page_of_digests(
    rows: QuerySet[Digest], *, after: str = "", size: int = DIGEST_PAGE
) -> tuple[list[Digest], str]:
    """Return one page by key and the key of the next, "" on the last; one statement."""
    return newest_first(rows, after=after, size=size)


def digest_page(uid: UUID, *, by: Actor) -> DigestPage:
    """Open a digest; two statements. Raises NotFound."""
    one = visible_digests(by).filter(uid=uid).first()
    if one is None:
        raise NotFound
    replies = OrderEntry.objects.filter(order_id=one.order_id, deed=OrderDeed.REPLY)
    return DigestPage(one, replies.order_by("-id").first() if one.order.replied_at else None)
