"""The handbook (工作手册, R-078): policies and procedures in plain words."""

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from gege.kernel.ids import new_uid
from gege.services.rules.handbook import ArticleState, Life


class Article(models.Model):
    """One article as it stands. `owner` keeps it true and reviews it by `review_on`.

    Shown while it is published and today lies in [valid_from, valid_to). `body` is plain text:
    paragraphs by empty lines, steps as lines that begin with "- ". `pending` is the next version
    in preparation, seen by those who keep the article only. `revision` counts every deed.
    """

    personal_fields: ClassVar[tuple[str, ...]] = ()

    uid = models.UUIDField(default=new_uid, unique=True, editable=False)
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    body = models.TextField(max_length=20000)
    keywords = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    owner = models.ForeignKey("territory.Unit", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    version = models.PositiveIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    review_on = models.DateField()
    asked_on = models.DateField(null=True)
    changed_at = models.DateTimeField()
    note = models.CharField(max_length=300, blank=True)
    pending = models.JSONField(null=True)
    revision = models.PositiveIntegerField(default=1)
    search = SearchVectorField()

    class Meta:
        indexes = (
            models.Index(fields=("state", "title"), name="articles_shown"),
            models.Index(fields=("-changed_at", "-id"), name="articles_by_change"),
            GinIndex(fields=("search",), name="articles_by_words"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("draft", "published", "withdrawn")),
                name="an_article_has_a_state",
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="an_article_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def stream(self) -> str:
        """The article's stream in the ledger."""
        return f"handbook:{self.uid}"

    @property
    def life(self) -> Life:
        """The days of the article, as the rules take them."""
        state = ArticleState(self.state)
        return Life(state, self.valid_from, self.valid_to, self.review_on, self.asked_on)

    def get_absolute_url(self) -> str:
        return f"/handbook/{self.uid}"


class ArticleVersion(models.Model):
    """What an article said from its publishing on; never changed."""

    personal_fields: ClassVar[tuple[str, ...]] = ()

    article = models.ForeignKey(Article, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField()
    kind = models.CharField(max_length=10)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    body = models.TextField()
    keywords = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=300, blank=True)
    owner_name = models.CharField(max_length=80)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    review_on = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=80)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("article", "version"), name="one_text_per_version_of_an_article"
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} {self.version}"
