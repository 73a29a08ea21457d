"""Working time: when a limit runs out, and when its light should turn yellow.

Three units (GB/T 30428.8: urgent clock hours, working hours, working days), counted over a table of
days in which the State Council's holidays and adjusted workdays are data. The notice for a year
comes late in the year before; days without one are assumed and everything counted across them is
marked provisional.
"""

from gege.kernel.working_time.calendar import WorkingCalendar
from gege.kernel.working_time.day_table import FIRST_YEAR, LAST_YEAR, OutOfReachError
from gege.kernel.working_time.units import (
    DEFAULT_SPANS,
    CalendarDay,
    DayKind,
    Due,
    Limit,
    NearDue,
    Season,
    Span,
    TimeUnit,
)

__all__ = [
    "DEFAULT_SPANS",
    "FIRST_YEAR",
    "LAST_YEAR",
    "CalendarDay",
    "DayKind",
    "Due",
    "Limit",
    "NearDue",
    "OutOfReachError",
    "Season",
    "Span",
    "TimeUnit",
    "WorkingCalendar",
]
