"""The ledger's tables. They hold no foreign keys: live data can neither block nor remove them."""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One line of the ledger (痕迹, R-088). Database triggers refuse its change and removal."""

    personal_fields: ClassVar[tuple[str, ...]] = ("payload",)

    stream = models.CharField(max_length=80, db_collation="C")
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    deed = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    post = models.CharField(max_length=120)
    role = models.CharField(max_length=40)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=120)
    payload = models.TextField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("stream", "seq"), name="one_line_per_place"),
            models.CheckConstraint(
                condition=~models.Q(name="") & ~models.Q(deed=""), name="a_line_is_signed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.stream} #{self.seq} {self.deed}"


class Seal(models.Model):
    """A keyed seal over all lines with ids in (previous last_id, last_id]."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    first_id = models.BigIntegerField()
    last_id = models.BigIntegerField(unique=True)
    count = models.BigIntegerField()
    digest = models.BinaryField(max_length=32)
    mac = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"seal up to {self.last_id}"


class AccessLine(models.Model):
    """One reading of a personal field, with its purpose (domain 5.15). Append-only.

    After three years a line may be removed, and no earlier: the trigger asks its day.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    account_id = models.BigIntegerField()
    name = models.CharField(max_length=80)
    post = models.CharField(max_length=120)
    unit = models.CharField(max_length=120)
    subject = models.CharField(max_length=80, db_collation="C")
    fields = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)

    class Meta:
        indexes = (
            models.Index(fields=("subject", "id"), name="access_by_subject"),
            models.Index(fields=("account_id", "id"), name="access_by_reader"),
        )

    def __str__(self) -> str:
        return f"{self.name} read {self.fields} of {self.subject}"
