"""Places in a grid that a patrol checks in at, a report names and a campaign is assigned by."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gege.fieldwork.rules.words import PointKind
from gege.kernel.ids import new_uid


class CheckPoint(models.Model):
    """A building or key place of a grid (巡查点, R-080): where it is, never who lives there.

    `households` is the number of front doors of a building, as the station counted them. A point
    that is gone gets `valid_to` (exclusive); what was done there keeps pointing to it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    area_code = models.CharField(max_length=15, db_collation="C")
    kind = models.CharField(max_length=10, default=PointKind.BUILDING)
    name = models.CharField(max_length=60)
    address = models.CharField(max_length=120, blank=True)
    code = models.CharField(max_length=40, blank=True, db_collation="C")
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    households = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("area_code", "name"), name="points_of_a_grid"),)
        constraints = (
            models.UniqueConstraint(
                fields=("area_code", "name"),
                condition=Q(valid_to=None),
                name="one_living_point_of_a_name",
            ),
            models.UniqueConstraint(
                fields=("code",),
                condition=Q(valid_to=None) & ~Q(code=""),
                name="one_living_point_of_a_code",
            ),
            models.CheckConstraint(
                condition=Q(lng=None, lat=None) | Q(lng__isnull=False, lat__isnull=False),
                name="a_point_has_both_coordinates",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_point_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name
