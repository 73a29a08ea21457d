"""Publish an article: its text becomes a version that is never changed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gege.matters.api import local_date
from gege.services.actions.article import (
    checked,
    finish,
    keeper,
    locked,
    put,
    reason,
    shape_of,
)
from gege.services.errors import Invalid, Refused
from gege.services.models import Article, ArticleVersion
from gege.services.queries.one import text_of
from gege.services.rules.article_text import from_json
from gege.services.rules.handbook import ArticleState, wrong_to_publish
from gege.staff.api import Actor
from gege.territory.api import load_atlas


def publish_article(
    uid: UUID | str, *, by: Actor, now: datetime, note: str = "", revision: int | None = None
) -> Article:
    """Publish a draft, or what was prepared for a published or withdrawn article.

    `note` says what is new. A withdrawn article without a prepared change comes back with the
    text it had. Raises Refused when there is nothing new, Invalid when its days have passed.
    """
    said = reason("note", note, least=0)
    today, atlas = local_date(now), load_atlas()
    with transaction.atomic():
        article = locked(uid, by=by, revision=revision)
        if article.state == ArticleState.PUBLISHED and article.pending is None:
            raise Refused("nothing_to_publish")
        # Checked again: a unit may have been dissolved since the text was written.
        kept = from_json(article.pending) if article.pending else text_of(article)
        text = checked(kept, atlas, today)
        wrong = wrong_to_publish(text.valid_to, text.review_on, today)
        if wrong is not None:
            raise Invalid(*wrong)
        before = shape_of(article)
        put(article, text)
        article.state = ArticleState.PUBLISHED
        article.version += 1
        article.pending, article.asked_on, article.note = None, None, ""
        finish(article, "publish", by=by, now=now, before=before, note=said)
        _keep_version(article, keeper(text.owner_id, atlas, today).name_zh, by, now, said)
    return article


def _keep_version(article: Article, owner: str, by: Actor, now: datetime, note: str) -> None:
    ArticleVersion.objects.create(
        article=article,
        version=article.version,
        kind=article.kind,
        title=article.title,
        title_en=article.title_en,
        body=article.body,
        keywords=article.keywords,
        source=article.source,
        owner_name=owner,
        valid_from=article.valid_from,
        valid_to=article.valid_to,
        review_on=article.review_on,
        note=note,
        published_at=now,
        published_by=by.name,
    )
