"""One article as one person reads it: its text, its versions, what was done with it."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from gege.services.errors import NotFound
from gege.services.models import Article, ArticleVersion
from gege.services.queries.scope import keeps, may_read, sees_pending
from gege.services.rules.article_text import Text, from_json
from gege.services.rules.handbook import Standing, standing_of
from gege.staff.api import Actor
from gege.trail.api import Entry


@dataclass(frozen=True, slots=True)
class Trace:
    """A line of an article's ledger, and what it says."""

    entry: Entry
    payload: dict[str, Any]


@dataclass(frozen=True)
class ArticleSheet:
    """One article for one reader on one day."""

    article: Article
    by: Actor
    on: date

    @property
    def standing(self) -> Standing:
        return standing_of(self.article.life, self.on)

    @property
    def keeps(self) -> bool:
        """Whether this reader may change it."""
        return keeps(self.by, self.article)

    @property
    def pending(self) -> Text | None:
        """The next version in preparation, for those who may read it."""
        if self.article.pending is None or not sees_pending(self.by, self.article):
            return None
        return from_json(self.article.pending)

    @property
    def text(self) -> Text:
        """What is to be changed next: the prepared text, or the one that stands."""
        return self.pending or text_of(self.article)

    @cached_property
    def versions(self) -> list[ArticleVersion]:
        """Every version, newest first."""
        return list(ArticleVersion.objects.filter(article=self.article).order_by("-version"))

    @cached_property
    def traces(self) -> list[Trace]:
        """What was done, newest first; drafts and preparations for those who keep it only."""
        entries = Entry.objects.filter(stream=self.article.stream).order_by("-seq")
        if not sees_pending(self.by, self.article):
            entries = entries.exclude(deed__in=("write", "change", "drop"))
        return [Trace(one, json.loads(one.payload)) for one in entries]


def article_sheet(uid: UUID | str, *, by: Actor, on: date) -> ArticleSheet:
    """Open an article; raises NotFound when it is not for this person."""
    article = by_uid(uid)
    if not may_read(by, article):
        raise NotFound
    return ArticleSheet(article, by, on)


def version_of(sheet: ArticleSheet, number: int) -> ArticleVersion:
    """Return one version of an article; raises NotFound when there is none of that number."""
    found = ArticleVersion.objects.filter(article=sheet.article, version=number).first()
    if found is None:
        raise NotFound
    return found


def by_uid(uid: UUID | str, *, lock: bool = False) -> Article:
    """Return an article; raises NotFound for what is no identifier, too."""
    try:
        known = uid if isinstance(uid, UUID) else UUID(uid)
    except (ValueError, AttributeError, TypeError):
        raise NotFound from None
    rows = Article.objects.select_for_update() if lock else Article.objects.all()
    article = rows.defer("search").filter(uid=known).first()
    if article is None:
        raise NotFound
    return article


def text_of(article: Article) -> Text:
    """Return what stands in an article's columns now."""
    return Text(
        kind=article.kind,
        title=article.title,
        title_en=article.title_en,
        body=article.body,
        source=article.source,
        keywords=article.keywords,
        owner_id=article.owner_id,
        valid_from=article.valid_from,
        valid_to=article.valid_to,
        review_on=article.review_on,
    )
