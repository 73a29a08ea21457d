"""When a thing was done, where that is not when the platform hears of it (R-063)."""

from collections.abc import Iterable
from datetime import datetime


def time_of_doing(
    at: datetime | None, now: datetime, known: Iterable[datetime | None] = ()
) -> datetime:
    """Return the moment that a deed counts from.

    None means now. A time in the future is now: a clock that runs fast buys nothing. A time
    before something that is `known` to have happened earlier is moved up to it, so that nothing
    is completed before it was reported or instructed.
    """
    if at is None:
        return now
    return min(max([at, *(one for one in known if one is not None)]), now)
