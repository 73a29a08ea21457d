"""The editions of the rules of division: what a grid's work is made of, and what stands out."""

from typing import ClassVar

from django.db import models


class DivisionEdition(models.Model):
    """One published edition (`rules/division_rules.py` reads it); never changed, never removed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"division edition {self.number}"
