"""A leading group (领导小组): its members with their terms, its meetings, what they decided."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid
from gege.supervision.models.order import Order
from gege.supervision.rules.group_words import MeetingState, Presence, Seat
from gege.trail.api import GENESIS, Head


class Group(models.Model):
    """A leading group and its office. What is done to it and to its meetings is one stream."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    name = models.CharField(max_length=80, unique=True)
    basis = models.CharField(max_length=200, blank=True)
    task = models.CharField(max_length=1000, blank=True)
    office = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    founded_on = models.DateField()
    dissolved_on = models.DateField(null=True)
    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=F("founded_on")),
                name="a_group_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        return f"group:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    def get_absolute_url(self) -> str:
        return f"/supervision/groups/{self.uid}"


class Member(models.Model):
    """Somebody's term: an account, or somebody outside with their office title.

    `name` is written as it was when they were appointed. `until` is the last day of the term.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    account = models.ForeignKey("staff.Account", models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=80)
    office_title = models.CharField(max_length=80)
    seat = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)
    why_ended = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(seat__in=sorted(Seat)), name="a_member_has_a_seat"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="a_term_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=("group",),
                condition=Q(seat=Seat.CHAIR, until=None),
                name="one_chair_of_a_group",
            ),
            models.UniqueConstraint(
                fields=("group", "account"),
                condition=Q(until=None, account__isnull=False),
                name="one_seat_for_an_account",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.seat})"


class Meeting(models.Model):
    """A meeting of a group; `number` counts the meetings of the group."""

    personal_fields: ClassVar[tuple[str, ...]] = ("minutes",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    group = models.ForeignKey(Group, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, default=MeetingState.CALLED)
    held_on = models.DateField()
    begins = models.TimeField(null=True)
    place = models.CharField(max_length=120)
    agenda = models.TextField()
    minutes = models.TextField(blank=True)
    called_at = models.DateTimeField()
    called_by = models.CharField(max_length=80)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (models.Index(fields=("group", "-held_on", "-id"), name="meetings_of_a_group"),)
        constraints = (
            models.UniqueConstraint(fields=("group", "number"), name="a_meeting_has_its_number"),
            models.CheckConstraint(
                condition=~Q(state=MeetingState.CONCLUDED) | ~Q(minutes=""),
                name="a_meeting_concludes_with_minutes",
            ),
        )

    def __str__(self) -> str:
        return f"{self.group_id} {self.number}"

    def get_absolute_url(self) -> str:
        return f"/supervision/meetings/{self.uid}"


class Attendance(models.Model):
    """Whether somebody was there: a member, or a guest by name and office title."""

    personal_fields: ClassVar[tuple[str, ...]] = ("name",)

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=80)
    office_title = models.CharField(max_length=80, blank=True)
    how = models.CharField(max_length=8)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "member"), name="a_member_is_there_once"),
            models.CheckConstraint(
                condition=Q(how__in=sorted(Presence)), name="an_attendance_says_how"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.how}"


class Decision(models.Model):
    """What a meeting decided. With an owner and a day it is an order of origin `DECISION`, made in
    the same transaction; without, it is only written down."""

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=1000)
    order = models.OneToOneField(Order, models.PROTECT, related_name="+", null=True)
    due_on = models.DateField(null=True)
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("meeting", "number"), name="a_decision_has_its_number"),
            models.CheckConstraint(
                condition=Q(order=None, due_on=None) | Q(order__isnull=False, due_on__isnull=False),
                name="a_decision_with_a_day_has_its_order",
            ),
        )

    def __str__(self) -> str:
        return self.title
