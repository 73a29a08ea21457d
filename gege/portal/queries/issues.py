"""The list of hot issues: what the public reads, and what staff keep of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from gege.matters import api as matters
from gege.portal.errors import NotFound
from gege.portal.models import HotIssue, IssueLine
from gege.portal.queries.keys import read_key
from gege.portal.rules.issues import COUNTY_ROLES, SPEAKING, IssueFacts, OpenWords
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


def public_lines(rows: Sequence[HotIssue]) -> Mapping[int, list[IssueLine]]:
    """Return the public history of some issues, the oldest first; one statement."""
    found: dict[int, list[IssueLine]] = {row.pk: [] for row in rows}
    for line in IssueLine.objects.filter(issue__in=rows).order_by("id"):
        found[line.issue_id].append(line)
    return found


def kept_issues(by: Actor, after: str = "") -> IssuePage:
    """Return the issues within somebody's reach, hidden ones and those that wait too."""
    return _page(visible_issues(by), after)


def visible_issues(by: Actor) -> QuerySet[HotIssue]:
    """Return the issues that staff keep: of matters within their area; of the county in the
    county's centre."""
    if by.role not in SPEAKING:
        return HotIssue.objects.none()
    reach = Q(matter__in=matters.visible(by))
    if speaks_for_the_county(by):
        reach |= Q(matter__isnull=True)
    return HotIssue.objects.filter(reach)


def speaks_for_the_county(by: Actor) -> bool:
    """Tell whether somebody writes of what no single matter stands for."""
    return by.role in COUNTY_ROLES


def issue_by_uid(uid: UUID, by: Actor, *, lock: bool = False) -> HotIssue:
    """Return one issue, locked for a deed when asked; raises NotFound out of reach."""
    rows = visible_issues(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    found = rows.filter(uid=uid).first()
    if found is None:
        raise NotFound
    return found


def issue_facts(issue: HotIssue, by: Actor) -> IssueFacts:
    """Gather what the table of deeds asks; the issue was found within the person's reach."""
    wrote = by.account_id in issue.writers
    return IssueFacts(issue.shown, OpenWords(issue.open), str(by.role), True, wrote)


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
