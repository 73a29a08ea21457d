"""Parts of texts that came in over a connection of our own."""

from typing import ClassVar

from django.db import models


class InboundPart(models.Model):
    """One short message as the centre gave it: a whole text, or a part that waits for the others.

    `token` is a keyed mark of all that it says: the centre gives it again when its answer was lost,
    and then it is known. `group_mark` is the same for the parts of one text. `sealed` holds sender
    and bytes until the text is put together; the row itself is kept for a day.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("sealed",)

    token = models.CharField(max_length=64, db_collation="C")
    group_mark = models.CharField(max_length=64, db_collation="C")
    number = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    sealed = models.TextField(blank=True, default="")
    received_at = models.DateTimeField()

    class Meta:
        indexes = (
            models.Index(fields=("token", "received_at"), name="parts_known"),
            models.Index(
                fields=("group_mark",), condition=~models.Q(sealed=""), name="parts_of_a_text"
            ),
            models.Index(fields=("received_at",), name="parts_received"),
        )

    def __str__(self) -> str:
        return f"part {self.number} of {self.of}"
