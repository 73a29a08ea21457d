"""The editions of the rules of orders."""

from typing import ClassVar

from django.db import models


class OrderRulesEdition(models.Model):
    """One published edition; never changed, never removed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"edition {self.number}"
