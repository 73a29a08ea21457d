"""An order: who is to do what until when, and what came of it."""

from datetime import datetime
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.kernel.ids import new_uid
from gege.matters.api import Clock, Light, State, light_of
from gege.supervision.rules.reminding import OrderClock
from gege.supervision.rules.words import OPEN, OrderKind, OrderState, Origin
from gege.trail.api import GENESIS, Head

_AS_A_MATTER = {
    OrderState.ISSUED: State.DISPATCHED,
    OrderState.RECEIVED: State.HANDLING,
    OrderState.REPLIED: State.COMPLETED,
    OrderState.CLOSED: State.CLOSED,
    OrderState.WITHDRAWN: State.DECLINED,
}


class Order(models.Model):
    """A follow-up order (督办单) or a request between units (协调). Its light is computed.

    `to_area` is the area of the unit it goes to, as a path. `said` are the reminders that went
    out, `again_at` is when an overdue one is reminded of again.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=12)
    origin = models.CharField(max_length=12, default=Origin.PERSON)
    demand = models.CharField(max_length=10, blank=True)
    title = models.CharField(max_length=120)
    words = models.CharField(max_length=1000)
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", null=True)
    instruction = models.OneToOneField(
        "matters.Instruction", models.PROTECT, related_name="+", null=True
    )
    decided_on = models.DateField(null=True)
    by_unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", db_index=False)
    by_account_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    to_unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", db_index=False)
    to_area = models.CharField(max_length=15, db_collation="C")

    state = models.CharField(max_length=10, default=OrderState.ISSUED)
    issued_at = models.DateTimeField()
    limit_amount = models.PositiveSmallIntegerField()
    limit_unit = models.CharField(max_length=14)
    receipt_due_at = models.DateTimeField()
    warn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    received_at = models.DateTimeField(null=True)
    replied_at = models.DateTimeField(null=True)
    replied_by_id = models.BigIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=1000, blank=True)
    returns = models.PositiveSmallIntegerField(default=0)
    urgings = models.PositiveSmallIntegerField(default=0)

    said = ArrayField(models.CharField(max_length=14), default=list)
    reminded = models.PositiveSmallIntegerField(default=0)
    again_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        indexes = (
            models.Index(fields=("kind", "-id"), name="orders_of_a_kind"),
            models.Index(fields=("kind", "to_unit", "-id"), name="orders_to_a_unit"),
            models.Index(fields=("kind", "by_unit", "-id"), name="orders_by_a_unit"),
            models.Index(
                fields=("kind", "-id"), condition=Q(state__in=sorted(OPEN)), name="open_orders"
            ),
            models.Index(
                fields=("next_at",), condition=Q(next_at__isnull=False), name="orders_to_remind_of"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OrderKind)), name="an_order_has_a_kind"
            ),
            models.CheckConstraint(
                condition=~Q(state=OrderState.CLOSED) | ~Q(result=""),
                name="an_order_closes_with_a_result",
            ),
            models.CheckConstraint(
                condition=~Q(origin=Origin.INSTRUCTION) | Q(instruction__isnull=False),
                name="an_order_of_an_instruction_names_it",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, as 督2026-000012 without the word: the year of its issue and its serial."""
        return f"{local_date(self.issued_at).year}-{self.pk:06d}"

    @property
    def stream(self) -> str:
        return f"order:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    @property
    def matter_clock(self) -> Clock:
        """Its clock in the words of matters: one table of lights for both (decision 0002)."""
        state = _AS_A_MATTER[OrderState(self.state)]
        return Clock(state, self.due_at, self.warn_at, self.replied_at)

    @property
    def order_clock(self) -> OrderClock:
        return OrderClock(
            OrderState(self.state),
            self.receipt_due_at,
            self.warn_at,
            self.due_at,
            frozenset(self.said),
            self.again_at,
        )

    def light(self, now: datetime) -> Light:
        return light_of(self.matter_clock, now)

    def get_absolute_url(self) -> str:
        return f"/supervision/orders/{self.uid}"


class OrderEntry(models.Model):
    """What somebody wrote in an order: a reply, its progress, an urging, a reason."""

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    order = models.ForeignKey(Order, models.CASCADE, related_name="+")
    deed = models.CharField(max_length=12)
    words = models.CharField(max_length=1000)
    at = models.DateTimeField()
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        return f"{self.deed} of {self.order_id}"
