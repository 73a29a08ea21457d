"""What the rules of comparison found, and what became of it (domain 5.14)."""

from typing import ClassVar

from django.db import models


class Finding(models.Model):
    """Something to be looked at or offered, about one record or two, or a grid; never a value.

    `grid_code` is the grid it is about, where it is about none of the records.
    `open` until somebody has done, dismissed or declined it; `gone` when it is no longer true.
    `quiet_until` is the day before which the same is not found again; without one, after a
    dismissal, as long as it stays as it is.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("reason",)

    rule = models.CharField(max_length=3, db_collation="C")
    record = models.ForeignKey("registers.Record", models.CASCADE, null=True, related_name="+")
    other = models.ForeignKey("registers.Record", models.CASCADE, null=True, related_name="+")
    grid_code = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    department = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    opened_at = models.DateTimeField()
    due_on = models.DateField(null=True)
    state = models.CharField(max_length=10, default="open")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    closed_post = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    quiet_until = models.DateField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("rule", "record", "other", "grid_code"),
                condition=models.Q(state="open"),
                nulls_distinct=False,
                name="one_open_finding_of_a_rule",
            ),
            models.CheckConstraint(
                condition=models.Q(record__isnull=False, grid_code="")
                | (models.Q(record__isnull=True, other__isnull=True) & ~models.Q(grid_code="")),
                name="a_finding_is_about_records_or_a_grid",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="a_finding_is_open_or_closed",
            ),
        )
        indexes = (
            models.Index(
                fields=("area_code", "-id"),
                condition=models.Q(state="open"),
                name="open_findings_of_an_area",
            ),
            models.Index(
                fields=("department", "-id"),
                condition=models.Q(state="open"),
                name="open_findings_of_a_dept",
            ),
            models.Index(fields=("rule", "state"), name="findings_of_a_rule"),
        )

    def __str__(self) -> str:
        return f"finding {self.pk}: {self.rule}"


class Comparing(models.Model):
    """One run of the rules, and up to which turn of the registers it looked."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    full = models.BooleanField()
    cursor = models.BigIntegerField()
    opened = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"comparing {self.pk}: {self.opened} opened, {self.gone} gone"
