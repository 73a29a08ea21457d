"""The outbox and what became of each notice."""

from typing import ClassVar

from django.db import models

from gege.notices.rules import Channel, DeliveryState, MessageState, PartState


class Message(models.Model):
    """A notice in the outbox, written in the transaction of the deed that caused it.

    One `by_phone` goes to a resident's number: number and values stand sealed in its `Delivery`.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("values",)

    channel = models.CharField(max_length=12, default=Channel.IN_APP)
    to_unit_id = models.BigIntegerField(null=True)
    to_account_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_collation="C")
    values = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
    by_phone = models.BooleanField(default=False)
    state = models.CharField(max_length=8, default=MessageState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True, default="")
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(state=MessageState.QUEUED),
                name="messages_to_send",
            ),
            models.Index(
                fields=("id",), condition=models.Q(state=MessageState.DEAD), name="dead_letters"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(
                    to_unit_id__isnull=False, to_account_id__isnull=True, by_phone=False
                )
                | models.Q(to_unit_id__isnull=True, to_account_id__isnull=False, by_phone=False)
                | models.Q(to_unit_id__isnull=True, to_account_id__isnull=True, by_phone=True),
                name="a_notice_has_one_addressee",
            ),
        )

    def __str__(self) -> str:
        return f"{self.template} about {self.subject}"


class Notice(models.Model):
    """A delivered in-app notice: one person's copy, with when it was read and acknowledged."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    account_id = models.BigIntegerField()
    delivered_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("account_id", "-id"), name="notices_of_a_person"),
            models.Index(
                fields=("account_id",),
                condition=models.Q(read_at__isnull=True),
                name="unread_notices",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("message", "account_id"), name="one_copy_each"),
        )

    def __str__(self) -> str:
        return f"{self.message_id} to {self.account_id}"


class Delivery(models.Model):
    """A message on one channel to one destination, with what became of it.

    `account_id` is staff, whose address is looked up when it is sent. Anybody else's number, and
    the values of a text to a resident, stand in `sealed`, encrypted, until it is delivered or
    given up or three days have passed; then only `shown` (a masked number or a name) stays.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("sealed", "shown")

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    token = models.UUIDField(unique=True)
    channel = models.CharField(max_length=12)
    account_id = models.BigIntegerField(null=True)
    sealed = models.TextField(blank=True, default="")
    shown = models.CharField(max_length=60, blank=True, default="")
    language = models.CharField(max_length=8, default="zh-hans")
    why = models.CharField(max_length=12, default="kind")
    state = models.CharField(max_length=12, default=DeliveryState.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField()
    not_before = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    acknowledged_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=40, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before", "id"),
                condition=models.Q(state=DeliveryState.QUEUED),
                name="deliveries_to_send",
            ),
            models.Index(
                fields=("claimed_at",),
                condition=models.Q(state=DeliveryState.SENDING),
                name="deliveries_under_way",
            ),
            models.Index(
                fields=("id",), condition=models.Q(state=DeliveryState.DEAD), name="dead_deliveries"
            ),
            models.Index(
                fields=("id",),
                condition=models.Q(state=DeliveryState.SENT, channel=Channel.VOICE),
                name="calls_to_make",
            ),
            models.Index(
                fields=("sent_at",), condition=~models.Q(sealed=""), name="sealed_deliveries"
            ),
            models.Index(fields=("account_id", "-id"), name="deliveries_to_a_person"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("message", "channel", "account_id"), name="one_delivery_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id} by {self.channel}"


class Part(models.Model):
    """One part of a delivery at a centre that calls what it took by a name of its own (SMPP, MM7).

    It is written before the centre is asked. `to_mark` is a keyed mark of the number, for reports
    about a part whose name never arrived here.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    to_mark = models.CharField(max_length=64, db_collation="C")
    state = models.CharField(max_length=12, default=PartState.ASKED)
    taken_as = models.CharField(max_length=100, blank=True, default="", db_collation="C")
    asked_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(
                fields=("taken_as",), condition=~models.Q(taken_as=""), name="parts_by_their_name"
            ),
            models.Index(
                fields=("to_mark",),
                condition=models.Q(state=PartState.ASKED),
                name="parts_without_a_name",
            ),
            models.Index(fields=("asked_at",), name="parts_by_age"),
        )
        constraints = (models.UniqueConstraint(fields=("delivery", "number"), name="a_part_once"),)

    def __str__(self) -> str:
        return f"part {self.number} of {self.delivery_id}"


class GatewayLink(models.Model):
    """Whether the standing connection to a centre is up, since when, and what was said last."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    name = models.CharField(max_length=12, primary_key=True)
    up = models.BooleanField()
    since = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.name}: {'up' if self.up else 'down'}"


class Chain(models.Model):
    """The call chain of an urgent instruction: who was tried, until somebody answers."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    message = models.OneToOneField(Message, on_delete=models.CASCADE, related_name="+")
    started_at = models.DateTimeField()
    next_at = models.DateTimeField()
    done = models.JSONField(default=list)
    ended_at = models.DateTimeField(null=True)
    ended_how = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=models.Q(ended_at__isnull=True),
                name="chains_to_go_on",
            ),
        )

    def __str__(self) -> str:
        return f"chain of {self.message_id}"


class NoticeRulesEdition(models.Model):
    """A published edition of the rules of notices; never changed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"notice rules {self.number}"


class Mailbox(models.Model):
    """The e-mail address at which a member of staff wants their notices too."""

    personal_fields: ClassVar[tuple[str, ...]] = ("address",)

    account_id = models.BigIntegerField(primary_key=True)
    address = models.EmailField(max_length=120)

    def __str__(self) -> str:
        return f"mailbox of {self.account_id}"
