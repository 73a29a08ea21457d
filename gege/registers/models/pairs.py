"""Two records that may be one, what was decided, and what a merge took along (decision 0039)."""

from typing import ClassVar

from django.db import models

from gege.registers.models.record import Record


class Pair(models.Model):
    """Two live records of one sheet that may mean one subject; there is one row for both, ever.

    `one` has the smaller number. `seen` maps each thing that was compared to the level of its
    likeness, never to a value. `rests_on` is a keyed mark of the values that were compared: a pair
    of different people is proposed again only when one of them changed. `how` is empty while
    nobody decided; `gone` when they do not look alike any more.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("reason",)

    one = models.ForeignKey(Record, models.CASCADE, related_name="+")
    other = models.ForeignKey(Record, models.CASCADE, related_name="+")
    sheet = models.CharField(max_length=40, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    band = models.CharField(max_length=8, db_collation="C")
    seen = models.JSONField(default=dict)
    weight = models.FloatField(null=True)
    rests_on = models.CharField(max_length=52, blank=True, default="", db_collation="C")
    found_by = models.CharField(max_length=12, db_collation="C")
    found_at = models.DateTimeField()
    how = models.CharField(max_length=10, blank=True, default="", db_collation="C")
    later_until = models.DateField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_post = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="a_pair_stands_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="a_pair_is_of_two_in_order"
            ),
            models.CheckConstraint(
                condition=models.Q(how="") | models.Q(decided_at__isnull=False),
                name="a_decision_on_a_pair_has_its_time",
            ),
        )
        indexes = (
            models.Index(
                fields=("area_code", "band", "-id"),
                condition=models.Q(how=""),
                name="open_pairs_of_an_area",
            ),
            models.Index(
                fields=("area_code", "-decided_at"),
                condition=~models.Q(how=""),
                name="decided_pairs_of_an_area",
            ),
            models.Index(fields=("other",), name="pairs_by_their_other"),
        )

    def __str__(self) -> str:
        return f"pair {self.pk}: {self.one_id} and {self.other_id}"


class Merge(models.Model):
    """That a record became another, and what came along, so that it can go back.

    `moved` names the rows that were the merged record's, by their kind; `before` what it and the
    kept one were. A merge that was undone stays as history.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("reason", "undone_why")

    kept = models.ForeignKey(Record, models.PROTECT, related_name="+")
    merged = models.ForeignKey(Record, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    post = models.CharField(max_length=120, blank=True, default="")
    reason = models.CharField(max_length=300)
    moved = models.JSONField(default=dict)
    before = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.CharField(max_length=80, blank=True, default="")
    undone_post = models.CharField(max_length=120, blank=True, default="")
    undone_why = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("merged",),
                condition=models.Q(undone_at__isnull=True),
                name="a_record_is_merged_once",
            ),
        )
        indexes = (models.Index(fields=("kept", "-id"), name="merges_into_a_record"),)

    def __str__(self) -> str:
        return f"merge {self.pk}: {self.merged_id} into {self.kept_id}"


class Pairing(models.Model):
    """One run that looked for pairs, in which area, up to which turn, and how many it found."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    at = models.DateTimeField()
    area_code = models.CharField(max_length=15, db_collation="C")
    cursor = models.BigIntegerField()
    looked_at = models.PositiveIntegerField(default=0)
    found = models.PositiveIntegerField(default=0)
    gone = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0.0)

    class Meta:
        indexes = (models.Index(fields=("area_code", "-id"), name="pairings_of_an_area"),)

    def __str__(self) -> str:
        return f"pairing {self.pk} in {self.area_code}: {self.found}"
