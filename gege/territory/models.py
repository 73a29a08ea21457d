"""The territory's tables: areas, units, the working calendar, and the editions of all three.

Nothing here is deleted or renumbered when a county is reorganised: an area or a unit that ends
gets `valid_to` (exclusive) and successors, so that a matter keeps showing the unit it had.
"""

from datetime import date
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast


class AreaKind(models.TextChoices):
    GENERAL = "general"
    DEDICATED = "dedicated"


class UnitKind(models.TextChoices):
    COUNTY_CENTRE = "county_centre"
    TOWNSHIP_CENTRE = "township_centre"
    STATION = "station"
    GRID = "grid"
    DEPARTMENT = "department"


class Area(models.Model):
    """A county, township, community or grid during the time it was in force (R-035, domain 2.3).

    `name_zh` is the place ("印山社区"), `official_zh` the name in the source file
    ("印山社区居委会"). `boundary` is a GeoJSON Polygon in WGS-84, longitude first; null where
    nobody has drawn it. `kind` tells general from dedicated grids (专属网格). `pilot` marks the
    communities that take part (R-001).
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    code = models.CharField(max_length=15, db_collation="C")
    level = models.PositiveSmallIntegerField()
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    name_zh = models.CharField(max_length=60)
    official_zh = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=12, choices=AreaKind, default=AreaKind.GENERAL)
    urban_code = models.CharField(max_length=3, blank=True)
    boundary = models.JSONField(null=True, blank=True)
    centre_lng = models.FloatField(null=True, blank=True)
    centre_lat = models.FloatField(null=True, blank=True)
    pilot = models.BooleanField(default=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]+$") & Q(level__in=(6, 9, 12, 15)),
                name="an_area_code_is_digits",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="an_area_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(level=6, parent=None) | (Q(level__gt=6) & Q(parent__isnull=False)),
                name="only_a_county_has_no_parent",
            ),
            ExclusionConstraint(
                name="one_area_per_code_at_a_time",
                expressions=(
                    (
                        Func(
                            Cast("code", models.BigIntegerField()),
                            Cast("code", models.BigIntegerField()),
                            Value("[]"),
                            function="int8range",
                        ),
                        "&&",
                    ),
                    (Func("valid_from", "valid_to", function="daterange"), "&&"),
                ),
            ),
        )
        indexes = (
            models.Index(fields=("code", "valid_from"), name="area_by_code"),
            models.Index(fields=("parent",), name="area_by_parent"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class AreaName(models.Model):
    """A name an area had before it was renamed; the present name is on the area itself."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    area = models.ForeignKey(Area, models.CASCADE, related_name="+")
    name_zh = models.CharField(max_length=60)
    official_zh = models.CharField(max_length=80, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("area", "valid_from"), name="one_name_from_a_day"),
        )

    def __str__(self) -> str:
        return f"{self.name_zh} ({self.valid_from} - {self.valid_to})"


class AreaSuccession(models.Model):
    """`predecessor` ended on `on` and `successor` took its place or a part of it."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    predecessor = models.ForeignKey(Area, models.CASCADE, related_name="+")
    successor = models.ForeignKey(Area, models.CASCADE, related_name="+")
    on = models.DateField()
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("predecessor", "successor"), name="one_succession_per_pair"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="no_area_succeeds_itself"
            ),
        )

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"


class Unit(models.Model):
    """An office that can hold matters: a centre, a station, a grid or a department (R-014, R-036).

    A platform unit has the code of its area; a department a short slug. `responsible_leader`,
    `contact_officer` and `duty_phone` are what R-014 asks of every pilot unit.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("responsible_leader", "contact_officer")

    kind = models.CharField(max_length=16, choices=UnitKind)
    area = models.ForeignKey(Area, models.PROTECT, related_name="+")
    code = models.CharField(max_length=40, db_collation="C")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=120, blank=True)
    short_zh = models.CharField(max_length=20, blank=True)
    duty_phone = models.CharField(max_length=20, blank=True)
    responsible_leader = models.CharField(max_length=40, blank=True)
    contact_officer = models.CharField(max_length=40, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("code",), condition=Q(valid_to=None), name="one_living_unit_per_code"
            ),
            models.UniqueConstraint(
                fields=("code", "valid_from"), name="one_unit_per_code_and_day"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_unit_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False),
                name="only_an_ended_unit_has_a_successor",
            ),
        )
        indexes = (models.Index(fields=("area",), name="unit_by_area"),)

    def __str__(self) -> str:
        return f"{self.code} {self.name_zh}"


class CalendarDay(models.Model):
    """One day of the working calendar (domain 2.10). `provisional`: no notice has named it yet."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    date = models.DateField(primary_key=True)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=120)
    provisional = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=("workday", "weekend", "holiday", "adjusted_workday")),
                name="a_day_has_a_known_kind",
            ),
        )

    def __str__(self) -> str:
        return f"{self.date} {self.kind}"


class WorkingHours(models.Model):
    """The working hours of the whole year, or of a season of it (summer and winter hours).

    `first` and `last` are "MM-DD", both included; both empty: the rest of the year. `spans` is a
    list of ["08:30", "12:00"] pairs, local time, in order, without overlap. A change ends the row
    on the day of the change and begins another, so that what was in force stays readable.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=40, blank=True)
    first = models.CharField(max_length=5, blank=True)
    last = models.CharField(max_length=5, blank=True)
    spans = models.JSONField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("first",), condition=Q(valid_to=None), name="one_set_of_hours_per_season"
            ),
        )

    def __str__(self) -> str:
        return f"{self.first}-{self.last} {self.name}"


class Edition(models.Model):
    """A number that changes whenever slow data changes, so that processes may keep it in memory.

    The number comes from the column's own sequence and so is never given twice, not even after a
    roll-back: what a process remembers under a number is what that number means.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=20, unique=True, db_collation="C")

    def __str__(self) -> str:
        return f"{self.name} {self.number}"


def in_force(on: date) -> Q:
    """Rows of Area or Unit valid on a day: from included, to excluded."""
    return Q(valid_from__lte=on) & (Q(valid_to=None) | Q(valid_to__gt=on))
