"""The list of articles for one person: a box, filters, pages by key."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from gege.kernel.typed_text import whole_number
from gege.services.models import Article
from gege.services.queries.scope import kept_by, may_write
from gege.services.queries.shown import in_force, ordered
from gege.services.rules.handbook import ArticleState
from gege.staff.api import Actor, Role

PAGE: Final = 50
_IN_PREPARATION: Final = ExpressionWrapper(Q(pending__isnull=False), BooleanField())


class ArticleBox(StrEnum):
    """The lists of the handbook. Everything but `shown` is for those who keep articles."""

    SHOWN = "shown"
    KEPT = "kept"
    DUE = "due"
    DRAFTS = "drafts"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ArticleFilter:
    """What a list is narrowed to. An empty field narrows nothing."""

    box: ArticleBox = ArticleBox.SHOWN
    text: str = ""
    kind: str = ""
    owner_id: int | None = None


@dataclass(frozen=True, slots=True)
class ArticlePage:
    """One page by key."""

    rows: tuple[Article, ...]
    next_key: str = ""


def boxes_of(by: Actor) -> tuple[ArticleBox, ...]:
    """Return the lists that a person may open."""
    follows = may_write(by) or by.role is Role.ELECTRONIC_SUPERVISOR
    return tuple(ArticleBox) if follows else (ArticleBox.SHOWN,)


def articles(
    by: Actor, chosen: ArticleFilter, *, on: date, after: str = "", size: int = PAGE
) -> ArticlePage:
    """Return one page of a list; a list that is not for this person is empty.

    Rows tell by `in_preparation` whether a next version waits; the text itself is not read.
    """
    if chosen.box not in boxes_of(by):
        return ArticlePage(())
    rows = Article.objects.filter(_boxed(by, chosen.box, on))
    if chosen.kind:
        rows = rows.filter(kind=chosen.kind)
    if chosen.owner_id:
        rows = rows.filter(owner_id=chosen.owner_id)
    rows = rows.annotate(in_preparation=_IN_PREPARATION)
    rows = _after(ordered(rows, chosen.text), after).defer("search", "body", "pending")
    found = list(rows[: size + 1])
    more = len(found) > size
    found = found[:size]
    return ArticlePage(tuple(found), _key(found[-1]) if more else "")


def to_do(by: Actor, *, on: date) -> int:
    """Return how many articles wait for a person who keeps them: expired, or to be reviewed."""
    if not may_write(by):
        return 0
    return Article.objects.filter(_boxed(by, ArticleBox.DUE, on)).count()


def _boxed(by: Actor, box: ArticleBox, on: date) -> Q:
    if box is ArticleBox.SHOWN:
        return in_force(on)
    published = Q(state=str(ArticleState.PUBLISHED))
    conditions = {
        ArticleBox.KEPT: Q(),
        ArticleBox.DUE: published & (Q(review_on__lte=on) | Q(valid_to__lte=on)),
        ArticleBox.DRAFTS: Q(state=str(ArticleState.DRAFT)) | Q(pending__isnull=False),
        ArticleBox.EXPIRED: published & Q(valid_to__lte=on),
        ArticleBox.WITHDRAWN: Q(state=str(ArticleState.WITHDRAWN)),
    }
    return kept_by(by) & conditions[box]


def _key(last: Article) -> str:
    return f"{last.hit}_{last.changed_at.isoformat()}_{last.pk}"  # type: ignore[attr-defined]  # annotated by `ordered`


def _after(rows: QuerySet[Article], key: str) -> QuerySet[Article]:
    """Continue behind a key; a key that cannot be read starts from the beginning."""
    hit, _, rest = key.partition("_")
    stamp, _, pk = rest.rpartition("_")
    number = whole_number(pk)
    if hit not in ("0", "1") or number is None:
        return rows
    try:
        at = datetime.fromisoformat(stamp)
    except ValueError:
        return rows
    if at.tzinfo is None:
        return rows
    older = Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=number)
    return rows.filter(Q(hit__lt=int(hit)) | (Q(hit=int(hit)) & older))
