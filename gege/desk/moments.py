"""How far a moment is from now, in the words of an office: working days where they count.

Pure: the moment, the clock and the calendar are arguments.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gege.kernel.working_time import WorkingCalendar

_FARTHEST_DAYS = 400
"""Beyond it working days are not counted: the absolute date says more."""


@dataclass(frozen=True, slots=True)
class Away:
    """A distance in words, and whether it is late (`tone` "late", "near" or "")."""

    words: str
    tone: str = ""


def until_due(
    due: datetime,
    now: datetime,
    calendar: WorkingCalendar | None,
    zone: ZoneInfo,
    near: bool = False,
) -> Away:
    """Say how long is left until `due`, or how long it is over.

    The same day, and times that no working day lies between, are told in hours and minutes;
    others in working days, or in days without a calendar.
    """
    late = now > due
    first, last = sorted((due, now))
    days = _days(first, last, calendar, zone)
    if days == 0 or last - first < timedelta(hours=3):
        return _due_in_time(last - first, late, near)
    if calendar is None:
        words = (
            ngettext("%(count)s day overdue", "%(count)s days overdue", days)
            if late
            else ngettext("due in %(count)s day", "due in %(count)s days", days)
        )
    else:
        words = (
            ngettext("%(count)s working day overdue", "%(count)s working days overdue", days)
            if late
            else ngettext("due in %(count)s working day", "due in %(count)s working days", days)
        )
    return Away(words % {"count": days}, "late" if late else "near" if near else "")


def since(moment: datetime, now: datetime) -> Away:
    """Say how long ago a moment was; nothing when it is more than a month."""
    gone = now - moment
    if gone < timedelta(0) or gone > timedelta(days=31):
        return Away("")
    if gone < timedelta(minutes=1):
        return Away(_("just now"))
    return Away(_("%(time)s ago") % {"time": duration(gone)})


def duration(length: timedelta, *, fine: bool = False) -> str:
    """Say a length of time by its largest unit, with `fine` by its two largest."""
    minutes = max(int(length.total_seconds() // 60), 0)
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        parts.append(ngettext("%(count)s day", "%(count)s days", days) % {"count": days})
    if hours:
        parts.append(ngettext("%(count)s hour", "%(count)s hours", hours) % {"count": hours})
    if left or not parts:
        parts.append(ngettext("%(count)s minute", "%(count)s minutes", left) % {"count": left})
    return " ".join(parts[: 2 if fine else 1])


def _due_in_time(length: timedelta, late: bool, near: bool) -> Away:
    words = duration(length)
    if late:
        return Away(_("%(time)s overdue") % {"time": words}, "late")
    return Away(_("due in %(time)s") % {"time": words}, "near" if near else "")


def _days(first: datetime, last: datetime, calendar: WorkingCalendar | None, zone: ZoneInfo) -> int:
    """Count the (working) days after the day of `first` up to the day of `last`."""
    start, end = first.astimezone(zone).date(), last.astimezone(zone).date()
    span = (end - start).days
    if calendar is None or span > _FARTHEST_DAYS:
        return span
    return sum(calendar.is_working(start + timedelta(days=step)) for step in range(1, span + 1))
