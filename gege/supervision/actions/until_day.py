"""The times of an order that is due on a day somebody named."""

from datetime import date, datetime, time, timedelta
from typing import Any

from gege.kernel.county_day import LOCAL, local_date
from gege.kernel.working_time import Limit, TimeUnit
from gege.matters.api import Setting
from gege.supervision.actions.issue import times_until

_EVENING = time(18)


def times_until_day(day: date, where: Setting) -> dict[str, Any]:
    """Return the times of an order due on a later day: at the close of its work, or at 18:00 on a
    day off. Its limit are the working days until then, at least one."""
    days = max(_working_days(day, where), 1)
    limit = Limit(days, TimeUnit.WORKING_DAYS)
    due = where.calendar.due(where.now, limit)
    at = due.at
    if local_date(at) != day:
        at = datetime.combine(day, _EVENING, tzinfo=LOCAL)
    return times_until(at, limit, where) | {"provisional": due.provisional}


def _working_days(day: date, where: Setting) -> int:
    today = local_date(where.now)
    days = (today + timedelta(days=one) for one in range(1, (day - today).days + 1))
    return sum(1 for one in days if where.calendar.is_working(one))
