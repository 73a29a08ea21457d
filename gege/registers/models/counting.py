"""Figures over the registers, as far as they may be shown (domain 2.7, 5.15: at least ten)."""

from typing import ClassVar

from django.db import models


class Counting(models.Model):
    """One run of counting: the day it tells of, and how many cells were kept back."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    day = models.DateField()
    cells = models.PositiveIntegerField(default=0)
    hidden = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"counting {self.pk} of {self.day}"


class Figure(models.Model):
    """One cell of one declared table: an area and a category, `""` for all together.

    A cell that is kept back stands with `number` empty: what it was is written nowhere.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    counting = models.ForeignKey(Counting, models.CASCADE, related_name="+", db_index=False)
    table = models.CharField(max_length=30, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    category = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    number = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("counting", "table", "area_code", "category"), name="one_figure_per_cell"
            ),
        )

    def __str__(self) -> str:
        return f"{self.table} {self.area_code} {self.category}"
