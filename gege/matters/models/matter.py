"""One matter: what was reported, where it stands, who holds it and until when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Left

from gege.kernel.ids import new_uid
from gege.kernel.numbers import format_number
from gege.kernel.search_terms import terms_of
from gege.matters.rules.lights import Clock
from gege.matters.rules.words import ENDED, Severity, State
from gege.matters.zone import local_date
from gege.trail.api import GENESIS, Head

_OPEN = ~Q(state__in=sorted(ENDED))
PROVISIONAL = (
    Q(provisional=True, due_at__isnull=False)
    | ~Q(step_recount="")
    | (~Q(first_recount="") & Q(first_at__isnull=True))
)
"""Some due time was counted over days that nobody had announced (domain 2.10). The recounts hold
the limit to count again, as "3 working_days"; they are empty once all its days are announced."""


class Matter(models.Model):
    """A matter (事项). One row and one number from the grid to the county (R-032).

    Its number is its day and its id with a check digit, never stored twice. Times are moments in
    UTC; limits and their edition stay with the matter for life (R-086).
    """

    personal_fields: ClassVar[tuple[str, ...]] = ("description",)

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    receipt_key = models.UUIDField(null=True, unique=True)
    version = models.PositiveIntegerField(default=1)

    title = models.CharField(max_length=120)
    description = models.TextField(max_length=2000, blank=True)
    kind = models.CharField(max_length=20, db_collation="C")
    family = models.CharField(max_length=12)
    intent = models.CharField(max_length=8)
    severity = models.CharField(max_length=8, default=Severity.NORMAL)
    channel = models.CharField(max_length=12)
    rulebook = models.PositiveIntegerField()

    area_code = models.CharField(max_length=15, db_collation="C")
    township_code = models.GeneratedField(
        expression=Left("area_code", 9),
        output_field=models.CharField(max_length=9, db_collation="C"),
        db_persist=True,
    )
    community_code = models.GeneratedField(
        expression=Left("area_code", 12),
        output_field=models.CharField(max_length=12, db_collation="C"),
        db_persist=True,
    )
    place_label = models.CharField(max_length=160)
    address = models.CharField(max_length=200, blank=True)
    lng = models.FloatField(null=True)
    lat = models.FloatField(null=True)
    placed = models.BooleanField(default=True)

    state = models.CharField(max_length=10, default=State.REPORTED)
    holder = models.ForeignKey(
        "territory.Unit", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    lead = models.ForeignKey(
        "territory.Unit", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    instructor = models.ForeignKey(
        "territory.Unit", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    happened_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    instructed_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    warn_at = models.DateTimeField(null=True)
    limit_amount = models.PositiveSmallIntegerField(null=True)
    limit_unit = models.CharField(max_length=14, blank=True)
    provisional = models.BooleanField(default=False)
    step_since = models.DateTimeField(null=True)
    step_due_at = models.DateTimeField(null=True)
    step_recount = models.CharField(max_length=20, blank=True)
    next_step_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    next_light_at = models.DateTimeField(null=True)

    first_time = models.CharField(max_length=8)
    first_due_at = models.DateTimeField(null=True)
    first_recount = models.CharField(max_length=20, blank=True)
    first_at = models.DateTimeField(null=True)

    outcome = models.CharField(max_length=10, blank=True)
    settled_tier = models.CharField(max_length=16, blank=True)
    escalated = models.BooleanField(default=False)
    to_county = models.BooleanField(default=False)
    skipped = models.BooleanField(default=False)
    downgraded = models.BooleanField(default=False)
    final = models.BooleanField(default=False)
    returns = models.PositiveSmallIntegerField(default=0)
    reopenings = models.PositiveSmallIntegerField(default=0)
    contact = models.CharField(max_length=12, blank=True)
    satisfaction = models.CharField(max_length=20, blank=True)

    reported_by_id = models.BigIntegerField(null=True)
    dispatched_by_id = models.BigIntegerField(null=True)
    handled_by_id = models.BigIntegerField(null=True)

    source_system = models.CharField(max_length=30, blank=True, db_collation="C")
    source_ref = models.CharField(max_length=60, blank=True, db_collation="C")

    trail_seq = models.PositiveIntegerField(default=0)
    trail_hash = models.BinaryField(max_length=32, default=GENESIS)
    search = SearchVectorField()

    class Meta:
        indexes = (
            models.Index(fields=("area_code", "-id"), name="matters_of_a_grid"),
            models.Index(fields=("community_code", "-id"), name="matters_of_a_community"),
            models.Index(fields=("township_code", "-id"), name="matters_of_a_township"),
            models.Index(fields=("holder", "step_due_at", "id"), condition=_OPEN, name="held"),
            models.Index(fields=("lead", "-id"), name="matters_led"),
            # Lists that show the newest of something rare would read the table to its end.
            models.Index(fields=("holder", "-id"), name="matters_of_a_holder"),
            models.Index(fields=("kind", "-id"), name="matters_of_a_kind"),
            models.Index(fields=("channel", "-id"), name="matters_of_a_channel"),
            models.Index(fields=("due_at", "id"), condition=_OPEN, name="open_by_due"),
            models.Index(fields=("step_due_at", "id"), condition=_OPEN, name="open_by_step"),
            models.Index(fields=("id",), condition=_OPEN, name="open_by_age"),
            models.Index(
                fields=("next_light_at",),
                condition=Q(next_light_at__isnull=False),
                name="lights_to_change",
            ),
            models.Index(
                fields=("next_step_at",),
                condition=Q(next_step_at__isnull=False),
                name="steps_to_announce",
            ),
            models.Index(
                fields=("id",),
                condition=PROVISIONAL & Q(closed_at__isnull=True),
                name="provisional_due_times",
            ),
            models.Index(fields=("closed_at",), name="matters_by_closing"),
            models.Index(fields=("reported_at",), name="matters_by_report"),
            models.Index(fields=("parent",), condition=Q(parent__isnull=False), name="merged_into"),
            models.Index(fields=("id",), condition=_OPEN & Q(placed=False), name="to_be_placed"),
            # What may be the same as a new one; what came from one place again and again.
            models.Index(
                fields=("township_code", "reported_at"), condition=_OPEN, name="open_of_a_township"
            ),
            models.Index(
                fields=("area_code", "kind", "reported_at"), name="matters_of_a_place_and_kind"
            ),
            GinIndex(fields=("search",), name="matters_by_words"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=models.F("instructed_at")),
                name="due_after_instruction",
            ),
            models.CheckConstraint(
                condition=Q(state=State.MERGED) ^ Q(parent__isnull=True),
                name="merged_has_a_parent",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.PAUSED) | Q(paused_at__isnull=False),
                name="paused_since_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(ENDED)) ^ Q(closed_at__isnull=True),
                name="ended_since_when",
            ),
            models.UniqueConstraint(
                fields=("source_system", "source_ref"),
                condition=~Q(source_ref=""),
                name="imported_once",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """The number that people write down and read over the telephone."""
        return format_number(local_date(self.reported_at), self.pk)

    @property
    def stream(self) -> str:
        """The matter's stream in the ledger."""
        return f"matter:{self.uid}"

    @property
    def clock(self) -> Clock:
        """The supervised clock, as the light's rule takes it."""
        return Clock(State(self.state), self.due_at, self.warn_at, self.settled_at)

    @property
    def head(self) -> Head:
        """The ledger's last line of this matter; guarded by the lock on this row."""
        return Head(self.trail_seq, bytes(self.trail_hash))

    @property
    def ended(self) -> bool:
        return self.state in ENDED

    def get_absolute_url(self) -> str:
        return f"/matters/{self.number}"


def search_words(matter: Matter) -> list[str]:
    """Return the terms that a matter is found by; its words count from the title on."""
    return terms_of(matter.title, matter.place_label, matter.address, matter.description)


def search_vector(matter: Matter) -> Func:
    """Return the expression that keeps the terms of a matter."""
    words = Value(search_words(matter), output_field=ArrayField(models.TextField()))
    return Func(words, function="array_to_tsvector")
