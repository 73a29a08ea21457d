"""What departments may read of each other's registers, and what residents agreed to."""

from typing import ClassVar

from django.db import models


class CatalogueEntry(models.Model):
    """One entry of the sharing catalogue (R-043): its last day ends the reading."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    sheet = models.CharField(max_length=40, db_collation="C")
    fields = models.JSONField(default=list)
    provider = models.CharField(max_length=40, db_collation="C")
    receiver = models.CharField(max_length=40, db_collation="C")
    purpose = models.CharField(max_length=40)
    basis = models.CharField(max_length=200)
    frequency = models.CharField(max_length=20)
    valid_from = models.DateField()
    valid_until = models.DateField()
    agreed_by = models.CharField(max_length=80)
    agreed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")),
                name="sharing_ends_after_it_begins",
            ),
        )
        indexes = (
            models.Index(
                fields=("receiver", "sheet"),
                condition=models.Q(ended_at__isnull=True),
                name="live_sharing_of_a_receiver",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sheet} for {self.receiver} until {self.valid_until}"


class Consent(models.Model):
    """A resident's agreement to fields of one file, given by whom, to which text; revocable."""

    personal_fields: ClassVar[tuple[str, ...]] = ("given_by",)

    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    fields = models.JSONField(default=list)
    notice = models.CharField(max_length=40)
    """Which text was shown or read aloud: the edition's number and the sheet."""
    given_by = models.CharField(max_length=80)
    as_guardian = models.BooleanField(default=False)
    how = models.CharField(max_length=20)
    taken_by = models.CharField(max_length=80)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("record", "-id"), name="consents_of_a_record"),)

    def __str__(self) -> str:
        return f"consent {self.pk} of {self.record_id}"
