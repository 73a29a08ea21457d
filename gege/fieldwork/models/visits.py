"""Visits (走访), the households a cadre keeps in touch with, and what residents confirmed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid


class ContactLink(models.Model):
    """A household that a cadre keeps in touch with ("1+N", R-104), as a door and a name."""

    personal_fields: ClassVar[tuple[str, ...]] = ("door", "who", "phone")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    account = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    point = models.ForeignKey("fieldwork.CheckPoint", models.PROTECT, null=True, related_name="+")
    door = models.CharField(max_length=40, blank=True)
    who = models.CharField(max_length=60)
    phone = models.CharField(max_length=30, blank=True)
    household = models.ForeignKey(
        "registers.Record", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    """The household of the register that is meant, where somebody said so (R-006)."""
    every_days = models.PositiveSmallIntegerField(default=90)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("account", "valid_to"), name="links_of_a_cadre"),
            models.Index(fields=("area_code",), name="links_of_a_grid"),
            models.Index(
                fields=("household",),
                condition=Q(household__isnull=False),
                name="links_of_a_household",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="a_link_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return f"{self.account_id} {self.uid}"


class Visit(models.Model):
    """A visit that is planned or was made (R-099, R-106). No visit without a purpose.

    Refused, absent and done are equally normal outcomes; none says anything about the household.
    A doorstep service (`purpose` = service, R-061) is confirmed by the resident: `confirm_how` is
    "code" or "tap", "denied" when the resident says it was not done, empty while nobody confirmed.
    `code_hash` is of the code that the resident was told, never sent to a handheld.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("door", "who", "phone", "words")

    uid = models.UUIDField(default=new_uid, unique=True)
    area_code = models.CharField(max_length=15, db_collation="C")
    point = models.ForeignKey("fieldwork.CheckPoint", models.PROTECT, null=True, related_name="+")
    link = models.ForeignKey(ContactLink, models.PROTECT, null=True, related_name="+")
    previous = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    household = models.ForeignKey(
        "registers.Record", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    door = models.CharField(max_length=40, blank=True)
    who = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    purpose = models.CharField(max_length=12)
    purpose_note = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=10)
    due_on = models.DateField(null=True)
    account_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80, blank=True)
    planned_by = models.CharField(max_length=80, blank=True)
    done_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    words = models.TextField(max_length=2000, blank=True)
    version = models.PositiveIntegerField(default=1)
    confirm_how = models.CharField(max_length=8, blank=True)
    confirmed_at = models.DateTimeField(null=True)
    code_hash = models.CharField(max_length=128, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = (
            models.Index(
                fields=("area_code", "due_on"), condition=Q(state="planned"), name="visits_due"
            ),
            models.Index(fields=("area_code", "-id"), name="visits_of_a_grid"),
            models.Index(fields=("account_id", "-id"), name="visits_of_a_person"),
            models.Index(fields=("link", "-done_at"), name="visits_of_a_link"),
            models.Index(
                fields=("household", "-id"),
                condition=Q(household__isnull=False),
                name="visits_of_a_household",
            ),
            models.Index(
                fields=("area_code", "-id"),
                condition=Q(purpose="service", state="done", confirm_how__in=("", "denied")),
                name="services_to_confirm",
            ),
        )
        constraints = (
            models.CheckConstraint(condition=~Q(purpose=""), name="a_visit_has_a_purpose"),
            models.CheckConstraint(
                condition=Q(state__in=("planned", "cancelled")) ^ Q(done_at__isnull=False),
                name="a_visit_that_was_made_has_a_time",
            ),
            models.UniqueConstraint(
                fields=("link",), condition=Q(state="planned"), name="one_planned_visit_per_link"
            ),
        )

    def __str__(self) -> str:
        return f"{self.area_code} {self.purpose} {self.uid}"


class Concern(models.Model):
    """A matter that was raised on a visit."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="+")
    matter = models.OneToOneField("matters.Matter", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.visit_id} raised {self.matter_id}"
