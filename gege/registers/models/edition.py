"""The contract in its editions, and what has to be assessed before a register goes live."""

from typing import ClassVar

from django.db import models


class ContractEdition(models.Model):
    """All declarations of the county in one immutable document (`rules/declaring.py` reads it)."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(unique=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"contract edition {self.number}"


class Assessment(models.Model):
    """A personal-information impact record (law, articles 55-56): no register goes live without.

    It names the edition it judged; fields that came later need a new one. Kept three years.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    register = models.CharField(max_length=40, db_collation="C")
    edition = models.PositiveIntegerField()
    lawful = models.TextField(max_length=2000)
    risks = models.TextField(max_length=2000)
    measures = models.TextField(max_length=2000)
    written_by = models.CharField(max_length=80)
    written_account_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    approved = models.BooleanField(null=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(approved__isnull=True) | models.Q(decided_at__isnull=False),
                name="an_assessment_is_decided_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("register", "-id"), name="assessments_of_a_register"),)

    def __str__(self) -> str:
        return f"assessment {self.pk} of {self.register}"
