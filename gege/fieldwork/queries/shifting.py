"""What went to the grids in a time, by who did it: for the shift of work to them (R-050).

Numbers of deeds of staff; nothing here tells of a household which one it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q, Sum

from gege.fieldwork.models import ContactLink, Patrol, Visit
from gege.fieldwork.rules.words import VisitState
from gege.matters.api import LOCAL


@dataclass(frozen=True, slots=True)
class GroundWork:
    """One person's: households linked on the last day, visits made and hours walked in the time."""

    linked: int = 0
    visits: int = 0
    patrols: timedelta = timedelta()


def ground_work(first: date, last: date) -> Mapping[int, GroundWork]:
    """Return the work of each account from a day to a day, both in it. Three statements.

    Links count as they stood on the last day; a patrol that is not over has no hours yet.
    """
    standing = Q(valid_from__lte=last) & (Q(valid_to__isnull=True) | Q(valid_to__gt=last))
    links = ContactLink.objects.filter(standing).order_by().values("account_id")
    linked = dict(links.annotate(n=Count("pk")).values_list("account_id", "n"))
    since = datetime.combine(first, time(), tzinfo=LOCAL)
    until = datetime.combine(last + timedelta(days=1), time(), tzinfo=LOCAL)
    made = Visit.objects.filter(
        state=VisitState.DONE, done_at__gte=since, done_at__lt=until, account_id__isnull=False
    )
    visits = dict(
        made.order_by().values("account_id").annotate(n=Count("pk")).values_list("account_id", "n")
    )
    walked = Patrol.objects.filter(day__gte=first, day__lte=last, ended_at__isnull=False)
    hours = dict(
        walked.order_by()
        .values("account_id")
        .annotate(took=Sum(F("ended_at") - F("started_at")))
        .values_list("account_id", "took")
    )
    return {
        one: GroundWork(linked.get(one, 0), visits.get(one, 0), hours.get(one) or timedelta())
        for one in {*linked, *visits, *hours}
        if one is not None
    }
