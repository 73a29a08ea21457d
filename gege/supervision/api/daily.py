"""The files of one day for the province: kept with their digests, read by the county's centre."""

from gege.supervision.actions.keep_day import DayContent, keep_day
from gege.supervision.models import DailyFile
from gege.supervision.queries.daily import (
    DAILY_READERS,
    daily_file,
    daily_files,
    first_document,
    last_daily,
    newest_daily_files,
    page_of_daily_files,
)

__all__ = [
    "DAILY_READERS",
    "DailyFile",
    "DayContent",
    "daily_file",
    "daily_files",
    "first_document",
    "keep_day",
    "last_daily",
    "newest_daily_files",
    "page_of_daily_files",
]
