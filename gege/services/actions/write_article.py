"""Write an article, or prepare its next version; nobody else sees it before it is published."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.matters.api import local_date
from gege.services.actions.article import (
    checked,
    finish,
    locked,
    put,
    shape_of,
    write_line,
)
from gege.services.errors import Refused
from gege.services.models import Article
from gege.services.queries.scope import keeps, may_write
from gege.services.rules.article_text import Text
from gege.services.rules.handbook import ArticleState
from gege.staff.api import Actor
from gege.territory.api import load_atlas


def write_article(
    text: Text,
    *,
    by: Actor,
    now: datetime,
    uid: UUID | str | None = None,
    revision: int | None = None,
) -> Article:
    """Write a new article, or with `uid` the text of one that is there.

    A draft is changed at once. The text of an article that was published before waits as its
    next version, and what is shown stays as it is. A department writes for itself only.
    """
    if not may_write(by):
        raise Refused("not_yours")
    text = checked(text, load_atlas(), local_date(now))
    with transaction.atomic():
        if uid is None:
            return _new(text, by, now)
        article = locked(uid, by=by, revision=revision)
        _own_only(by, text)
        before = shape_of(article)
        if article.state == ArticleState.DRAFT:
            put(article, text)
            finish(article, "write", by=by, now=now, before=before)
        else:
            article.pending = text.as_json()
            article.revision += 1
            article.save(update_fields=["pending", "revision"])
            write_line(article, "change", by=by, now=now, before=before)
    return article


def _new(text: Text, by: Actor, now: datetime) -> Article:
    _own_only(by, text)
    article = Article(state=ArticleState.DRAFT, changed_at=now, revision=0)
    put(article, text)
    finish(article, "write", by=by, now=now, before={})
    return article


def _own_only(by: Actor, text: Text) -> None:
    """An officer gives an article to no other unit, and writes in no other's name."""
    if not keeps(by, Article(owner_id=text.owner_id)):
        raise Refused("not_yours")
