"""Who reported a matter, and whether they were answered."""

from typing import ClassVar, Final

from django.db import models
from django.db.models import Func, Value
from django.db.models.functions import Right

PHONE_KEY: Final = Right(
    Func(
        models.F("phone"),
        Value(r"[^0-9]"),
        Value(""),
        Value("g"),
        function="regexp_replace",
        output_field=models.TextField(),
    ),
    8,
)
"""The last eight digits of a telephone, however it was written: what an index finds it by. Whether
two numbers are one is decided by `kernel/telephones.py`."""


class Reporting(models.Model):
    """One report of a matter. A merged duplicate's reports keep their own callbacks (R-077).

    `name` and `phone` are L2: masked on screen, each reveal states its purpose and is logged. An
    anonymous report carries neither, nor any hidden identity. `by_text`: they chose to be asked by
    text before anybody calls. `confidential`: only the hotline knows them (rules/confidence.py).
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("name", "phone")

    matter = models.ForeignKey("matters.Matter", on_delete=models.CASCADE, related_name="+")
    channel = models.CharField(max_length=12)
    at = models.DateTimeField()
    anonymous = models.BooleanField(default=False)
    name = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    wants_callback = models.BooleanField(default=False)
    by_text = models.BooleanField(default=False, db_default=False)
    confidential = models.BooleanField(default=False, db_default=False)
    contact = models.CharField(max_length=12, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    last_try_at = models.DateTimeField(null=True)
    satisfaction = models.CharField(max_length=20, blank=True)
    words = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = (
            models.Index(PHONE_KEY, condition=~models.Q(phone=""), name="reports_of_a_phone"),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confidential=False) | models.Q(anonymous=False),
                name="who_is_unknown_is_not_confidential",
            ),
            models.CheckConstraint(
                condition=~models.Q(anonymous=True) | models.Q(name="", phone=""),
                name="anonymous_means_nobody",
            ),
            models.CheckConstraint(
                condition=models.Q(wants_callback=False) | ~models.Q(phone=""),
                name="a_callback_needs_a_number",
            ),
            models.CheckConstraint(
                condition=models.Q(by_text=False) | models.Q(wants_callback=True),
                name="a_text_is_a_callback",
            ),
        )

    def __str__(self) -> str:
        return f"report {self.pk}"
