"""Patrols (巡查), what was seen on them, and why one was not made."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid


class Patrol(models.Model):
    """One round of a grid (R-080), from its start to its end.

    `half` is a value of `Half`. `faults` says why an ended patrol does not count; empty: it does.
    Times are those of the walking; `received_at` is when the platform heard of the start.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    uid = models.UUIDField(default=new_uid, unique=True)
    area_code = models.CharField(max_length=15, db_collation="C")
    account_id = models.BigIntegerField()
    by_name = models.CharField(max_length=80)
    day = models.DateField()
    half = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    ended_by = models.CharField(max_length=8, blank=True)
    faults = ArrayField(models.CharField(max_length=24), default=list)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("day", "area_code"), name="patrols_of_a_day"),
            models.Index(fields=("area_code", "-started_at"), name="patrols_of_a_grid"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("account_id",), condition=Q(ended_at=None), name="one_patrol_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("started_at")),
                name="a_patrol_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=Q(half__in=("morning", "afternoon", "extra")),
                name="a_patrol_is_of_a_half_day",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_code} {self.day} {self.half}"


class CheckIn(models.Model):
    """A point that was passed. `distance_m` is how far the phone was from it, where it knew."""

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    patrol = models.ForeignKey(Patrol, models.CASCADE, related_name="+")
    point = models.ForeignKey("fieldwork.CheckPoint", models.PROTECT, related_name="+")
    at = models.DateTimeField()
    how = models.CharField(max_length=10)
    distance_m = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("point", "-at"), name="last_seen_of_a_point"),)
        constraints = (
            models.UniqueConstraint(fields=("patrol", "point"), name="a_point_once_per_patrol"),
        )

    def __str__(self) -> str:
        return f"{self.patrol_id} at {self.point_id}"


class TrackPoint(models.Model):
    """A coarse position during a patrol and at no other time; removed after some days (R-080).

    WGS-84, rounded to four decimals (about ten metres) before it is stored. A database trigger
    refuses a position outside its patrol's time.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("lng", "lat")

    patrol = models.ForeignKey(Patrol, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    lng = models.FloatField()
    lat = models.FloatField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("patrol", "at"), name="one_position_at_a_moment"),
        )
        indexes = (models.Index(fields=("at",), name="positions_by_age"),)

    def __str__(self) -> str:
        return f"{self.patrol_id} {self.at}"


class Finding(models.Model):
    """A matter that was found on a patrol."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    patrol = models.ForeignKey(Patrol, models.CASCADE, related_name="+")
    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.patrol_id} found {self.matter_id}"


class Excuse(models.Model):
    """Why a patrol is not made (leave, weather, other duty); it counts once it is granted.

    `area_code` is a grid, or a community when its station excuses all grids for the weather.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    uid = models.UUIDField(default=new_uid, unique=True)
    area_code = models.CharField(max_length=15, db_collation="C")
    account_id = models.BigIntegerField()
    by_name = models.CharField(max_length=80)
    day = models.DateField()
    half = models.CharField(max_length=10)
    reason = models.CharField(max_length=12)
    note = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("day", "area_code"), name="excuses_of_a_day"),)
        constraints = (
            models.UniqueConstraint(
                fields=("area_code", "day", "half"),
                condition=~Q(granted=False),
                name="one_excuse_per_half_day",
            ),
            models.CheckConstraint(
                condition=Q(granted=None) ^ Q(decided_at__isnull=False),
                name="an_excuse_is_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_code} {self.day} {self.half} {self.reason}"


class Round(models.Model):
    """A suggested round of a grid for a half-day: points not seen for longest, as they are walked.

    `stops` is a list of [uid of the point, minutes after the start].
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    area_code = models.CharField(max_length=15, db_collation="C")
    day = models.DateField()
    half = models.CharField(max_length=10)
    stops = models.JSONField()
    length_m = models.PositiveIntegerField()
    minutes = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("area_code", "day", "half"), name="one_round_per_half_day"
            ),
        )

    def __str__(self) -> str:
        return f"round of {self.area_code} {self.day} {self.half}"
