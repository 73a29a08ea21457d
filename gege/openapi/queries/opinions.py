"""What the county centre sees of the opinion platform: what is not told, not answered, differs."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from gege.kernel.typed_text import whole_number
from gege.matters.api import Remark, words
from gege.openapi.errors import NotFound
from gege.openapi.models import Case, Difference, OpinionPlatform, Reconciliation, RefusedCase
from gege.openapi.rules.opinions import UNTOLD_AFTER
from gege.staff.api import Actor, Role

PAGE = 30
CENTRE = frozenset({Role.COUNTY_DISPATCHER, Role.COUNTY_SUPERVISOR})


def platforms(by: Actor) -> QuerySet[OpinionPlatform]:
    """Return what a person may see of connections: the county centre and who sets them up."""
    if by.role not in CENTRE | {Role.ADMINISTRATOR}:
        return OpinionPlatform.objects.none()
    return OpinionPlatform.objects.select_related("client__unit").order_by("-ended_at", "-id")


def untold(one: OpinionPlatform, now: datetime) -> QuerySet[Case]:
    """Return cases whose standing the platform did not take in time, the longest first."""
    late = Q(touched_at__lt=now - UNTOLD_AFTER) | Q(not_before__isnull=True)
    rows = Case.objects.filter(late, platform=one, touched_at__isnull=False)
    return rows.select_related("matter").defer("matter__search").order_by("touched_at", "id")


def unanswered(one: OpinionPlatform, now: datetime) -> QuerySet[Case]:
    """Return cases that nobody answered in time: open, and without a word for the resident."""
    said = Remark.objects.filter(matter=OuterRef("matter"), public=True)
    before = now - timedelta(hours=one.answer_hours)
    rows = Case.objects.filter(~Exists(said), platform=one, raised_at__lt=before)
    open_ones = rows.exclude(matter__state__in=sorted(words.ENDED))
    found = open_ones.select_related("matter__holder").defer("matter__search")
    return found.order_by("raised_at", "id")


def refused(one: OpinionPlatform) -> QuerySet[RefusedCase]:
    return RefusedCase.objects.filter(platform=one).order_by("-last_at", "-id")


def reports(one: OpinionPlatform) -> list[Reconciliation]:
    """Return the newest comparisons."""
    return list(Reconciliation.objects.filter(platform=one).order_by("-id")[:PAGE])


def report_page(
    uid: UUID, by: Actor, *, after: str = ""
) -> tuple[Reconciliation, Sequence[Difference], str]:
    """Return a comparison and a page of what differs, what is open first; raises NotFound."""
    if by.role not in CENTRE:
        raise NotFound
    report = Reconciliation.objects.select_related("platform").filter(uid=uid).first()
    if report is None:
        raise NotFound
    rows = Difference.objects.filter(report=report).order_by("id")
    if (key := whole_number(after)) is not None:
        rows = rows.filter(id__gt=key)
    found = list(rows[: PAGE + 1])
    return report, found[:PAGE], str(found[PAGE - 1].pk) if len(found) > PAGE else ""


def case_of(one: OpinionPlatform, their_id: str) -> Case:
    """Return a case; raises NotFound."""
    rows = Case.objects.filter(platform=one, their_id=their_id).select_related("matter")
    found = rows.defer("matter__search").first()
    if found is None:
        raise NotFound
    return found


def to_look_at(now: datetime) -> int:
    """Return how many cases and differences wait for the county centre, 1000 at most of each."""
    one = OpinionPlatform.objects.filter(ended_at__isnull=True).first()
    if one is None:
        return 0
    newest = Reconciliation.objects.filter(platform=one).order_by("-id").first()
    differ = 0
    if newest is not None:
        rows = Difference.objects.filter(report=newest, mended_at__isnull=True)
        differ = rows[:1000].count()
        differ += bool(newest.trouble)
    return (
        untold(one, now)[:1000].count()
        + unanswered(one, now)[:1000].count()
        + refused(one)[:1000].count()
        + differ
    )
