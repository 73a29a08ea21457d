"""What the deeds on an article share: who may, the lock, the text as it was typed."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Value
from django.db.models.functions import Cast

from gege.kernel.search_terms import terms_of
from gege.kernel.typed_text import cleaned
from gege.services.books import EDITION
from gege.services.errors import Invalid, NotFound, Refused, Stale
from gege.services.models import Article
from gege.services.queries.one import by_uid
from gege.services.queries.scope import keeps, may_read
from gege.services.rules import handbook as rules
from gege.services.rules.article_text import Text
from gege.services.rules.handbook import ArticleKind
from gege.staff.api import Actor
from gege.territory.api import Atlas, UnitFacts, bump
from gege.trail.api import record

MOST_TERMS = 30_000
KEEPERS = ("department", "county_centre")


def checked(text: Text, atlas: Atlas, on: date) -> Text:
    """Return a text that may be kept; raises Invalid at the first field that may not."""
    try:
        kind = ArticleKind(text.kind)
    except ValueError:
        raise Invalid("kind", "unknown_choice") from None
    source = _words("source", text.source, most=rules.SOURCE_MOST)
    if rules.needs_source(kind) and not source:
        raise Invalid("source", "source_needed")
    keeper(text.owner_id, atlas, on)
    wrong = rules.wrong_days(text.valid_from, text.valid_to, text.review_on)
    if wrong is not None:
        raise Invalid(*wrong)
    return Text(
        kind=str(kind),
        title=_words("title", text.title, most=rules.TITLE_MOST, least=2),
        title_en=_words("title_en", text.title_en, most=rules.TITLE_EN_MOST),
        body=_words("body", text.body, most=rules.BODY_MOST, least=rules.BODY_LEAST, lines=True),
        source=source,
        keywords=_words("keywords", text.keywords, most=rules.KEYWORDS_MOST),
        owner_id=text.owner_id,
        valid_from=text.valid_from,
        valid_to=text.valid_to,
        review_on=text.review_on,
    )


def keeper(owner_id: int, atlas: Atlas, on: date) -> UnitFacts:
    """Return the unit that is to keep an article; raises Invalid when it cannot."""
    unit = atlas.unit(owner_id)
    if unit is None or unit.kind not in KEEPERS or not unit.valid_on(on):
        raise Invalid("owner", "unknown_owner")
    return unit


def locked(uid: UUID | str, *, by: Actor, revision: int | None) -> Article:
    """Lock an article for a deed of somebody who keeps it.

    Raises NotFound, Refused when another unit keeps it, Stale when it was changed since
    `revision`; None asks nothing.
    """
    article = by_uid(uid, lock=True)
    if not keeps(by, article):
        raise Refused("not_yours") if may_read(by, article) else NotFound
    if revision is not None and revision != article.revision:
        raise Stale
    return article


def put(article: Article, text: Text) -> None:
    """Let an article say a text from now on; it is found by these words."""
    for name in ("kind", "title", "title_en", "body", "source", "keywords", "owner_id"):
        setattr(article, name, getattr(text, name))
    article.valid_from, article.valid_to = text.valid_from, text.valid_to
    article.review_on = text.review_on
    article.search = _vector(text)


def finish(
    article: Article, deed: str, *, by: Actor, now: datetime, before: dict[str, Any], **more: Any
) -> None:
    """Save an article after a deed, with its line of the ledger."""
    article.revision += 1
    article.changed_at = now
    article.save()
    write_line(article, deed, by=by, now=now, before=before, **more)


def write_line(
    article: Article, deed: str, *, by: Actor, now: datetime, before: dict[str, Any], **more: Any
) -> None:
    """Write what a deed changed, and tell every process that the handbook is another."""
    bump(EDITION)
    record(
        stream=article.stream,
        deed=deed,
        by=by.signature(),
        now=now,
        before=before,
        after=shape_of(article),
        more=more,
    )


def shape_of(article: Article) -> dict[str, Any]:
    """Return what of an article the ledger keeps before and after a deed."""
    return {
        "state": article.state,
        "version": article.version,
        "title": article.title,
        "owner": article.owner_id,
        "valid_from": article.valid_from,
        "valid_to": article.valid_to,
        "review_on": article.review_on,
        "pending": article.pending is not None,
    }


def _words(field: str, text: str, *, most: int, least: int = 0, lines: bool = False) -> str:
    clean = cleaned(text, lines=lines)
    if least and not clean:
        raise Invalid(field, "needed")
    if len(clean) < least:
        raise Invalid(field, "too_short", least=least)
    if len(clean) > most:
        raise Invalid(field, "too_long", most=most)
    return clean


def reason(field: str, text: str, *, least: int = 2) -> str:
    """Return a reason in words; raises Invalid when it is too short or too long."""
    return _words(field, text, most=rules.NOTE_MOST, least=least)


def _vector(text: Text) -> Cast:
    """Return the words an article is found by; those of its title and keywords weigh more.

    Terms are letters, digits and Han signs only, so quoting them is enough.
    """
    heavy = terms_of(text.title, text.title_en, text.keywords, most=MOST_TERMS)
    light = terms_of(text.body, text.source, most=MOST_TERMS)
    spelled = [f"'{term}':1A" for term in heavy]
    spelled += [f"'{term}':2" for term in light]
    return Cast(Value(" ".join(spelled)), SearchVectorField())
