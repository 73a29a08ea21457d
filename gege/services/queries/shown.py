"""The handbook as everybody reads it: what is in force on a day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import override

from gege.kernel.search_terms import query_terms
from gege.services.books import EDITION
from gege.services.models import Article
from gege.services.names import KINDS
from gege.services.queries.finding import finds
from gege.services.rules.handbook import ArticleKind, ArticleState
from gege.territory.api import Editions, load_atlas, read_editions

MOST_FOUND: Final = 50
_ORDER: Final[Mapping[str, int]] = {str(kind): place for place, kind in enumerate(ArticleKind)}


@dataclass(frozen=True, slots=True)
class ShownArticle:
    """An article in force, as one language reads it. `body` is plain Chinese text."""

    uid: UUID
    version: int
    kind: str
    kind_name: str
    title: str
    body: str
    keywords: str
    source: str
    owner: str
    valid_to: date | None
    changed_at: datetime


def in_force(on: date) -> Q:
    """Return the condition of `Standing.SHOWN` over columns; a test holds both together."""
    ends = Q(valid_to=None) | Q(valid_to__gt=on)
    return Q(state=str(ArticleState.PUBLISHED), valid_from__lte=on) & ends


def shown_articles(
    on: date, language: str = "zh-hans", *, editions: Editions | None = None
) -> tuple[ShownArticle, ...]:
    """Return every article in force on a day, by kind and title.

    A process keeps the answer as long as no deed changed the handbook: one statement, and none
    for a caller who has read the editions already.
    """
    known = editions or read_editions()
    return _shown(known[EDITION], known.areas, on, "en" if language.startswith("en") else "zh-hans")


def find_articles(query: str, *, on: date, language: str = "zh-hans") -> tuple[ShownArticle, ...]:
    """Return the articles in force that hold every word of a search, the best `MOST_FOUND`.

    Those that say it in their title or keywords come first, then those changed last.
    """
    rows = ordered(Article.objects.filter(in_force(on)), query)[:MOST_FOUND]
    return _told(rows, language)


def ordered(rows: QuerySet[Article], query: str) -> QuerySet[Article]:
    """Return the rows that hold every word of a search, in the order in which they are listed.

    A row tells by `hit` whether its title or keywords hold them all. An empty search finds
    everything; one without a letter, digit or Han sign finds nothing.
    """
    terms = query_terms(query)
    if query.strip() and not terms:
        return rows.none()
    hit: Case | Value = Value(0, output_field=IntegerField())
    if terms:
        rows = rows.filter(finds(terms))
        whole = When(finds(terms, weight="A"), then=Value(1))
        hit = Case(whole, default=Value(0), output_field=IntegerField())
    return rows.annotate(hit=hit).order_by("-hit", "-changed_at", "-pk")


@lru_cache(maxsize=8)
def _shown(edition: int, areas: int, on: date, language: str) -> tuple[ShownArticle, ...]:
    """Keep the handbook of a day under the numbers of what it is made of."""
    rows = Article.objects.filter(in_force(on))
    found = _told(rows, language)
    return tuple(sorted(found, key=lambda one: (_ORDER.get(one.kind, 9), one.title, one.uid)))


def _told(rows: QuerySet[Article], language: str) -> tuple[ShownArticle, ...]:
    atlas = load_atlas()
    english = language.startswith("en")
    with override(language):
        return tuple(
            ShownArticle(
                uid=one.uid,
                version=one.version,
                kind=one.kind,
                kind_name=str(KINDS.get(one.kind, one.kind)),
                title=(one.title_en or one.title) if english else one.title,
                body=one.body,
                keywords=one.keywords,
                source=one.source,
                owner=owner.name(language) if (owner := atlas.unit(one.owner_id)) else "",
                valid_to=one.valid_to,
                changed_at=one.changed_at,
            )
            for one in rows.defer("search", "pending")
        )
