"""What came in by text."""

from typing import ClassVar

from django.db import models


class InboundText(models.Model):
    """One text that came in, and what it became.

    Sender and words stand in `sealed`, encrypted, for thirty days; the marks are keyed, so that the
    same sender and the same words are found again and neither can be read from them. `answer_id`
    is the message that answers it, where one was due.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("sealed", "shown")

    key = models.CharField(max_length=64, unique=True, db_collation="C")
    sender_mark = models.CharField(max_length=64, db_collation="C")
    text_mark = models.CharField(max_length=64, db_collation="C")
    sealed = models.TextField(blank=True, default="")
    shown = models.CharField(max_length=40)
    account_id = models.BigIntegerField(null=True)
    received_at = models.DateTimeField()
    outcome = models.CharField(max_length=12)
    number = models.CharField(max_length=24, blank=True, default="", db_collation="C")
    reason = models.CharField(max_length=200, blank=True, default="")
    channel = models.CharField(max_length=4, default="sms")
    pictures = models.PositiveSmallIntegerField(default=0)
    answer_id = models.BigIntegerField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("sender_mark", "received_at"), name="texts_of_a_sender"),
            models.Index(
                fields=("received_at",),
                condition=models.Q(account_id__isnull=True),
                name="texts_of_strangers",
            ),
            models.Index(
                fields=("received_at",), condition=~models.Q(sealed=""), name="sealed_texts"
            ),
            models.Index(fields=("received_at", "answer_id"), name="texts_by_time"),
        )

    def __str__(self) -> str:
        return f"text {self.pk}"
