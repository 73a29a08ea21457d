"""Photographs and papers with an order, a meeting, or a camera's sign."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.supervision.models.camera import Camera
from gege.supervision.models.group import Meeting
from gege.supervision.models.order import Order


class KeptFile(models.Model):
    """A file kept by its content hash, with exactly one thing; its type was found in its bytes."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", null=True)
    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+", null=True)
    camera = models.ForeignKey(Camera, models.CASCADE, related_name="+", null=True)
    sha256 = models.CharField(max_length=64, db_collation="C")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=(
                    Q(order__isnull=False, meeting=None, camera=None)
                    | Q(order=None, meeting__isnull=False, camera=None)
                    | Q(order=None, meeting=None, camera__isnull=False)
                ),
                name="a_file_belongs_to_one_thing",
            ),
            models.UniqueConstraint(fields=("order", "sha256"), name="a_file_once_per_order"),
            models.UniqueConstraint(fields=("meeting", "sha256"), name="a_file_once_per_meeting"),
            models.UniqueConstraint(fields=("camera", "sha256"), name="a_file_once_per_camera"),
        )

    def __str__(self) -> str:
        return self.name
