"""One record of any sheet: a subject that exists once, or a file about subjects."""

from typing import ClassVar, Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Left

AREA_DEPTHS: Final = (12, 9)
"""Digits of a community and of a township: lists of their records have an index each."""


class Record(models.Model):
    """What stands today. What was said by whom is in `Statement`, how it changed in `Turn`.

    `open` maps names of fields to values, `sealed` to ciphertexts (sensitive fields, document
    numbers, and everything personal of a child under 14). `standing` maps each filled field to
    `[statement id, side, verified, since]`. `terms` are keyed marks of names, sounds and addresses
    to search by, `marks` those of exact numbers: neither can be read back (decision 0034).
    `area_code` is the grid, or the smallest area that is known; a record that ended keeps it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("open", "sealed")

    uid = models.UUIDField(unique=True)
    sheet = models.CharField(max_length=40, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    open = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    standing = models.JSONField(default=dict)
    terms = ArrayField(models.CharField(max_length=24), default=list)
    marks = ArrayField(models.CharField(max_length=52), default=list)
    child_until = models.DateField(null=True)
    """The fourteenth birthday of a child: until then everything personal is sealed."""
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    ended_why = models.CharField(max_length=20, blank=True, default="")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gte=models.F("valid_from")),
                name="a_record_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | ~models.Q(merged_into=models.F("id")),
                name="no_record_is_merged_into_itself",
            ),
        )
        indexes = (
            models.Index(
                fields=("sheet", "area_code", "id"),
                condition=models.Q(valid_to__isnull=True),
                name="live_records_of_an_area",
            ),
            models.Index(fields=("sheet", "id"), name="records_of_a_sheet"),
            models.Index("sheet", Left("area_code", 12), "id", name="records_of_a_community"),
            models.Index("sheet", Left("area_code", 9), "id", name="records_of_a_township"),
            models.Index(
                fields=("valid_to",),
                condition=models.Q(valid_to__isnull=False),
                name="records_that_ended",
            ),
            models.Index(
                fields=("child_until",),
                condition=models.Q(child_until__isnull=False),
                name="children_by_birthday",
            ),
            GinIndex(fields=("terms",), name="records_by_term"),
            GinIndex(fields=("marks",), name="records_by_mark"),
        )

    def __str__(self) -> str:
        return f"{self.sheet} {self.uid}"


class Link(models.Model):
    """A reference from one record to another, with its parts (a member's relation) and its days."""

    personal_fields: ClassVar[tuple[str, ...]] = ("parts",)

    source = models.ForeignKey(Record, models.CASCADE, related_name="+")
    field = models.CharField(max_length=40, db_collation="C")
    target = models.ForeignKey(Record, models.PROTECT, related_name="+")
    parts = models.JSONField(default=dict)
    since = models.DateField()
    until = models.DateField(null=True)
    statement = models.ForeignKey("registers.Statement", models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("source", "field", "target"),
                condition=models.Q(until__isnull=True),
                name="a_live_link_stands_once",
            ),
        )
        indexes = (
            models.Index(
                fields=("target", "field"),
                condition=models.Q(until__isnull=True),
                name="live_links_to_a_record",
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_id}.{self.field} -> {self.target_id}"
