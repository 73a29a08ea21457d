"""What field work knows of a household of the register: visits, and who keeps in touch (R-006)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db.models import Max, Min, Q

from gege.fieldwork.models import Visit
from gege.fieldwork.queries.visits import LinkLine, visible_links, visible_visits
from gege.fieldwork.rules.words import VisitState
from gege.matters.api import LOCAL, local_date
from gege.registers.api import Record, with_merged
from gege.staff.api import Actor

_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class VisitDays:
    """When a household was last visited, and by when it is next."""

    last: date | None
    next: date | None


@dataclass(frozen=True, slots=True)
class HouseholdWork:
    """What stands on a household's page; visits are the newest first."""

    visits: tuple[Visit, ...]
    links: tuple[LinkLine, ...]


def work_at(households: Collection[int], *, by: Actor, today: date) -> HouseholdWork:
    """Return the visits and the links of households within a person's scope: four statements."""
    rows = visible_visits(by).filter(household_id__in=list(households))
    found = rows.exclude(state=VisitState.CANCELLED).select_related("point", "link")
    living = visible_links(by).filter(
        Q(valid_to=None) | Q(valid_to__gt=today), household_id__in=list(households)
    )
    links = list(living.select_related("account", "point").order_by("id")[:_MOST])
    days = _days("link_id", [one.pk for one in links])
    lines = tuple(LinkLine(one, *days.get(one.pk, (None, None))) for one in links)
    return HouseholdWork(tuple(found.order_by("-id")[:_MOST]), lines)


def visit_days(households: Collection[int]) -> Mapping[int, VisitDays]:
    """Return the days of many households in one statement; those nobody goes to are left out."""
    found = _days("household_id", list(households))
    return {
        pk: VisitDays(local_date(last) if last else None, due) for pk, (last, due) in found.items()
    }


def last_visit(record: Record, today: date) -> str | None:
    """Return the day of the last visit that was made, whatever came of it (domain 5.2)."""
    days = [one.last for one in visit_days(with_merged(record)).values() if one.last]
    return max(days).isoformat() if days else None


def next_visit(record: Record, today: date) -> str | None:
    """Return the day by which the next visit is planned (domain 5.2)."""
    days = [one.next for one in visit_days(with_merged(record)).values() if one.next]
    return min(days).isoformat() if days else None


def _days(column: str, ids: list[int]) -> dict[int, tuple[datetime | None, date | None]]:
    rows = Visit.objects.filter(**{f"{column}__in": ids}).values_list(column).order_by()
    found = rows.annotate(
        last=Max("done_at"), due=Min("due_on", filter=Q(state=VisitState.PLANNED))
    )
    return {pk: (last, due) for pk, last, due in found if last or due}


def visited_households(today: date, days: int) -> frozenset[int]:
    """Return the keys of households that were visited in so many days up to a day (R-004).

    A visit to a record that was merged since counts for the one it became.
    """
    since = datetime.combine(today - timedelta(days=days - 1), time(), tzinfo=LOCAL)
    until = datetime.combine(today + timedelta(days=1), time(), tzinfo=LOCAL)
    rows = Visit.objects.filter(
        state=VisitState.DONE,
        household__isnull=False,
        done_at__gte=since,
        done_at__lt=until,
    )
    found = rows.order_by().values_list("household_id", "household__merged_into_id").distinct()
    return frozenset(into or own for own, into in found if own is not None)
