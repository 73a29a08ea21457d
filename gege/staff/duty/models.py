"""The tables of duty. They belong to the app `staff`."""

from datetime import time
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.db import models
from django.db.models import Func, Q, Value

from gege.kernel.ids import new_uid
from gege.staff.duty.rules.hours import Clock, Hours, read_pattern
from gege.staff.duty.rules.swaps import SwapState

DRAFT, PUBLISHED = "draft", "published"


class DutyDesk(models.Model):
    """A desk that a unit keeps covered: its hours, and how many people sit there at once (R-073).

    Equal `opens` and `closes` are the whole day. `pattern` are the shifts that a roster is drawn
    up with, as people write them. `head` approves swaps and is told of a silent start; without a
    head a swap needs the colleague's word only, and the whole unit is told.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    opens = models.TimeField(default=time(8))
    closes = models.TimeField(default=time(8))
    days = models.CharField(max_length=7, default="1234567")
    people = models.PositiveSmallIntegerField(default=1)
    pattern = models.CharField(max_length=200)
    head = models.ForeignKey("staff.Account", models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit",), condition=Q(closed_at=None), name="one_open_desk_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(people__gte=1, people__lte=9), name="a_desk_has_some_people"
            ),
        )

    def __str__(self) -> str:
        return f"desk {self.uid}"

    @property
    def stream(self) -> str:
        """The desk's stream in the ledger: all its rosters and watches are in it."""
        return f"duty:{self.uid}"

    @property
    def hours(self) -> Hours:
        return Hours(self.opens, self.closes, frozenset(int(one) for one in self.days))

    @property
    def shifts(self) -> tuple[Clock, ...]:
        return read_pattern(self.pattern)


class Roster(models.Model):
    """Who is on duty from `first` to `last`, duty days both included. Published ones never overlap
    and have no uncovered minute."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    desk = models.ForeignKey(DutyDesk, models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    state = models.CharField(max_length=10, default=DRAFT)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    published_by = models.CharField(max_length=40, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="a_roster_has_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state=DRAFT) | Q(state=PUBLISHED, published_at__isnull=False),
                name="a_roster_is_a_draft_or_published",
            ),
            ExclusionConstraint(
                name="published_rosters_of_a_desk_never_overlap",
                expressions=(
                    (Func("desk", "desk", Value("[]"), function="int8range"), "&&"),
                    (Func("first", "last", Value("[]"), function="daterange"), "&&"),
                ),
                condition=Q(state=PUBLISHED),
            ),
        )
        indexes = (models.Index(fields=("desk", "-first"), name="rosters_of_a_desk"),)

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"

    @property
    def published(self) -> bool:
        return self.state == PUBLISHED


class Shift(models.Model):
    """One person's time at a desk. `live` is that its roster is published; sign-in and alarms are
    of live shifts only. `alarm_stage` counts whom a silent start has reached."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    roster = models.ForeignKey(Roster, models.CASCADE, related_name="+")
    desk = models.ForeignKey(DutyDesk, models.PROTECT, related_name="+")
    starts = models.DateTimeField()
    ends = models.DateTimeField()
    account = models.ForeignKey("staff.Account", models.PROTECT, null=True, related_name="+")
    live = models.BooleanField(default=False)
    signed_in_at = models.DateTimeField(null=True)
    alarm_stage = models.PositiveSmallIntegerField(default=0)
    alarm_at = models.DateTimeField(null=True)
    told_late_handover = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ends__gt=models.F("starts")), name="a_shift_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(signed_in_at=None) | Q(live=True, account__isnull=False),
                name="only_somebody_signs_in",
            ),
        )
        indexes = (
            models.Index(fields=("desk", "starts"), name="shifts_of_a_desk"),
            models.Index(fields=("account", "starts"), name="shifts_of_a_person"),
            models.Index(
                fields=("alarm_at",),
                condition=Q(alarm_at__isnull=False),
                name="shifts_that_are_watched",
            ),
            models.Index(
                fields=("ends",),
                condition=Q(live=True, told_late_handover=False),
                name="shifts_to_hand_over",
            ),
        )

    def __str__(self) -> str:
        return f"shift {self.uid}"


class Handover(models.Model):
    """What the leaving person says to the coming one; whole once both have signed (R-073).

    `items` are the open things that stood on the desk when it was written, as text: they show what
    was known then, whatever became of it since.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("notes",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    desk = models.ForeignKey(DutyDesk, models.PROTECT, related_name="+")
    shift = models.OneToOneField(Shift, models.PROTECT, related_name="+")
    leaving = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    notes = models.TextField(max_length=4000, blank=True)
    items = models.JSONField(default=list)
    left_at = models.DateTimeField()
    coming = models.ForeignKey("staff.Account", models.PROTECT, null=True, related_name="+")
    coming_shift = models.ForeignKey(Shift, models.PROTECT, null=True, related_name="+")
    came_at = models.DateTimeField(null=True)
    remark = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(coming=None, came_at=None)
                | Q(coming__isnull=False, came_at__isnull=False),
                name="a_handover_is_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(coming=None) | ~Q(coming=models.F("leaving")),
                name="nobody_hands_over_to_themselves",
            ),
        )
        indexes = (models.Index(fields=("desk", "-id"), name="handovers_of_a_desk"),)

    def __str__(self) -> str:
        return f"handover {self.uid}"


class Swap(models.Model):
    """A person asks a colleague to do a shift, or to exchange it for one of theirs."""

    personal_fields: ClassVar[tuple[str, ...]] = ("reason",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    desk = models.ForeignKey(DutyDesk, models.PROTECT, related_name="+")
    given = models.ForeignKey(Shift, models.CASCADE, related_name="+")
    taken = models.ForeignKey(Shift, models.CASCADE, null=True, related_name="+")
    asker = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    colleague = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, default=SwapState.ASKED)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("given",),
                condition=Q(state__in=("asked", "accepted")),
                name="one_open_swap_per_shift",
            ),
            models.CheckConstraint(
                condition=~Q(asker=models.F("colleague")), name="nobody_swaps_with_themselves"
            ),
        )
        indexes = (models.Index(fields=("desk", "-id"), name="swaps_of_a_desk"),)

    def __str__(self) -> str:
        return f"swap {self.uid}"


class Absence(models.Model):
    """Days on which a person cannot be on duty: leave, training, illness. Both ends included."""

    personal_fields: ClassVar[tuple[str, ...]] = ("note",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    account = models.ForeignKey("staff.Account", models.PROTECT, related_name="+")
    first = models.DateField()
    last = models.DateField()
    note = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(last__gte=models.F("first")), name="an_absence_has_a_day"
            ),
        )
        indexes = (models.Index(fields=("account", "first"), name="absences_of_a_person"),)

    def __str__(self) -> str:
        return f"{self.first}/{self.last}"


class DirectoryEntry(models.Model):
    """What the directory keeps of a unit beside its contacts (R-074).

    Duty telephone, leader and contact stand on the unit. `digest` is what was looked at last,
    `right` what came of it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("leader_phone",)

    unit = models.OneToOneField("territory.Unit", models.PROTECT, related_name="+")
    leader_phone = models.CharField(max_length=20, blank=True)
    looked_at = models.DateTimeField(null=True)
    looked_by = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=12, blank=True)
    right = models.BooleanField(default=False)
    digest = models.CharField(max_length=64, blank=True)
    note = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"entry of {self.unit_id}"


class CalendarFeed(models.Model):
    """A secret address under which a calendar program reads duty: a person's own, or a desk's.

    Only the hash of its secret is kept, so an address is shown once, when it is made.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    account = models.ForeignKey("staff.Account", models.CASCADE, related_name="+")
    desk = models.ForeignKey(DutyDesk, models.CASCADE, null=True, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "desk"),
                condition=Q(ended_at=None),
                name="one_feed_each",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"feed of {self.account_id}"


class DutyRulesEdition(models.Model):
    """A published edition of the rules of duty; never changed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"duty rules {self.number}"
