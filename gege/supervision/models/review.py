"""An accountability review (责任倒查): what it is about, its evidence, who is named."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from gege.kernel.county_day import local_date
from gege.kernel.ids import new_uid
from gege.supervision.rules.review_words import Consequence, Degree, ReviewState
from gege.trail.api import GENESIS, Head


class ReviewRulesEdition(models.Model):
    """One published edition of the rules of reviews; never changed, never removed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    number = models.PositiveIntegerField(primary_key=True)
    document = models.JSONField()
    note = models.CharField(max_length=200)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"edition {self.number}"


class Review(models.Model):
    """One review. It begins with a person's finding of serious harm, in words (R-092).

    `rules` is the edition it is held under, 0 for the defaults. `evidence_sum` is the sum over
    the list of its evidence, which stands in its trail too.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("finding", "conclusion")

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    title = models.CharField(max_length=120)
    consequence = models.CharField(max_length=10)
    finding = models.CharField(max_length=2000)
    harm_on = models.DateField()
    state = models.CharField(max_length=10, default=ReviewState.HEARING)
    by_unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+", db_index=False)
    opened_at = models.DateTimeField()
    opened_by_id = models.BigIntegerField()
    opened_by = models.CharField(max_length=80)
    rules = models.PositiveIntegerField()
    evidence_count = models.PositiveIntegerField(default=0)
    evidence_sum = models.CharField(max_length=64, db_collation="C", default="")
    conclusion = models.CharField(max_length=2000, blank=True)
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.CharField(max_length=80, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True)
    ending = models.CharField(max_length=1000, blank=True)

    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)

    class Meta:
        indexes = (
            models.Index(fields=("state", "-id"), name="reviews_of_a_state"),
            models.Index(
                fields=("ended_at",), condition=Q(state=ReviewState.CLOSED), name="closed_reviews"
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(consequence__in=sorted(Consequence)) & ~Q(finding=""),
                name="a_review_begins_with_harm",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("closed", "stopped"))
                | Q(ended_at__isnull=False) & ~Q(ending=""),
                name="a_review_ends_with_words",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """Its number, as 2026-000003: the year of its opening and its serial."""
        return f"{local_date(self.opened_at).year}-{self.pk:06d}"

    @property
    def stream(self) -> str:
        return f"review:{self.uid}"

    @property
    def head(self) -> Head:
        return Head(self.trail_seq, bytes(self.trail_hash))

    def get_absolute_url(self) -> str:
        return f"/supervision/reviews/{self.uid}"


class ReviewSubject(models.Model):
    """What a review is about: a matter, or an order."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    matter = models.ForeignKey("matters.Matter", models.PROTECT, related_name="+", null=True)
    order = models.ForeignKey("supervision.Order", models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(matter__isnull=False) ^ Q(order__isnull=False),
                name="a_review_is_about_one_thing_each",
            ),
            models.UniqueConstraint(fields=("review", "matter"), name="a_matter_once_in_a_review"),
            models.UniqueConstraint(fields=("review", "order"), name="an_order_once_in_a_review"),
        )

    def __str__(self) -> str:
        return f"subject of {self.review_id}"


class Evidence(models.Model):
    """One item, as it was on the day: its text and the sum over it. Never changed."""

    personal_fields: ClassVar[tuple[str, ...]] = ("text",)

    review = models.ForeignKey(Review, models.CASCADE, related_name="+", db_index=False)
    place = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    at = models.DateTimeField(null=True)
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80, blank=True)
    post = models.CharField(max_length=120, blank=True)
    unit_id = models.BigIntegerField(null=True)
    unit = models.CharField(max_length=120, blank=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, db_collation="C")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("review", "place"), name="evidence_has_its_place"),
        )

    def __str__(self) -> str:
        return f"evidence {self.place} of {self.review_id}"


class Named(models.Model):
    """Somebody who held a step and answers for it: a person, or a unit where none is named."""

    personal_fields: ClassVar[tuple[str, ...]] = ("statement", "facts", "appeal")

    review = models.ForeignKey(Review, models.CASCADE, related_name="+")
    account_id = models.BigIntegerField(null=True)
    name = models.CharField(max_length=80)
    post = models.CharField(max_length=120, blank=True)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    why = models.CharField(max_length=1000)
    named_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)
    dropped_why = models.CharField(max_length=1000, blank=True)

    statement_due_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    heard = models.CharField(max_length=10, blank=True)
    statement = models.CharField(max_length=4000, blank=True)
    heard_at = models.DateTimeField(null=True)
    heard_by_id = models.BigIntegerField(null=True)
    heard_by = models.CharField(max_length=80, blank=True)

    degree = models.CharField(max_length=10, blank=True)
    facts = models.CharField(max_length=2000, blank=True)
    standard = models.CharField(max_length=500, blank=True)
    found_at = models.DateTimeField(null=True)
    found_by_id = models.BigIntegerField(null=True)
    found_by = models.CharField(max_length=80, blank=True)

    appeal_until = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    appeal = models.CharField(max_length=2000, blank=True)
    appealed_at = models.DateTimeField(null=True)
    appealed_by = models.CharField(max_length=80, blank=True)
    ruling = models.CharField(max_length=8, blank=True)
    eased_to = models.CharField(max_length=10, blank=True)
    ruling_why = models.CharField(max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = (
            models.Index(fields=("account_id", "review"), name="reviews_naming_a_person"),
            models.Index(
                fields=("next_at",),
                condition=Q(next_at__isnull=False),
                name="statements_to_remind_of",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("review", "account_id"),
                condition=Q(dropped_at__isnull=True, account_id__isnull=False),
                name="a_person_is_named_once",
            ),
            models.UniqueConstraint(
                fields=("review", "unit"),
                condition=Q(dropped_at__isnull=True, account_id__isnull=True),
                name="a_unit_is_named_once",
            ),
            models.CheckConstraint(
                condition=Q(degree="") | ~Q(heard=""), name="nobody_is_found_unheard"
            ),
            models.CheckConstraint(
                condition=Q(heard="") | ~Q(statement=""), name="a_hearing_has_words"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def final(self) -> str:
        """What they answer for in the end, after an appeal; "" before a finding."""
        return self.eased_to or self.degree

    @property
    def answers(self) -> bool:
        return self.final not in ("", Degree.NONE)


class ReviewMeasure(models.Model):
    """A measure that follows (追究), against one of those named. It falls with its finding."""

    personal_fields: ClassVar[tuple[str, ...]] = ("words",)

    named = models.ForeignKey(Named, models.CASCADE, related_name="+")
    measure = models.CharField(max_length=12)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("named", "measure"), name="a_measure_once_each"),
        )

    def __str__(self) -> str:
        return f"{self.measure} for {self.named_id}"
