"""What the daily work of forgetting did."""

from typing import ClassVar

from django.db import models


class Forgetting(models.Model):
    """One run of forgetting: how many values of how many records of each sheet are gone."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    counts = models.JSONField(default=dict)
    """`{sheet: [records, values]}`; empty when nothing was due."""
    records = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = (models.Index(fields=("-id",), name="runs_of_forgetting"),)

    def __str__(self) -> str:
        return f"forgetting {self.pk}: {self.records} records"
