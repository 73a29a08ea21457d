"""Who reads and who keeps articles (domain 5.15).

What is published may be read by everybody who works here. Drafts and prepared changes are seen by
those who keep the article, and by electronic supervision, which reads and writes nothing.
"""

from django.db.models import Q

from gege.services.models import Article
from gege.services.rules.handbook import ArticleState
from gege.staff.api import Actor, Role

_ALL = frozenset({Role.COUNTY_SUPERVISOR, Role.SYSTEM})
_SEE_ALL = _ALL | {Role.ELECTRONIC_SUPERVISOR}


def may_write(by: Actor) -> bool:
    """Tell whether somebody keeps any articles: departments their own, the county all."""
    return by.role in _ALL or by.role is Role.DEPARTMENT_OFFICER


def keeps(by: Actor, article: Article) -> bool:
    """Tell whether somebody may change this article."""
    if by.role in _ALL:
        return True
    return by.role is Role.DEPARTMENT_OFFICER and by.unit_id == article.owner_id


def sees_pending(by: Actor, article: Article) -> bool:
    """Tell whether somebody may read what is being prepared."""
    return by.role in _SEE_ALL or keeps(by, article)


def may_read(by: Actor, article: Article) -> bool:
    return article.state != ArticleState.DRAFT or sees_pending(by, article)


def kept_by(by: Actor) -> Q:
    """Return the condition for the articles whose whole life somebody follows."""
    if by.role in _SEE_ALL:
        return Q()
    if by.role is Role.DEPARTMENT_OFFICER:
        return Q(owner_id=by.unit_id or 0)
    return Q(pk__in=())
