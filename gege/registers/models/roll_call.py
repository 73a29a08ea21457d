"""Calling the roll of a building in an emergency (R-048; domain 5.1: roll-call by building)."""

from typing import ClassVar

from django.db import models


class RollCall(models.Model):
    """One roll-call of one building: why, by whom, and what came of it.

    `reason` is a word of `rules/roll_calls.py`; a drill is one of them. `case` is the number of
    the incident for whom the building is not their own area. `counts` is written when it closes:
    it tells how many and nobody's name. `others` are people found there whom no register knows.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("words", "summary")

    uid = models.UUIDField(unique=True)
    building = models.ForeignKey("registers.Record", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    reason = models.CharField(max_length=12)
    words = models.CharField(max_length=200, blank=True, default="")
    case = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    opened_post = models.CharField(max_length=120)
    account_id = models.BigIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    summary = models.CharField(max_length=500, blank=True, default="")
    others = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    version = models.PositiveIntegerField(default=1)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("building",),
                condition=models.Q(closed_at__isnull=True),
                name="one_open_roll_call_of_a_building",
            ),
        )
        indexes = (
            models.Index(fields=("area_code", "-id"), name="roll_calls_of_an_area"),
            models.Index(
                fields=("closed_at",),
                condition=models.Q(forgotten_at__isnull=True),
                name="roll_calls_to_forget",
            ),
        )

    def __str__(self) -> str:
        return f"roll-call {self.uid}"

    @property
    def stream(self) -> str:
        """The roll-call's stream in the ledger."""
        return f"roll_call:{self.uid}"


class RollCallPerson(models.Model):
    """Somebody who was registered in the building when the roll was opened, and what is known.

    `state` is empty until somebody ticks it; `at` is when it was seen, which may be before it
    was sent: of two ticks the one that was seen later stands.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("state",)

    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    dwelling = models.ForeignKey("registers.Record", models.CASCADE, related_name="+", null=True)
    state = models.CharField(max_length=10, blank=True, default="")
    at = models.DateTimeField(null=True)
    account_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("roll_call", "person"), name="one_line_per_person_of_a_roll_call"
            ),
        )

    def __str__(self) -> str:
        return f"{self.roll_call_id}: {self.person_id} {self.state}"


class RollCallReader(models.Model):
    """An account for which the reading of everybody on the roll was written to the access log."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    roll_call = models.ForeignKey(RollCall, models.CASCADE, related_name="+", db_index=False)
    account_id = models.BigIntegerField()
    case = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    """The incident under which a centre reads; empty for the own grid and community."""
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("roll_call", "account_id"), name="a_reader_of_a_roll_call_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.roll_call_id} read by {self.account_id}"
