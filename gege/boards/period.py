"""The period a board looks at: days of the county, both ends included."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from gege.kernel.typed_text import whole_number
from gege.matters.api import LOCAL

LONGEST: Final = timedelta(days=3 * 366)
SPANS: Final = (1, 7, 30, 90, 365)
DEFAULT_SPAN: Final = 30
_BESIDE: Final = timedelta(days=62)
"""Room for the steps and hours beside a period where the calendar of computers ends."""
_EARLIEST: Final = date.min + LONGEST + _BESIDE
_LATEST: Final = date.max - _BESIDE


@dataclass(frozen=True, slots=True)
class Period:
    """From the first moment of `first` to the last moment of `last`."""

    first: date
    last: date

    @property
    def start(self) -> datetime:
        return datetime.combine(self.first, time(), tzinfo=LOCAL)

    @property
    def end(self) -> datetime:
        """The first moment after the period."""
        return datetime.combine(self.last + timedelta(days=1), time(), tzinfo=LOCAL)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


def period_of(first: str, last: str, span: str, *, today: date) -> Period:
    """Read a period from an address; what cannot be read gives the last thirty days.

    No year is written anywhere: a county's reporting starts when it starts (R-002).
    """
    until = _day(last) or today
    since = _day(first)
    if since is None:
        days = whole_number(span)
        since = until - timedelta(days=(days if days in SPANS else DEFAULT_SPAN) - 1)
    if since > until:
        since, until = until, since
    return Period(max(since, until - LONGEST), until)


def _day(text: str) -> date | None:
    """Read a day; one at either end of the calendar is the nearest that can be counted from."""
    try:
        found = date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
    return found and min(max(found, _EARLIEST), _LATEST)
