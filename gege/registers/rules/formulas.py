"""Derived values that one record's own values are enough for (domain 5)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

CHILD_YEARS: Final = 14


def fourteenth_birthday(born: str | None) -> date | None:
    """Return the day from which somebody is 14 for sure: only the month of birth is kept.

    The first day of the following month, so that protection never ends too early.
    """
    if not born:
        return None
    year, month = int(born[:4]) + CHILD_YEARS, int(born[5:7])
    return date(year + month // 12, month % 12 + 1, 1)


def age_on(born: str | None, today: date) -> int | None:
    """Return the age in full years, by the month of birth; None when it is not known."""
    if not born:
        return None
    years = today.year - int(born[:4])
    return years - (today.month < int(born[5:7]))


def under_14(values: Mapping[str, Any], today: date) -> bool | None:
    day = fourteenth_birthday(values.get("born"))
    return None if day is None else today < day


def last_inspection(values: Mapping[str, Any], today: date) -> str | None:
    newest = _newest_inspection(values)
    return newest["on"] if newest else None


def inspection_result(values: Mapping[str, Any], today: date) -> str | None:
    newest = _newest_inspection(values)
    return newest["result"] if newest else None


def _newest_inspection(values: Mapping[str, Any]) -> Mapping[str, Any] | None:
    rows = values.get("inspections") or ()
    return max(rows, key=lambda row: str(row["on"]), default=None)


OWN: Final[Mapping[str, Callable[[Mapping[str, Any], date], Any]]] = {
    "under_14": under_14,
    "inspections": last_inspection,
    "inspection_result": inspection_result,
}
"""Formulas over the record's own values; the others count linked records (`queries/derived.py`)."""
