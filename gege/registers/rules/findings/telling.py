"""What a record's own values tell on a day: something is due, or soon will be."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

MILESTONES: Final = (60, 65, 80, 90, 100)
"""Ages from which something can be offered: a card, an allowance, a health check."""
BIRTHDAY_DAYS: Final = 60
REVIEW_DAYS: Final = 30
OFTEN: Final = 3
OFTEN_DAYS: Final = 90
LEFT: Final = ("AB", "IN")
"""States of an address at which the organisation is not any more."""


def milestone_months(today: date) -> frozenset[str]:
    """Return the months of birth of those who reach one of the ages now or within 60 days."""
    last, month, found = today + timedelta(days=BIRTHDAY_DAYS), today.replace(day=1), set()
    while month <= last:
        found |= {f"{month.year - age:04}-{month.month:02}" for age in MILESTONES}
        month = (month + timedelta(days=32)).replace(day=1)
    return frozenset(found)


def place_needs_care(values: Mapping[str, Any], since: date, today: date) -> bool:
    """Tell whether nobody answers for a place's safety, or its inspection is overdue."""
    if not values.get("safety_contact"):
        return True
    done = [date.fromisoformat(str(row["on"])) for row in values.get("inspections") or ()]
    cycle = values.get("inspection_cycle")
    return cycle is not None and max(done, default=since) + timedelta(days=int(cycle)) < today


def visit_overdue(values: Mapping[str, Any], since: date, today: date) -> bool:
    """Tell whether the visit that was agreed did not take place in time."""
    cycle = values.get("visit_cycle")
    done = [date.fromisoformat(str(row["on"])) for row in values.get("service_log") or ()]
    return cycle is not None and max(done, default=since) + timedelta(days=int(cycle)) < today


def review_soon(values: Mapping[str, Any], today: date) -> bool:
    """Tell whether assistance that runs is reviewed within 30 days."""
    if not values.get("review_on") or values.get("state") in ("refused", "ended"):
        return False
    days = (date.fromisoformat(str(values["review_on"])) - today).days
    return 0 <= days <= REVIEW_DAYS


def service_runs(values: Mapping[str, Any]) -> bool:
    """Tell whether a family's service is still wanted and not yet done."""
    return values.get("state") not in ("declined", "done")


def area_of_both(one: str, other: str) -> str:
    """Return the smallest area that holds both: a grid, community, township or county."""
    for length in (15, 12, 9, 6):
        if len(one) >= length and one[:length] == other[:length]:
            return one[:length]
    return ""
