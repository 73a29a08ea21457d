"""What the sync remembers: which message of a handheld was answered how, and half-sent pictures."""

from typing import ClassVar

from django.db import models


class Receipt(models.Model):
    """The answer to one message of a handheld, given once and repeated ever after.

    `digest` is SHA-256 of the message as it came, under the platform's secret where it speaks of a
    register: the same key with another content is refused.
    `subject` is what the message made or moved ("matter:20260101…"), `version` its version after.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    key = models.UUIDField(primary_key=True)
    account_id = models.BigIntegerField()
    terminal_id = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    digest = models.CharField(max_length=64, db_collation="C")
    status = models.CharField(max_length=10)
    answer = models.JSONField()
    subject = models.CharField(max_length=80, blank=True, db_collation="C")
    version = models.PositiveIntegerField(null=True)
    done_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("account_id", "-received_at"), name="receipts_of_a_person"),
            models.Index(fields=("received_at",), name="receipts_by_age"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.key} {self.status}"


class Upload(models.Model):
    """A picture on its way: how many bytes are here. Whole when `offset` = `size`."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    account_id = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_collation="C")
    size = models.PositiveIntegerField()
    offset = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account_id", "sha256"), name="one_upload_per_picture"),
            models.CheckConstraint(
                condition=models.Q(offset__lte=models.F("size")), name="no_more_bytes_than_said"
            ),
        )
        indexes = (models.Index(fields=("touched_at",), name="uploads_by_age"),)

    def __str__(self) -> str:
        return self.sha256[:12]
