"""The county's wall clock: numbers and days follow it, whatever the server's zone."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Shanghai")


def local_date(moment: datetime) -> date:
    """Return the calendar day of a moment in the county."""
    return moment.astimezone(LOCAL).date()
