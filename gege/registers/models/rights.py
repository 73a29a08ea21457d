"""What people ask about their own data (personal information law, articles 44-50)."""

from typing import ClassVar

from django.db import models


class RightsRequest(models.Model):
    """One request at the desk for somebody's own rights, and its answer.

    `code_mark` is the keyed mark of the code with which the person opens the own data at the
    portal; the code itself is told once. How the identity was checked is kept, no number.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("words", "answer")

    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    number = models.CharField(max_length=16, unique=True, db_collation="C")
    kind = models.CharField(max_length=12)
    asked_by = models.CharField(max_length=12)
    identity = models.CharField(max_length=20)
    words = models.TextField(max_length=1000, blank=True, default="")
    area_code = models.CharField(max_length=15, db_collation="C")
    received_at = models.DateTimeField()
    received_by = models.CharField(max_length=80)
    due_on = models.DateField()
    code_mark = models.CharField(max_length=52, blank=True, default="", db_collation="C")
    code_until = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    seen_at = models.DateTimeField(null=True)
    granted = models.BooleanField(null=True)
    answer = models.TextField(max_length=1000, blank=True, default="")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(answered_at__isnull=True, granted__isnull=True)
                | models.Q(answered_at__isnull=False, granted__isnull=False),
                name="an_answer_grants_or_refuses",
            ),
        )
        indexes = (
            models.Index(
                fields=("area_code", "due_on", "id"),
                condition=models.Q(answered_at__isnull=True),
                name="open_rights_of_an_area",
            ),
            models.Index(fields=("record", "-id"), name="rights_of_a_record"),
        )

    def __str__(self) -> str:
        return f"request {self.number}"
