"""The county opinion platform: its cases, and what each side knows of the other (R-071)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.ids import new_uid


class OpinionPlatform(models.Model):
    """The platform, as one client that hands over cases. Without an address it only sends."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    client = models.OneToOneField("openapi.Client", on_delete=models.PROTECT, related_name="+")
    address = models.CharField(max_length=500, blank=True)
    key = models.TextField(blank=True)
    default_kind = models.CharField(max_length=20)
    fetches = models.BooleanField(default=False)
    sends = models.BooleanField(default=False)
    page_size = models.PositiveSmallIntegerField(default=100)
    compared_days = models.PositiveSmallIntegerField(default=30)
    answer_hours = models.PositiveSmallIntegerField(default=24)

    opened_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    cursor = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField(null=True)
    fetch_said = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True)
    send_said = models.CharField(max_length=200, blank=True)
    failures = models.PositiveIntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(fetches=False, sends=False) | ~Q(address=""),
                name="an_address_to_ask_and_tell",
            ),
            models.UniqueConstraint(
                fields=("ended_at",),
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="one_opinion_platform",
            ),
        )

    def __str__(self) -> str:
        return f"opinion platform {self.uid}"

    @property
    def stream(self) -> str:
        """The platform's stream in the ledger."""
        return f"opinion:{self.uid}"


class Case(models.Model):
    """A case of the platform and the matter it became.

    Of what was said only keyed marks are kept, one for each entry: they tell what a later version
    changed. `touched_at` is set while the platform does not know how the matter stands.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    platform = models.ForeignKey(OpinionPlatform, on_delete=models.PROTECT, related_name="+")
    their_id = models.CharField(max_length=60, db_collation="C")
    version = models.PositiveIntegerField()
    marks = models.JSONField(default=dict)
    ignored = models.JSONField(default=list)
    matter = models.OneToOneField("matters.Matter", on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    touched_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    said = models.CharField(max_length=200, blank=True)
    known_hash = models.CharField(max_length=64, blank=True)
    known_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before", "id"),
                condition=Q(touched_at__isnull=False, not_before__isnull=False),
                name="cases_to_tell",
            ),
            models.Index(
                fields=("touched_at",), condition=Q(touched_at__isnull=False), name="cases_untold"
            ),
            models.Index(fields=("platform", "raised_at", "their_id"), name="cases_by_time"),
        )
        constraints = (
            models.UniqueConstraint(fields=("platform", "their_id"), name="a_case_is_one_matter"),
        )

    def __str__(self) -> str:
        return f"case {self.their_id}"


class RefusedCase(models.Model):
    """A case that could not be taken, until a version of it is; what it said is not kept."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    platform = models.ForeignKey(OpinionPlatform, on_delete=models.CASCADE, related_name="+")
    their_id = models.CharField(max_length=60, db_collation="C")
    version = models.PositiveIntegerField()
    said = models.CharField(max_length=300)
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("platform", "their_id"), name="refused_once"),
        )

    def __str__(self) -> str:
        return f"refused {self.their_id}"


class CaseFile(models.Model):
    """A picture or paper that a case names by its address, until it is kept or given up."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="+")
    address = models.CharField(max_length=500)
    state = models.CharField(max_length=8, default="queued")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    said = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("not_before", "id"), condition=Q(state="queued"), name="files_to_fetch"
            ),
        )
        constraints = (models.UniqueConstraint(fields=("case", "address"), name="named_once"),)

    def __str__(self) -> str:
        return f"file {self.pk}"


class Reconciliation(models.Model):
    """One comparison of both sides for a period, with how it ended."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    platform = models.ForeignKey(OpinionPlatform, on_delete=models.CASCADE, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField()
    at = models.DateTimeField()
    by_name = models.CharField(max_length=80)
    ours = models.PositiveIntegerField(null=True)
    theirs = models.PositiveIntegerField(null=True)
    found = models.PositiveIntegerField(null=True)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = (models.Index(fields=("platform", "-id"), name="comparisons_newest"),)

    def __str__(self) -> str:
        return f"comparison {self.pk}"


class Difference(models.Model):
    """Where both sides do not agree about a case: `what` is missing or which entry differs."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    report = models.ForeignKey(Reconciliation, on_delete=models.CASCADE, related_name="+")
    their_id = models.CharField(max_length=60, db_collation="C")
    what = models.CharField(max_length=14)
    ours = models.CharField(max_length=64, blank=True)
    theirs = models.CharField(max_length=64, blank=True)
    mended_at = models.DateTimeField(null=True)
    mended_by = models.CharField(max_length=80, blank=True)
    mended_how = models.CharField(max_length=12, blank=True)

    class Meta:
        indexes = (
            models.Index(
                fields=("report",), condition=Q(mended_at__isnull=True), name="open_differences"
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=("report", "their_id", "what"), name="differs_once"),
        )

    def __str__(self) -> str:
        return f"{self.what} {self.their_id}"
