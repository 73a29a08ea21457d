"""What departments let us read, how each reading went, and what we hold of theirs."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.exchange.rules.sources import RunState
from gege.kernel.ids import new_uid


class Source(models.Model):
    """One table, folder or interface of a department, for one sheet.

    `place` says where it is, never with a password: that stands encrypted in `secret`, or in the
    environment under `secret_name`. `cursor` moves only in the transaction that stores the rows.
    `failures`, `away_since` and `next_at` hold back a source that does not answer.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    name = models.CharField(max_length=60)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=40, db_collation="C")
    kind = models.CharField(max_length=8, db_collation="C")
    place = models.JSONField(default=dict)
    """table: `address`, `table`, `columns`; pages: `address`, `format`, `columns`, `figures`;
    folder: `folder`."""
    secret = models.TextField(blank=True, default="")
    secret_name = models.CharField(max_length=60, blank=True, default="", db_collation="C")
    key_column = models.CharField(max_length=60, blank=True, default="")
    change_column = models.CharField(max_length=60, blank=True, default="")
    area_column = models.CharField(max_length=60, blank=True, default="")
    overlap = models.PositiveIntegerField(default=600)
    every = models.PositiveIntegerField(default=60)
    at_hour = models.PositiveSmallIntegerField(default=2)
    alarm = models.PositiveIntegerField(default=240)

    cursor = models.CharField(max_length=400, blank=True, default="")
    next_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    away_since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    reached_at = models.DateTimeField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")

    opened_at = models.DateTimeField()
    paused_at = models.DateTimeField(null=True)
    paused_why = models.CharField(max_length=200, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=Q(paused_at__isnull=True, ended_at__isnull=True),
                name="sources_to_read",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def stream(self) -> str:
        """The source's stream in the ledger."""
        return f"exchange_source:{self.uid}"


class Run(models.Model):
    """One reading of a source: how many rows it gave, how many went into a file, and which."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    source = models.ForeignKey(Source, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=RunState.RUNNING, db_collation="C")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    read = models.PositiveBigIntegerField(default=0)
    taken = models.PositiveBigIntegerField(default=0)
    same = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    gone = models.PositiveBigIntegerField(default=0)
    """Rows that were held and that a reading of everything did not find any more."""
    why = models.JSONField(default=dict)
    """Why rows were refused: `{word: how many}`."""
    more = models.BooleanField(default=False)
    cursor_before = models.CharField(max_length=400, blank=True, default="")
    cursor_after = models.CharField(max_length=400, blank=True, default="")
    filename = models.CharField(max_length=120, blank=True, default="")
    digest = models.CharField(max_length=64, blank=True, default="", db_collation="C")
    import_uid = models.UUIDField(null=True)
    said = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        indexes = (
            models.Index(fields=("source", "-id"), name="runs_of_a_source"),
            models.Index(
                fields=("source", "digest"), condition=~Q(digest=""), name="runs_of_a_file"
            ),
            models.Index(
                fields=("import_uid",), condition=Q(import_uid__isnull=False), name="runs_of_import"
            ),
        )

    def __str__(self) -> str:
        return f"run {self.pk} of {self.source_id}"


class Held(models.Model):
    """One row of a source that was taken: keyed marks of its key and of all it said, nothing else.

    By it a row that comes again unchanged is passed over, and both sides can be counted alike.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    key = models.BinaryField(max_length=16)
    row = models.BinaryField(max_length=16)
    area = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    month = models.CharField(max_length=7, blank=True, default="", db_collation="C")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("source", "key"), name="a_row_is_held_once"),
        )

    def __str__(self) -> str:
        return f"row {self.pk} of {self.source_id}"
