"""Questions about posts: when they hold, how long a substitute may stand in (R-015, R-019).

A post holds on [valid_from, valid_to): the last day is the day before `valid_to`. A substitute
holds the grid's post for stated days. While it lasts he may do everything the responsible worker
may do with the grid's matters; every line he signs says that he stands in. He never becomes the
responsible worker: the grid of an absent worker stays his, and a grid that has only a substitute
is still listed as vacant.
"""

from datetime import date
from typing import Final

MAX_SUBSTITUTE_DAYS: Final = 92
"""Longest cover in days: a quarter. A longer absence is a vacancy and needs a new worker."""


def holds_on(day: date, valid_from: date, valid_to: date | None) -> bool:
    """Tell whether a post holds on a day."""
    return valid_from <= day and (valid_to is None or day < valid_to)


def overlap(a_from: date, a_to: date | None, b_from: date, b_to: date | None) -> bool:
    """Tell whether two half-open spans of days share a day; None is without end."""
    return (b_to is None or a_from < b_to) and (a_to is None or b_from < a_to)


def problem_of_span(valid_from: date, valid_to: date | None, *, substitute: bool) -> str | None:
    """Return what is wrong with the days of a new post, as a code, or None.

    Codes: `ends_before_start`, `cover_without_end`, `cover_too_long`.
    """
    if valid_to is not None and valid_to <= valid_from:
        return "ends_before_start"
    if not substitute:
        return None
    if valid_to is None:
        return "cover_without_end"
    if (valid_to - valid_from).days > MAX_SUBSTITUTE_DAYS:
        return "cover_too_long"
    return None
