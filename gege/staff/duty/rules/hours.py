"""Which hours a desk covers, and how the shifts of a day lie in them (R-073).

A duty day begins when the desk opens and belongs to the day it begins on: with 08:00 to 08:00 the
night until Tuesday morning is Monday's. Clock times are the county's.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

LOCAL: Final = ZoneInfo("Asia/Shanghai")
DAY: Final = timedelta(days=1)
EVERY_DAY: Final = frozenset(range(1, 8))
"""Days of the week as ISO numbers them: Monday is 1."""
MOST_SHIFTS: Final = 12

Span = tuple[datetime, datetime]
Clock = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Hours:
    """When a desk is to be covered. Equal ends are the whole day, a later `opens` crosses midnight.

    The default is every minute of every day.
    """

    opens: time = time(8)
    closes: time = time(8)
    days: frozenset[int] = EVERY_DAY

    @property
    def whole_day(self) -> bool:
        return self.opens == self.closes

    def span_of(self, day: date) -> Span | None:
        """Return what is to be covered of a duty day; None on a day that is not covered."""
        if day.isoweekday() not in self.days:
            return None
        return self.place(day, (self.opens, self.closes))

    def place(self, day: date, clock: Clock) -> Span:
        """Return a shift by its clock times within a duty day; equal times are a whole day."""
        starts = datetime.combine(day, clock[0], LOCAL)
        if clock[0] < self.opens:
            starts += DAY
        ends = datetime.combine(starts.date(), clock[1], LOCAL)
        if ends <= starts:
            ends += DAY
        return starts, ends


def days_of(first: date, last: date) -> Iterator[date]:
    """Return the days of a period, both ends included."""
    for step in range((last - first).days + 1):
        yield first + timedelta(days=step)


def required(hours: Hours, first: date, last: date) -> list[Span]:
    """Return what is to be covered in a period, in order; spans that touch are one."""
    found: list[Span] = []
    for day in days_of(first, last):
        span = hours.span_of(day)
        if span is None:
            continue
        if found and found[-1][1] == span[0]:
            found[-1] = (found[-1][0], span[1])
        else:
            found.append(span)
    return found


def problem_of_pattern(hours: Hours, pattern: Sequence[Clock]) -> str:
    """Return what is wrong with the shifts of a day, "" when they cover it once and no more.

    Words: `pattern_empty`, `pattern_long`, `pattern_gap`, `pattern_overlap`.
    """
    if not pattern:
        return "pattern_empty"
    if len(pattern) > MOST_SHIFTS:
        return "pattern_long"
    day = date(2026, 1, 5)
    opens, closes = hours.place(day, (hours.opens, hours.closes))
    reached = opens
    for starts, ends in sorted(hours.place(day, one) for one in pattern):
        if starts > reached:
            return "pattern_gap"
        if starts < reached:
            return "pattern_overlap"
        reached = ends
    if reached < closes:
        return "pattern_gap"
    return "pattern_overlap" if reached > closes else ""


def read_clock(text: str) -> time:
    """Return "08:30" as a time; "24:00" is the end of the day. Raises ValueError for else."""
    if text.strip() == "24:00":
        return time(0)
    hour, _, minute = text.strip().partition(":")
    if not (hour.isascii() and hour.isdigit() and minute.isascii() and len(minute) == 2):
        raise ValueError(text)
    return time(int(hour), int(minute))


def read_pattern(text: str) -> tuple[Clock, ...]:
    """Return shifts written as "08:00-16:00, 16:00-24:00"; ValueError for anything else.

    Commas, Chinese commas, semicolons and line ends part them; any dash joins the two times.
    """
    for sign in "，、；;\n\r":
        text = text.replace(sign, ",")
    for sign in "–—－~～至":
        text = text.replace(sign, "-")
    found = []
    for part in text.replace("：", ":").split(","):
        if not part.strip():
            continue
        begins, dash, ends = part.partition("-")
        if not dash:
            raise ValueError(part)
        found.append((read_clock(begins), read_clock(ends)))
    return tuple(found)


def written(pattern: Sequence[Clock]) -> str:
    """Return shifts as people write them."""
    return ", ".join(f"{begins:%H:%M}-{ends:%H:%M}" for begins, ends in pattern)
