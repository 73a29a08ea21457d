"""Digests of what residents think, by topic and month, each with the order that asks for an answer
(R-101)."""

from typing import Any, ClassVar

from django.db import models

from gege.kernel.ids import new_uid
from gege.supervision.models.order import Order
from gege.supervision.rules.topics import Topic


class TopicRulesEdition(models.Model):
    """One published edition of the topics; never changed, never removed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"edition {self.number}"


class Digest(models.Model):
    """A month's opinions on a topic, counted once. The department answers on the order's page; its
    light is the order's."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    topic = models.CharField(max_length=12)
    first = models.DateField()
    last = models.DateField()
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", db_index=False)
    order = models.OneToOneField(Order, models.PROTECT, related_name="+")
    figures = models.JSONField()
    counted = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("unit", "-id"), name="digests_of_a_unit"),)
        constraints = (
            models.UniqueConstraint(fields=("topic", "first"), name="one_digest_of_a_month"),
            models.CheckConstraint(
                condition=models.Q(topic__in=sorted(Topic)), name="a_digest_has_a_topic"
            ),
        )

    def __str__(self) -> str:
        return f"{self.topic} {self.first:%Y-%m}"

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"digest:{self.uid}"

    def figure(self, name: str) -> Any:
        """Return a part of the frozen figures."""
        return self.figures.get(name)

    def get_absolute_url(self) -> str:
        return f"/supervision/digests/{self.uid}"
