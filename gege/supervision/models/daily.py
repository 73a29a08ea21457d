"""The files of one day for the province: counts without persons, kept as they were made."""

from typing import ClassVar

from django.db import models

REASONS = ("", "corrected")


class DailyFile(models.Model):
    """One edition of a day's file; never changed, never removed. The ledger keeps both digests.

    `document` is the JSON, `table` the CSV; both are the bytes that were given, in UTF-8.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    day = models.DateField()
    edition = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=12, blank=True)
    form = models.CharField(max_length=20)
    document = models.TextField()
    table = models.TextField()
    document_sha256 = models.CharField(max_length=64)
    table_sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("day", "edition"), name="one_daily_file_an_edition"),
            models.CheckConstraint(
                condition=models.Q(edition=1, reason="")
                | models.Q(edition__gt=1, reason="corrected"),
                name="a_later_edition_says_why",
            ),
        )

    def __str__(self) -> str:
        return f"{self.day} edition {self.edition}"

    @property
    def stream(self) -> str:
        """The ledger's stream of its day."""
        return stream_of_day(f"{self.day}")


def stream_of_day(day: str) -> str:
    return f"daily:{day}"
