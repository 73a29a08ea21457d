"""Renew an article: its owner has looked at it, and it holds on with other days."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gege.matters.api import local_date
from gege.services.actions.article import finish, locked, shape_of
from gege.services.errors import Invalid, Refused
from gege.services.models import Article
from gege.services.rules.handbook import ArticleState, wrong_days, wrong_to_publish
from gege.staff.api import Actor


def renew_article(
    uid: UUID | str,
    *,
    valid_to: date | None,
    review_on: date,
    by: Actor,
    now: datetime,
    revision: int | None = None,
) -> Article:
    """Give a published article another last day (None: until it is withdrawn) and review day.

    The text and its version stay as they are; an expired article is shown again at once.
    """
    today = local_date(now)
    with transaction.atomic():
        article = locked(uid, by=by, revision=revision)
        if article.state != ArticleState.PUBLISHED:
            raise Refused("not_published")
        wrong = wrong_days(article.valid_from, valid_to, review_on)
        wrong = wrong or wrong_to_publish(valid_to, review_on, today)
        if wrong is not None:
            raise Invalid(*wrong)
        before = shape_of(article)
        article.valid_to, article.review_on, article.asked_on = valid_to, review_on, None
        finish(article, "renew", by=by, now=now, before=before)
    return article
