"""The list of hot issues: what the public reads, and what staff keep of it."""

from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from gege.matters import api as matters
from gege.portal.models import HotIssue
from gege.portal.queries.keys import read_key
from gege.staff.api import Actor

PAGE: Final = 20


@dataclass(frozen=True, slots=True)
class IssuePage:
    rows: tuple[HotIssue, ...]
    next_key: str


def public_issues(after: str = "", topic: str = "") -> IssuePage:
    """Return what is shown, the last changed first, from a key on."""
    rows = HotIssue.objects.filter(shown=True)
    return _page(rows.filter(topic=topic) if topic else rows, after)


def kept_issues(by: Actor, after: str = "") -> IssuePage:
    """Return the issues of matters within somebody's area, hidden ones too."""
    return _page(HotIssue.objects.filter(matter__in=matters.visible(by)), after)


def _page(rows: QuerySet[HotIssue], after: str) -> IssuePage:
    at, pk = read_key(after)
    if at is not None:
        rows = rows.filter(Q(changed_at__lt=at) | Q(changed_at=at, pk__lt=pk))
    found = list(
        rows.select_related("matter")
        .defer("matter__search")
        .order_by("-changed_at", "-pk")[: PAGE + 1]
    )
    more = found[PAGE - 1] if len(found) > PAGE else None
    key = f"{more.changed_at.isoformat()}_{more.pk}" if more else ""
    return IssuePage(tuple(found[:PAGE]), key)
