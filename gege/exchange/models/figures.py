"""Comparisons of both sides' counts."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid


class Comparison(models.Model):
    """Both sides counted at one time: of a source, or of what a department was given.

    `theirs` is None when the other side did not tell, and `trouble` says why. `waiting` rows lie in
    files that nobody applied yet.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    source = models.ForeignKey("exchange.Source", models.CASCADE, null=True, related_name="+")
    outlet = models.ForeignKey("exchange.Outlet", models.CASCADE, null=True, related_name="+")
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    ours = models.PositiveBigIntegerField(default=0)
    theirs = models.PositiveBigIntegerField(null=True)
    waiting = models.PositiveBigIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(source__isnull=True) ^ Q(outlet__isnull=True),
                name="a_comparison_is_of_one_way",
            ),
        )
        indexes = (
            models.Index(fields=("source", "-id"), name="comparisons_of_a_source"),
            models.Index(fields=("outlet", "-id"), name="comparisons_of_an_outlet"),
            models.Index(fields=("at",), name="comparisons_by_age"),
        )

    def __str__(self) -> str:
        return f"comparison {self.uid}"


class Figure(models.Model):
    """One line of a comparison: an area and a month of change, as both sides count them."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    comparison = models.ForeignKey(Comparison, models.CASCADE, related_name="+")
    area = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    month = models.CharField(max_length=7, blank=True, default="", db_collation="C")
    ours = models.PositiveBigIntegerField()
    theirs = models.PositiveBigIntegerField(null=True)
    ours_digest = models.CharField(max_length=32, blank=True, default="", db_collation="C")
    theirs_digest = models.CharField(max_length=32, blank=True, default="", db_collation="C")
    what = models.CharField(max_length=14, db_collation="C")

    class Meta:
        indexes = (models.Index(fields=("comparison", "id"), name="figures_of_a_comparison"),)

    def __str__(self) -> str:
        return f"{self.area} {self.month}: {self.ours} and {self.theirs}"
