"""What was learnt from closed matters, and what was suggested and chosen (decision 0050)."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class TriageModel(models.Model):
    """One night's learning: its figures for good, its weights until newer ones stand.

    `figures` are those of `rules/triage_help/judging.py` for each question; `used` names the
    questions that it answers. `data` is a file of `packing.py`, `seal` its keyed sum. No text of
    any matter is in it: n-grams are kept as sums of hashed places.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    learnt_at = models.DateTimeField()
    seconds = models.FloatField(default=0.0)
    figures = models.JSONField()
    used = ArrayField(models.CharField(max_length=8), default=list)
    data = models.BinaryField(default=b"")
    seal = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"triage model {self.pk}"


class Offer(models.Model):
    """What was suggested for a matter, and what a person chose. Who chose is not kept here.

    `page` is where: the report, a call, the triage, the dispatch. It answers one question, how
    often suggestions are taken, and is about matters only.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    model_number = models.PositiveIntegerField()
    asked = models.CharField(max_length=8)
    page = models.CharField(max_length=8)
    codes = ArrayField(models.CharField(max_length=40))
    certainties = ArrayField(models.FloatField())
    chosen = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("at",), name="offers_by_time"),)

    def __str__(self) -> str:
        return f"offer for {self.matter_id}"
