"""When a thing was done, from a telephone whose clock may be wrong (R-063).

A message carries the phone's own time and how far that clock was off at the last contact before
(`skew_ms`, platform minus phone). Where the phone has had no contact yet, the batch says it: the
phone's time of sending against ours of receiving.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

MOST_SKEW_MS: Final = 100 * 366 * 86_400_000
"""A century: a telephone without a battery begins at 1970."""


def corrected(
    made_at: datetime,
    skew_ms: int | None,
    *,
    sent_at: datetime,
    now: datetime,
    not_before: Iterable[datetime | None] = (),
) -> datetime:
    """Return a phone's moment on the platform's clock: never later than now.

    `not_before` are the moments of messages that this one follows: whatever the clocks say, what
    was done afterwards was not done earlier.
    """
    skew = (now - sent_at) if skew_ms is None else timedelta(milliseconds=skew_ms)
    try:
        done = made_at + skew
    except OverflowError:
        done = now
    return min(max([done, *(one for one in not_before if one is not None)]), now)


def told_time(began: datetime, ended: datetime) -> datetime:
    """Return the time to tell a phone: it takes it for that halfway between asking and hearing.

    A platform that is slow would otherwise set every clock wrong by half of what it took.
    """
    return began + (ended - began) / 2


def bounded(at: datetime, now: datetime, hours: int) -> datetime:
    """Return a moment that is at most `hours` old.

    What lies longer ago still happened; but no clock of the platform runs from further back than
    a phone may be without contact.
    """
    return max(at, now - timedelta(hours=hours))
