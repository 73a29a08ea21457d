"""The outbox and what became of each notice."""

from typing import ClassVar

from django.db import models

from gege.notices.rules import Channel, MessageState


class Message(models.Model):
    """A notice in the outbox, written in the transaction of the deed that caused it."""

    personal_fields: ClassVar[tuple[str, ...]] = ("values",)

    channel = models.CharField(max_length=12, default=Channel.IN_APP)
    to_unit_id = models.BigIntegerField(null=True)
    to_account_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, db_collation="C")
    values = models.JSONField(default=dict)
    urgent = models.BooleanField(default=False)
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
                condition=models.Q(to_unit_id__isnull=True) ^ models.Q(to_account_id__isnull=True),
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
