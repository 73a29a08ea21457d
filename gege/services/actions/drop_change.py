"""Throw away what was prepared: a draft that was never published, or the next version."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.services.actions.article import locked, shape_of, write_line
from gege.services.errors import Refused
from gege.services.models import Article
from gege.services.rules.handbook import ArticleState
from gege.staff.api import Actor


def drop_change(
    uid: UUID | str, *, by: Actor, now: datetime, revision: int | None = None
) -> Article | None:
    """Forget a prepared change and return the article; None when a whole draft is gone."""
    with transaction.atomic():
        article = locked(uid, by=by, revision=revision)
        before = shape_of(article)
        if article.state == ArticleState.DRAFT:
            write_line(article, "drop", by=by, now=now, before=before)
            article.delete()
            return None
        if article.pending is None:
            raise Refused("nothing_to_drop")
        article.pending = None
        article.revision += 1
        article.save(update_fields=["pending", "revision"])
        write_line(article, "drop", by=by, now=now, before=before)
    return article
