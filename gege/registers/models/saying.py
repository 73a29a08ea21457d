"""Who said what, and what came of it (R-044; domain 5, rule 4)."""

from typing import ClassVar

from django.db import models


class Statement(models.Model):
    """One source's word about fields of one record, said at one time on one piece of evidence.

    `open` and `sealed` hold the values as in `Record`; a field said to be empty stands in `open`
    as null. `outcome` maps each field to what it did: stands, confirms, repeats, settles,
    questions, and later refuted or withdrawn.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("open", "sealed")

    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    uid = models.UUIDField(unique=True)
    side = models.CharField(max_length=12)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, null=True, related_name="+")
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    post = models.CharField(max_length=120, blank=True, default="")
    said_at = models.DateTimeField()
    received_at = models.DateTimeField()
    evidence = models.CharField(max_length=20)
    evidence_note = models.CharField(max_length=200, blank=True, default="")
    basis_shown = models.CharField(max_length=40, blank=True, default="")
    batch = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    open = models.JSONField(default=dict)
    sealed = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    doubts = models.JSONField(default=dict)
    withdrawn_at = models.DateTimeField(null=True)
    moved_from = models.CharField(max_length=15, blank=True, default="", db_collation="C")
    """Where the record lay before this word moved it."""

    class Meta:
        indexes = (
            models.Index(fields=("record", "-id"), name="statements_of_a_record"),
            models.Index(
                fields=("batch",), condition=~models.Q(batch=""), name="statements_of_a_batch"
            ),
        )

    def __str__(self) -> str:
        return f"statement {self.pk} about {self.record_id}"


class Turn(models.Model):
    """One version of a record: which fields changed, by which statement or ruling.

    The values are in the statements; the sequence of turns is also what other systems follow.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    deed = models.CharField(max_length=20)
    statement = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="+")
    fields = models.JSONField(default=dict)
    """Each changed field and the statement whose value stands since: `{name: statement id}`."""

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("record", "version"), name="one_turn_per_version"),
        )

    def __str__(self) -> str:
        return f"{self.record_id} v{self.version}"


class Question(models.Model):
    """A difference between two sides about one field, open for both until it is settled.

    `standing` and `proposed` are statements; more than one may be proposed, the newest is named.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    record = models.ForeignKey("registers.Record", models.CASCADE, related_name="+")
    field = models.CharField(max_length=40, db_collation="C")
    area_code = models.CharField(max_length=15, db_collation="C")
    department = models.CharField(max_length=40, blank=True, default="", db_collation="C")
    standing = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    proposed = models.ForeignKey(Statement, models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    due_on = models.DateField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True, default="")
    settled_post = models.CharField(max_length=120, blank=True, default="")
    chosen = models.ForeignKey(Statement, models.CASCADE, null=True, related_name="+")
    how = models.CharField(max_length=12, blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("record", "field"),
                condition=models.Q(settled_at__isnull=True),
                name="one_open_question_per_field",
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at__isnull=True) | ~models.Q(how=""),
                name="a_settled_question_says_how",
            ),
        )
        indexes = (
            models.Index(
                fields=("area_code", "due_on", "id"),
                condition=models.Q(settled_at__isnull=True),
                name="open_questions_of_an_area",
            ),
            models.Index(
                fields=("department", "due_on", "id"),
                condition=models.Q(settled_at__isnull=True),
                name="open_questions_of_a_dept",
            ),
        )

    def __str__(self) -> str:
        return f"question {self.pk} about {self.record_id}.{self.field}"
