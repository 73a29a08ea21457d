"""Public pages (R-058): news, open government, notices of a community."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid
from gege.portal.rules.pages import Life, PageState


class PublicPage(models.Model):
    """A page as everybody reads it; empty words until a first text of it was approved.

    Shown while its state is `shown` and today lies in [shown_from, shown_until]. Whom it is for:
    everybody in `area_code`, that of the unit which says it. `revision` counts every deed.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    unit = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    area_code = models.CharField(max_length=15, db_collation="C")
    state = models.CharField(max_length=10, default=PageState.DRAFT)
    kind = models.CharField(max_length=8)
    category = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=80, blank=True)
    body = models.TextField(max_length=20000, blank=True)
    shown_from = models.DateField(null=True)
    shown_until = models.DateField(null=True)
    version = models.PositiveIntegerField(default=0)
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    revision = models.PositiveIntegerField(default=0)
    search = SearchVectorField(default="")

    class Meta:
        indexes = (
            models.Index(
                fields=("-published_at", "-id"),
                condition=Q(state="shown"),
                name="pages_shown_newest",
            ),
            models.Index(fields=("-changed_at", "-id"), name="pages_by_change"),
            models.Index(
                fields=("shown_until",), condition=Q(state="shown"), name="pages_that_end"
            ),
            GinIndex(fields=("search",), name="pages_by_words"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "shown", "withdrawn", "over")),
                name="a_page_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(state="draft")
                | Q(version__gt=0, published_at__isnull=False, shown_from__isnull=False),
                name="a_shown_page_was_approved",
            ),
            models.CheckConstraint(
                condition=Q(shown_until=None) | Q(shown_until__gte=F("shown_from")),
                name="a_page_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The page's stream in the ledger."""
        return f"page:{self.uid}"

    @property
    def life(self) -> Life:
        """State and days, as the rules take them."""
        return Life(PageState(self.state), self.shown_from, self.shown_until)

    def get_absolute_url(self) -> str:
        return f"/portal/pages/{self.uid}"


class PageText(models.Model):
    """One text of a page. An approved one has a number and is never changed; at most one is open.

    `writers` are the accounts that wrote it: none of them may approve it.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    page = models.ForeignKey(PublicPage, models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(null=True)
    state = models.CharField(max_length=10)
    kind = models.CharField(max_length=8)
    category = models.CharField(max_length=16, blank=True)
    title = models.CharField(max_length=80)
    body = models.TextField(max_length=20000)
    shown_from = models.DateField()
    shown_until = models.DateField(null=True)
    writers = ArrayField(models.BigIntegerField())
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    proposed_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("page", "number"), name="one_text_per_number"),
            models.UniqueConstraint(
                fields=("page",), condition=~Q(state="approved"), name="one_open_text_of_a_page"
            ),
            models.CheckConstraint(
                condition=Q(state="approved", number__gt=0, decided_at__isnull=False)
                | Q(state__in=("draft", "proposed", "sent_back"), number=None),
                name="an_approved_text_has_a_number",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.number or ''}"


class PageFile(models.Model):
    """A picture or a paper of one text, kept under the hash of its content."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    text = models.ForeignKey(PageText, models.CASCADE, related_name="+")
    sha256 = models.CharField(max_length=64, db_collation="C")
    name = models.CharField(max_length=120)
    alt = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        return self.media_type.startswith("image/")
