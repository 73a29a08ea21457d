"""Files of departments on their way into the registers (issue 5 point 4; decision 0038)."""

from typing import ClassVar

from django.db import models

from gege.registers.rules.intake.stages import WORKING


class Import(models.Model):
    """One file for one sheet, from its reception to the end of the days in which it can be undone.

    `source` is the department that gave the file, empty for the unit's own. `side` is for whom its
    rows speak, `unit` whose import it is: nobody of another unit comes across it. The file itself
    lies sealed beside the attachments until `forgotten_at`; `secret` is the key of the file and of
    its rows, itself sealed under the keys of the installation. `done` is the last line of the stage
    that is worked on: whoever goes on begins behind it. `version` changes with every deed of a
    person, so that of two tabs one is too late.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("profile", "mapping", "unknown")

    uid = models.UUIDField(unique=True)
    secret = models.CharField(max_length=200, blank=True, default="", db_collation="C")
    sheet = models.CharField(max_length=40, db_collation="C")
    source = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    side = models.CharField(max_length=12)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    label = models.CharField(max_length=80, blank=True, default="")
    filename = models.CharField(max_length=120)
    digest = models.CharField(max_length=64, db_collation="C")
    size = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    tab = models.CharField(max_length=80, blank=True, default="")
    encoding = models.CharField(max_length=20, blank=True, default="")
    header = models.JSONField(default=list)
    signature = models.CharField(max_length=64, db_collation="C")
    profile = models.JSONField(default=dict)
    mapping = models.JSONField(default=dict)
    unknown = models.JSONField(default=dict)
    """Values of code fields that nobody mapped yet: `{field: {value: how many}}`."""
    doubts_answered = models.CharField(max_length=120, blank=True, default="")
    state = models.CharField(max_length=12, db_collation="C")
    version = models.PositiveIntegerField(default=1)
    done = models.BigIntegerField(default=0)
    rows = models.BigIntegerField(default=0)
    counts = models.JSONField(default=dict)
    """How many rows stand in each state, and what a stage found."""
    failed = models.JSONField(default=dict)
    """Why a stage could not go on: `{word, values}`, empty while all is well."""
    received_at = models.DateTimeField()
    received_by = models.JSONField(default=dict)
    checked_on = models.DateField(null=True)
    decided_by = models.JSONField(default=dict)
    """Who applied it (or takes it back): the signature of its statements."""
    applied_at = models.DateTimeField(null=True)
    undo_until = models.DateField(null=True)
    undone_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(fields=("unit", "-id"), name="imports_of_a_unit"),
            models.Index(fields=("digest",), name="imports_of_a_file"),
            models.Index(
                fields=("id",),
                condition=models.Q(forgotten_at__isnull=True),
                name="imports_that_keep_a_file",
            ),
        )

    @property
    def is_working(self) -> bool:
        """Tell whether the platform works on it, or waits to."""
        return self.state in WORKING and not self.failed

    def __str__(self) -> str:
        return f"import {self.uid} into {self.sheet}"


class ImportRow(models.Model):
    """One line of a file, read; `sealed` is what it says, bound to its import and number
    (base64).

    `digest` tells the same line again, `key` the same document or code; both are keyed marks.
    `faults` names what is wrong, field by field, without the values. `found` are the records that
    may be meant, best first, each with its band and the levels of what was seen; `effects` what
    the row would do to the record, field by field.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("sealed",)

    batch = models.ForeignKey(Import, models.CASCADE, related_name="+")
    number = models.BigIntegerField()
    state = models.CharField(max_length=10, db_collation="C")
    sealed = models.TextField(blank=True, default="")
    digest = models.CharField(max_length=52, blank=True, default="", db_collation="C")
    key = models.CharField(max_length=52, blank=True, default="", db_collation="C")
    faults = models.JSONField(default=list)
    found = models.JSONField(default=list)
    effects = models.JSONField(default=dict)
    record = models.ForeignKey("registers.Record", models.SET_NULL, null=True, related_name="+")
    statement = models.ForeignKey(
        "registers.Statement", models.SET_NULL, null=True, related_name="+"
    )
    decided_by = models.CharField(max_length=80, blank=True, default="")
    decided_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "number"), name="one_row_per_line"),
        )
        indexes = (
            models.Index(fields=("batch", "state", "number"), name="rows_of_a_state"),
            models.Index(
                fields=("batch", "key", "number"),
                condition=~models.Q(key=""),
                name="rows_of_one_number",
            ),
            models.Index(
                fields=("record",),
                condition=models.Q(record__isnull=False),
                name="rows_about_a_record",
            ),
            models.Index(
                fields=("statement",),
                condition=models.Q(statement__isnull=False),
                name="rows_of_a_statement",
            ),
        )

    def __str__(self) -> str:
        return f"line {self.number} of import {self.batch_id}"


class ImportChunk(models.Model):
    """Rows that were applied in one transaction, provable without a value (decision 0038).

    `leaves` are 32 bytes for each row that was written in bulk, in the order of their lines: the
    digest of the line's number, its statement and the keyed mark of what was said. The digest over
    all of them is in the chunk's line of the ledger.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    batch = models.ForeignKey(Import, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField()
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    written = models.PositiveIntegerField()
    leaves = models.BinaryField()
    digest = models.CharField(max_length=64, db_collation="C")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("batch", "number"), name="one_chunk_per_number"),
        )

    def __str__(self) -> str:
        return f"chunk {self.number} of import {self.batch_id}"


class ColumnMap(models.Model):
    """How a unit read the columns of one source's files for a sheet, for the next such file.

    `signature` is the digest of the headings in their order.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("mapping",)

    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    source = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    sheet = models.CharField(max_length=40, db_collation="C")
    signature = models.CharField(max_length=64, db_collation="C")
    mapping = models.JSONField(default=dict)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("unit", "source", "sheet", "signature"), name="one_reading_of_a_header"
            ),
        )

    def __str__(self) -> str:
        return f"columns of {self.source or 'own'} for {self.sheet}"
