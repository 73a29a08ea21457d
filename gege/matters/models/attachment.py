"""Photographs and documents of a matter."""

from typing import ClassVar

from django.db import models


class Attachment(models.Model):
    """A file kept by its content hash; its type was found from its bytes, not from its name."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, db_collation="C")
    name = models.CharField(max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    stage = models.CharField(max_length=8, default="before")
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("matter", "sha256"), name="a_file_once_per_matter"),
        )

    def __str__(self) -> str:
        return self.name
