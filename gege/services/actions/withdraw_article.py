"""Withdraw an article: it leaves the handbook at once, its versions stay readable."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.services.actions.article import finish, locked, shape_of
from gege.services.actions.article import reason as checked_reason
from gege.services.errors import Refused
from gege.services.models import Article
from gege.services.rules.handbook import ArticleState
from gege.staff.api import Actor


def withdraw_article(
    uid: UUID | str, *, reason: str, by: Actor, now: datetime, revision: int | None = None
) -> Article:
    """Take an article out of the handbook and say why. What was prepared for it stays."""
    said = checked_reason("reason", reason)
    with transaction.atomic():
        article = locked(uid, by=by, revision=revision)
        if article.state != ArticleState.PUBLISHED:
            raise Refused("not_published")
        before = shape_of(article)
        article.state, article.note = ArticleState.WITHDRAWN, said
        finish(article, "withdraw", by=by, now=now, before=before, reason=said)
    return article
