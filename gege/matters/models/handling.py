"""What happens to a matter between report and closing: a state's reason is a row."""

from datetime import timedelta
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q


class Instruction(models.Model):
    """An order to a unit to handle a matter (指令), with the supervised clock it started.

    `original_due_at` never changes; `due_at` moves with pauses and extensions. An ended
    instruction keeps the due time it was judged by. `stood` is how long the clock stood while
    others looked at results that did not pass, in the clock's own time.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    by_unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    by_account_id = models.BigIntegerField(null=True)
    lead = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")
    assisting = ArrayField(models.BigIntegerField(), default=list)
    words = models.CharField(max_length=500, blank=True)
    issued_at = models.DateTimeField()
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=14)
    original_due_at = models.DateTimeField()
    due_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=12, blank=True)
    ended_why = models.CharField(max_length=500, blank=True)
    late = models.BooleanField(default=False)
    stood = models.DurationField(default=timedelta(0))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("matter",), condition=Q(ended_at__isnull=True), name="one_live_instruction"
            ),
        )
        indexes = (models.Index(fields=("lead", "issued_at"), name="instructions_of_a_unit"),)

    def __str__(self) -> str:
        return f"instruction {self.pk}"


class ExtensionRequest(models.Model):
    """A unit asks for more time before the due time; the instructor decides."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    asked_by_id = models.BigIntegerField(null=True)
    days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=500)
    decided_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    granted = models.BooleanField(null=True)
    decision = models.CharField(max_length=500, blank=True)
    old_due_at = models.DateTimeField(null=True)
    new_due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("matter",), condition=Q(decided_at__isnull=True), name="one_open_request"
            ),
        )

    def __str__(self) -> str:
        return f"extension of {self.days} days"


class ClockPause(models.Model):
    """A stop of the supervised clock with its approved reason."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    instruction = models.ForeignKey(Instruction, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=24)
    words = models.CharField(max_length=500)
    paused_at = models.DateTimeField()
    until = models.DateTimeField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("matter",), condition=Q(resumed_at__isnull=True), name="one_live_pause"
            ),
        )
        indexes = (
            models.Index(
                fields=("until",), condition=Q(resumed_at__isnull=True), name="pauses_to_end"
            ),
        )

    def __str__(self) -> str:
        return f"pause {self.reason}"


class Involvement(models.Model):
    """A department has had a part in a matter: its reading starts from here."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey("territory.Unit", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "matter"), name="involved_once"),)

    def __str__(self) -> str:
        return f"{self.unit_id} in {self.matter_id}"


class Watch(models.Model):
    """A person follows a matter without holding it."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account_id", "matter"), name="watched_once"),
        )

    def __str__(self) -> str:
        return f"{self.account_id} watches {self.matter_id}"
