"""Reads of subscriptions and their messages, for administrators."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gege.kernel.typed_text import whole_number
from gege.openapi.errors import NotFound
from gege.openapi.models import Attempt, Delivery, Subscription
from gege.openapi.rules.webhooks import DeliveryState
from gege.staff.api import Actor, Role
from gege.trail.api import Entry

PAGE = 30
_BEHIND = (DeliveryState.QUEUED, DeliveryState.SENDING)


@dataclass(frozen=True, slots=True)
class SubscriptionPage:
    """One subscription, a page of its messages (the newest first) and its history."""

    subscription: Subscription
    waiting: int
    dead: int
    messages: tuple[Delivery, ...]
    following: str
    steps: tuple[Entry, ...]


def subscriptions(by: Actor) -> QuerySet[Subscription]:
    """Return the subscriptions with what waits for each, the living first."""
    if by.role is not Role.ADMINISTRATOR:
        return Subscription.objects.none()
    return Subscription.objects.select_related("client").order_by("-ended_at", "client__name", "id")


def waiting_of(ids: list[int]) -> dict[int, tuple[int, int]]:
    """Return how many messages wait and how many are dead, by subscription; one statement."""
    states = (*_BEHIND, DeliveryState.DEAD)
    rows = Delivery.objects.filter(subscription_id__in=ids, state__in=states)
    found = rows.values("subscription_id").annotate(
        waiting=Count("id", filter=Q(state__in=_BEHIND)),
        dead=Count("id", filter=Q(state=DeliveryState.DEAD)),
    )
    return {row["subscription_id"]: (row["waiting"], row["dead"]) for row in found}


def subscription_page(uid: UUID, by: Actor, *, before: str = "") -> SubscriptionPage:
    """Return one subscription; raises NotFound."""
    one = subscriptions(by).filter(uid=uid).first()
    if one is None:
        raise NotFound
    rows = Delivery.objects.filter(subscription=one).order_by("-id")
    rows = rows.select_related("subscription__client", "matter")
    found = list(_before(rows, before).defer("matter__search")[: PAGE + 1])
    waiting, dead = waiting_of([one.pk]).get(one.pk, (0, 0))
    steps = Entry.objects.filter(stream=one.stream).order_by("-seq")[:50]
    following = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return SubscriptionPage(one, waiting, dead, tuple(found[:PAGE]), following, tuple(steps))


def message_page(uid: UUID, by: Actor) -> tuple[Delivery, tuple[Attempt, ...], int]:
    """Return one message, its tries (the newest first), and how many wait behind it."""
    if by.role is not Role.ADMINISTRATOR:
        raise NotFound
    rows = Delivery.objects.select_related("subscription__client", "matter")
    row = rows.defer("matter__search").filter(uid=uid).first()
    if row is None:
        raise NotFound
    behind = Delivery.objects.filter(
        subscription=row.subscription, matter=row.matter, id__gt=row.pk, state__in=_BEHIND
    )
    tries = Attempt.objects.filter(delivery=row).order_by("-id")[:50]
    return row, tuple(tries), behind.count() if row.matter_id is not None else 0


def dead_messages(by: Actor, *, before: str = "") -> tuple[list[Delivery], str]:
    """Return a page of dead messages of living subscriptions, the newest first."""
    if by.role is not Role.ADMINISTRATOR:
        return [], ""
    rows = _dead().select_related("subscription__client", "matter").defer("matter__search")
    found = list(_before(rows.order_by("-id"), before)[: PAGE + 1])
    return found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def count_dead() -> int:
    """Return how many dead messages wait for somebody, 1000 at most."""
    return _dead()[:1000].count()


def _dead() -> QuerySet[Delivery]:
    living = Subscription.objects.filter(pk=OuterRef("subscription"), ended_at__isnull=True)
    return Delivery.objects.filter(Exists(living), state=DeliveryState.DEAD)


def _before(rows: QuerySet[Delivery], key: str) -> QuerySet[Delivery]:
    number = whole_number(key)
    return rows if number is None else rows.filter(id__lt=number)
