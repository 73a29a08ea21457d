"""Reading the days' files. They tell of the whole county: only its centre reads them."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db.models import OuterRef, QuerySet, Subquery

from gege.kernel.typed_text import whole_number
from gege.staff.api import Actor, Role
from gege.supervision.errors import NotFound
from gege.supervision.models import DailyFile

DAILY_READERS: Final = (
    Role.COUNTY_SUPERVISOR,
    Role.COUNTY_DISPATCHER,
    Role.ELECTRONIC_SUPERVISOR,
)
DAYS_SHOWN: Final = 31
_LINE: Final = ("document", "table")


def daily_files(by: Actor) -> QuerySet[DailyFile]:
    """Return all editions without their content, the newest day first; none for other roles."""
    if by.role not in DAILY_READERS:
        return DailyFile.objects.none()
    return DailyFile.objects.defer(*_LINE).order_by("-day", "-edition")


def page_of_daily_files(
    rows: QuerySet[DailyFile], *, after: str = "", size: int = DAYS_SHOWN
) -> tuple[list[DailyFile], str]:
    """Return one page by key, and the key of the next; days are turned whole."""
    key = whole_number(after)
    if key is not None and 1 <= key <= date.max.toordinal():
        rows = rows.filter(day__lt=date.fromordinal(key))
    days = list(rows.order_by("-day").values_list("day", flat=True).distinct()[: size + 1])
    found = list(rows.filter(day__in=days[:size]))
    return found, str(days[size - 1].toordinal()) if len(days) > size else ""


def daily_file(day: date, by: Actor, *, edition: int | None = None) -> DailyFile:
    """Return an edition of a day with its content, the newest without a number. Raises NotFound."""
    rows = DailyFile.objects.filter(day=day) if by.role in DAILY_READERS else None
    if rows is not None and edition is not None:
        rows = rows.filter(edition=edition)
    found = rows.order_by("-edition").first() if rows is not None else None
    if found is None:
        raise NotFound
    return found


def newest_daily_files(by: Actor) -> QuerySet[DailyFile]:
    """Return the newest edition of each day, without content, the newest day first."""
    newest = (
        DailyFile.objects.filter(day=OuterRef("day")).order_by("-edition").values("edition")[:1]
    )
    return daily_files(by).filter(edition=Subquery(newest))


def last_daily() -> date | None:
    """Return the newest day that has a file."""
    return DailyFile.objects.order_by("-day").values_list("day", flat=True).first()


def first_document(day: date) -> str | None:
    """Return the JSON of a day's first edition; None where there is none."""
    found = DailyFile.objects.filter(day=day, edition=1).values_list("document", flat=True)
    return found.first()
