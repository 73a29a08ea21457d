"""Events that are told to other systems, and what became of each telling."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid
from gege.openapi.rules.webhooks import DeliveryState

_WAITING = Q(state__in=(DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.DEAD))


class Subscription(models.Model):
    """What a client wants to be told, and where. Its secrets stand encrypted: signing needs them.

    `failures` and `not_before` hold back everything for an address that cannot be reached.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    client = models.ForeignKey("openapi.Client", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    secret = models.TextField()
    secret_since = models.DateTimeField()
    old_secret = models.TextField(blank=True)
    old_until = models.DateTimeField(null=True)

    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)

    failures = models.PositiveIntegerField(default=0)
    away_since = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    tried_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(old_secret="") ^ Q(old_until__isnull=False), name="an_old_secret_ends"
            ),
        )

    def __str__(self) -> str:
        return f"subscription {self.uid}"

    @property
    def stream(self) -> str:
        """The subscription's stream in the ledger."""
        return f"webhook:{self.uid}"


class Event(models.Model):
    """A line of a matter's trail: recorded once, however often the trail is read.

    Without a `kind` it is told to nobody.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    entry_id = models.BigIntegerField(unique=True)
    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    seq = models.PositiveIntegerField()
    kind = models.CharField(max_length=30, blank=True)
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("recorded_at",), name="events_by_age"),)

    def __str__(self) -> str:
        return f"{self.kind} {self.entry_id}"


class Delivery(models.Model):
    """One message for one subscription. `uid` is its id for the receiver, the same at every try."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="+")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", null=True)
    matter = models.ForeignKey(
        "matters.Matter", on_delete=models.CASCADE, related_name="+", null=True, db_index=False
    )
    kind = models.CharField(max_length=30)
    body = models.TextField()
    state = models.CharField(max_length=8, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True)
    ended_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("subscription", "not_before", "id"),
                condition=Q(state=DeliveryState.QUEUED),
                name="webhooks_to_send",
            ),
            models.Index(
                fields=("subscription", "matter", "id"), condition=_WAITING, name="webhooks_in_turn"
            ),
            models.Index(
                fields=("claimed_at",),
                condition=Q(state=DeliveryState.SENDING),
                name="webhooks_under_way",
            ),
            models.Index(
                fields=("id",), condition=Q(state=DeliveryState.DEAD), name="dead_webhooks"
            ),
            models.Index(fields=("subscription", "-id"), name="webhooks_of_one"),
            models.Index(fields=("done_at",), name="webhooks_by_age"),
        )
        constraints = (models.UniqueConstraint(fields=("subscription", "event"), name="told_once"),)

    def __str__(self) -> str:
        return f"webhook {self.uid}"


class Attempt(models.Model):
    """One try of a delivery: when, how long it took, what was answered."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    status = models.PositiveSmallIntegerField(null=True)
    said = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"attempt {self.pk}"


class Feed(models.Model):
    """How far the trail was read: everything up to `cursor` is recorded, for good.

    `until` becomes the cursor once the transactions `waits_for`, which were writing when it was
    noted, are over: each may still commit a line before it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=12, primary_key=True)
    cursor = models.BigIntegerField(default=0)
    until = models.BigIntegerField(null=True)
    waits_for = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.name} up to {self.cursor}"


class Flood(models.Model):
    """How often somebody came in a minute; of the address only a keyed mark, for minutes."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    key = models.CharField(max_length=64, db_collation="C")
    minute = models.BigIntegerField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "minute"), name="one_flood_count"),)
        indexes = (models.Index(fields=("minute",), name="floods_by_age"),)

    def __str__(self) -> str:
        return f"{self.count} times"
