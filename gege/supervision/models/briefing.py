"""Briefings (研判): figures as they were counted, words, and conclusions that became tasks."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid
from gege.supervision.models.order import Order
from gege.supervision.rules.briefing_words import OPEN_BRIEFINGS, BriefingState, Span
from gege.supervision.rules.briefings import Days
from gege.trail.api import GENESIS, Head


class Briefing(models.Model):
    """One version of what a centre says of its area and a span of days (R-070).

    `figures` were counted once and are not counted again by looking; `words` are those of people,
    by part. `writers` are the accounts that wrote a word of it, or of the versions that it carries
    on: none of them may publish it.
    `revision` counts every deed. A published version is never changed: a newer one replaces it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    revision = models.PositiveIntegerField(default=0)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", db_index=False)
    area_code = models.CharField(max_length=9, db_collation="C")
    span = models.CharField(max_length=6)
    first = models.DateField()
    last = models.DateField()
    number = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, default=BriefingState.DRAFT)
    figures = models.JSONField()
    words = models.JSONField(default=dict)
    writers = ArrayField(models.BigIntegerField(), default=list)
    made_at = models.DateTimeField()
    counted_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    proposed_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)

    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        indexes = (
            models.Index(fields=("area_code", "-id"), name="briefings_of_an_area"),
            models.Index(fields=("span", "-id"), name="briefings_of_a_span"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(span__in=sorted(Span)), name="a_briefing_has_a_span"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(BriefingState)), name="a_briefing_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(last__gte=F("first")), name="a_briefing_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("published", "replaced"))
                | Q(published_at__isnull=False) & ~Q(published_by=""),
                name="a_published_briefing_says_by_whom",
            ),
            models.UniqueConstraint(
                fields=("area_code", "span", "first", "last"),
                condition=Q(state__in=sorted(OPEN_BRIEFINGS)),
                name="one_open_briefing_of_a_span",
            ),
            models.UniqueConstraint(
                fields=("area_code", "span", "first", "last"),
                condition=Q(state="published"),
                name="one_published_briefing_of_a_span",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_code} {self.first} – {self.last} ({self.number})"

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    @property
    def stream(self) -> str:
        """Its stream in the ledger."""
        return f"briefing:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    def figure(self, name: str) -> Any:
        """Return a part of the frozen figures; None where this version did not count it."""
        return self.figures.get(name)

    def get_absolute_url(self) -> str:
        return f"/supervision/briefings/{self.uid}"


class Conclusion(models.Model):
    """What a person concludes in a chapter, and the task that it became.

    A task is an open order that stands already, or one that is written here and issued when the
    briefing is published, in that transaction. A published briefing has no conclusion without.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    briefing = models.ForeignKey(Briefing, models.CASCADE, related_name="+")
    chapter = models.CharField(max_length=10)
    words = models.CharField(max_length=500)
    order = models.ForeignKey(Order, models.PROTECT, related_name="+", null=True)
    task_kind = models.CharField(max_length=12, blank=True)
    task_to = models.CharField(max_length=20, blank=True)
    task_words = models.CharField(max_length=1000, blank=True)
    task_days = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(order__isnull=True) | Q(task_words=""),
                name="a_conclusion_has_one_task",
            ),
        )

    def __str__(self) -> str:
        return self.words[:40]

    @property
    def has_task(self) -> bool:
        """Whether it became a task, or will when the briefing is published."""
        return self.order_id is not None or self.task_words != ""
