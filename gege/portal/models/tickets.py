"""What the portal keeps beside the matters: tickets and tallies."""

from typing import ClassVar

from django.db import models

from gege.kernel.ids import new_uid


class Ticket(models.Model):
    """A resident's claim to one report: whoever knows number and code is its reporter.

    The code itself is kept nowhere; `code_hash` is keyed by the installation's own key.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    matter = models.OneToOneField("matters.Matter", on_delete=models.CASCADE, related_name="+")
    reporting = models.OneToOneField(
        "matters.Reporting", on_delete=models.CASCADE, related_name="+"
    )
    code_hash = models.CharField(max_length=64, db_collation="C")
    made_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"ticket {self.pk}"


class Tally(models.Model):
    """How often a sender did something in a span; the sender is kept as a keyed hash only."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    key = models.CharField(max_length=64, db_collation="C")
    span = models.BigIntegerField()
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "span"), name="one_tally_a_span"),)
        indexes = (models.Index(fields=("at",), name="tallies_by_age"),)

    def __str__(self) -> str:
        return f"{self.count} times"
