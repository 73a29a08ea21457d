"""What the portal keeps beside the matters: tickets, tallies, and what was made public."""

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


class HotIssue(models.Model):
    """A matter that staff made public (R-102), in words of their own and without anybody's data.

    Its state and its owner are those of the matter; `plan` and `answer` are what is said.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="+")
    topic = models.CharField(max_length=16)
    title = models.CharField(max_length=60)
    plan = models.CharField(max_length=300, blank=True)
    answer = models.TextField(max_length=1000, blank=True)
    shown = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = (
            models.Index(
                fields=("-changed_at", "-id"),
                condition=models.Q(shown=True),
                name="issues_shown_by_change",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The issue's stream in the ledger."""
        return f"issue:{self.uid}"
