"""Internal notes and public replies."""

from typing import ClassVar

from django.db import models


class Remark(models.Model):
    """Words added to a matter. A public one is what the resident reads."""

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    public = models.BooleanField(default=False)
    words = models.TextField(max_length=2000)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    unit = models.CharField(max_length=120)

    def __str__(self) -> str:
        return f"remark {self.pk}"
