"""The camera register and the requests to view (R-053). There is no stream and no picture here."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from gege.kernel.county_day import local_date
from gege.kernel.ids import new_uid
from gege.supervision.rules.camera_words import (
    PENDING,
    CameraState,
    Purpose,
    ViewReason,
    ViewState,
)
from gege.trail.api import GENESIS, Head


class Camera(models.Model):
    """A camera in a public place: whose, what for, what it sees in words and where, the sign.

    Position in WGS-84; `direction` in degrees from north, None where it turns. `contact` is an
    office or its telephone, never a person at home.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("contact",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    code = models.CharField(max_length=40, unique=True, db_collation="C")
    name = models.CharField(max_length=80)
    owner = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=14)
    view = models.CharField(max_length=300)
    area_code = models.CharField(max_length=15, db_collation="C")
    lng = models.FloatField()
    lat = models.FloatField()
    direction = models.PositiveSmallIntegerField(null=True)
    sign = models.BooleanField()
    retention_days = models.PositiveSmallIntegerField()
    contact = models.CharField(max_length=80)
    state = models.CharField(max_length=14, default=CameraState.IN_USE)
    since = models.DateField()
    until = models.DateField(null=True)
    note = models.CharField(max_length=300, blank=True)
    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        indexes = (
            models.Index(fields=("area_code",), name="cameras_of_an_area"),
            models.Index(fields=("owner", "-id"), name="cameras_of_an_owner"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(purpose__in=sorted(Purpose)), name="a_camera_has_a_purpose"
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(CameraState)), name="a_camera_has_a_state"
            ),
            models.CheckConstraint(
                condition=Q(direction=None) | Q(direction__lt=360), name="a_direction_is_an_angle"
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_camera_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.code

    @property
    def stream(self) -> str:
        return f"camera:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    def get_absolute_url(self) -> str:
        return f"/supervision/cameras/{self.uid}"


class ViewRequest(models.Model):
    """A request to view: who, why, which stretch of which cameras; who decided, and until when.

    `begins` and `ends` are the stretch of recordings, `view_from` and `view_until` the window in
    which it may be viewed. `ends_at` is when time alone ends the request, None once it is over.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=10, default=ViewState.ASKED)
    reason = models.CharField(max_length=12)
    words = models.CharField(max_length=1000)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", null=True)
    owner = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    asked_name = models.CharField(max_length=80)
    asked_unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("staff.Account", models.PROTECT, related_name="+", null=True)
    decided_name = models.CharField(max_length=80, blank=True)
    answer = models.CharField(max_length=500, blank=True)
    view_from = models.DateTimeField(null=True)
    view_until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    why_ended = models.CharField(max_length=500, blank=True)
    ends_at = models.DateTimeField(null=True)
    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        indexes = (
            models.Index(fields=("owner", "-id"), name="views_asked_of_an_owner"),
            models.Index(fields=("asked_unit", "-id"), name="views_asked_by_a_unit"),
            models.Index(
                fields=("ends_at",), condition=Q(ends_at__isnull=False), name="views_that_end"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(reason__in=sorted(ViewReason)), name="a_view_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(ends__gt=F("begins")), name="a_stretch_has_a_length"
            ),
            models.CheckConstraint(
                condition=~Q(decided_by=F("asked_by")), name="nobody_grants_their_own_view"
            ),
            models.CheckConstraint(
                condition=~Q(state=ViewState.GRANTED)
                | Q(
                    decided_by__isnull=False,
                    view_from__isnull=False,
                    view_until__gt=F("view_from"),
                ),
                name="a_granted_view_has_its_window",
            ),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(state__in=sorted(PENDING)),
                name="what_is_over_ends_no_more",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The year it was asked in and its serial."""
        return f"{local_date(self.asked_at).year}-{self.pk:05d}"

    @property
    def stream(self) -> str:
        return f"view:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    def holds(self, now: datetime) -> bool:
        """Tell whether its permission holds at a moment."""
        if self.state != ViewState.GRANTED or self.view_from is None or self.view_until is None:
            return False
        return self.view_from <= now <= self.view_until

    def get_absolute_url(self) -> str:
        return f"/supervision/views/{self.uid}"


class AskedCamera(models.Model):
    """One of the cameras that a request names."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    request = models.ForeignKey(ViewRequest, models.CASCADE, related_name="+")
    camera = models.ForeignKey(Camera, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("request", "camera"), name="a_camera_is_asked_once"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.camera_id}"


class Viewing(models.Model):
    """A note that somebody viewed: when, at which police point, which stretch of which cameras.

    The window of the permission stands beside it, so that the table itself refuses what lies
    outside.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("found",)

    request = models.ForeignKey(ViewRequest, models.PROTECT, related_name="+")
    cameras = ArrayField(models.BigIntegerField())
    at = models.DateTimeField()
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    point = models.CharField(max_length=80)
    found = models.CharField(max_length=500)
    account = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    noted_at = models.DateTimeField()
    view_from = models.DateTimeField()
    view_until = models.DateTimeField()
    asked_from = models.DateTimeField()
    asked_until = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(at__gte=F("view_from"), at__lte=F("view_until")),
                name="a_viewing_lies_in_its_window",
            ),
            models.CheckConstraint(
                condition=Q(
                    begins__gte=F("asked_from"), ends__lte=F("asked_until"), ends__gt=F("begins")
                ),
                name="a_viewing_lies_in_its_stretch",
            ),
            models.CheckConstraint(condition=~Q(cameras=[]), name="a_viewing_names_a_camera"),
        )

    def __str__(self) -> str:
        return f"{self.request_id} {self.at:%Y-%m-%d}"
